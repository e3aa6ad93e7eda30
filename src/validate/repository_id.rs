//! Repository IDs. lakeFS unescapes a path segment twice, so an ID that is not a valid name could address something else.

use super::Problem;

/// Checks lakeFS's rule `^[a-z0-9][a-z0-9-]{2,62}$`.
pub fn validate_repository_id(id: &str) -> Result<(), Problem> {
    let bytes = id.as_bytes();
    if !(3..=63).contains(&bytes.len()) {
        return Err("must have 3 to 63 characters");
    }
    if bytes.first() == Some(&b'-') {
        return Err("must begin with a lowercase letter or a digit");
    }
    if !bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        return Err("must contain only lowercase letters, digits and hyphens");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::validate_repository_id;
    use proptest::prelude::*;

    #[test]
    fn ids_follow_the_rule_of_lakefs() {
        for id in ["abc", "a--", "0-9", "a".repeat(63).as_str(), "my-repo-1"] {
            assert_eq!(validate_repository_id(id), Ok(()), "{id}");
        }
        for id in
            ["", "ab", "-ab", "Abc", "a_b", "a.b", "..", "a/b", "abc\n", "ab%2F", "äbc", "a b", "a".repeat(64).as_str()]
        {
            assert!(validate_repository_id(id).is_err(), "{id:?}");
        }
    }

    proptest! {
        #[test]
        fn a_valid_id_needs_no_escape(id in "[a-z0-9-]{0,66}|\\PC{0,70}") {
            let safe = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            let valid = safe && !id.starts_with('-') && (3..=63).contains(&id.len());
            prop_assert_eq!(validate_repository_id(&id).is_ok(), valid);
        }
    }
}
