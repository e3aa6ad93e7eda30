//! What exists only inside the WebAssembly: what crosses the boundary, re-entrancy, memory. The same tests run in Node and in a browser
//! (`cargo xtask test wasm`). The host records its commands; the tests deliver the events.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Object, Reflect};
use lakefs_wasm::operations::Operation;
use lakefs_wasm::{CallParams, CoreClient, Host, ResponseHead, RetryBudget};
use lakefs_wasm::{aborted, error_response, pattern_matches, pattern_problem, response};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(inline_js = r#"
const COMMANDS = ["send", "requestToken", "sleep", "change", "progress", "observe", "resolve", "reject", "makeError", "rejectAborted", "rejectWith"];
// `commands` is a list of [name, ...arguments].
export function recordingHost() {
  const host = { commands: [] };
  for (const name of COMMANDS) host[name] = (...rest) => void host.commands.push([name, ...rest]);
  return host;
}
export const throwingHost = (command, error) => Object.assign(recordingHost(), { [command]() { throw error; } });
// Delivers an event while the core is inside its second `send`.
export function reentrantHost(deliver) {
  const host = recordingHost();
  const { send } = host;
  host.send = (...rest) => { send(...rest); if (host.commands.length > 1) deliver(host.task); };
  return host;
}
export const countingHost = () => ({ resolved: 0, send() {}, resolve() { this.resolved++; } });
export const head = (status, headers) => ({ status, headers: new Headers(headers) });
"#)]
extern "C" {
    #[wasm_bindgen(js_name = recordingHost)]
    fn recording_host() -> JsValue;
    #[wasm_bindgen(js_name = throwingHost)]
    fn throwing_host(command: &str, error: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = reentrantHost)]
    fn reentrant_host(deliver: &Closure<dyn Fn(u32)>) -> JsValue;
    #[wasm_bindgen(js_name = countingHost)]
    fn counting_host() -> JsValue;
    fn head(status: u16, headers: &JsValue) -> ResponseHead;
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn object(name: &str, value: &str) -> JsValue {
    let object = Object::new();
    Reflect::set(&object, &name.into(), &value.into()).unwrap();
    object.into()
}

fn names(host: &JsValue) -> Vec<String> {
    let commands: Array = get(host, "commands").unchecked_into();
    commands.iter().map(|command| command.unchecked_into::<Array>().get(0).as_string().unwrap()).collect()
}

fn last(host: &JsValue) -> Array {
    get(host, "commands").unchecked_into::<Array>().pop().unchecked_into()
}

fn client() -> CoreClient {
    CoreClient::new("http://lakefs.test/api/v1".into(), "http://lakefs.test".into(), false, &RetryBudget::new())
}

fn start_number(client: &CoreClient, host: &JsValue, operation: u32, repository: &str) -> u32 {
    let (params, typed): (CallParams, Host) = (Object::new().unchecked_into(), host.clone().unchecked_into());
    let task = client.start(typed, operation, repository, &params, 1000.0, 60_000.0, 2, false, 0.0, 0.0);
    Reflect::set(host, &"task".into(), &task.into()).unwrap();
    task
}

fn start(client: &CoreClient, host: &JsValue, operation: Operation) -> u32 {
    start_number(client, host, operation as u32, "demo")
}

#[wasm_bindgen_test]
fn a_call_resolves_with_the_very_object_that_was_delivered() {
    let host = recording_host();
    let task = start(&client(), &host, Operation::GetRepository);
    let sent = last(&host);
    assert_eq!(sent.get(1).as_string().as_deref(), Some("http://lakefs.test/api/v1/repositories/demo"));
    assert_eq!(sent.get(4), JsValue::UNDEFINED, "no If-Match");
    let value: JsValue = Object::new().into();
    response(task, head(200, &JsValue::UNDEFINED), value.clone());
    assert_eq!(names(&host), ["resolve"]);
    assert!(Object::is(&last(&host).get(1), &value));
}

#[wasm_bindgen_test]
fn rules_resolve_with_their_normalized_etag() {
    let etag = |headers: &JsValue| {
        let (host, rules) = (recording_host(), Array::new());
        let task = start(&client(), &host, Operation::GetBranchProtectionRules);
        response(task, head(200, headers), rules.clone().into());
        let value = last(&host).get(1);
        assert!(Object::is(&get(&value, "rules"), &rules));
        get(&value, "etag")
    };
    assert_eq!(etag(&object("etag", "W/\"tag\"")).as_string().as_deref(), Some("tag"));
    assert_eq!(etag(&JsValue::UNDEFINED), JsValue::NULL);
}

#[wasm_bindgen_test]
fn an_invalid_id_rejects_and_sends_nothing() {
    for id in ["..", "", "a/b", "Demo", "demo\n"] {
        let host = recording_host();
        assert_eq!(start_number(&client(), &host, Operation::DeleteRepository as u32, id), 0);
        assert_eq!(names(&host), ["reject"]);
        let rejection = last(&host);
        assert_eq!(rejection.get(1).as_string().as_deref(), Some("invalid_argument"), "{id:?}");
        assert_eq!((rejection.get(3).as_f64(), rejection.get(4)), (Some(0.0), JsValue::FALSE));
        for name in ["argument", "field"] {
            assert_eq!(get(&rejection.get(5), name).as_string().as_deref(), Some("repository"));
        }
    }
}

#[wasm_bindgen_test]
fn an_error_response_rejects_with_named_fields() {
    let host = recording_host();
    let task = start(&client(), &host, Operation::DeleteRepository);
    let headers = object("x-request-id", "r-1");
    error_response(task, head(500, &headers), "it  broke\n".into());
    let rejection = last(&host);
    assert_eq!(rejection.get(1).as_string().as_deref(), Some("server_error"));
    assert_eq!(rejection.get(2).as_string().as_deref(), Some("it broke"));
    assert_eq!((rejection.get(3).as_f64(), rejection.get(4)), (Some(1.0), JsValue::TRUE), "attempts, maybeApplied");
    let details = rejection.get(5);
    assert_eq!(Object::keys(details.unchecked_ref::<Object>()).length(), 2, "absent fields do not cross");
    assert_eq!(get(&details, "status").as_f64(), Some(500.0));
    assert_eq!(get(&details, "requestId").as_string().as_deref(), Some("r-1"));
}

#[wasm_bindgen_test]
fn an_event_during_a_command_is_delivered_after_it() {
    let deliver: Closure<dyn Fn(u32)> = Closure::new(aborted);
    let host = reentrant_host(&deliver);
    let task = start(&client(), &host, Operation::GetRepository);
    error_response(task, head(503, &JsValue::UNDEFINED), String::new());
    lakefs_wasm::slept(task);
    assert_eq!(names(&host), ["send", "sleep", "send", "rejectAborted"]);
}

#[wasm_bindgen_test]
fn a_host_that_throws_ends_only_its_own_call() {
    let client = client();
    let other = recording_host();
    let other_task = start(&client, &other, Operation::GetRepository);
    for cause in [JsValue::UNDEFINED, JsValue::NULL, "text".into(), js_sys::Error::new("x").into()] {
        let host = throwing_host("send", &cause);
        start(&client, &host, Operation::GetRepository);
        let rejection = last(&host);
        assert_eq!(rejection.get(1).as_string().as_deref(), Some("connection_failed"));
        assert!(Object::is(&rejection.get(6), &cause));
        let task = start(&client, &throwing_host("resolve", &cause), Operation::GetRepository);
        response(task, head(200, &JsValue::UNDEFINED), JsValue::NULL);
        let task = start(&client, &throwing_host("reject", &cause), Operation::GetRepository);
        error_response(task, head(404, &JsValue::UNDEFINED), String::new());
    }
    response(other_task, head(200, &JsValue::UNDEFINED), JsValue::NULL);
    assert_eq!(names(&other), ["send", "resolve"]);
}

#[wasm_bindgen_test]
fn unknown_operations_and_tasks_are_ignored() {
    let host = recording_host();
    assert_eq!(start_number(&client(), &host, u32::MAX, "demo"), 0);
    for task in [0, 1_000_000, u32::MAX] {
        aborted(task);
    }
    assert_eq!(names(&host), [""; 0]);
}

#[wasm_bindgen_test]
fn ten_thousand_calls_leave_the_memory_as_it_was() {
    let pages = || core::arch::wasm32::memory_size(0);
    let (client, host) = (client(), counting_host());
    let mut before = 0;
    for round in 0..10_000 {
        let task = start(&client, &host, Operation::GetRepository);
        response(task, head(200, &JsValue::UNDEFINED), JsValue::NULL);
        if round == 1000 {
            before = pages();
        }
    }
    assert_eq!(pages(), before);
    assert_eq!(get(&host, "resolved").as_f64(), Some(10_000.0));
}

#[wasm_bindgen_test]
fn patterns_are_checked_and_matched() {
    assert_eq!(pattern_problem("[z-a]").as_string().as_deref(), Some("has a range that runs backwards"));
    assert!(pattern_problem("release-*").is_undefined());
    assert!(pattern_matches("release-*", "release-1") && !pattern_matches("main", "dev"));
}
