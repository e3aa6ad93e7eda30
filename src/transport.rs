//! The one file that has requests sent: credentials, attempts, pauses, and what an answer comes to.

use crate::host::{BranchProtection, Flight, Problem, Wire};
use crate::operations::{Method, Operation};
use crate::request::Request;
use crate::retry::{self, Attempt, budget};
use crate::text::joined;
use crate::{credentials, etag, outcome, task};
use gloo_net::http::Response;
use js_sys::{Date, Math, Object};
use serde::Serialize;
use std::borrow::Cow;
use wasm_bindgen::prelude::*;

/// Why a call ended without a value.
pub(crate) enum Failure {
    /// It ended by itself: aborted, or out of time. The caller knows already.
    Over,
    /// Not ended: the pause before the next attempt is over, and what is stored has to be looked at first.
    Again,
    /// lakeFS, or what stands before it, said no.
    Refused { status: u16, code: outcome::Code, message: String, maybe_applied: bool },
    /// The answer is not what lakeFS says, or broke off.
    Body { problem: Problem, maybe_applied: bool },
    /// Anything else, by its code; `detail` is what the error's class adds.
    Other {
        code: &'static str,
        message: Cow<'static, str>,
        status: u16,
        detail: Cow<'static, str>,
        maybe_applied: bool,
        cause: JsValue,
    },
}

/// A value, or why there is none. In a box: moving failures about by value takes more code.
pub(crate) type Outcome = Result<JsValue, Box<Failure>>;

impl Failure {
    /// An argument that cannot be sent.
    pub(crate) fn argument(name: &'static str, field: &str, problem: &str) -> Box<Self> {
        let message = joined(&[field, " ", problem]).into();
        Self::Other {
            code: "invalid_argument",
            message,
            status: 0,
            detail: name.into(),
            maybe_applied: false,
            cause: JsValue::UNDEFINED,
        }
        .into()
    }

    fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Over | Self::Again => "".into(),
            Self::Refused { code, .. } => code.name().into(),
            Self::Body { problem, .. } => problem.code().into(),
            Self::Other { code, .. } => (*code).into(),
        }
    }

    /// The same, after something that may have been applied.
    pub(crate) fn doubted(mut self: Box<Self>) -> Box<Self> {
        if let Self::Refused { maybe_applied, .. }
        | Self::Body { maybe_applied, .. }
        | Self::Other { maybe_applied, .. } = &mut *self
        {
            *maybe_applied = true;
        }
        self
    }

    /// Settles the caller's promise.
    pub(crate) fn tell(&self, flight: &Flight) {
        let (verdict, cause) = match self {
            Self::Over | Self::Again => return,
            Self::Body { problem, maybe_applied } => return flight.reject(problem, *maybe_applied),
            Self::Refused { status, code, message, maybe_applied } => {
                (Verdict(code.name(), message, *maybe_applied, *status, ""), &JsValue::UNDEFINED)
            }
            Self::Other { code, message, status, detail, maybe_applied, cause } => {
                (Verdict(code, message, *maybe_applied, *status, detail), cause)
            }
        };
        flight.fail(serde_wasm_bindgen::to_value(&verdict).unwrap_or_default(), cause);
    }
}

/// What ends a call badly, as it crosses: the error's code and sentence, whether the server may have acted, the status, and what the error's
/// class adds to that: the argument's name, or where a redirect leads.
#[derive(Serialize)]
pub(crate) struct Verdict<'a>(&'a str, &'a str, bool, u16, &'a str);

/// What the attempts of a request so far mean for the next one.
#[derive(Default)]
struct Past {
    /// A token that lakeFS has refused.
    refused: Option<String>,
    /// Whether one has left.
    repeated: bool,
    /// Whether one may have changed something.
    doubt: bool,
}

/// What comes after an attempt.
enum Next {
    /// Another one.
    AtOnce,
    /// Another one, so many milliseconds later.
    Pause(f64),
    /// None.
    End(Outcome),
}

/// Where requests go and what is the same for all of them.
pub(crate) struct Connection {
    api: String,
    root: String,
    /// Whether a function of the caller's gives the token.
    asks: bool,
}

impl Connection {
    /// Credentials that do not change become a header of every request.
    pub(crate) fn new(api: String, root: String, wire: &Wire, scheme: &str, name: &str, secret: Option<&str>) -> Self {
        match (scheme, secret) {
            ("basic", Some(pair)) => wire.set_header("Authorization", &credentials::basic(pair)),
            ("jwt", Some(token)) => wire.set_header("Authorization", &credentials::bearer(token)),
            ("cookie", Some(value)) => wire.set_header("Cookie", &credentials::cookie(name, value)),
            _ => {}
        }
        Self { api, root, asks: scheme == "jwt" && secret.is_none() }
    }

