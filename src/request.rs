//! A request as plain data.

use crate::operations::Operation;
use crate::validate::Problem;
use crate::validate::repository_id::validate_repository_id;

/// What is sent, without credentials and body.
#[derive(Debug)]
pub struct Request {
    /// The operation.
    pub operation: Operation,
    /// The path below the operation's base URL, escaped, with its query.
    pub path: String,
    /// The `If-Match` header.
    pub if_match: Option<String>,
}

impl Request {
    /// A request to an operation's path. The error says what is wrong with the repository's ID.
    pub fn new(operation: Operation, repository: &str) -> Result<Self, Problem> {
        let endpoint = operation.endpoint();
        let mut path = String::with_capacity(96);
        match endpoint.path.strip_prefix("/repositories/{repository}") {
            None => path.push_str(endpoint.path),
            Some(after) => {
                validate_repository_id(repository)?;
                path.push_str("/repositories/");
                path.push_str(repository);
                path.push_str(after);
            }
        }
        Ok(Self { operation, path, if_match: None })
    }

    /// Adds a query parameter. An empty value is lakeFS's default and is not sent.
    pub fn add_query(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.path.push(if self.path.bytes().any(|byte| byte == b'?') { '&' } else { '?' });
            self.path.push_str(name);
            self.path.push('=');
            escape(&value, &mut self.path);
        }
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters. The crate percent-encoding does the same (a test compares them) and costs
/// 1 KB of the download.
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
