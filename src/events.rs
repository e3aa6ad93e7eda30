//! How the host delivers the events of a call. `task` is the number that [`CoreClient::start`](crate::CoreClient::start) returned.

use crate::body_problem::BodyProblem;
use crate::executor;
use crate::host::{Event, ResponseHead};
use wasm_bindgen::prelude::*;

/// A 2xx response with a valid body.
#[wasm_bindgen]
pub fn response(task: u32, head: ResponseHead, value: JsValue) {
    executor::deliver(task, Event::Response { head, value });
}

/// A response outside 2xx and 3xx; `text` is its body or the message in it.
#[wasm_bindgen(js_name = errorResponse)]
pub fn error_response(task: u32, head: ResponseHead, text: String) {
    executor::deliver(task, Event::ErrorResponse { head, text });
}

/// A 3xx response.
#[wasm_bindgen]
pub fn redirect(task: u32, head: ResponseHead) {
    executor::deliver(task, Event::Redirect { head });
}

/// A 2xx response with another body than lakeFS sends; `at` is a JSON pointer, `detail` what is wrong there.
#[wasm_bindgen(js_name = invalidBody)]
pub fn invalid_body(
    task: u32,
    head: ResponseHead,
    problem: BodyProblem,
    at: Option<String>,
    detail: Option<String>,
    cause: JsValue,
) {
    executor::deliver(task, Event::InvalidBody { head, problem, at, detail, cause });
}

/// `fetch` resolved with something that is not a response.
#[wasm_bindgen(js_name = notAResponse)]
pub fn not_a_response(task: u32, cause: JsValue) {
    executor::deliver(task, Event::NotAResponse { cause });
}

/// `fetch` failed: the error, the code that it or one of its causes has (empty if none), and all their messages.
#[wasm_bindgen(js_name = connectionError)]
pub fn connection_error(task: u32, cause: JsValue, code: String, message: String) {
    executor::deliver(task, Event::ConnectionError { cause, code, message });
}

/// A function that the caller supplied failed with an error that is passed through.
#[wasm_bindgen(js_name = foreignError)]
pub fn foreign_error(task: u32, error: JsValue) {
    executor::deliver(task, Event::ForeignError { error });
}

/// A command timed out.
#[wasm_bindgen(js_name = timedOut)]
pub fn timed_out(task: u32, reading_body: bool) {
    executor::deliver(task, Event::TimedOut { reading_body });
}

/// The caller aborted.
#[wasm_bindgen]
pub fn aborted(task: u32) {
    executor::deliver(task, Event::Aborted);
}

/// The next request has its token.
#[wasm_bindgen(js_name = tokenReady)]
pub fn token_ready(task: u32) {
    executor::deliver(task, Event::TokenReady);
}

/// The token provider failed.
#[wasm_bindgen(js_name = tokenFailed)]
pub fn token_failed(task: u32, cause: JsValue) {
    executor::deliver(task, Event::TokenFailed { cause });
}

/// A pause is over.
#[wasm_bindgen]
pub fn slept(task: u32) {
    executor::deliver(task, Event::Slept);
}

/// `change` returned rules. They are what the next request sends.
#[wasm_bindgen]
pub fn changed(task: u32, rules: JsValue) {
    executor::deliver(task, Event::Changed { rules });
}

/// `change` returned something else: the field, and what is wrong with it.
#[wasm_bindgen(js_name = invalidChange)]
pub fn invalid_change(task: u32, field: String, problem: String) {
    executor::deliver(task, Event::InvalidChange { field, problem });
}
