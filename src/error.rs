//! What a call rejects with: every code, what a status means, and the fields of an error.

use crate::error_body;
use crate::operations::{Method, Operation};
use serde::Serialize;

/// The `code` of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// An argument is wrong.
    InvalidArgument,
    /// The request is wrong.
    BadRequest,
    /// No credentials, or wrong ones.
    Unauthenticated,
    /// The credentials are right and lack a permission.
    PermissionDenied,
    /// The repository does not exist.
    RepositoryNotFound,
    /// The repository exists; what was asked for does not.
    NotFound,
    /// The name is taken.
    AlreadyExists,
    /// The repository refuses changes.
    ReadOnly,
    /// The repository is being deleted.
    RepositoryDeleting,
    /// Somebody else changed it first.
    PreconditionFailed,
    /// Too many requests.
    RateLimited,
    /// The server, or a proxy before it, cannot answer now.
    Unavailable,
    /// The server failed.
    ServerError,
    /// The URL is not one of lakeFS's API.
    UnknownEndpoint,
    /// No connection, or it broke.
    ConnectionFailed,
    /// Time ran out.
    Timeout,
    /// A redirect, or HTML instead of JSON.
    LoginRedirect,
    /// A 2xx response that lakeFS would not send.
    UnexpectedResponse,
    /// A dump or restore failed.
    TaskFailed,
    /// A dump or restore makes no progress.
    TaskStalled,
    /// lakeFS no longer knows the task.
    TaskExpired,
}

impl Code {
    /// Its name in JavaScript.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::BadRequest => "bad_request",
            Self::Unauthenticated => "unauthenticated",
            Self::PermissionDenied => "permission_denied",
            Self::RepositoryNotFound => "repository_not_found",
            Self::NotFound => "not_found",
            Self::AlreadyExists => "already_exists",
            Self::ReadOnly => "read_only",
            Self::RepositoryDeleting => "repository_deleting",
            Self::PreconditionFailed => "precondition_failed",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::ServerError => "server_error",
            Self::UnknownEndpoint => "unknown_endpoint",
            Self::ConnectionFailed => "connection_failed",
            Self::Timeout => "timeout",
            Self::LoginRedirect => "login_redirect",
            Self::UnexpectedResponse => "unexpected_response",
            Self::TaskFailed => "task_failed",
            Self::TaskStalled => "task_stalled",
            Self::TaskExpired => "task_expired",
        }
    }

    /// Whether the same call may succeed in a moment: lakeFS is busy, or out of reach.
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Unavailable | Self::RateLimited | Self::ConnectionFailed)
    }

    /// What a status outside 2xx and 3xx means, with the message beside it.
    pub fn from_status(status: u16, message: &str) -> Self {
        if message == "invalid API endpoint" {
            return Self::UnknownEndpoint; // 404; before lakeFS 1.60 a 500
        }
        match status {
            401 if message.starts_with("insufficient permissions") => Self::PermissionDenied,
            401 => Self::Unauthenticated,
            403 if message.ends_with("read-only repository") => Self::ReadOnly,
            403 => Self::PermissionDenied,
            404 if message == "repository not found" => Self::RepositoryNotFound,
            404 => Self::NotFound,
            405 => Self::UnknownEndpoint,
            409 => Self::AlreadyExists,
            410 if message == "No data" => Self::NotFound,
            410 => Self::RepositoryDeleting,
            412 => Self::PreconditionFailed,
            420 | 423 | 429 => Self::RateLimited,
            status if is_unavailable(status) => Self::Unavailable,
            400..=499 => Self::BadRequest,
            _ => Self::ServerError,
        }
    }
}

/// Statuses of a proxy or a server that cannot answer now. 520 to 530 are Cloudflare's and other CDNs'.
const fn is_unavailable(status: u16) -> bool {
    matches!(status, 408 | 425 | 502..=504 | 520..=530)
}

/// Whether lakeFS may have acted on a request that got this status.
pub const fn may_have_applied(operation: Operation, status: u16) -> bool {
    match (operation.endpoint().method, status) {
        (Method::Get, _) => false,
        // With sample data the repository exists before the example's commits fail.
        (Method::Post, 403 | 420 | 423 | 429) => matches!(operation, Operation::CreateRepository),
        (_, 408 | 499) => true,
        (_, 400..=499) => false,
        _ => true,
    }
}

