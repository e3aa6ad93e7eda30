//! The boundary to TypeScript: the commands that a call gives its host, and the objects that cross.
//!
//! A command that throws returns `Err` here and ends its own call.

use crate::body_problem::BodyProblem;
use crate::error::Field;
use js_sys::Array;
use serde::ser::Serializer;
use wasm_bindgen::prelude::*;

/// The TypeScript side of what follows; tests compare the two.
#[wasm_bindgen(typescript_custom_section)]
const HOST: &str = r#"
import type { ErrorCode } from "../errors.js";
import type { SentOptions } from "../options.js";

/** What the core asks of the TypeScript side of a call. `send`, `requestToken`, `sleep` and `change` are answered by one event each. */
export interface Host {
  /** Sends a request and starts the attempt's timer. The previous attempt is aborted. `response`, `errorResponse`, `redirect`, `invalidBody`, `notAResponse`, `connectionError`, `foreignError` or `timedOut` follows. */
  send(url: string, operation: number, timeoutMs: number, ifMatch: string | undefined): void;
  /** Gets the token for the next request; with `refresh`, another one than the last. `tokenReady`, `tokenFailed` or `timedOut` follows. */
  requestToken(refresh: boolean, timeoutMs: number): void;
  /** Pauses. `slept` follows. */
  sleep(milliseconds: number): void;
  /** Asks the `change` function of updateBranchProtectionRules for new rules. `changed`, `invalidChange`, `foreignError` or `timedOut` follows. */
  change(rules: unknown, timeoutMs: number): void;
  /** Reports the status of a task to `onProgress`. */
  progress(status: unknown): void;
  /** Reports an attempt that has ended to `onAttempt`. */
  observe(report: AttemptReport): void;
  /** Resolves the call's promise. */
  resolve(value: unknown): void;
  /** Rejects the call's promise with an error of this package. */
  reject(code: ErrorCode, message: string, attempts: number, maybeApplied: boolean, details: ErrorDetails, cause: unknown): void;
  /** Makes an error of this package, to be the cause of another. */
  makeError(code: ErrorCode, message: string, attempts: number, maybeApplied: boolean, details: ErrorDetails): unknown;
  /** Rejects the call's promise with the reason of the caller's abort signal. */
  rejectAborted(): void;
  /** Rejects the call's promise with an error that is not this package's, as it is. */
  rejectWith(error: unknown): void;
}

/** What is read from the head of a response. Neither member throws; text from the server is redacted. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** The fields of an error beside those that every error has. */
export interface ErrorDetails {
  status?: number;
  requestId?: string;
  retryAfterMs?: number;
  argument?: string;
  field?: string;
  phase?: "token" | "response" | "body" | "total";
  origin?: string;
  contentType?: string;
  at?: string;
  taskId?: string;
}

/** An attempt that has ended. */
export interface AttemptReport {
  number: number;
  status?: number;
  requestId?: string;
  error?: ErrorCode | "aborted";
  retryInMs?: number;
}

/** The arguments of a call, validated. */
export interface CallParams extends SentOptions {
  readonly body?: unknown;
  readonly taskId?: string;
  /** setBranchProtectionRules: the call is updateBranchProtectionRules, which tries at most this many times. */
  readonly updateAttempts?: number;
  /** dumpStatus and restoreStatus: the call waits until the task is done. */
  readonly wait?: WaitParams;
}

/** How to wait for a dump or a restore, in milliseconds. */
export interface WaitParams {
  readonly pollMs: number;
  readonly stallMs: number;
  readonly deadlineMs: number;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds of a monotonic clock.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;

    /// The TypeScript side of one call.
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn send(
        this: &Host,
        url: &str,
        operation: u32,
        timeout_ms: f64,
        if_match: Option<&str>,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = requestToken)]
    pub(crate) fn request_token(this: &Host, refresh: bool, timeout_ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn sleep(this: &Host, milliseconds: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn change(this: &Host, rules: &JsValue, timeout_ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn progress(this: &Host, status: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn observe(this: &Host, report: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn resolve(this: &Host, value: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn reject(
        this: &Host,
        code: &str,
        message: &str,
        attempts: u32,
        maybe_applied: bool,
        details: &JsValue,
        cause: &JsValue,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = makeError)]
    pub(crate) fn make_error(
        this: &Host,
        code: &str,
        message: &str,
        attempts: u32,
        maybe_applied: bool,
        details: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = rejectAborted)]
    pub(crate) fn reject_aborted(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = rejectWith)]
    pub(crate) fn reject_with(this: &Host, error: &JsValue) -> Result<(), JsValue>;

    /// The head of a response.
    #[wasm_bindgen(typescript_type = "ResponseHead")]
    pub type ResponseHead;

    /// The arguments of a call. Each field read is a crossing, so only the fields that the operation uses are read. Reading them with serde-wasm-bindgen would cost 17 KB of gzip.
    #[wasm_bindgen(typescript_type = "CallParams")]
    pub type CallParams;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn body(this: &CallParams) -> JsValue;
    /// An argument of the request, by its name in TypeScript.
    #[wasm_bindgen(method, structural, indexing_getter)]
    pub(crate) fn text(this: &CallParams, name: &str) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = updateAttempts)]
    pub(crate) fn update_attempts(this: &CallParams) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn wait(this: &CallParams) -> Option<WaitParams>;

    pub(crate) type WaitParams;

    #[wasm_bindgen(method, getter, js_name = pollMs)]
    pub(crate) fn poll_ms(this: &WaitParams) -> f64;
    #[wasm_bindgen(method, getter, js_name = stallMs)]
    pub(crate) fn stall_ms(this: &WaitParams) -> f64;
    #[wasm_bindgen(method, getter, js_name = deadlineMs)]
    pub(crate) fn deadline_ms(this: &WaitParams) -> f64;
}

