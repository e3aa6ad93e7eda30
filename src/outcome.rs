//! What an answer means: from its status and its sentence to one of the error codes. All mapping is here.

use crate::operations::{Method, Operation};
use crate::text::joined;

/// A status that is no success, as a meaning. The names are the `code` of the errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The request is wrong.
    BadRequest,
    /// No credentials, or wrong ones.
    Unauthenticated,
    /// Good credentials without the permission.
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
    /// The server, or what stands before it, cannot answer now.
    Unavailable,
    /// The server failed.
    ServerError,
    /// The address is none of lakeFS's API.
    UnknownEndpoint,
}

impl Code {
    /// The name that JavaScript sees.
    pub const fn name(self) -> &'static str {
        match self {
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
        }
    }
}

/// What a status outside 2xx and 3xx means, with the sentence beside it.
pub fn code(status: u16, sentence: &str) -> Code {
    if sentence == "invalid API endpoint" {
        return Code::UnknownEndpoint; // 404; before lakeFS 1.60 a 500
    }
    match status {
        401 if sentence.starts_with("insufficient permissions") => Code::PermissionDenied,
        401 => Code::Unauthenticated,
        403 if sentence.ends_with("read-only repository") => Code::ReadOnly,
        403 => Code::PermissionDenied,
        404 if sentence == "repository not found" => Code::RepositoryNotFound,
        404 => Code::NotFound,
        405 => Code::UnknownEndpoint,
        409 => Code::AlreadyExists,
        410 if sentence == "No data" => Code::NotFound,
        410 => Code::RepositoryDeleting,
        412 => Code::PreconditionFailed,
        420 | 423 | 429 => Code::RateLimited,
        502..=504 => Code::Unavailable,
        400..=499 => Code::BadRequest,
        _ => Code::ServerError,
    }
}

/// Whether a request that got this answer may have changed something all the same.
pub fn may_have_applied(operation: Operation, status: u16) -> bool {
    match (operation.endpoint().method, status) {
        (Method::Get, _) => false,
        // With sample data the repository is there before the example's commits run out of attempts or meet a refusal.
        (Method::Post, 403 | 420 | 423 | 429) => operation == Operation::CreateRepository,
        (_, 408 | 499) => true,
        (_, 400..=499) => false,
        _ => true,
    }
}

/// How many characters of a server's text are kept.
const LONGEST: usize = 1000;

/// lakeFS's own sentence out of what came with a status: the one line that helps, or nothing.
///
/// The validator's sentences end in a dump of the schema, which is cut off; plain text has one line; a proxy's page has none.
pub fn sentence(text: &str) -> Option<String> {
    let mut line = String::new();
    for part in text.split('\n').take_while(|part| !part.starts_with("Schema:")) {
        for word in
            part.split(|character: char| character <= ' ' || matches!(character, '\u{7f}'..='\u{a0}' | '\u{feff}'))
        {
            if line.is_empty() && word.starts_with('<') {
                return None;
            }
            if word.is_empty() {
                continue;
            }
            let gap = if line.is_empty() { "" } else { " " };
            let room = LONGEST.saturating_sub(line.len() + gap.len());
            if word.len() > room {
                if room > 0 {
                    line.push_str(gap);
                    line.extend(word.chars().take(room));
                }
                line.push('…');
                return Some(line);
            }
            line.push_str(gap);
            line.push_str(word);
        }
    }
    (!line.is_empty()).then_some(line)
}

