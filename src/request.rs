//! A request as plain data.

use crate::names;
use crate::operations::{Method, Operation};

/// What is to be sent, credentials and body aside.
#[derive(Debug)]
pub struct Request {
    /// Whose request it is.
    pub operation: Operation,
    /// The method.
    pub method: Method,
    /// The path below the operation's base, escaped, with its query.
    pub path: String,
    /// The `If-Match` header.
    pub if_match: Option<String>,
    /// Whether it may be sent again only after another look at what is stored.
    pub reread: bool,
}

impl Request {
    /// A request to an operation's path, with the id of operations on a repository; the error says what is wrong with the id.
    pub fn new(operation: Operation, repository: &str) -> Result<Self, &'static str> {
        let endpoint = operation.endpoint();
        let mut path = String::with_capacity(96);
        match endpoint.path.strip_prefix("/repositories/{repository}") {
            None => path.push_str(endpoint.path),
            Some(after) => {
                if let Some(problem) = names::repository_problem(repository) {
                    return Err(problem);
                }
                path.push_str("/repositories/");
                path.push_str(repository);
                path.push_str(after);
            }
        }
        Ok(Self { operation, method: endpoint.method, path, if_match: None, reread: false })
    }

    /// Adds a query parameter; an empty value is lakeFS's default and is left out.
    pub fn query(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.path.push(if self.path.contains('?') { '&' } else { '?' });
            self.path.push_str(name);
            self.path.push('=');
            escape(value, &mut self.path);
        }
        self
    }

    /// Makes the request conditional. An empty ETag cannot be sent: lakeFS refuses an empty `If-Match`.
    pub fn if_match(mut self, etag: Option<&str>) -> Self {
        self.if_match = etag.filter(|etag| !etag.is_empty()).map(Into::into);
        self
    }
}

/// Escapes everything but the characters that need no escape anywhere in a URL (RFC 3986, unreserved). The crate percent-encoding does the
/// same, which a test looks at, and takes 1 KB of the download.
fn escape(value: &str, path: &mut String) {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'A' - 10 + value });
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    proptest! {
        #[test]
        fn texts_are_escaped_as_percent_encoding_does(value in "(?s).{0,40}") {
            let mut path = String::new();
            escape(&value, &mut path);
            prop_assert_eq!(path, utf8_percent_encode(&value, ESCAPED).to_string());
        }
    }
}
