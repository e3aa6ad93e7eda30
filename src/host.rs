//! What the TypeScript side lends to a call: its flight (`pkg-template/src/flight.ts`), which keeps time and settles the caller's promise.

use crate::operations::Operation;
use crate::options::CallOptions;
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The way to one server: the caller's fetch, and what every request has.
    #[derive(Debug)]
    pub(crate) type Wire;

    /// Sends this header from now on with every request.
    #[wasm_bindgen(method, js_name = setHeader)]
    pub(crate) fn set_header(this: &Wire, name: &str, value: &str);

    /// One call on its way. Nothing here throws. What has to be waited for comes through `resume` (src/task.rs).
    #[derive(Debug)]
    pub(crate) type Flight;

    /// The options that go into the request, checked.
    #[wasm_bindgen(method, getter)]
    fn more(this: &Flight) -> Options;

    /// What the call was given to send, checked.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn body(this: &Flight) -> JsValue;

    /// Makes an attempt at an operation: ends the one before, calls fetch, which may be a function of the caller's, and starts its clock.
    /// `ends`: whether a good answer ends the call, so that the caller hears of it before `resume` is called. `may_apply`: whether a reply that
    /// gets lost leaves doubt.
    ///
    /// Comes to the checked body of a good answer, which is reported then, or to nothing when the call has ended with it. Rejects with a problem
    /// when the body is not what lakeFS says, with fetch's error, with the text of an answer that says no, and with nothing for other statuses:
    /// `status` tells which.
    #[wasm_bindgen(method)]
    pub(crate) fn fetch(
        this: &Flight,
        url: &str,
        operation: u32,
        ends: bool,
        may_apply: bool,
        if_match: Option<&str>,
        authorization: Option<&str>,
    );

    /// The status of what fetch resolved to; 0 for a redirect that a browser hides, -1 for what is no response, -2 while there is none.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn status(this: &Flight) -> i32;

    /// What fetch resolved to.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn response(this: &Flight) -> web_sys::Response;

    /// Whether the caller's promise is settled.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn over(this: &Flight) -> bool;

    /// Where a redirect leads, the origin of it only.
    #[wasm_bindgen(method)]
    pub(crate) fn origin(this: &Flight, url: &str) -> Option<String>;

    /// The operating system's code in what fetch rejected with; empty when there is none.
    #[wasm_bindgen(method, js_name = systemCode)]
    pub(crate) fn system_code(this: &Flight, error: &JsValue) -> String;

    /// The caller's token; another one than `refused` when lakeFS has refused that.
    #[wasm_bindgen(method)]
    pub(crate) fn token(this: &Flight, refused: Option<&str>);

    /// Settled after so many milliseconds.
    #[wasm_bindgen(method)]
    pub(crate) fn pause(this: &Flight, milliseconds: f64);

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

    /// Whether anybody wants to know of attempts.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn watched(this: &Flight) -> bool;

    /// Tells of the attempt that has ended: how, and how many milliseconds later the next begins.
    #[wasm_bindgen(method)]
    pub(crate) fn report(this: &Flight, error: Option<&str>, retry_in: Option<f64>);

    /// Whether rules are the same as those that the call sends, as sets.
    #[wasm_bindgen(method, js_name = sameRules)]
    pub(crate) fn same_rules(this: &Flight, stored: &JsValue) -> bool;

    /// Ends the call well.
    #[wasm_bindgen(method)]
    pub(crate) fn resolve(this: &Flight, value: &JsValue);

    /// Ends the call with a problem that `answer` rejected with.
    #[wasm_bindgen(method)]
    pub(crate) fn reject(this: &Flight, problem: &Problem, maybe_applied: bool);

    /// Ends the call with an error, a [`Verdict`](crate::transport::Verdict).
    #[wasm_bindgen(method)]
    pub(crate) fn fail(this: &Flight, verdict: JsValue, cause: &JsValue);

    /// What is wrong with a body.
    #[derive(Debug, Clone)]
    pub(crate) type Problem;

    /// The code of the error that it becomes.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn code(this: &Problem) -> String;

    /// Whether the connection broke while the body was read.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn broken(this: &Problem) -> bool;

    /// What `getBranchProtectionRules` resolves with.
    pub(crate) type BranchProtection;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn rules(this: &BranchProtection) -> Array;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_rules(this: &BranchProtection, rules: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_etag(this: &BranchProtection, etag: &JsValue);

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
    pub(crate) fn branches(this: &Body) -> Array;

    /// Options of a call that go into its request.
    pub(crate) type Options;

    #[wasm_bindgen(method, getter)]
    fn prefix(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn after(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn amount(this: &Options) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn search(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn bare(this: &Options) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn force(this: &Options) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = taskId)]
    fn task_id(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = ifMatch)]
    fn if_match(this: &Options) -> Option<String>;
}

/// Reading them with serde-wasm-bindgen would cost 17 KB of gzip (docs/performance.md).
impl CallOptions {
    /// Reads what the operation's request is made of and nothing else: each look is a crossing.
    pub(crate) fn read(operation: Operation, flight: &Flight) -> Self {
        let mut read = Self::default();
        match operation {
            Operation::ListRepositories => {
                let options = flight.more();
                read.prefix = options.prefix();
                read.after = options.after();
                read.amount = options.amount();
                read.search = options.search();
            }
            Operation::ListBranches => {
                let options = flight.more();
                read.prefix = options.prefix();
                read.after = options.after();
                read.amount = options.amount();
            }
            Operation::CreateRepository => read.bare = flight.more().bare() == Some(true),
            Operation::DeleteRepository => read.force = flight.more().force() == Some(true),
            Operation::DumpStatus | Operation::RestoreStatus => read.task_id = flight.more().task_id(),
            Operation::SetBranchProtectionRules => read.if_match = flight.more().if_match(),
            _ => {}
        }
        read
    }
}
