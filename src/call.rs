//! One call: sends requests through the host, again when that is safe, until it settles the caller's promise.

use crate::body_problem::BodyProblem;
use crate::client::ClientConfig;
use crate::connection::{self, ConnectionFailure};
use crate::decision::{AttemptResult, CallState, Decision, PauseInput, Policy, RequestState, decide};
use crate::error::{CallError, Code, Phase};
use crate::executor::Events;
use crate::failure::Failure;
use crate::host::{AttemptReport, Event, Host, now, to_object};
use crate::operations::Operation;
use crate::request::Request;
use crate::response::{Head, Reply, error_response, invalid_body, redirect};
use crate::text::{concat, number};
use js_sys::Math;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What `start` is told about a call besides its arguments; times are in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct CallSettings {
    pub(crate) timeout_ms: f64,
    pub(crate) total_timeout_ms: f64,
    pub(crate) max_retries: u32,
    pub(crate) has_observer: bool,
    pub(crate) started_at: f64,
    pub(crate) entered_at: f64,
}

/// When a call, or one poll of it, must have ended.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    at: f64,
    after_ms: f64,
    option: &'static str,
}

impl Deadline {
    pub(crate) const fn new(start: f64, after_ms: f64, option: &'static str) -> Self {
        Self { at: start + after_ms, after_ms, option }
    }

    pub(crate) fn or_earlier(self, other: Self) -> Self {
        if other.at < self.at { other } else { self }
    }
}

/// How long the host may take for a command, and which option says so.
struct Timer {
    ms: f64,
    is_total: bool,
}

/// How one attempt at a request ended.
struct Attempt {
    result: AttemptResult,
    head: Option<Head>,
    outcome: Result<JsValue, Failure>,
}

/// What follows an attempt that did not fail.
pub(crate) enum Step {
    Done(Option<Reply>),
    Again,
}

pub(crate) struct Call {
    config: Rc<ClientConfig>,
    host: Host,
    events: Events,
    timeout_ms: f64,
    pub(crate) total_timeout_ms: f64,
    pub(crate) deadline: Deadline,
    policy: Policy,
    has_observer: bool,
    /// When the call entered the core: saves asking for the time before the first request.
    entered_at: Option<f64>,
    pub(crate) state: CallState,
}

impl Call {
    pub(crate) fn new(config: Rc<ClientConfig>, host: Host, events: Events, settings: CallSettings) -> Self {
        let policy = Policy { max_retries: settings.max_retries, has_token_provider: config.has_token_provider };
        Self {
            config,
            host,
            events,
            timeout_ms: settings.timeout_ms,
            total_timeout_ms: settings.total_timeout_ms,
            deadline: Deadline::new(settings.started_at, settings.total_timeout_ms, "totalTimeoutMs"),
            policy,
            has_observer: settings.has_observer,
            entered_at: Some(settings.entered_at),
            state: CallState::default(),
        }
    }

    /// Sends a request, again when that is safe, until it succeeds or fails. `None` is a success without a 2xx response: a logout's redirect, or a
    /// repository that an earlier attempt has deleted.
    pub(crate) async fn exchange(&mut self, request: &Request) -> Result<Option<Reply>, Failure> {
        let mut state = RequestState::new(request.operation);
        loop {
            if let Step::Done(reply) = self.attempt(request, &mut state).await? {
                return Ok(reply);
            }
        }
    }

    /// Sends a request once, and pauses when it is to be sent again.
    pub(crate) async fn attempt(&mut self, request: &Request, state: &mut RequestState) -> Result<Step, Failure> {
        if self.policy.has_token_provider && request.operation.uses_credentials() {
            self.request_token(state.token_refreshed()).await?;
        }
        let base = if request.operation == Operation::Logout { &self.config.root } else { &self.config.api };
        let url = concat(&[base, &request.path]);
        let timer = self.timer();
        self.host.send(&url, request.operation as u32, timer.ms, request.if_match.as_deref())?;
        self.state.attempts += 1;
        let event = self.events.next().await;
        let attempt = self.read(event, &url, &timer);
        let deadline = self.deadline.at;
        let header = attempt.outcome.as_ref().err().and_then(Failure::retry_after_ms);
        let decision = decide(attempt.result, state, &mut self.state, self.policy, &self.config.budget, || {
            PauseInput { random: Math::random(), retry_after: header, left: deadline - now() }
        });
        self.report(&attempt, decision);
        if self.events.is_aborted() {
            return Err(Failure::Aborted); // the observer aborted the call
        }
        match decision {
            Decision::Done => Ok(Step::Done(match (attempt.outcome, attempt.head) {
                (Ok(value), Some(head)) => Some(Reply { value, head }),
                _ => None,
            })),
            Decision::RefreshToken => Ok(Step::Again),
            Decision::Retry(pause) => {
                self.pause(pause).await?;
                Ok(Step::Again)
            }
            Decision::Fail => Err(attempt.outcome.err().unwrap_or(Failure::Aborted)),
        }
    }

