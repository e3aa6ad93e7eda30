//! A request as plain data.

use crate::names;
use crate::operations::{Method, Operation};
use crate::options::CallOptions;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the characters that need no escape anywhere in a URL (RFC 3986, unreserved).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What an operation was called with, its body aside.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The repository's id; empty for operations on none.
    pub repository: String,
    /// What the last argument held.
    pub options: CallOptions,
}

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
    /// A request to an operation's path; the error says what is wrong with the id.
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
            self.path.extend(utf8_percent_encode(value, ESCAPED));
        }
        self
    }

    /// Makes the request conditional. An empty ETag cannot be sent: lakeFS refuses an empty `If-Match`.
    pub fn if_match(mut self, etag: Option<&str>) -> Self {
        self.if_match = etag.filter(|etag| !etag.is_empty()).map(Into::into);
        self
    }
}