/// Bodies, which stay JavaScript objects. They are validated before they cross.
#[wasm_bindgen]
extern "C" {
    /// What `createRepository` sends.
    pub(crate) type RepositoryCreation;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn name(this: &RepositoryCreation) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn default_branch(this: &RepositoryCreation) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn read_only(this: &RepositoryCreation) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn sample_data(this: &RepositoryCreation) -> Option<bool>;

    /// What `setGCRules` sends.
    pub(crate) type GarbageCollectionRules;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn default_retention_days(this: &GarbageCollectionRules) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn branches(this: &GarbageCollectionRules) -> Array;

    /// One rule of `GarbageCollectionRules`.
    pub(crate) type GarbageCollectionRule;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn branch_id(this: &GarbageCollectionRule) -> String;

    /// One rule of `setBranchProtectionRules`.
    pub(crate) type BranchProtectionRule;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn pattern(this: &BranchProtectionRule) -> String;

    /// What `restoreSubmit` sends.
    pub(crate) type RefsRestore;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn commits_meta_range_id(this: &RefsRestore) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn tags_meta_range_id(this: &RefsRestore) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn branches_meta_range_id(this: &RefsRestore) -> String;

    /// What `getBranchProtectionRules` resolves with.
    pub(crate) type BranchProtection;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn rules(this: &BranchProtection) -> Array;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_rules(this: &BranchProtection, rules: &JsValue);
    #[wasm_bindgen(method, getter)]
    pub(crate) fn etag(this: &BranchProtection) -> Option<String>;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_etag(this: &BranchProtection, etag: &JsValue);

    /// The status of a dump or a restore.
    pub(crate) type TaskStatus;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn done(this: &TaskStatus) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn error(this: &TaskStatus) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn update_time(this: &TaskStatus) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn refs(this: &TaskStatus) -> JsValue;
}

/// What the host tells a call.
pub(crate) enum Event {
    Response { head: ResponseHead, value: JsValue },
    ErrorResponse { head: ResponseHead, text: String },
    Redirect { head: ResponseHead },
    InvalidBody { head: ResponseHead, problem: BodyProblem, at: Option<String>, detail: Option<String>, cause: JsValue },
    NotAResponse { cause: JsValue },
    ConnectionError { cause: JsValue, code: String, message: String },
    ForeignError { error: JsValue },
    TimedOut { reading_body: bool },
    Aborted,
    TokenReady,
    TokenFailed { cause: JsValue },
    Slept,
    Changed { rules: JsValue },
    InvalidChange { field: String, problem: String },
}

/// An attempt that has ended, for `onAttempt`.
pub(crate) struct AttemptReport {
    pub(crate) number: u32,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) error: Option<&'static str>,
    pub(crate) retry_in_ms: Option<f64>,
}

impl AttemptReport {
    /// The fields by their names in JavaScript; none where one is not set.
    pub(crate) fn fields(&self) -> [(&'static str, Option<Field<'_>>); 5] {
        [
            ("number", Some(Field::Number(self.number.into()))),
            ("status", self.status.map(|status| Field::Number(status.into()))),
            ("requestId", self.request_id.as_deref().map(Field::Text)),
            ("error", self.error.map(Field::Text)),
            ("retryInMs", self.retry_in_ms.map(Field::Number)),
        ]
    }
}

/// An object with the fields that are set. As a map: for structs serde-wasm-bindgen keeps the names in a hash table, which costs 1 KB of the download.
pub(crate) fn to_object(fields: &[(&'static str, Option<Field<'_>>)]) -> JsValue {
    let present = fields.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    (&serializer).collect_map(present).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn camel_case(name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    }

    /// Names after `marker` in the part of a text that begins with `start`.
    fn names(text: &str, start: &str, end: &str, marker: &str) -> BTreeSet<String> {
        let part = text.split_once(start).unwrap().1.split_once(end).unwrap().0;
        let lines = part.lines().filter_map(|line| line.trim().strip_prefix(marker));
        lines.map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn rust_and_typescript_name_the_same_commands() {
        let source = include_str!("host.rs");
        let rust = names(source, "pub type Host;", "pub type ResponseHead;", "pub(crate) fn ");
        let rust: BTreeSet<String> = rust.iter().map(|name| camel_case(name)).collect();
        let block = source.split_once("export interface Host {").unwrap().1.split_once('}').unwrap().0;
        let typescript: BTreeSet<String> = block
            .lines()
            .filter(|line| line.ends_with("void;") || line.ends_with("): unknown;"))
            .map(|line| line.trim().split('(').next().unwrap().into())
            .collect();
        assert_eq!(rust, typescript);
    }
}
