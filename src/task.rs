//! Waiting for a dump or a restore.

use crate::call::{Call, Deadline};
use crate::error::{CallError, Code};
use crate::failure::Failure;
use crate::host::{TaskStatus, now};
use crate::operations::Operation;
use crate::request::Request;
use crate::retry;
use crate::text::concat;
use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

/// The longest `Retry-After` that is honored between two polls, in milliseconds.
const LONGEST_RETRY_AFTER: f64 = 120_000.0;

/// How to wait; times are in milliseconds.
pub(crate) struct WaitOptions {
    pub(crate) task_id: String,
    /// The longest pause between polls.
    pub(crate) poll_ms: f64,
    /// How long the task may make no progress and the server may not respond.
    pub(crate) stall_ms: f64,
    /// How long the whole wait may take.
    pub(crate) deadline_ms: f64,
}

/// Polls the status until the task is done. Resolves with the IDs of a dump.
pub(crate) async fn wait(call: &mut Call, request: &Request, options: &WaitOptions) -> Result<JsValue, Failure> {
    let started = now();
    let whole = Deadline::new(started, options.deadline_ms, "deadlineMs");
    let mut progress = Progress::default();
    let mut retry_after = 0.0;
    for polls in 0_u32.. {
        if polls > 0 {
            call.deadline = whole;
            let pause = retry::poll_pause(polls, Math::random(), options.poll_ms);
            call.sleep(pause.max(retry_after)).await?;
        }
        call.deadline = Deadline::new(now(), call.total_timeout_ms, "totalTimeoutMs").or_earlier(whole);
        call.state.retries = 0;
        let reply = match call.exchange(request).await {
            Ok(reply) => reply,
            Err(failure) => {
                retry_after = progress.after_failure(call, options, failure)?;
                continue;
            }
        };
        retry_after = 0.0;
        let Some(reply) = reply else { continue };
        let server_time = reply.head.header("date").map_or(f64::NAN, |date| Date::parse(&date));
        let server_time = if server_time.is_nan() { Date::now() } else { server_time };
        call.progress(&reply.value);
        let status: TaskStatus = reply.value.unchecked_into();
        if let Some(refs) = progress.after_poll(call, options, request.operation, &status, server_time)? {
            return Ok(refs);
        }
    }
    Err(Failure::Aborted) // not reached: the loop has no end
}

/// What the polls so far have shown.
#[derive(Default)]
struct Progress {
    /// Whether lakeFS knew the task at one time.
    found: bool,
    /// Since when the server has not responded.
    silent_since: Option<f64>,
    /// The task's `update_time`, and since when it has been the same.
    updated: String,
    unchanged_since: f64,
}

impl Progress {
    /// The pause that the server asks for before the next poll, or the error that ends the wait.
    fn after_failure(&mut self, call: &Call, options: &WaitOptions, failure: Failure) -> Result<f64, Failure> {
        let code = failure.code();
        if self.found && failure.is_lakefs_not_found() {
            let error = task_error(options, Code::TaskExpired, "lakeFS no longer knows the task");
            return Err(Failure::with_cause(error, call.make_error(&failure)));
        }
        let silent_since = *self.silent_since.get_or_insert_with(now);
        // A task that lakeFS knows goes on, although a connection was lost silently: a laptop slept, a NAT forgot it.
        let is_transient = |code: Code| code.is_transient() || self.found && code == Code::Timeout;
        if !code.is_some_and(is_transient) || now() - silent_since > options.stall_ms {
            return Err(failure);
        }
        Ok(failure.retry_after_ms().unwrap_or_default().min(LONGEST_RETRY_AFTER))
    }

    /// What the wait resolves with, or nothing while the task runs.
    fn after_poll(
        &mut self,
        call: &mut Call,
        options: &WaitOptions,
        operation: Operation,
        status: &TaskStatus,
        server_time: f64,
    ) -> Result<Option<JsValue>, Failure> {
        self.found = true;
        call.state.maybe_applied = true; // the dump or restore was started
        self.silent_since = None;
        if status.done() {
            if let Some(error) = status.error() {
                let message = if error.is_empty() { "the task failed without a message" } else { &error };
                return Err(task_error(options, Code::TaskFailed, message).into());
            }
            let refs = status.refs();
            if operation != Operation::DumpStatus || !refs.is_undefined() {
                return Ok(Some(if operation == Operation::DumpStatus { refs } else { JsValue::UNDEFINED }));
            }
            let message = "the dump is done, but its IDs are missing";
            let mut error = CallError::with_status(Code::UnexpectedResponse, message, 200);
            error.details.at = Some("/refs".into());
            return Err(error.into());
        }
        let updated = status.update_time();
        if updated != self.updated {
            self.unchanged_since = now();
        }
        self.updated = updated;
        // By the server's clock; by the local one where `update_time` is in the future or not a date.
        let age = server_time - Date::parse(&self.updated);
        if age > options.stall_ms || now() - self.unchanged_since > options.stall_ms {
            let message = concat(&["the task has made no progress since ", &self.updated]);
            return Err(task_error(options, Code::TaskStalled, &message).into());
        }
        Ok(None)
    }
}

fn task_error(options: &WaitOptions, code: Code, message: &str) -> Box<CallError> {
    let mut error = CallError::new(code, message);
    error.details.task_id = Some(options.task_id.clone());
    error
}
