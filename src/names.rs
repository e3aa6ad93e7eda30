//! Which ids may leave the client. lakeFS unescapes a path segment twice, so an id that is not a name could address something else.

/// Why `id` is no repository id, or nothing when it is one: 3 to 63 lower-case letters, digits and hyphens, the first no hyphen.
pub fn repository_problem(id: &str) -> Option<&'static str> {
    let bytes = id.as_bytes();
    if !(3..=63).contains(&bytes.len()) {
        return Some("has to have 3 to 63 characters");
    }
    if bytes.first() == Some(&b'-') {
        return Some("has to begin with a lower-case letter or a digit");
    }
    let valid = bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    (!valid).then_some("can have lower-case letters, digits and hyphens only")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_follow_the_rule_of_lakefs() {
        for id in ["abc", "a--", "0-9", "a".repeat(63).as_str(), "my-repo-1"] {
            assert_eq!(repository_problem(id), None, "{id}");
        }
        for id in
            ["", "ab", "-ab", "Abc", "a_b", "a.b", "..", "a/b", "abc\n", "ab%2F", "äbc", "a b", "a".repeat(64).as_str()]
        {
            assert!(repository_problem(id).is_some(), "{id:?}");
        }
    }

    proptest! {
        #[test]
        fn a_valid_id_needs_no_escape(id in "\\PC{0,70}") {
            if repository_problem(&id).is_none() {
                prop_assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
                prop_assert!(!id.starts_with('-'));
            }
        }

        #[test]
        fn the_rule_and_its_regular_expression_agree(id in "[a-zA-Z0-9_./%-]{0,66}") {
            let head = id.chars().next().is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            let tail = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            prop_assert_eq!(repository_problem(&id).is_none(), head && tail && (3..=63).contains(&id.len()));
        }
    }
}
