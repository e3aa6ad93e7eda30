//! What the TypeScript side lends to a call: its flight (`pkg-template/src/flight.ts`), which keeps time and settles the caller's promise.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// One call on its way. Nothing here throws.
    #[derive(Debug)]
    pub(crate) type Flight;

    /// Begins an attempt: ends the one before, starts its clock. `may_apply`: whether a reply that gets lost leaves doubt.
    #[wasm_bindgen(method)]
    pub(crate) fn attempt(this: &Flight, may_apply: bool) -> AbortSignal;

    /// A promise of the same, rejected when the call has ended by itself: aborted, or out of time.
    #[wasm_bindgen(method)]
    pub(crate) fn race(this: &Flight, value: &JsValue) -> Promise;

    /// Whether the caller's promise is settled.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn over(this: &Flight) -> bool;

    /// The status of what fetch resolved to; 0 for a redirect that a browser hides, -1 for what is no response.
    #[wasm_bindgen(method)]
    pub(crate) fn status(this: &Flight, response: &JsValue) -> i32;

    /// The checked body of a good answer to an operation; rejects with a problem.
    #[wasm_bindgen(method)]
    pub(crate) fn read(this: &Flight, response: &JsValue, operation: u32) -> Promise;

    /// The text of an answer that says no, at most one sentence of it JSON; never rejects but when the call has ended.
    #[wasm_bindgen(method)]
    pub(crate) fn complaint(this: &Flight, response: &JsValue) -> Promise;

    /// Where a redirect leads, the origin of it only.
    #[wasm_bindgen(method)]
    pub(crate) fn origin(this: &Flight, response: &JsValue, url: &str) -> Option<String>;

    /// The operating system's code in what fetch rejected with; empty when there is none.
    #[wasm_bindgen(method, js_name = systemCode)]
    pub(crate) fn system_code(this: &Flight, error: &JsValue) -> String;

    /// The caller's token; another one than `refused` when lakeFS has refused that.
    #[wasm_bindgen(method)]
    pub(crate) fn token(this: &Flight, refused: Option<&str>) -> Promise;

    /// Settled after so many milliseconds.
    #[wasm_bindgen(method)]
    pub(crate) fn pause(this: &Flight, milliseconds: f64) -> Promise;

    /// Milliseconds until the call as a whole runs out of time.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn left(this: &Flight) -> f64;

    /// How often the request may be sent again.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn retries(this: &Flight) -> u32;

    /// What is left of the client's retry budget.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn budget(this: &Flight) -> f64;

    /// What is left of the client's retry budget.
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_budget(this: &Flight, level: f64);

    /// Headers of this call only.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn headers(this: &Flight) -> Option<Object>;

    /// Whether anybody wants to know of attempts.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn watched(this: &Flight) -> bool;

    /// Tells of the attempt that has ended: how, and how many milliseconds later the next begins.
    #[wasm_bindgen(method)]
    pub(crate) fn report(this: &Flight, error: Option<&str>, retry_in: Option<f64>);

    /// Whether rules are the same as the text that was sent, as sets.
    #[wasm_bindgen(method, js_name = sameRules)]
    pub(crate) fn same_rules(this: &Flight, stored: &JsValue, sent: &JsValue) -> bool;

    /// Ends the call well.
    #[wasm_bindgen(method)]
    pub(crate) fn resolve(this: &Flight, value: &JsValue);

    /// Ends the call with a problem that `read` rejected with.
    #[wasm_bindgen(method)]
    pub(crate) fn reject(this: &Flight, problem: &Problem, maybe_applied: bool);

    /// Ends the call with an error. `detail` is what its class adds: argument, origin.
    #[wasm_bindgen(method)]
    pub(crate) fn fail(
        this: &Flight,
        code: &str,
        message: &str,
        status: u16,
        detail: Option<&str>,
        maybe_applied: bool,
        cause: &JsValue,
    );

    /// What is wrong with a body.
    #[derive(Debug, Clone)]
    pub(crate) type Problem;

    /// The code of the error that it becomes.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn code(this: &Problem) -> String;

    /// Whether the connection broke while the body was read.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn broken(this: &Problem) -> bool;

    /// The second argument of fetch.
    #[wasm_bindgen(extends = Object)]
    #[derive(Debug, Clone)]
    pub(crate) type Init;

    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_method(this: &Init, method: &str);
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_headers(this: &Init, headers: &Headers);
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_signal(this: &Init, signal: &AbortSignal);
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_body(this: &Init, body: &JsValue);

    /// Headers as a plain object, which is what functions that wrap fetch expect to be able to spread.
    #[wasm_bindgen(extends = Object)]
    #[derive(Debug, Clone)]
    pub(crate) type Headers;

    #[wasm_bindgen(method, setter, js_name = "Authorization")]
    pub(crate) fn set_authorization(this: &Headers, value: &str);
    #[wasm_bindgen(method, setter, js_name = "Cookie")]
    pub(crate) fn set_cookie(this: &Headers, value: &str);
    #[wasm_bindgen(method, indexing_setter)]
    pub(crate) fn set(this: &Headers, name: &str, value: &str);

    /// What `setBranchProtectionRules` is called with, one rule of it.
    pub(crate) type Rule;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn pattern(this: &Rule) -> String;

    /// What `createRepository` and `setGCRules` are called with.
    pub(crate) type Body;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn name(this: &Body) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn read_only(this: &Body) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn sample_data(this: &Body) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn default_retention_days(this: &Body) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn branches(this: &Body) -> js_sys::Array;
}