    fn url(&self, request: &Request) -> String {
        let base = if request.operation == Operation::Logout { &self.root } else { &self.api };
        joined(&[base.as_str(), request.path.as_str()])
    }

    /// The token for the next attempt, where a function of the caller's gives it; another one than `refused`.
    async fn ask(&self, flight: &Flight, refused: Option<&str>) -> Result<Option<String>, Box<Failure>> {
        if !self.asks {
            return Ok(None);
        }
        flight.token(refused);
        match settled(flight).await? {
            Ok(token) => Ok(token.as_string()),
            Err(cause) => Err(Failure::Other {
                code: "invalid_argument",
                message: "the function of options.auth.token failed".into(),
                status: 0,
                detail: "options".into(),
                maybe_applied: false,
                cause,
            }
            .into()),
        }
    }

    /// One operation with all its attempts.
    pub(crate) async fn exchange(&self, flight: &Flight, request: &Request, retries: &mut u32) -> Outcome {
        let mut past = Past::default();
        loop {
            let asked = self.ask(flight, past.refused.as_deref()).await;
            let token = asked.map_err(|failure| if past.doubt { failure.doubted() } else { failure })?;
            self.send(flight, request, token.as_deref());
            let cause = match task::landing().await {
                Ok(value) => return Ok(arrived(flight, request, value)),
                Err(cause) => cause,
            };
            match self.after(flight, request, token, cause, &mut past, retries) {
                Next::AtOnce => {}
                Next::Pause(milliseconds) => {
                    flight.pause(milliseconds);
                    settled(flight).await?.ok();
                    if request.reread {
                        return Err(Failure::Again.into());
                    }
                }
                Next::End(outcome) => return outcome,
            }
        }
    }

    /// Makes an attempt.
    fn send(&self, flight: &Flight, request: &Request, token: Option<&str>) {
        let url = self.url(request);
        let bearer = token.map(credentials::bearer);
        let ends = request.operation != Operation::GetBranchProtectionRules;
        let (if_match, writes) = (request.if_match.as_deref(), request.method.writes());
        flight.fetch(&url, request.operation as u32, ends, writes, if_match, bearer.as_deref());
    }

    /// What to do after an attempt that has brought no value. Most calls never come here: engines compile it when one does.
    #[cold]
    #[inline(never)]
    fn after(
        &self,
        flight: &Flight,
        request: &Request,
        token: Option<String>,
        cause: JsValue,
        past: &mut Past,
        retries: &mut u32,
    ) -> Next {
        if flight.over() {
            return Next::End(Err(Failure::Over.into()));
        }
        let writes = request.method.writes();
        let (mut failure, attempt) = match self.judge(flight, request, cause) {
            Ok(value) => return Next::End(Ok(value)),
            Err(ended) => ended,
        };
        if past.doubt {
            failure = failure.doubted();
        }
        if let Failure::Refused { code, .. } = *failure {
            if code == outcome::Code::Unauthenticated && token.is_some() && past.refused.is_none() {
                past.refused = token;
                self.report(flight, &failure, Some(0.0));
                return Next::AtOnce;
            }
            if past.repeated
                && request.operation == Operation::DeleteRepository
                && code == outcome::Code::RepositoryNotFound
            {
                self.report(flight, &failure, None);
                return Next::End(Ok(JsValue::UNDEFINED)); // the attempt before has deleted it
            }
            if past.repeated && request.if_match.is_some() && code == outcome::Code::PreconditionFailed {
                failure = failure.doubted(); // settled by reading, in client.rs
            }
        }
        let pause = self.pause(flight, request.method, attempt, *retries);
        self.report(flight, &failure, pause);
        let Some(pause) = pause else { return Next::End(Err(failure)) };
        *retries += 1;
        past.repeated |= attempt != Attempt::NeverLeft;
        past.doubt |= writes
            && match attempt {
                Attempt::NeverLeft => false,
                Attempt::Broken => true,
                Attempt::Answered(status) => outcome::may_have_applied(request.operation, status),
            };
        Next::Pause(pause)
    }

    /// How long to wait before the request is sent again, in milliseconds; nothing when it is not.
    fn pause(&self, flight: &Flight, method: Method, attempt: Attempt, retries: u32) -> Option<f64> {
        if retries >= flight.retries() || !retry::is_safe(method, attempt) {
            return None;
        }
        let level = budget::spend(flight.budget())?;
        let header = match attempt {
            Attempt::Answered(_) => Response::from(flight.response()).headers().get("retry-after"),
            Attempt::NeverLeft | Attempt::Broken => None,
        };
        let asked = header.and_then(|header| retry::milliseconds(&header, Date::now(), Date::parse));
        let pause = retry::pause(retries, Math::random(), asked, flight.left())?;
        flight.set_budget(level);
        Some(pause)
    }

