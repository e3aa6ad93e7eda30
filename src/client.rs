//! Starts calls: reads and validates what crosses from TypeScript, and picks what the call does.

use crate::call::{Call, CallSettings};
use crate::error::CallError;
use crate::executor::{self, Task};
use crate::failure::Failure;
use crate::host::{CallParams, GarbageCollectionRule, GarbageCollectionRules, Host, RefsRestore, RepositoryCreation};
use crate::operations::{self, Operation};
use crate::request::Request;
use crate::retry::Budget;
use crate::text::{concat, number};
use crate::validate::Problem;
use crate::validate::branch_id::validate_branch_id;
use crate::validate::repository_id::validate_repository_id;
use crate::{rules, task};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How many requests may be sent again, shared by the clients that `with` makes for the same endpoint.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct RetryBudget(Rc<Budget>);

#[wasm_bindgen]
impl RetryBudget {
    /// A full budget.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

/// What all calls of a client share.
#[derive(Debug)]
pub(crate) struct ClientConfig {
    /// The base URL of the API, up to and with `/api/v1`.
    pub(crate) api: String,
    /// The base URL of `logout`.
    pub(crate) root: String,
    /// Whether a function that the caller supplied provides the token.
    pub(crate) has_token_provider: bool,
    pub(crate) budget: Rc<Budget>,
}

/// A client of one server. `LakeFSClient` in TypeScript is the public one.
#[wasm_bindgen]
pub struct CoreClient {
    config: Rc<ClientConfig>,
}

impl fmt::Debug for CoreClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CoreClient")
    }
}

/// What a call does once its arguments are valid.
enum Plan {
    Exchange(Request),
    WriteRules { read: Request, write: Request, rules: JsValue, only_if_none: bool },
    UpdateRules { read: Request, write: Request, attempts: u32 },
    Wait { poll: Request, options: task::WaitOptions },
}

#[wasm_bindgen]
impl CoreClient {
    /// Requests go to `api`, which ends in `/api/v1`, those of `logout` to `root`.
    #[wasm_bindgen(constructor)]
    pub fn new(api: String, root: String, has_token_provider: bool, budget: &RetryBudget) -> Self {
        Self { config: Rc::new(ClientConfig { api, root, has_token_provider, budget: Rc::clone(&budget.0) }) }
    }

    /// Starts a call. Options and body are read before the first await. Returns the number to deliver events to, or 0 when the call has ended
    /// because of an argument. Times are in milliseconds; `started_at` and `now` are of `performance.now()`.
    #[allow(clippy::too_many_arguments, reason = "an object would cost a crossing for each of its fields")]
    pub fn start(
        &self,
        host: Host,
        operation: u32,
        repository: &str,
        params: &CallParams,
        timeout_ms: f64,
        total_timeout_ms: f64,
        max_retries: u32,
        has_observer: bool,
        started_at: f64,
        now: f64,
    ) -> u32 {
        #[cfg(feature = "crash")]
        crate::crash::during_start(repository);
        let Some(&operation) = Operation::ALL.get(operation as usize) else { return 0 };
        let settings =
            CallSettings { timeout_ms, total_timeout_ms, max_retries, has_observer, started_at, entered_at: now };
        let call = |events| Call::new(Rc::clone(&self.config), host.clone().unchecked_into(), events, settings);
        let plan = match plan(operation, repository, params) {
            Ok(plan) => plan,
            Err(error) => {
                call(executor::Events::default()).settle(Err(Failure::from(error)));
                return 0;
            }
        };
        executor::spawn(|events| {
            let task = plan.run(call(events));
            #[cfg(feature = "crash")]
            let task = crate::crash::during_run(task, repository.to_owned());
            task
        })
    }
}

impl Plan {
    /// A future for each plan: engines compile a function as a whole on its first call, and the first call of most programs is an exchange.
    fn run(self, mut call: Call) -> Task {
        match self {
            Self::Exchange(request) => Box::pin(async move {
                let result = exchange(&mut call, &request).await;
                call.settle(result);
            }),
            Self::WriteRules { read, write, rules, only_if_none } => Box::pin(async move {
                let result = rules::write(&mut call, &read, &write, &rules, only_if_none).await;
                call.settle(result.map(|()| JsValue::UNDEFINED));
            }),
            Self::UpdateRules { read, write, attempts } => Box::pin(async move {
                let result = rules::update(&mut call, &read, write, attempts).await;
                call.settle(result);
            }),
            Self::Wait { poll, options } => Box::pin(async move {
                let result = task::wait(&mut call, &poll, &options).await;
                call.settle(result);
            }),
        }
    }
}

