//! Branch protection rules: operations of several requests that lose no concurrent change.

use crate::call::{Call, Step};
use crate::decision::RequestState;
use crate::error::{CallError, Code};
use crate::etag;
use crate::failure::Failure;
use crate::host::{BranchProtection, BranchProtectionRule, now};
use crate::request::Request;
use crate::response::Reply;
use crate::retry;
use crate::text::{concat, number};
use crate::validate::glob::validate_pattern;
use js_sys::{Array, Date, Math, Object};
use wasm_bindgen::prelude::*;

/// The longest pause before a retry after somebody else's write, in milliseconds.
const LONGEST_PAUSE: f64 = 1_000.0;
/// The longest pause before an unconditional write, and the shortest after it, in milliseconds: other clients may be slower.
const SETTLING: f64 = 250.0;
/// How old a response may be, in milliseconds, before the first rule is written: a cached "no rules" would overwrite somebody's rules.
const FRESH: f64 = 300_000.0;

/// A set: lakeFS keeps no order and no duplicates. There are few, so a list serves.
type Patterns = Vec<String>;

fn pattern_of(rule: JsValue) -> String {
    rule.unchecked_into::<BranchProtectionRule>().pattern()
}

fn patterns_of(rules: &Array) -> Patterns {
    rules.iter().map(pattern_of).collect()
}

/// Refuses patterns that lakeFS cannot use.
pub(crate) fn validate_patterns(argument: &'static str, rules: &Array) -> Result<(), Box<CallError>> {
    for (index, rule) in rules.iter().enumerate() {
        validate_pattern(&pattern_of(rule)).map_err(|problem| {
            CallError::argument(argument, concat(&[argument, "[", &number(index as u64), "].pattern"]), problem)
        })?;
    }
    Ok(())
}

/// Rules with the ETag that they were read with; `null` when a proxy has removed the header.
pub(crate) fn with_etag(reply: &Reply) -> BranchProtection {
    let result: BranchProtection = Object::new().unchecked_into();
    result.set_rules(&reply.value);
    let etag = reply.head.header("etag");
    result.set_etag(&etag.map_or(JsValue::NULL, |header| JsValue::from_str(etag::normalized(&header))));
    result
}

async fn read(call: &mut Call, request: &Request) -> Result<Reply, Failure> {
    let reply = call.exchange(request).await?;
    reply.ok_or_else(|| CallError::new(Code::UnexpectedResponse, "the response is empty").into())
}

/// Refuses a response that a cache may have answered: an unconditional write depends on it.
fn require_fresh(reply: &Reply) -> Result<(), Failure> {
    // In a list, of several caches, and as a fraction too.
    let is_aged = reply.head.header("age").is_some_and(|age| age.bytes().any(|byte| matches!(byte, b'1'..=b'9')));
    let date = reply.head.header("date").map_or(f64::NAN, |date| Date::parse(&date));
    if is_aged || Date::now() - date > FRESH {
        let message = "a cache answered with rules that may be out of date, so the first rule was not written; \
                       exempt lakeFS from the cache, or check the clocks of server and client";
        return Err(CallError::with_status(Code::UnexpectedResponse, message, 200).into());
    }
    Ok(())
}

fn precondition_failed(message: &'static str) -> Failure {
    CallError::with_status(Code::PreconditionFailed, message, 412).into()
}

