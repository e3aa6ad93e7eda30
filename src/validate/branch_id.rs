//! Branch IDs, where a setting refers to a branch that lakeFS must be able to use.

use super::Problem;

/// Checks lakeFS's rule for branch IDs, `^\w[-\w]*$`. lakeFS stores other names as a default branch or in a retention rule, and can then never
/// use them.
pub fn validate_branch_id(id: &str) -> Result<(), Problem> {
    if id.is_empty() {
        return Err("must not be empty");
    }
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if id.bytes().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{')) {
        return Err("must be the exact ID of a branch: lakeFS does not match patterns here");
    }
    if id.as_bytes().first() == Some(&b'-') {
        return Err("must not begin with a hyphen: lakeFS cannot create such a branch");
    }
    if !id.as_bytes().iter().all(|byte| word(byte) || *byte == b'-') {
        return Err("must contain only letters, digits, underscores and hyphens: lakeFS cannot create another branch");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::validate_branch_id;

    #[test]
    fn ids_follow_the_rule_of_lakefs() {
        for id in ["main", "a", "_", "release-1", "A_b-C", "0", "a-"] {
            assert_eq!(validate_branch_id(id), Ok(()), "{id}");
        }
        for id in ["", "-a", "release/1.0", "v1.2", "a b", "x~^:", "release-*", "ma?n", "[ab]", "{a,b}", "ä", "a\n"] {
            assert!(validate_branch_id(id).is_err(), "{id:?}");
        }
    }
}
