//! What JavaScript calls: arguments in, a settled promise out.

use crate::host::{Body, BranchProtection, Flight, Rule};
use crate::operations::{self, Operation};
use crate::options::CallOptions;
use crate::outcome::Code;
use crate::pattern;
use crate::request::Request;
use crate::text::joined;
use crate::transport::{Connection, Failure, Outcome};
use crate::{retry, task, wait};
use js_sys::Array;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of one server. The TypeScript class `LakeFSClient` is the one that people see.
#[wasm_bindgen]
pub struct Client {
    connection: Rc<Connection>,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Client")
    }
}

#[wasm_bindgen]
impl Client {
    /// Requests go to `api`, the address up to and with `/api/v1`, and of `logout` to `root`, the same without it. `scheme` is `none`,
    /// `basic` (the secret is the base64 of key and secret), `jwt` (without a secret the flights ask for the token) or `cookie` (without a
    /// secret the browser has it; `name` is its name).
    #[wasm_bindgen(constructor)]
    pub fn new(api: String, root: String, wire: JsValue, scheme: &str, name: &str, secret: Option<String>) -> Client {
        let connection = Connection::new(api, root, wire.unchecked_ref(), scheme, name, secret.as_deref());
        Client { connection: Rc::new(connection) }
    }

    /// Performs an operation and settles its flight, whose options and body are looked at here and never later. Gives the number to
    /// [`resume`](crate::resume) the call by.
    pub fn call(&self, flight: JsValue, operation: u32, repository: &str) -> u32 {
        let flight: Flight = flight.unchecked_into();
        #[cfg(feature = "crash")]
        crate::crash::at_once(repository);
        let Some(&operation) = Operation::ALL.get(operation as usize) else { return 0 };
        let (request, read) = match prepare(operation, repository, &flight) {
            Ok(prepared) => prepared,
            Err(failure) => {
                failure.tell(&flight);
                return 0;
            }
        };
        let connection = Rc::clone(&self.connection);
        #[cfg(feature = "crash")]
        crate::crash::on_the_way(&request.path);
        // Each with a future of its own: most calls need nothing of the other.
        match read {
            None => task::start(async move {
                let outcome = connection.exchange(&flight, &request, &mut 0).await;
                settle(&flight, outcome);
            }),
            Some(read) => task::start(async move {
                let outcome = write_rules(&connection, &flight, &request, &read).await;
                settle(&flight, outcome);
            }),
        }
    }
}

fn settle(flight: &Flight, outcome: Outcome) {
    match outcome {
        Ok(value) => flight.resolve(&value),
        Err(failure) => failure.tell(flight),
    }
}

/// The pause before the next look at a task or at rules that others change, in milliseconds; `looks` from 1.
#[wasm_bindgen(js_name = pauseBefore)]
pub fn pause_before(looks: u32, longest: f64) -> f64 {
    wait::pause(looks, js_sys::Math::random(), longest)
}

/// What a `Retry-After` header asks for, in milliseconds; 0 when that is nothing.
#[wasm_bindgen(js_name = retryAfter)]
pub fn retry_after(header: &str) -> f64 {
    retry::milliseconds(header, js_sys::Date::now(), js_sys::Date::parse).unwrap_or_default()
}

/// The arguments as a request, and for conditional ones the read that goes with it; nothing of them is looked at later.
fn prepare(
    operation: Operation,
    repository: &str,
    flight: &Flight,
) -> Result<(Request, Option<Request>), Box<Failure>> {
    let options = CallOptions::read(operation, flight);
    check(operation, &options, flight)?;
    let request = |operation| {
        operations::request(operation, repository, &options)
            .map_err(|problem| Failure::argument("repository", "repository", problem))
    };
    let read = match operation {
        Operation::SetBranchProtectionRules => Some(request(Operation::GetBranchProtectionRules)?),
        _ => None,
    };
    let mut request = request(operation)?;
    request.reread = options.if_match.as_deref() == Some("");
    Ok((request, read))
}

/// Why lakeFS would not take these arguments, or would make something else of them.
fn check(operation: Operation, options: &CallOptions, flight: &Flight) -> Result<(), Box<Failure>> {
    match operation {
        Operation::CreateRepository => check_creation(flight, options.bare),
        Operation::SetGcRules => check_retention(flight),
        Operation::SetBranchProtectionRules => check_patterns(flight),
        _ => Ok(()),
    }
}

#[inline(never)] // engines compile it when it is first needed
fn check_creation(flight: &Flight, bare: bool) -> Result<(), Box<Failure>> {
    let body: Body = flight.body().unchecked_into();
    if let Some(problem) = crate::names::repository_problem(&body.name()) {
        return Err(Failure::argument("repository", "repository.name", problem));
    }
    if body.read_only() == Some(true) && body.sample_data() == Some(true) && !bare {
        let problem = "cannot be combined with read_only: lakeFS would create the repository and then fail to fill it";
        return Err(Failure::argument("repository", "repository.sample_data", problem));
    }
    Ok(())
}

fn check_retention(flight: &Flight) -> Result<(), Box<Failure>> {
    let body: Body = flight.body().unchecked_into();
    if body.default_retention_days() == 0.0 && body.branches().length() == 0 {
        let problem = "of 0 without branches reads back as no rules at all; use deleteGCRules, or give a branch a rule";
        return Err(Failure::argument("rules", "rules.default_retention_days", problem));
    }
    Ok(())
}

#[inline(never)] // as above
fn check_patterns(flight: &Flight) -> Result<(), Box<Failure>> {
    let rules: Array = flight.body().unchecked_into();
    for (index, rule) in rules.iter().enumerate() {
        if let Some(problem) = pattern::problem(&rule.unchecked_into::<Rule>().pattern()) {
            let field = joined(&["rules[", itoa::Buffer::new().format(index), "].pattern"]);
            return Err(Failure::argument("rules", &field, problem));
        }
    }
    Ok(())
}

/// Replaces rules. `read` tells what is stored: before and between attempts where there may be no rules yet, which lakeFS has no condition for,
/// and after one that was refused.
async fn write_rules(connection: &Connection, flight: &Flight, request: &Request, read: &Request) -> Outcome {
    let mut retries = 0;
    let mut written = false;
    loop {
        if request.reread {
            let stored = connection.exchange(flight, read, &mut retries).await;
            let stored = stored.map_err(|failure| if written { failure.doubted() } else { failure })?;
            let stored = stored.unchecked_ref::<BranchProtection>().rules();
            if written && flight.same_rules(&stored) {
                return Ok(JsValue::UNDEFINED); // the reply was lost, not the write
            }
            if stored.length() > 0 {
                let failure = Failure::Refused {
                    status: 412,
                    code: Code::PreconditionFailed,
                    message: "the repository has branch protection rules by now".into(),
                    maybe_applied: written,
                };
                return Err(failure.into());
            }
        }
        let Err(mut failure) = connection.exchange(flight, request, &mut retries).await else {
            return Ok(JsValue::UNDEFINED);
        };
        if matches!(*failure, Failure::Again) {
            written = true;
            continue;
        }
        if written {
            failure = failure.doubted();
        }
        // A conditional write that was sent again meets its own change: whether that is so, reading tells.
        if matches!(*failure, Failure::Refused { code: Code::PreconditionFailed, maybe_applied: true, .. }) {
            let stored = connection.exchange(flight, read, &mut retries).await;
            if let Ok(stored) = stored
                && flight.same_rules(&stored.unchecked_ref::<BranchProtection>().rules())
            {
                return Ok(JsValue::UNDEFINED);
            }
        }
        return Err(failure);
    }
}