/// What a call waited for when it timed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The token provider.
    Token,
    /// The head of a response.
    Response,
    /// The body of a response.
    Body,
    /// The call as a whole.
    Total,
}

impl Phase {
    /// Its name in JavaScript.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Response => "response",
            Self::Body => "body",
            Self::Total => "total",
        }
    }

    /// What the call was waiting for, to follow `timed out after 100 ms `.
    pub const fn waiting_for(self) -> &'static str {
        match self {
            Self::Token => "waiting for the function options.auth.token",
            Self::Response => "waiting for the response",
            Self::Body => "reading the response body",
            Self::Total => "",
        }
    }
}

/// The fields of an error beside those that every error has, as they cross to TypeScript.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ErrorDetails {
    /// The HTTP status.
    pub status: Option<u16>,
    /// The `X-Request-Id` header.
    pub request_id: Option<String>,
    /// What `Retry-After` asks for, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The parameter that is wrong.
    pub argument: Option<&'static str>,
    /// Where in the parameter: `rules[3].pattern`.
    pub field: Option<String>,
    /// What the call waited for.
    pub phase: Option<&'static str>,
    /// Where a redirect leads.
    pub origin: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Where in a body, as a JSON pointer.
    pub at: Option<String>,
    /// The dump or restore.
    pub task_id: Option<String>,
}

impl ErrorDetails {
    /// The fields by their names in JavaScript; none where one is not set.
    pub fn fields(&self) -> [(&'static str, Option<Field<'_>>); 10] {
        [
            ("status", self.status.map(|status| Field::Number(status.into()))),
            ("retryAfterMs", self.retry_after_ms.map(Field::Number)),
            ("requestId", self.request_id.as_deref().map(Field::Text)),
            ("argument", self.argument.map(Field::Text)),
            ("field", self.field.as_deref().map(Field::Text)),
            ("phase", self.phase.map(Field::Text)),
            ("origin", self.origin.as_deref().map(Field::Text)),
            ("contentType", self.content_type.as_deref().map(Field::Text)),
            ("at", self.at.as_deref().map(Field::Text)),
            ("taskId", self.task_id.as_deref().map(Field::Text)),
        ]
    }
}

/// A value of a field that crosses to TypeScript.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub enum Field<'a> {
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

/// What a call rejects with, without its cause.
#[derive(Debug, Clone, PartialEq)]
pub struct CallError {
    /// The code.
    pub code: Code,
    /// The message.
    pub message: String,
    /// The other fields.
    pub details: ErrorDetails,
}

impl CallError {
    /// An error without fields of its own. In a box, since moving it by value takes more code.
    #[inline(never)]
    pub fn new(code: Code, message: &str) -> Box<Self> {
        Box::new(Self { code, message: message.to_owned(), details: ErrorDetails::default() })
    }

    /// An error about a response with a status.
    pub fn with_status(code: Code, message: &str, status: u16) -> Box<Self> {
        let mut error = Self::new(code, message);
        error.details.status = Some(status);
        error
    }

    /// An argument that cannot be sent; `problem` follows the field's name.
    #[inline(never)]
    pub fn argument(argument: &'static str, field: String, problem: &str) -> Box<Self> {
        let mut error = Self::new(Code::InvalidArgument, &crate::text::concat(&[&field, " ", problem]));
        error.details.argument = Some(argument);
        error.details.field = Some(field);
        error
    }