/// The sentence for an answer that came without one.
pub fn default_sentence(status: u16) -> String {
    let meaning = match status {
        400 => "400 Bad Request",
        401 => "401 Unauthorized",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        405 => "405 Method Not Allowed",
        408 => "408 Request Timeout",
        413 => "413 Content Too Large",
        429 => "429 Too Many Requests",
        500 => "500 Internal Server Error",
        502 => "502 Bad Gateway",
        503 => "503 Service Unavailable",
        504 => "504 Gateway Timeout",
        _ => return joined(&["the server answered ", itoa::Buffer::new().format(status), " without a message"]),
    };
    joined(&["the server answered ", meaning, " without a message of lakeFS's"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn statuses_and_sentences_of_lakefs_have_their_codes() {
        let table = [
            (400, "storage id: invalid value: validation error", "bad_request"),
            (401, "error authenticating request", "unauthenticated"),
            (401, "Unauthorized", "unauthenticated"),
            (
                401,
                "securecookie: base64 decode failed - caused by: illegal base64 data at input byte 4",
                "unauthenticated",
            ),
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
            (409, "error creating repository: not unique", "already_exists"),
            (410, "error creating repository: repository in deletion", "repository_deleting"),
            (410, "", "repository_deleting"),
            (410, "No data", "not_found"),
            (412, "Precondition failed", "precondition_failed"),
            (413, "", "bad_request"),
            (420, "", "rate_limited"),
            (423, "Too many attempts, try again later", "rate_limited"),
            (429, "Too many attempts, try again later", "rate_limited"),
            (500, "x", "server_error"),
            (501, "Not Implemented", "server_error"),
            (502, "", "unavailable"),
            (503, "Throughput exceeded. Slow down and retry", "unavailable"),
            (504, "", "unavailable"),
            (505, "", "server_error"),
            (499, "", "bad_request"),
            (999, "", "server_error"),
        ];
        for (status, sentence, name) in table {
            assert_eq!(code(status, sentence).name(), name, "{status} {sentence}");
        }
    }

    #[test]
    fn messages_end_before_the_schema() {
        let dump = "request body has an error: doesn't match schema #/components/schemas/X: Error at \"/name\": property \"name\" is missing\nSchema:\n  {\n}\n\nValue:\n  {}\n";
        let kept = "request body has an error: doesn't match schema #/components/schemas/X: Error at \"/name\": property \"name\" is missing";
        assert_eq!(sentence(dump).as_deref(), Some(kept));
        assert_eq!(
            sentence("Invalid format for parameter amount\n").as_deref(),
            Some("Invalid format for parameter amount")
        );
        assert_eq!(sentence("<html>\n<title>502</title>"), None);
        assert_eq!(sentence("\u{feff} \r\n"), None);
        assert_eq!(sentence(&"ab ".repeat(2000)).unwrap().chars().last(), Some('…'));
    }

    #[test]
    fn a_sentence_is_cut_where_it_is_too_long_and_nowhere_else() {
        assert_eq!(sentence(&"x".repeat(1000)), Some("x".repeat(1000)));
        assert_eq!(sentence(&"x".repeat(1001)), Some("x".repeat(1000) + "…"));
        for length in 990..=1000 {
            let text = "x".repeat(length) + " tail tail tail";
            let line = sentence(&text).unwrap();
            let kept = line.strip_suffix('…').unwrap();
            assert!(text.starts_with(kept) && kept.len() <= 1000 && !kept.ends_with(' '), "{length}: {kept}");
            assert!(kept.len() >= 999, "{length}: {}", kept.len());
        }
        let fits = "x".repeat(995) + " tail";
        assert_eq!(sentence(&fits), Some(fits));
    }

    #[test]
    fn an_answer_without_a_sentence_gets_its_status_in_words() {
        let words = [
            (400, "400 Bad Request"),
            (401, "401 Unauthorized"),
            (403, "403 Forbidden"),
            (404, "404 Not Found"),
            (405, "405 Method Not Allowed"),
            (408, "408 Request Timeout"),
            (413, "413 Content Too Large"),
            (429, "429 Too Many Requests"),
            (500, "500 Internal Server Error"),
            (502, "502 Bad Gateway"),
            (503, "503 Service Unavailable"),
            (504, "504 Gateway Timeout"),
        ];
        for (status, words) in words {
            assert_eq!(default_sentence(status), format!("the server answered {words} without a message of lakeFS's"));
        }
        assert_eq!(default_sentence(418), "the server answered 418 without a message");
    }

    #[test]
    fn a_write_is_known_not_to_have_happened_only_where_lakefs_refused_it() {
        for (operation, status, expected) in [
            (Operation::GetRepository, 500, false),
            (Operation::DeleteRepository, 404, false),
            (Operation::DeleteRepository, 500, true),
            (Operation::SetGcRules, 503, true),
            (Operation::SetGcRules, 429, false),
            (Operation::DumpSubmit, 429, false),
            (Operation::CreateRepository, 429, true),
            (Operation::CreateRepository, 403, true),
            (Operation::CreateRepository, 409, false),
            (Operation::CreateRepository, 408, true),
            (Operation::RestoreSubmit, 502, true),
        ] {
            assert_eq!(may_have_applied(operation, status), expected, "{operation:?} {status}");
        }
    }

    proptest! {
        #[test]
        fn a_sentence_is_one_short_line(text in "\\PC{0,40}|(.|\\n|\\r){0,3000}") {
            if let Some(line) = sentence(&text) {
                prop_assert!(!line.is_empty() && line.chars().count() <= LONGEST + 1);
                prop_assert!(!line.chars().any(char::is_control));
                prop_assert!(!line.contains("  ") && !line.starts_with(' ') && !line.ends_with(' '));
            }
        }

        #[test]
        fn every_status_has_a_code_and_a_sentence(status in 0u16.., text in "\\PC{0,20}") {
            prop_assert!(!code(status, &text).name().is_empty());
            prop_assert!(default_sentence(status).len() > 20);
        }
    }
}
