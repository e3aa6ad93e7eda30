//! The ETag of branch protection rules: opaque, unquoted, empty when there are none.

/// The value as lakeFS sent it, without the `W/` and quotes that proxies add.
pub fn normalized(header: &str) -> &str {
    let bare = header.strip_prefix("W/").unwrap_or(header);
    bare.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(bare)
}

/// Whether an ETag can be sent as `If-Match`: visible ASCII, and not `*`, which matches every ETag.
pub fn can_be_sent(etag: &str) -> bool {
    etag != "*" && etag.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::{can_be_sent, normalized};

    #[test]
    fn what_proxies_add_is_removed() {
        for header in ["abc", "\"abc\"", "W/\"abc\"", "W/abc"] {
            assert_eq!(normalized(header), "abc", "{header}");
        }
        for header in ["", "\"\"", "W/\"\""] {
            assert_eq!(normalized(header), "", "{header}");
        }
        assert_eq!(normalized("\""), "\"");
    }

    #[test]
    fn only_visible_ascii_is_sent_back() {
        for etag in ["abc", "a\"b", "~!"] {
            assert!(can_be_sent(etag), "{etag}");
        }
        for etag in ["a b", "a\n", "\u{e4}", "\u{7f}", "*"] {
            assert!(!can_be_sent(etag), "{etag:?}");
        }
    }
}