/// Replaces the rules. With `only_if_none` they are read first, and before each further attempt: lakeFS has no condition for "no rules".
pub(crate) async fn write(
    call: &mut Call,
    read_request: &Request,
    write_request: &Request,
    rules: &JsValue,
    only_if_none: bool,
) -> Result<(), Failure> {
    let wanted = patterns_of(rules.unchecked_ref());
    let mut state = RequestState::new(write_request.operation);
    loop {
        if only_if_none {
            let reply = read(call, read_request).await?;
            let stored = patterns_of(reply.value.unchecked_ref());
            if call.state.maybe_applied && are_same(&stored, &wanted) {
                return Ok(()); // the response was lost, not the write
            }
            if !stored.is_empty() {
                return Err(precondition_failed("the repository already has branch protection rules"));
            }
            require_fresh(&reply)?;
        }
        let maybe_applied = call.state.maybe_applied;
        match call.attempt(write_request, &mut state).await {
            Ok(Step::Done(_)) => return Ok(()),
            Ok(Step::Again) => {}
            // A conditional write that was sent again may have failed because of its own first attempt.
            Err(failure) if maybe_applied && failure.code() == Some(Code::PreconditionFailed) => {
                let stored = read(call, read_request).await?;
                let same = are_same(&patterns_of(stored.value.unchecked_ref()), &wanted);
                return if same { Ok(()) } else { Err(failure) };
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// Reads the rules, has the caller change them and writes them, again from the start when somebody else was faster.
pub(crate) async fn update(
    call: &mut Call,
    read_request: &Request,
    write_request: Request,
    attempts: u32,
) -> Result<JsValue, Failure> {
    let mut update = Update { call, read_request, write_request, slowest: 0.0, was_empty: false, may_repeat: false };
    for attempt in 1.. {
        let failure = match update.round().await {
            Ok(stored) => return Ok(stored.into()),
            Err(failure) => failure,
        };
        let retry_after = failure.retry_after_ms().unwrap_or_default();
        if !update.may_repeat || attempt >= attempts || retry_after >= update.call.left() {
            return Err(failure);
        }
        // Random within the pause, so that writers that collided once do not collide again.
        let pause = Math::random() * retry::poll_pause(attempt, 1.0, LONGEST_PAUSE);
        update.call.sleep(pause.max(retry_after)).await?;
    }
    Err(Failure::Aborted) // not reached: the loop has no end
}

struct Update<'a> {
    call: &'a mut Call,
    read_request: &'a Request,
    write_request: Request,
    /// The longest request so far, in milliseconds.
    slowest: f64,
    /// Whether there were no rules at one time: writes without a condition, this call's and others', may still be under way.
    was_empty: bool,
    /// Whether another round may succeed where this one failed.
    may_repeat: bool,
}

impl Update<'_> {
    async fn round(&mut self) -> Result<BranchProtection, Failure> {
        self.may_repeat = false;
        let (stored, before) = self.read().await?;
        let rules: Array = self.call.change(&stored.rules()).await?.unchecked_into();
        validate_patterns("change", &rules)?;
        let wanted = patterns_of(&rules);
        if are_same(&before, &wanted) {
            return Ok(stored);
        }
        let etag = match stored.etag() {
            // lakeFS's is empty where there are no rules, and only there.
            Some(etag) if etag::can_be_sent(&etag) && (before.is_empty() || !etag.is_empty()) => etag,
            etag => return Err(no_etag(etag.is_some()).into()),
        };
        let is_empty = etag.is_empty();
        self.was_empty |= is_empty;
        if is_empty {
            // Most concurrent writers find rules after this pause and write conditionally.
            self.call.sleep(Math::random() * SETTLING).await?;
        }
        self.write_request.if_match = (!is_empty).then_some(etag);
        let started = now();
        // Without a condition the write is not repeated: the next round reads first.
        self.call.state.retries = if is_empty { u32::MAX } else { 0 };
        let written = write(self.call, self.read_request, &self.write_request, &rules, is_empty).await;
        self.slowest = self.slowest.max(now() - started);
        if let Err(failure) = written {
            let code = failure.code();
            self.may_repeat =
                code == Some(Code::PreconditionFailed) || is_empty && code.is_some_and(Code::is_transient);
            return Err(failure);
        }
        if self.was_empty {
            // Concurrent first writes have landed by then.
            self.call.sleep(SETTLING.max(3.0 * self.slowest)).await?;
        }
        let (stored, now) = self.read().await?;
        if self.was_empty && !survives(&before, &wanted, &now) {
            self.may_repeat = true;
            return Err(precondition_failed("others have overwritten the rules"));
        }
        Ok(stored)
    }

    async fn read(&mut self) -> Result<(BranchProtection, Patterns), Failure> {
        let started = now();
        self.call.state.retries = 0;
        let reply = read(self.call, self.read_request).await?;
        self.slowest = self.slowest.max(now() - started);
        Ok((with_etag(&reply), patterns_of(reply.value.unchecked_ref())))
    }
}

/// Whether two lists have the same patterns.
fn are_same(some: &Patterns, others: &Patterns) -> bool {
    some.iter().all(|pattern| others.contains(pattern)) && others.iter().all(|pattern| some.contains(pattern))
}

/// Whether a change from some patterns to others is still there, whatever else has changed since.
fn survives(before: &Patterns, wanted: &Patterns, stored: &Patterns) -> bool {
    let added = |pattern| before.contains(pattern) || stored.contains(pattern);
    let removed = |pattern| wanted.contains(pattern) || !stored.contains(pattern);
    wanted.iter().all(added) && before.iter().all(removed)
}

fn no_etag(unusable: bool) -> Box<CallError> {
    let what = if unusable { "with an ETag that cannot be sent back" } else { "without an ETag" };
    let advice = ": a proxy changes it, as nginx does when it compresses JSON. Remove application/json from its gzip_types, or write \
                  without a condition: setBranchProtectionRules with { overwrite: true }";
    CallError::with_status(Code::UnexpectedResponse, &concat(&["the rules came ", what, advice]), 200)
}
