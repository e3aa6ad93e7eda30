//! What exists only inside the WebAssembly: how arguments cross, what is told to a flight, memory. The same tests run in Node and in a browser
//! (`cargo xtask test wasm`); the flights here are stand-ins that keep what they are told.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, Promise, Reflect};
use lakefs_wasm::operations::Operation;
use lakefs_wasm::{Client, pause_before, resume};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(inline_js = r#"
export class Wire {
  headers = {};
  sent = [];
  constructor(answer) { this.answer = answer; }
  setHeader(name, value) { this.headers[name] = value; }
  fetch(url, init) { this.sent.push([url, init]); return this.answer(); }
}
export function makeWire(answer) { return new Wire(answer); }

// Settles with what it was told: ["resolve", value], ["fail", verdict, cause], ["reject", problem, doubt].
export function makeFlight(wire, status, resume) {
  let settle;
  const land = (promise) => void promise.then((value) => resume(flight.task, true, value), (error) => resume(flight.task, false, error));
  const told = new Promise((resolve) => { settle = resolve; });
  const flight = {
    told, more: {}, body: undefined, task: 0, over: false, status, retries: 0, budget: 40, left: 1000, watched: false,
    response: new Response("{}", { status: 200, headers: { etag: 'W/"tag"' } }),
    fetch: (url, operation, ends, mayApply, ifMatch, authorization) =>
      land((async () => wire.fetch(url, { operation, ends, mayApply, ifMatch, authorization }))()),
    systemCode: () => "",
    origin: () => undefined,
    token: () => land(Promise.resolve("a.b.c")),
    pause: () => land(Promise.resolve()),
    report() {},
    sameRules: () => false,
    resolve: (...rest) => settle(["resolve", ...rest]),
    fail: (...rest) => settle(["fail", ...rest]),
    reject: (...rest) => settle(["reject", ...rest]),
  };
  return flight;
}
export function rejecting(reason) { return () => Promise.reject(reason); }
export function answering(value) { return () => Promise.resolve(value); }
export function throwing(error) { return () => { throw error; }; }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = makeWire)]
    fn make_wire(answer: &Function) -> JsValue;
    #[wasm_bindgen(js_name = makeFlight)]
    fn make_flight_that_resumes(wire: &JsValue, status: i32, resume: &Closure<dyn Fn(u32, bool, JsValue)>) -> JsValue;
    fn rejecting(reason: &JsValue) -> Function;
    fn answering(value: &JsValue) -> Function;
    fn throwing(error: &JsValue) -> Function;
}

const REPOSITORY: &str = "demo";

thread_local! {
    static RESUME: Closure<dyn Fn(u32, bool, JsValue)> = Closure::new(resume);
}

