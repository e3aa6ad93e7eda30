//! The one file that calls fetch: credentials, attempts, pauses, and what an answer comes to.

use crate::host::{Flight, Headers, Init, Problem};
use crate::operations::{Method, Operation};
use crate::request::Request;
use crate::retry::{self, Attempt, budget};
use crate::{credentials, etag, outcome};
use gloo_net::http::Response;
use js_sys::{Date, Function, Math, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why a call ended without a value.
pub(crate) enum Failure {
    /// It ended by itself: aborted, or out of time. The caller knows already.
    Over,
    /// lakeFS, or what stands before it, said no.
    Refused { status: u16, code: outcome::Code, message: String, maybe_applied: bool },
    /// The answer is not what lakeFS says, or broke off.
    Body { problem: Problem, maybe_applied: bool },
    /// Anything else, by its code; `detail` is what the error's class adds.
    Other {
        code: &'static str,
        message: String,
        status: u16,
        detail: Option<String>,
        maybe_applied: bool,
        cause: JsValue,
    },
}

impl Failure {
    /// An argument that cannot be sent.
    pub(crate) fn argument(name: &str, field: &str, problem: &str) -> Self {
        let message = [field, " ", problem].concat();
        Self::Other {
            code: "invalid_argument",
            message,
            status: 0,
            detail: Some(name.into()),
            maybe_applied: false,
            cause: JsValue::UNDEFINED,
        }
    }

    fn code(&self) -> String {
        match self {
            Self::Over => String::new(),
            Self::Refused { code, .. } => code.name().into(),
            Self::Body { problem, .. } => problem.code(),
            Self::Other { code, .. } => (*code).into(),
        }
    }

    fn doubt(&mut self) {
        if let Self::Refused { maybe_applied, .. }
        | Self::Body { maybe_applied, .. }
        | Self::Other { maybe_applied, .. } = self
        {
            *maybe_applied = true;
        }
    }

    /// Settles the caller's promise.
    pub(crate) fn tell(self, flight: &Flight) {
        match self {
            Self::Over => {}
            Self::Refused { status, code, message, maybe_applied } => {
                flight.fail(code.name(), &message, status, None, maybe_applied, &JsValue::UNDEFINED);
            }
            Self::Body { problem, maybe_applied } => flight.reject(&problem, maybe_applied),
            Self::Other { code, message, status, detail, maybe_applied, cause } => {
                flight.fail(code, &message, status, detail.as_deref(), maybe_applied, &cause);
            }
        }
    }
}

/// Where requests go and what is the same for all of them.
pub(crate) struct Connection {
    api: String,
    root: String,
    fetch: Function,
    headers: Headers,
    inits: [Init; 4],
    /// Whether a function of the caller's gives the token.
    asks: bool,
}

impl Connection {
    /// `init` and `headers` are what every request has; the credentials' header is added.
    pub(crate) fn new(options: crate::options::ClientOptions, fetch: Function, init: &Init, headers: Headers) -> Self {
        let asks = options.auth == "jwt" && options.token.is_none();
        match (options.auth.as_str(), options.token, options.value) {
            ("basic", _, _) => {
                headers.set_authorization(&credentials::basic(&options.access_key_id, &options.secret_access_key))
            }
            ("jwt", Some(value), _) => headers.set_authorization(&credentials::bearer(&value)),
            ("cookie", _, Some(value)) => headers.set_cookie(&credentials::cookie(&options.name, &value)),
            _ => {}
        }
        let inits = [Method::Get, Method::Post, Method::Put, Method::Delete].map(|method| {
            let init: Init = Object::assign(&Object::new(), init).unchecked_into();
            init.set_method(method.name());
            init
        });
        Self { api: options.api, root: options.root, fetch, headers, inits, asks }
    }

    fn url(&self, request: &Request) -> String {
        let base = if request.operation == Operation::Logout { &self.root } else { &self.api };
        [base.as_str(), request.path.as_str()].concat()
    }

    fn init(&self, flight: &Flight, request: &Request, body: &JsValue, token: Option<&str>) -> Init {
        let [get, post, put, delete] = &self.inits;
        let template = match request.method {
            Method::Get => get,
            Method::Post => post,
            Method::Put => put,
            Method::Delete => delete,
        };
        let init: Init = Object::assign(&Object::new(), template).unchecked_into();
        let headers: Headers = Object::assign(&Object::new(), &self.headers).unchecked_into();
        if let Some(own) = flight.headers() {
            Object::assign(&headers, &own);
        }
        if !body.is_undefined() {
            headers.set("Content-Type", "application/json");
            init.set_body(body);
        }
        if let Some(etag) = &request.if_match {
            headers.set("If-Match", etag);
        }
        if let Some(token) = token {
            headers.set_authorization(&credentials::bearer(token));
        }
        init.set_headers(&headers);
        init
    }

    /// The token for the next attempt, where a function of the caller's gives it; another one than `refused`.
    async fn ask(&self, flight: &Flight, refused: Option<&str>) -> Result<Option<String>, Failure> {
        if !self.asks {
            return Ok(None);
        }
        match settled(flight, flight.token(refused)).await? {
            Ok(token) => Ok(token.as_string()),
            Err(cause) => Err(Failure::Other {
                code: "invalid_argument",
                message: "the function of options.auth.token failed".into(),
                status: 0,
                detail: Some("options".into()),
                maybe_applied: false,
                cause,
            }),
        }
    }

    /// One operation with all its attempts.
    pub(crate) async fn exchange(
        &self,
        flight: &Flight,
        request: &Request,
        body: &JsValue,
    ) -> Result<JsValue, Failure> {
        let mut retries = 0;
        let mut refused: Option<String> = None;
        let mut repeated = false;
        let mut doubt = false;
        let writes = request.method != Method::Get;
        loop {
            let token = self.ask(flight, refused.as_deref()).await?;
            if flight.over() {
                return Err(Failure::Over); // aborted before anything was sent
            }
            let outcome = self.attempt(flight, request, body, token.as_deref(), doubt || writes).await;
            let (mut failure, attempt, retry_after) = match outcome {
                Ok(value) => return Ok(value),
                Err(ended) => ended,
            };
            if matches!(failure, Failure::Over) {
                return Err(failure);
            }
            if doubt {
                failure.doubt();
            }
            if let Failure::Refused { code, .. } = &failure {
                let code = *code;
                if code == outcome::Code::Unauthenticated && token.is_some() && refused.is_none() {
                    refused = token;
                    self.report(flight, &failure, Some(0.0));
                    continue;
                }
                if repeated
                    && request.operation == Operation::DeleteRepository
                    && code == outcome::Code::RepositoryNotFound
                {
                    self.report(flight, &failure, None);
                    return Ok(JsValue::UNDEFINED); // the attempt before has deleted it
                }
                if repeated && request.if_match.is_some() && code == outcome::Code::PreconditionFailed {
                    failure.doubt(); // settled by reading, in client.rs
                }
            }
            let pause = self.pause(flight, request.method, attempt, retries, retry_after.as_deref());
            self.report(flight, &failure, pause);
            let Some(pause) = pause else { return Err(failure) };
            retries += 1;
            repeated |= attempt != Attempt::NeverLeft;
            doubt |= writes
                && match attempt {
                    Attempt::NeverLeft => false,
                    Attempt::Broken => true,
                    Attempt::Answered(status) => outcome::may_have_applied(request.operation, status),
                };
            settled(flight, flight.pause(pause)).await?.ok();
        }
    }

    /// How long to wait before the request is sent again, in milliseconds; nothing when it is not.
    fn pause(
        &self,
        flight: &Flight,
        method: Method,
        attempt: Attempt,
        retries: u32,
        retry_after: Option<&str>,
    ) -> Option<f64> {
        if retries >= flight.retries() || !retry::is_safe(method, attempt) {
            return None;
        }
        let level = budget::spend(flight.budget())?;
        let asked = retry_after.and_then(|header| retry::milliseconds(header, Date::now(), Date::parse));
        let pause = retry::pause(retries, Math::random(), asked, flight.left())?;
        flight.set_budget(level);
        Some(pause)
    }

    fn report(&self, flight: &Flight, failure: &Failure, retry_in: Option<f64>) {
        if flight.watched() {
            flight.report(Some(&failure.code()), retry_in);
        }
    }

    /// One attempt: the value, or what came of it.
    async fn attempt(
        &self,
        flight: &Flight,
        request: &Request,
        body: &JsValue,
        token: Option<&str>,
        may_apply: bool,
    ) -> Result<JsValue, (Failure, Attempt, Option<String>)> {
        let over = |failure| (failure, Attempt::NeverLeft, None);
        let url = self.url(request);
        let init = self.init(flight, request, body, token);
        init.set_signal(&flight.attempt(may_apply));
        let sent = match self.fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&url), &init) {
            Ok(promise) => settled(flight, flight.race(&promise)).await.map_err(over)?,
            Err(thrown) => Err(thrown),
        };
        let response = match sent {
            Ok(response) => response,
            Err(cause) => return Err(disconnected(flight, request.method, cause)),
        };
        let status = match u16::try_from(flight.status(&response)) {
            Ok(status) => status,
            Err(_) => return Err((not_a_response(may_apply), Attempt::Answered(0), None)),
        };
        let answer = Response::from(response.clone().unchecked_into::<web_sys::Response>());
        match status {
            200..=299 => {
                let read = settled(flight, flight.read(&response, request.operation as u32)).await.map_err(over)?;
                let value = match read {
                    Ok(value) => value,
                    Err(problem) => {
                        let problem: Problem = problem.unchecked_into();
                        let attempt = if problem.broken() { Attempt::Broken } else { Attempt::Answered(status) };
                        return Err((
                            Failure::Body { problem, maybe_applied: request.method != Method::Get },
                            attempt,
                            None,
                        ));
                    }
                };
                answered(flight);
                if request.operation == Operation::GetBranchProtectionRules {
                    return Ok(tagged(&value, answer.headers().get("etag")));
                }
                Ok(value)
            }
            0 | 300..=399 if request.operation == Operation::Logout => {
                answered(flight);
                Ok(JsValue::UNDEFINED)
            }
            0 | 300..=399 => {
                let failure = Failure::Other {
                    code: "login_redirect",
                    message:
                        "the server redirects, which lakeFS's API never does: a login that ran out, or a wrong endpoint"
                            .into(),
                    status,
                    detail: flight.origin(&response, &url),
                    maybe_applied: request.method != Method::Get,
                    cause: JsValue::UNDEFINED,
                };
                Err((failure, Attempt::Answered(status), None))
            }
            _ => {
                let text = settled(flight, flight.complaint(&response))
                    .await
                    .map_err(over)?
                    .ok()
                    .and_then(|text| text.as_string());
                let sentence = text.as_deref().and_then(outcome::sentence);
                let code = outcome::code(status, sentence.as_deref().unwrap_or(""));
                let failure = Failure::Refused {
                    status,
                    code,
                    message: sentence.unwrap_or_else(|| outcome::default_sentence(status)),
                    maybe_applied: outcome::may_have_applied(request.operation, status),
                };
                Err((
                    failure,
                    Attempt::Answered(if code == outcome::Code::UnknownEndpoint { 404 } else { status }),
                    answer.headers().get("retry-after"),
                ))
            }
        }
    }
}