async fn exchange(call: &mut Call, request: &Request) -> Result<JsValue, Failure> {
    let reply = call.exchange(request).await?;
    Ok(match reply {
        None => JsValue::UNDEFINED,
        Some(reply) if request.operation == Operation::GetBranchProtectionRules => rules::with_etag(&reply).into(),
        Some(reply) => reply.value,
    })
}

fn plan(operation: Operation, repository: &str, params: &CallParams) -> Result<Plan, Box<CallError>> {
    validate_body(operation, params)?;
    let request = |operation| {
        operations::request(operation, repository, |name| params.text(name))
            .map_err(|problem| CallError::argument("repository", "repository".into(), problem))
    };
    let main = request(operation)?;
    Ok(match operation {
        Operation::SetBranchProtectionRules => {
            let read = request(Operation::GetBranchProtectionRules)?;
            match params.update_attempts() {
                Some(attempts) => Plan::UpdateRules { read, write: main, attempts },
                None => {
                    let only_if_none = params.text("ifMatch").as_deref() == Some("");
                    Plan::WriteRules { read, write: main, rules: params.body(), only_if_none }
                }
            }
        }
        Operation::DumpStatus | Operation::RestoreStatus => match params.wait() {
            Some(wait) => {
                let task_id = params.text("taskId").unwrap_or_default();
                let options = task::WaitOptions {
                    task_id,
                    poll_ms: wait.poll_ms(),
                    stall_ms: wait.stall_ms(),
                    deadline_ms: wait.deadline_ms(),
                };
                Plan::Wait { poll: main, options }
            }
            None => Plan::Exchange(main),
        },
        _ => Plan::Exchange(main),
    })
}

/// Refuses a body that lakeFS would not accept, or would accept and then fail on.
fn validate_body(operation: Operation, params: &CallParams) -> Result<(), Box<CallError>> {
    match operation {
        Operation::CreateRepository => validate_creation(params),
        Operation::SetGcRules => validate_retention(params),
        Operation::SetBranchProtectionRules if params.update_attempts().is_none() => {
            rules::validate_patterns("rules", &params.body().unchecked_into())
        }
        Operation::RestoreSubmit => validate_refs(params),
        _ => Ok(()),
    }
}

/// An error about a field of a body.
fn field_error(argument: &'static str, field: &'static str, problem: Problem) -> Box<CallError> {
    CallError::argument(argument, concat(&[argument, ".", field]), problem)
}

fn validate_creation(params: &CallParams) -> Result<(), Box<CallError>> {
    let body: RepositoryCreation = params.body().unchecked_into();
    validate_repository_id(&body.name()).map_err(|problem| field_error("repository", "name", problem))?;
    if let Some(branch) = body.default_branch() {
        validate_branch_id(&branch).map_err(|problem| field_error("repository", "default_branch", problem))?;
    }
    if body.read_only() == Some(true) && body.sample_data() == Some(true) && params.text("bare").is_none() {
        let problem = "cannot be combined with read_only: lakeFS would create the repository and then fail to fill it";
        return Err(field_error("repository", "sample_data", problem));
    }
    Ok(())
}

fn validate_retention(params: &CallParams) -> Result<(), Box<CallError>> {
    let body: GarbageCollectionRules = params.body().unchecked_into();
    let branches = body.branches();
    if body.default_retention_days() == 0.0 && branches.length() == 0 {
        let problem = "must not be 0 without branches, which lakeFS reads back as no rules; call deleteGCRules, or add a rule for a branch";
        return Err(field_error("rules", "default_retention_days", problem));
    }
    for (index, rule) in branches.iter().enumerate() {
        let branch = rule.unchecked_into::<GarbageCollectionRule>().branch_id();
        validate_branch_id(&branch).map_err(|problem| {
            CallError::argument("rules", concat(&["rules.branches[", &number(index as u64), "].branch_id"]), problem)
        })?;
    }
    Ok(())
}

fn validate_refs(params: &CallParams) -> Result<(), Box<CallError>> {
    let body: RefsRestore = params.body().unchecked_into();
    let ids = [
        ("commits_meta_range_id", body.commits_meta_range_id()),
        ("tags_meta_range_id", body.tags_meta_range_id()),
        ("branches_meta_range_id", body.branches_meta_range_id()),
    ];
    for (field, id) in ids {
        if id.is_empty() {
            let problem = "must not be empty: lakeFS would report success and bring nothing back";
            return Err(field_error("refs", field, problem));
        }
    }
    Ok(())
}