fn make_flight(wire: &JsValue, status: i32) -> JsValue {
    RESUME.with(|resume| make_flight_that_resumes(wire, status, resume))
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn client(wire: &JsValue) -> Client {
    Client::new("http://lakefs.test/api/v1".into(), "http://lakefs.test".into(), wire.clone(), "none", "", None)
}

/// What a flight was told in the end.
async fn told(flight: &JsValue) -> Array {
    JsFuture::from(get(flight, "told").unchecked_into::<Promise>()).await.unwrap().unchecked_into()
}

fn call(client: &Client, flight: &JsValue, operation: Operation, repository: &str) {
    let task = client.call(flight.clone(), operation as u32, repository);
    Reflect::set(flight, &"task".into(), &task.into()).unwrap();
}

fn strings(list: &Array) -> Vec<Option<String>> {
    list.iter().map(|item| item.as_string()).collect()
}

#[wasm_bindgen_test]
async fn a_good_answer_is_the_very_object_that_was_read() {
    let value: JsValue = js_sys::Object::new().into();
    let wire = make_wire(&answering(&value));
    let flight = make_flight(&wire, 200);
    call(&client(&wire), &flight, Operation::GetRepository, REPOSITORY);
    let told = told(&flight).await;
    assert_eq!(told.get(0).as_string().as_deref(), Some("resolve"));
    assert!(js_sys::Object::is(&told.get(1), &value));
    let sent: Array = get(&wire, "sent").unchecked_into();
    let request: Array = sent.get(0).unchecked_into();
    assert_eq!(request.get(0).as_string().as_deref(), Some("http://lakefs.test/api/v1/repositories/demo"));
    assert_eq!(get(&request.get(1), "mayApply"), JsValue::FALSE);
    assert_eq!(get(&request.get(1), "ends"), JsValue::TRUE, "nothing is made of that object");
}

#[wasm_bindgen_test]
async fn rules_come_with_their_etag_without_what_proxies_add() {
    let wire = make_wire(&answering(&Array::new()));
    let flight = make_flight(&wire, 200);
    call(&client(&wire), &flight, Operation::GetBranchProtectionRules, REPOSITORY);
    let value = told(&flight).await.get(1);
    assert_eq!(get(&value, "etag").as_string().as_deref(), Some("tag"));
    assert_eq!(get(&value, "rules").unchecked_into::<Array>().length(), 0);
    let request: Array = get(&wire, "sent").unchecked_into::<Array>().get(0).unchecked_into();
    assert_eq!(get(&request.get(1), "ends"), JsValue::FALSE, "the rules are not yet what the call comes to");
}

#[wasm_bindgen_test]
async fn a_wrong_id_is_an_argument_error_and_nothing_is_sent() {
    let wire = make_wire(&answering(&JsValue::NULL));
    for id in ["..", "", "a/b", "Demo", "demo\n"] {
        let flight = make_flight(&wire, -2);
        call(&client(&wire), &flight, Operation::DeleteRepository, id);
        let told = told(&flight).await;
        let verdict: Array = told.get(1).unchecked_into();
        assert_eq!(told.get(0).as_string().as_deref(), Some("fail"));
        assert_eq!(verdict.get(0).as_string().as_deref(), Some("invalid_argument"), "{id:?}");
        assert_eq!(verdict.get(4).as_string().as_deref(), Some("repository"));
    }
    assert_eq!(get(&wire, "sent").unchecked_into::<Array>().length(), 0);
}

#[wasm_bindgen_test]
async fn what_lakefs_refuses_is_told_as_code_sentence_doubt_and_status() {
    let wire = make_wire(&rejecting(&"repository not found".into()));
    let flight = make_flight(&wire, 404);
    call(&client(&wire), &flight, Operation::GetRepository, REPOSITORY);
    let verdict: Array = told(&flight).await.get(1).unchecked_into();
    assert_eq!(
        strings(&verdict),
        [Some("repository_not_found".into()), Some("repository not found".into()), None, None, Some(String::new())]
    );
    assert_eq!((verdict.get(2), verdict.get(3).as_f64()), (JsValue::FALSE, Some(404.0)));
}

#[wasm_bindgen_test]
async fn whatever_fetch_throws_or_rejects_with_is_the_cause_of_a_connection_error() {
    for cause in
        [JsValue::UNDEFINED, JsValue::NULL, JsValue::from(1), JsValue::from("text"), js_sys::Error::new("x").into()]
    {
        for answer in [rejecting(&cause), throwing(&cause)] {
            let wire = make_wire(&answer);
            let flight = make_flight(&wire, -2);
            call(&client(&wire), &flight, Operation::DeleteRepository, REPOSITORY);
            let told = told(&flight).await;
            let verdict: Array = told.get(1).unchecked_into();
            assert_eq!(verdict.get(0).as_string().as_deref(), Some("connection_failed"));
            assert_eq!(verdict.get(2), JsValue::TRUE, "a DELETE may have been applied");
            assert!(js_sys::Object::is(&told.get(2), &cause));
        }
    }
}

#[wasm_bindgen_test]
async fn credentials_become_a_header_once_and_a_token_function_is_asked_for_each_call() {
    let cases = [
        ("basic", "", Some("QUtJQTpzw6ljcmV0"), "Authorization", Some("Basic QUtJQTpzw6ljcmV0")),
        ("jwt", "", Some("x.y.z"), "Authorization", Some("Bearer x.y.z")),
        ("cookie", "oidc_auth_session", Some("v"), "Cookie", Some("oidc_auth_session=v")),
        ("cookie", "oidc_auth_session", None, "Cookie", None),
        ("none", "", None, "Authorization", None),
    ];
    for (scheme, name, secret, header, expected) in cases {
        let wire = make_wire(&answering(&JsValue::NULL));
        let _client = Client::new(String::new(), String::new(), wire.clone(), scheme, name, secret.map(Into::into));
        assert_eq!(get(&get(&wire, "headers"), header).as_string().as_deref(), expected, "{scheme}");
    }
    let wire = make_wire(&answering(&JsValue::NULL));
    let flight = make_flight(&wire, 200);
    let asking = Client::new(String::new(), String::new(), wire.clone(), "jwt", "", None);
    call(&asking, &flight, Operation::GetRepository, REPOSITORY);
    told(&flight).await;
    let request: Array = get(&wire, "sent").unchecked_into::<Array>().get(0).unchecked_into();
    assert_eq!(get(&request.get(1), "authorization").as_string().as_deref(), Some("Bearer a.b.c"));
}

#[wasm_bindgen_test]
async fn an_operation_that_does_not_exist_is_passed_over() {
    let wire = make_wire(&answering(&JsValue::NULL));
    let flight = make_flight(&wire, 200);
    client(&wire).call(flight, u32::MAX, REPOSITORY);
    assert_eq!(get(&wire, "sent").unchecked_into::<Array>().length(), 0);
}

#[wasm_bindgen_test]
fn pauses_have_jitter_and_a_longest() {
    for looks in [0, 1, 2, 10, 100, u32::MAX] {
        for longest in [1.0, 50.0, 3000.0] {
            let pause = pause_before(looks, longest);
            assert!(pause > 0.0 && pause <= longest, "{looks} {longest}: {pause}");
        }
    }
}

#[wasm_bindgen_test]
async fn ten_thousand_calls_leave_the_memory_as_it_was() {
    let pages = || core::arch::wasm32::memory_size(0);
    let wire = make_wire(&answering(&JsValue::NULL));
    Reflect::set(&wire, &"sent".into(), &JsValue::from(js_sys::eval("({ push() {} })").unwrap())).unwrap();
    let client = client(&wire);
    let mut before = 0;
    for round in 0..10_000 {
        let flight = make_flight(&wire, 200);
        call(&client, &flight, Operation::GetRepository, REPOSITORY);
        told(&flight).await;
        if round == 1000 {
            before = pages();
        }
    }
    assert_eq!(pages(), before);
}
