//! What is read from the head of a response, and the errors for responses that lakeFS would not send.

use crate::body_problem::BodyProblem;
use crate::error::{CallError, Code};
use crate::host::ResponseHead;
use crate::retry;
use crate::text::concat;
use gloo_net::http::Response;
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// A response to read headers of.
pub(crate) struct Head(pub(crate) Response);

impl Head {
    pub(crate) fn new(head: ResponseHead) -> Self {
        Self(Response::from(head.unchecked_into::<web_sys::Response>()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name)
    }
}

/// A successful response.
pub(crate) struct Reply {
    pub(crate) value: JsValue,
    pub(crate) head: Head,
}

/// The error for a response outside 2xx and 3xx; `text` is its body or the message in it, `api` the base URL.
pub(crate) fn error_response(head: &Head, status: u16, text: &str, api: &str) -> Box<CallError> {
    let headers = head.0.headers();
    let mut error = CallError::from_response(status, text);
    error.details.request_id = headers.get("x-request-id");
    if matches!(error.code, Code::Unavailable | Code::RateLimited) {
        let header = headers.get("retry-after");
        error.details.retry_after_ms = header.and_then(|header| retry::retry_after(&header, Date::now(), Date::parse));
    }
    if error.code == Code::UnknownEndpoint {
        error.message = concat(&[&error.message, ": there is no lakeFS API at ", api, "; check options.endpoint"]);
    }
    error
}

/// The error for a 3xx response.
pub(crate) fn redirect(head: &Head, url: &str) -> Box<CallError> {
    if head.0.status() == 304 {
        let message = "a cache answered 304 Not Modified; exempt lakeFS from the cache";
        return CallError::with_status(Code::UnexpectedResponse, message, 304);
    }
    let location = head.header("location");
    let origin = location.and_then(|location| web_sys::Url::new_with_base(&location, url).ok());
    let origin = origin.map(|url| url.origin()).filter(|origin| origin != "null");
    let (to, target) = origin.as_deref().map_or(("", ""), |origin| (" to ", origin));
    let text = ["the server redirected", to, target, "; the session has expired or the endpoint is wrong"];
    let mut error = CallError::with_status(Code::LoginRedirect, &concat(&text), head.0.status());
    error.details.origin = origin;
    error
}

/// The error for a 2xx response with another body than lakeFS sends.
pub(crate) fn invalid_body(
    head: &Head,
    problem: BodyProblem,
    at: Option<String>,
    detail: Option<&str>,
) -> Box<CallError> {
    let (code, message) = match problem {
        BodyProblem::Html => (
            Code::LoginRedirect,
            "the server answered with an HTML page instead of JSON; the session has expired or the endpoint is wrong",
        ),
        BodyProblem::TooLarge => (Code::UnexpectedResponse, "the response is larger than 16 MiB"),
        BodyProblem::NotUtf8 => (Code::UnexpectedResponse, "the response is not UTF-8"),
        BodyProblem::Empty => (Code::UnexpectedResponse, "the response is empty"),
        BodyProblem::NotJson => (Code::UnexpectedResponse, "the response is not JSON"),
        BodyProblem::Unexpected => (Code::UnexpectedResponse, "the response has a body where lakeFS sends none"),
        BodyProblem::Mismatch => (Code::UnexpectedResponse, "the response is not what lakeFS sends"),
        BodyProblem::AlreadyRead => {
            (Code::UnexpectedResponse, "the response body was already read; options.fetch must not read it")
        }
        BodyProblem::Truncated => (Code::ConnectionFailed, "the response ended too early"),
        _ => (Code::ConnectionFailed, "the connection broke while the response was read"),
    };
    let place = match at.as_deref() {
        Some("") => "the body",
        Some(at) => at,
        None => "",
    };
    let mut error = match detail {
        Some(detail) => CallError::new(code, &concat(&[message, ": ", place, " ", detail])),
        None => CallError::new(code, message),
    };
    if code != Code::ConnectionFailed {
        error.details.status = Some(head.0.status());
    }
    if code == Code::UnexpectedResponse {
        error.details.content_type = head.header("content-type");
        error.details.at = at;
    }
    error
}