    /// Gets a token for the next request from the host.
    async fn request_token(&mut self, refresh: bool) -> Result<(), Failure> {
        let timer = self.timer();
        self.host.request_token(refresh, timer.ms)?;
        match self.events.next().await {
            Event::TokenReady => Ok(()),
            Event::TokenFailed { cause } => {
                let field = String::from("options.auth.token");
                let error = CallError::argument("options", field, "threw, rejected, or did not return a token");
                Err(Failure::with_cause(error, cause))
            }
            Event::TimedOut { .. } => Err(self.timeout(Phase::Token, timer.is_total).into()),
            event => Err(ended(event)),
        }
    }

    /// Asks the caller for new rules.
    pub(crate) async fn change(&mut self, rules: &JsValue) -> Result<JsValue, Failure> {
        let ms = self.left();
        self.host.change(rules, ms)?;
        match self.events.next().await {
            Event::Changed { rules } => Ok(rules),
            Event::InvalidChange { field, problem } => Err(CallError::argument("change", field, &problem).into()),
            Event::TimedOut { .. } => Err(self.timeout(Phase::Total, true).into()),
            event => Err(ended(event)),
        }
    }

    /// Pauses, at most until the deadline.
    pub(crate) async fn sleep(&mut self, milliseconds: f64) -> Result<(), Failure> {
        let left = self.left();
        self.pause(milliseconds.min(left)).await?;
        if milliseconds < left { Ok(()) } else { Err(self.timeout(Phase::Total, true).into()) }
    }

    async fn pause(&mut self, milliseconds: f64) -> Result<(), Failure> {
        self.host.sleep(milliseconds)?;
        match self.events.next().await {
            Event::Slept => Ok(()),
            event => Err(ended(event)),
        }
    }

    pub(crate) fn progress(&self, status: &JsValue) {
        // What an observer throws is reported by the host and never part of the call.
        let _ = self.host.progress(status);
    }

    /// Milliseconds until the deadline.
    pub(crate) fn left(&self) -> f64 {
        self.deadline.at - now()
    }

    fn timer(&mut self) -> Timer {
        let now = self.entered_at.take().unwrap_or_else(now);
        let left = (self.deadline.at - now).max(0.0);
        let is_total = left < self.timeout_ms;
        Timer { ms: if is_total { left } else { self.timeout_ms }, is_total }
    }

    fn timeout(&self, phase: Phase, is_total: bool) -> Box<CallError> {
        let Deadline { after_ms, option, .. } = self.deadline;
        let (phase, ms, option) =
            if is_total { (Phase::Total, after_ms, option) } else { (phase, self.timeout_ms, "timeoutMs") };
        let waiting = phase.waiting_for();
        let gap = if waiting.is_empty() { "" } else { " " };
        let ms = number(ms.round() as u64);
        let mut error =
            CallError::new(Code::Timeout, &concat(&["timed out after ", &ms, " ms", gap, waiting, " (", option, ")"]));
        error.details.phase = Some(phase.name());
        error
    }

    /// How an attempt ended, from its event.
    #[inline]
    fn read(&self, event: Event, url: &str, timer: &Timer) -> Attempt {
        match event {
            Event::Response { head, value } => {
                Attempt { result: AttemptResult::Success, head: Some(Head::new(head)), outcome: Ok(value) }
            }
            event => self.read_failure(event, url, timer),
        }
    }