/// What a promise of the flight's comes to; an error when the call has ended by itself in between.
async fn settled(flight: &Flight, promise: Promise) -> Result<Result<JsValue, JsValue>, Failure> {
    let result = JsFuture::from(promise).await;
    if flight.over() { Err(Failure::Over) } else { Ok(result) }
}

fn answered(flight: &Flight) {
    flight.set_budget(budget::refund(flight.budget()));
    if flight.watched() {
        flight.report(None, None);
    }
}

fn disconnected(flight: &Flight, method: Method, cause: JsValue) -> (Failure, Attempt, Option<String>) {
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
        detail: None,
        maybe_applied: method != Method::Get && attempt == Attempt::Broken,
        cause,
    };
    (failure, attempt, None)
}

fn not_a_response(may_apply: bool) -> Failure {
    Failure::Other {
        code: "connection_failed",
        message: "fetch resolved to something that is no Response".into(),
        status: 0,
        detail: None,
        maybe_applied: may_apply,
        cause: JsValue::UNDEFINED,
    }
}

/// Rules with the ETag that they were read with; `null` when a proxy has removed the header.
fn tagged(rules: &JsValue, header: Option<String>) -> JsValue {
    let tag = header.map_or(JsValue::NULL, |header| JsValue::from_str(etag::normalized(&header)));
    let result = Object::new();
    let set = Reflect::set(&result, &"rules".into(), rules).and(Reflect::set(&result, &"etag".into(), &tag));
    debug_assert!(set.is_ok());
    result.into()
}