    /// An error response; `text` is what came with it.
    pub fn from_response(status: u16, text: &str) -> Box<Self> {
        let message = error_body::message(text).unwrap_or_default();
        let code = Code::from_status(status, &message);
        let message = if message.is_empty() { error_body::default_message(status) } else { message };
        Self::with_status(code, &message, status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn statuses_and_messages_of_lakefs_have_their_codes() {
        let table = [
            (400, "storage id: invalid value: validation error", "bad_request"),
            (401, "error authenticating request", "unauthenticated"),
            (401, "Unauthorized", "unauthenticated"),
            (401, "securecookie: base64 decode failed - caused by: illegal base64 data", "unauthenticated"),
            (401, "insufficient permissions", "permission_denied"),
            (401, "insufficient permissions: not allowed to fs:DeleteRepository", "permission_denied"),
            (403, "read-only repository", "read_only"),
            (403, "error populating sample repository: read-only repository", "read_only"),
            (403, "", "permission_denied"),
            (404, "repository not found", "repository_not_found"),
            (404, "not found", "not_found"),
            (404, "", "not_found"),
            (404, "invalid API endpoint", "unknown_endpoint"),
            (500, "invalid API endpoint", "unknown_endpoint"),
            (405, "", "unknown_endpoint"),
            (408, "", "unavailable"),
            (409, "error creating repository: not unique", "already_exists"),
            (410, "error creating repository: repository in deletion", "repository_deleting"),
            (410, "", "repository_deleting"),
            (410, "No data", "not_found"),
            (412, "Precondition failed", "precondition_failed"),
            (413, "", "bad_request"),
            (420, "", "rate_limited"),
            (423, "Too many attempts, try again later", "rate_limited"),
            (425, "", "unavailable"),
            (429, "Too many attempts, try again later", "rate_limited"),
            (499, "", "bad_request"),
            (500, "x", "server_error"),
            (501, "Not Implemented", "server_error"),
            (502, "", "unavailable"),
            (503, "Throughput exceeded. Slow down and retry", "unavailable"),
            (504, "", "unavailable"),
            (505, "", "server_error"),
            (520, "", "unavailable"),
            (527, "", "unavailable"),
            (528, "", "unavailable"),
            (530, "", "unavailable"),
            (999, "", "server_error"),
        ];
        for (status, message, name) in table {
            assert_eq!(Code::from_status(status, message).name(), name, "{status} {message}");
        }
    }

    #[test]
    fn a_write_is_known_not_to_have_happened_only_where_lakefs_refused_it() {
        for (operation, status, expected) in [
            (Operation::GetRepository, 500, false),
            (Operation::DeleteRepository, 404, false),
            (Operation::DeleteRepository, 500, true),
            (Operation::SetGcRules, 503, true),
            (Operation::SetGcRules, 429, false),
            (Operation::SetGcRules, 425, false),
            (Operation::DumpSubmit, 429, false),
            (Operation::CreateRepository, 429, true),
            (Operation::CreateRepository, 403, true),
            (Operation::CreateRepository, 409, false),
            (Operation::CreateRepository, 408, true),
            (Operation::RestoreSubmit, 502, true),
            (Operation::RestoreSubmit, 524, true),
        ] {
            assert_eq!(may_have_applied(operation, status), expected, "{operation:?} {status}");
        }
    }

    #[test]
    fn only_an_unavailable_server_and_a_failed_connection_are_transient() {
        for code in [Code::Unavailable, Code::RateLimited, Code::ConnectionFailed] {
            assert!(code.is_transient(), "{code:?}");
        }
        for code in [Code::ServerError, Code::Timeout, Code::NotFound, Code::Unauthenticated, Code::UnexpectedResponse]
        {
            assert!(!code.is_transient(), "{code:?}");
        }
    }

    #[test]
    fn phases_have_their_names_and_say_what_the_call_waited_for() {
        for (phase, name, waiting_for) in [
            (Phase::Token, "token", "waiting for the function options.auth.token"),
            (Phase::Response, "response", "waiting for the response"),
            (Phase::Body, "body", "reading the response body"),
            (Phase::Total, "total", ""),
        ] {
            assert_eq!((phase.name(), phase.waiting_for()), (name, waiting_for));
        }
    }

    #[test]
    fn fields_that_are_absent_do_not_cross() {
        let error = CallError::argument("rules", "rules[3].pattern".into(), "must have at least one character");
        assert_eq!(error.message, "rules[3].pattern must have at least one character");
        let present = error.details.fields().into_iter().filter_map(|(name, value)| Some((name, value?)));
        let crossing = serde_json::to_value(present.collect::<BTreeMap<_, _>>()).unwrap();
        assert_eq!(crossing, serde_json::json!({ "argument": "rules", "field": "rules[3].pattern" }));
    }

    proptest! {
        #[test]
        fn every_error_response_has_a_code_and_a_message(status in 0u16.., text in "\\PC{0,20}") {
            let error = CallError::from_response(status, &text);
            prop_assert!(!error.code.name().is_empty() && !error.message.is_empty());
            prop_assert_eq!(error.details.status, Some(status));
        }
    }
}