    /// The rarer part of [`Call::read`]: engines compile it when it is first needed.
    #[cold]
    #[inline(never)]
    fn read_failure(&self, event: Event, url: &str, timer: &Timer) -> Attempt {
        let (result, head, failure) = match event {
            Event::ErrorResponse { head, text } => {
                let head = Head::new(head);
                let status = head.0.status();
                let error = error_response(&head, status, &text, &self.config.api);
                (AttemptResult::ErrorStatus(status, error.code), Some(head), error.into())
            }
            Event::Redirect { head } => {
                let head = Head::new(head);
                let error = redirect(&head, url);
                let is_redirect = error.code == Code::LoginRedirect;
                let result = if is_redirect { AttemptResult::Redirect } else { AttemptResult::InvalidBody };
                (result, Some(head), error.into())
            }
            Event::InvalidBody { head, problem, at, detail, cause } => {
                let head = Head::new(head);
                let result = match problem {
                    BodyProblem::Broken | BodyProblem::Truncated => {
                        AttemptResult::ConnectionFailed(ConnectionFailure::Broken)
                    }
                    _ => AttemptResult::InvalidBody,
                };
                let error = invalid_body(&head, problem, at, detail.as_deref());
                (result, Some(head), Failure::with_cause(error, cause))
            }
            Event::NotAResponse { cause } => {
                let error = CallError::new(Code::ConnectionFailed, "fetch did not resolve to a Response");
                (AttemptResult::NotAResponse, None, Failure::with_cause(error, cause))
            }
            Event::ConnectionError { cause, code, message } => {
                let failure = connection::classify(&code, &message);
                let error = CallError::new(Code::ConnectionFailed, &failure.message_with(&code));
                (AttemptResult::ConnectionFailed(failure), None, Failure::with_cause(error, cause))
            }
            Event::TimedOut { reading_body } => {
                let phase = if reading_body { Phase::Body } else { Phase::Response };
                (AttemptResult::TimedOut, None, self.timeout(phase, timer.is_total).into())
            }
            Event::ForeignError { error } => (AttemptResult::ForeignError, None, Failure::Foreign(error)),
            _ => (AttemptResult::Aborted, None, Failure::Aborted),
        };
        Attempt { result, head, outcome: Err(failure) }
    }

    /// Reports an attempt to the observer.
    fn report(&self, attempt: &Attempt, decision: Decision) {
        if !self.has_observer {
            return;
        }
        let error = match &attempt.outcome {
            _ if decision == Decision::Done && attempt.result == AttemptResult::Redirect => None,
            Ok(_) => None,
            Err(Failure::Aborted) => Some("aborted"),
            Err(failure) => Some(failure.code().unwrap_or(Code::ConnectionFailed).name()),
        };
        let report = AttemptReport {
            number: self.state.attempts,
            status: attempt.head.as_ref().map(|head| head.0.status()),
            request_id: attempt.head.as_ref().and_then(|head| head.header("x-request-id")),
            error,
            retry_in_ms: match decision {
                Decision::Retry(pause) => Some(pause),
                Decision::RefreshToken => Some(0.0),
                _ => None,
            },
        };
        let _ = self.host.observe(&to_object(&report.fields()));
    }

    /// Settles the caller's promise.
    pub(crate) fn settle(self, result: Result<JsValue, Failure>) {
        let settled = match result {
            Ok(value) => self.host.resolve(&value),
            Err(Failure::Aborted) => self.host.reject_aborted(),
            Err(Failure::Foreign(error)) => self.host.reject_with(&error),
            Err(Failure::Error(error, cause)) => self.reject(&error, &cause),
        };
        // If settling itself throws, nobody is left to tell.
        drop(settled);
    }

    /// A failure as an error, to be the cause of another.
    pub(crate) fn make_error(&self, failure: &Failure) -> JsValue {
        let Failure::Error(error, _) = failure else { return JsValue::UNDEFINED };
        let CallState { attempts, maybe_applied, .. } = self.state;
        let details = to_object(&error.details.fields());
        let made = self.host.make_error(error.code.name(), &error.message, attempts, maybe_applied, &details);
        made.unwrap_or_default()
    }

    #[cold]
    #[inline(never)]
    fn reject(&self, error: &CallError, cause: &JsValue) -> Result<(), JsValue> {
        let CallState { attempts, maybe_applied, .. } = self.state;
        let details = to_object(&error.details.fields());
        self.host.reject(error.code.name(), &error.message, attempts, maybe_applied, &details, cause)
    }
}

/// The failure for an event that ends the call before the awaited one.
fn ended(event: Event) -> Failure {
    match event {
        Event::ForeignError { error } => Failure::Foreign(error),
        _ => Failure::Aborted,
    }
}
