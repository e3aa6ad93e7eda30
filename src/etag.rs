//! The ETag of branch protection rules: opaque, unquoted, empty when there are none.

/// The value as lakeFS sent it: a proxy's `W/` and quotes are taken off.
pub fn normalized(header: &str) -> &str {
    let bare = header.trim();
    let bare = bare.strip_prefix("W/").unwrap_or(bare);
    bare.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn what_proxies_add_is_taken_off() {
        for header in ["abc", "\"abc\"", "W/\"abc\"", " abc ", "W/abc"] {
            assert_eq!(normalized(header), "abc", "{header}");
        }
        for header in ["", "\"\"", "W/\"\""] {
            assert_eq!(normalized(header), "", "{header}");
        }
        assert_eq!(normalized("\""), "\"");
    }
}