    fn report(&self, flight: &Flight, failure: &Failure, retry_in: Option<f64>) {
        if flight.watched() {
            flight.report(Some(&failure.code()), retry_in);
        }
    }

    /// What came of an attempt that has brought no value; `cause` is what its flight has rejected with.
    fn judge(&self, flight: &Flight, request: &Request, cause: JsValue) -> Result<JsValue, (Box<Failure>, Attempt)> {
        let writes = request.method.writes();
        let status = match flight.status() {
            -2 => return Err(disconnected(flight, request.method, cause)),
            status => u16::try_from(status),
        };
        match status {
            Err(_) => Err((not_a_response(writes), Attempt::Answered(0))),
            Ok(status @ 200..=299) => {
                let problem: Problem = cause.unchecked_into();
                let attempt = if problem.broken() { Attempt::Broken } else { Attempt::Answered(status) };
                Err((Failure::Body { problem, maybe_applied: writes }.into(), attempt))
            }
            Ok(0 | 300..=399) if request.operation == Operation::Logout => {
                answered(flight);
                flight.report(None, None);
                Ok(JsValue::UNDEFINED)
            }
            Ok(status @ (0 | 300..=399)) => {
                let failure = Failure::Other {
                    code: "login_redirect",
                    message:
                        "the server redirects, which lakeFS's API never does: a login that ran out, or a wrong endpoint"
                            .into(),
                    status,
                    detail: flight.origin(&self.url(request)).unwrap_or_default().into(),
                    maybe_applied: writes,
                    cause: JsValue::UNDEFINED,
                };
                Err((failure.into(), Attempt::Answered(status)))
            }
            Ok(status) => {
                let sentence = cause.as_string().as_deref().and_then(outcome::sentence);
                let code = outcome::code(status, sentence.as_deref().unwrap_or(""));
                let failure = Failure::Refused {
                    status,
                    code,
                    message: sentence.unwrap_or_else(|| outcome::default_sentence(status)),
                    maybe_applied: outcome::may_have_applied(request.operation, status),
                };
                let means = if code == outcome::Code::UnknownEndpoint { 404 } else { status };
                Err((failure.into(), Attempt::Answered(means)))
            }
        }
    }
}

/// What the flight lets this call wait for comes to; an error when the call has ended by itself in between.
async fn settled(flight: &Flight) -> Result<Result<JsValue, JsValue>, Box<Failure>> {
    match task::landing().await {
        Err(_) if flight.over() => Err(Failure::Over.into()),
        result => Ok(result),
    }
}

/// The value that an answer has brought.
fn arrived(flight: &Flight, request: &Request, value: JsValue) -> JsValue {
    answered(flight);
    if request.operation == Operation::GetBranchProtectionRules {
        return tagged(&value, Response::from(flight.response()).headers().get("etag"));
    }
    value
}

fn answered(flight: &Flight) {
    let level = flight.budget();
    if level < budget::FULL {
        flight.set_budget(budget::refund(level));
    }
}

fn disconnected(flight: &Flight, method: Method, cause: JsValue) -> (Box<Failure>, Attempt) {
    let attempt = if retry::never_left(&flight.system_code(&cause)) { Attempt::NeverLeft } else { Attempt::Broken };
    let failure = Failure::Other {
        code: "connection_failed",
        message: if attempt == Attempt::NeverLeft {
            "no connection to the server"
        } else {
            "the connection to the server failed"
        }
        .into(),
        status: 0,
        detail: "".into(),
        maybe_applied: method != Method::Get && attempt == Attempt::Broken,
        cause,
    };
    (failure.into(), attempt)
}

fn not_a_response(may_apply: bool) -> Box<Failure> {
    Failure::Other {
        code: "connection_failed",
        message: "fetch resolved to something that is no Response".into(),
        status: 0,
        detail: "".into(),
        maybe_applied: may_apply,
        cause: JsValue::UNDEFINED,
    }
    .into()
}

/// Rules with the ETag that they were read with; `null` when a proxy has removed the header.
fn tagged(rules: &JsValue, header: Option<String>) -> JsValue {
    let result: BranchProtection = Object::new().unchecked_into();
    result.set_rules(rules);
    result.set_etag(&header.map_or(JsValue::NULL, |header| JsValue::from_str(etag::normalized(&header))));
    result.into()
}
