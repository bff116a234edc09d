//! The clients for Rust apps, in a real browser: what goes to `fetch`, what comes back, who waits for whom.
//!
//! `fetch` is replaced by one that answers from a script; the rules are tested natively, the npm package by its own tests.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that panics fails, as it should")]

use std::pin::pin;

use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use js_sys::{Array, Function, JSON, Promise, Reflect};
use userkey::connectycube::session::Holder;
use userkey::connectycube::{self, Credentials};
use userkey::http::Policy;
use userkey::js::{ConnectyCube, UserCom};
use userkey::usercom::changes::Changes;
use userkey::usercom::{Config, Version};
use userkey::{Kind, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortSignal;

wasm_bindgen_test_configure!(run_in_browser);

const JANE: &str = r#"{"id":7,"key":"k1","name":"Jane","attributes":[{"name":"Topic","name_std":"topic","value":["a","b"]}],"extra":null}"#;

/// A `fetch` in the place of the platform's, until it is dropped.
struct Fetch {
    real: JsValue,
    calls: Array,
}

impl Fetch {
    /// Notes each call in `calls` and answers with what `answer`, a function body, returns for the `n`th.
    fn new(answer: &str) -> Self {
        let calls = Array::new();
        let body = format!(
            "return async (url, init) => {{ const n = calls.push([url, init]); {answer} }}"
        );
        let make = Function::new_with_args("calls", &body);
        let fetch = make.call1(&JsValue::NULL, &calls).unwrap();
        let real = Reflect::get(&js_sys::global(), &"fetch".into()).unwrap();
        Reflect::set(&js_sys::global(), &"fetch".into(), &fetch).unwrap();
        Self { real, calls }
    }

    fn answering(status: u16, body: &str) -> Self {
        let body = JSON::stringify(&body.into()).unwrap();
        Self::new(&format!("return new Response({body}, {{ status: {status} }})"))
    }

    fn url(&self, call: u32) -> String {
        self.call(call).get(0).as_string().unwrap()
    }

    fn init(&self, call: u32, name: &str) -> JsValue {
        Reflect::get(&self.call(call).get(1), &name.into()).unwrap()
    }

    fn call(&self, call: u32) -> Array {
        self.calls.get(call).unchecked_into()
    }

    /// Waits until the request is aborted.
    async fn aborted(&self, call: u32) {
        while self.calls.length() <= call
            || !self.init(call, "signal").unchecked_into::<AbortSignal>().aborted()
        {
            tick().await;
        }
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        Reflect::set(&js_sys::global(), &"fetch".into(), &self.real).unwrap();
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function);
}

/// Lets everything else go on that can.
async fn tick() {
    let soon = Promise::new(&mut |resolve, _| set_timeout(&resolve));
    JsFuture::from(soon).await.unwrap();
}

fn client(policy: Policy) -> UserCom {
    let config = Config::new("https://api.test/api/public", Some("hidden"), Version::V1).unwrap();
    UserCom::with_policy(config, policy)
}

fn hasty() -> UserCom {
    client(Policy { max_retries: 0, ..Policy::default() })
}

fn cube() -> ConnectyCube {
    ConnectyCube::new(connectycube::Config::new(21, "AUTHKEY", Some("https://api.test")).unwrap())
}

fn named(name: &str, value: &str) -> (String, Value) {
    (name.into(), value.into())
}

fn ada() -> Credentials {
    Credentials::new(&[named("login", "ada"), named("password", "example-pass-1")]).unwrap()
}

#[wasm_bindgen_test]
async fn answers_become_models_and_errors() {
    let _fetch = Fetch::new(&format!(
        "if (init.method === 'PUT') return new Response('{JANE}');
         if (url.endsWith('nobody')) return new Response(null, {{ status: 404 }});
         if (url.endsWith('odd')) return new Response('{{\"id\":1,\"tags\":7}}');
         return new Response('{JANE}')"
    ));
    let client = hasty();
    let jane = client.find_by_key("k1").await.unwrap().unwrap();
    assert_eq!((jane.id, jane.key.as_deref(), jane.name.as_deref()), (7, Some("k1"), Some("Jane")));
    assert_eq!(jane.attribute("topic"), Some(&["a", "b"].into()));
    assert_eq!(client.find_by_key("nobody").await.unwrap(), None);
    assert_eq!(client.find_by_key("odd").await.unwrap_err().kind, Kind::Decode);
    let wish = Changes::new(&[named("city", "Rome")]).unwrap();
    assert_eq!(client.update_by_user_id("customer-42", &wish).await.unwrap().id, 7);
}

#[wasm_bindgen_test]
async fn a_request_is_what_the_core_wants_without_cookies_and_redirects() {
    let fetch = Fetch::answering(200, JANE);
    hasty().update(7, &Changes::new(&[named("city", "Zürich")]).unwrap()).await.unwrap();
    assert_eq!(fetch.url(0), "https://api.test/api/public/users/7/");
    for (name, value) in [
        ("method", "PUT"),
        ("credentials", "omit"),
        ("redirect", "manual"),
        ("body", r#"{"city":"Zürich"}"#),
    ] {
        assert_eq!(fetch.init(0, name).as_string().as_deref(), Some(value), "{name}");
    }
    let headers: web_sys::Headers = fetch.init(0, "headers").unchecked_into();
    assert_eq!(headers.get("authorization").unwrap().as_deref(), Some("Token hidden"));
    assert_eq!(headers.get("content-type").unwrap().as_deref(), Some("application/json"));
}

#[wasm_bindgen_test]
async fn what_fails_for_a_moment_is_sent_again() {
    let fetch = Fetch::new(&format!(
        "return n < 2 ? new Response(null, {{ status: 503 }}) : new Response('{JANE}')"
    ));
    assert_eq!(client(Policy::default()).find_by_key("k1").await.unwrap().unwrap().id, 7);
    assert_eq!(fetch.calls.length(), 2);
}

#[wasm_bindgen_test]
async fn a_redirect_that_the_browser_has_kept_is_asked_for_anew() {
    let fetch = Fetch::new(&format!(
        "if (n > 1) return new Response('{JANE}');
         const is = (value) => ({{ value }});
         return Object.defineProperties(new Response(''), {{ type: is('opaqueredirect'), status: is(0) }})"
    ));
    assert_eq!(hasty().find_by_key("k1").await.unwrap().unwrap().id, 7);
    assert_eq!(fetch.init(1, "cache"), "reload");
}

#[wasm_bindgen_test]
async fn whatever_fetch_does_ends_in_an_error() {
    for (answer, kind) in [
        ("throw 'no Error'", Kind::Network),
        ("throw new TypeError('Failed to fetch')", Kind::Network),
        ("return undefined", Kind::Config),
        ("return { status: 200 }", Kind::Config),
        ("return Object.assign(new Response(''), { text() { throw 7 } })", Kind::Network),
        ("return new Response('{\"id\":1')", Kind::Decode),
        ("return new Response('null')", Kind::Decode),
        ("return new Response(null, { status: 204 })", Kind::Decode),
        ("return Response.redirect('https://elsewhere.test/')", Kind::Config),
    ] {
        let _fetch = Fetch::new(answer);
        assert_eq!(hasty().find_by_key("k1").await.unwrap_err().kind, kind, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_token_that_is_echoed_is_left_out() {
    let _fetch = Fetch::answering(400, r#"{"detail":"bad header: Token hidden"}"#);
    let error = hasty().find_by_key("k1").await.unwrap_err();
    assert_eq!((error.kind, error.status()), (Kind::Validation, Some(400)));
    assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
}

#[wasm_bindgen_test]
async fn identical_reads_are_one_request_which_nothing_keeps() {
    let fetch = Fetch::answering(200, JANE);
    let client = hasty();
    let (first, second) = join(client.find_by_key("k1"), client.clone().find_by_key("k1")).await;
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(fetch.calls.length(), 1);
    client.find_by_key("k1").await.unwrap();
    assert_eq!(fetch.calls.length(), 2, "there is no cache");
}

#[wasm_bindgen_test]
async fn a_call_that_is_dropped_leaves_the_request_to_the_other() {
    let fetch = Fetch::new("return new Promise((resolve) => { calls.resolve = resolve })");
    let client = hasty();
    let mut second = pin!(client.find_by_key("k1"));
    {
        let mut first = pin!(client.find_by_key("k1"));
        assert!((&mut first).now_or_never().is_none() && (&mut second).now_or_never().is_none());
        while fetch.calls.length() == 0 {
            tick().await;
        }
    }
    tick().await;
    let resolve: Function = Reflect::get(&fetch.calls, &"resolve".into()).unwrap().unchecked_into();
    let answer = web_sys::Response::new_with_opt_str(Some(JANE)).unwrap();
    resolve.call1(&JsValue::NULL, &answer).unwrap();
    assert_eq!(second.await.unwrap().unwrap().id, 7);
    assert_eq!(fetch.calls.length(), 1);
}

#[wasm_bindgen_test]
async fn the_last_call_that_is_dropped_aborts_the_request() {
    let fetch = Fetch::new("return new Promise(() => {})");
    let client = hasty();
    {
        let mut call = pin!(client.find_by_key("k1"));
        while fetch.calls.length() == 0 {
            assert!((&mut call).now_or_never().is_none());
            tick().await;
        }
    }
    fetch.aborted(0).await;
}

#[wasm_bindgen_test]
async fn the_total_timeout_aborts_the_request() {
    let fetch = Fetch::new("return new Promise(() => {})");
    let client = client(Policy { total_timeout: 5, ..Policy::default() });
    let error = client.find_by_key("k1").await.unwrap_err();
    assert_eq!((error.kind, error.code, error.attempts), (Kind::Timeout, "total", 1));
    fetch.aborted(0).await;
}

#[wasm_bindgen_test]
async fn a_body_that_never_ends_is_aborted() {
    let fetch = Fetch::new("return new Response(new ReadableStream({ start() {} }))");
    let client = client(Policy { timeout: 5, max_retries: 0, ..Policy::default() });
    let error = client.find_by_key("k1").await.unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Timeout, "attempt"));
    fetch.aborted(0).await;
}

#[wasm_bindgen_test]
async fn a_client_dropped_in_flight_still_answers() {
    let _fetch = Fetch::answering(200, JANE);
    let call = async {
        let client = hasty();
        let clone = client.clone();
        drop(client);
        clone.find_by_key("k1").await
    };
    assert_eq!(call.await.unwrap().unwrap().id, 7);
}

#[wasm_bindgen_test]
async fn six_requests_run_at_once_and_the_others_wait() {
    let fetch = Fetch::new(&format!(
        "calls.now = (calls.now ?? 0) + 1;
         calls.most = Math.max(calls.most ?? 0, calls.now);
         await new Promise((resolve) => setTimeout(resolve));
         calls.now--;
         return new Response('{JANE}')"
    ));
    let client = hasty();
    let keys: Vec<String> = (0..20).map(|number| format!("k{number}")).collect();
    let users = join_all(keys.iter().map(|key| client.find_by_key(key))).await;
    assert!(users.into_iter().all(|user| user.unwrap().unwrap().id == 7));
    assert_eq!(Reflect::get(&fetch.calls, &"most".into()).unwrap(), 6);
    let urls: Vec<String> = (0..20).map(|call| fetch.url(call)).collect();
    assert!(urls.iter().zip(&keys).all(|(url, key)| url.ends_with(&format!("={key}"))), "{urls:?}");
}

/// ConnectyCube: sessions that are over while `calls.over` is set, and the user Ada.
const CUBE: &str = r#"
    const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
    const over = { errors: { base: ["Required session does not exist"] } };
    const ada = { id: 1001, login: "ada", user_tags: "vip,analyst" };
    if (url.endsWith("/session")) {
        calls.token = "T" + n;
        if (init.method === "DELETE") return json({});
        return json({ session: { id: 1, token: calls.token, user_id: null } }, 201);
    }
    if (url.endsWith("/login")) return init.method === "POST" ? json({ user: ada }) : new Response();
    if (init.headers.get("cb-token") !== calls.token) return json(over, 401);
    if (url.includes("login=nobody")) return json({ items: [] });
    if (url.includes("/users/v2")) return json({ limit: 1, skip: 0, total_entries: 1, items: [ada] });
    return json({ user: ada });"#;

fn end_session(fetch: &Fetch) {
    Reflect::set(&fetch.calls, &"token".into(), &"another".into()).unwrap();
}

#[wasm_bindgen_test]
async fn connectycube_has_sessions_and_users() {
    let _fetch = Fetch::new(CUBE);
    let cube = cube();
    assert_eq!(cube.find(1001).await.unwrap_err().code, "token_missing");
    let begun = cube.create_session(&Credentials::application()).await.unwrap();
    assert_eq!((begun.token(), begun.holder()), ("T1", Holder::Application));
    assert_eq!(cube.find(1001).await.unwrap().unwrap().tags, ["vip", "analyst"]);
    assert_eq!(cube.find_one(&[named("login", "ada")]).await.unwrap().unwrap().id, 1001);
    assert_eq!(cube.find_one(&[named("login", "nobody")]).await.unwrap(), None);
    assert_eq!(cube.list(&[named("login", "ada")], &[]).await.unwrap().into_users().len(), 1);
    assert_eq!(cube.login(&ada()).await.unwrap().login.as_deref(), Some("ada"));
    let session = cube.session().unwrap();
    assert_eq!((session.token(), session.holder()), ("T1", Holder::User));
    assert_eq!(session.user_id(), Some(1001));
    cube.destroy_session().await.unwrap();
    assert_eq!(cube.session(), None);
    cube.set_session(Some(session));
    assert_eq!(cube.session().unwrap().user_id(), Some(1001));
}

#[wasm_bindgen_test]
async fn an_application_gets_one_new_session_for_all_calls_that_need_it() {
    let fetch = Fetch::new(CUBE);
    let cube = cube();
    cube.create_session(&Credentials::application()).await.unwrap();
    end_session(&fetch);
    let users = join_all((1..=4).map(|id| cube.find(id))).await;
    assert!(users.into_iter().all(|user| user.unwrap().is_some()));
    let begun = (0..fetch.calls.length()).filter(|&call| fetch.url(call).ends_with("/session"));
    assert_eq!((begun.count(), fetch.calls.length()), (2, 10));
}

#[wasm_bindgen_test]
async fn a_users_session_that_is_over_is_an_error() {
    let fetch = Fetch::new(CUBE);
    let cube = cube();
    cube.create_session(&Credentials::application()).await.unwrap();
    cube.login(&ada()).await.unwrap();
    end_session(&fetch);
    assert_eq!(cube.find(1001).await.unwrap_err().code, "session_expired");
    assert_eq!(fetch.calls.length(), 3);
}

#[wasm_bindgen_test]
async fn calls_that_change_the_session_run_one_after_the_other() {
    let fetch = Fetch::new(CUBE);
    let cube = cube();
    cube.create_session(&Credentials::application()).await.unwrap();
    let credentials = ada();
    let (user, out) = join(cube.login(&credentials), cube.logout()).await;
    assert!(user.is_ok() && out.is_ok());
    assert_eq!(cube.session().unwrap().holder(), Holder::Application);
    let methods = [1, 2].map(|call| fetch.init(call, "method").as_string().unwrap());
    assert_eq!(methods, ["POST", "DELETE"]);
    // Who waits no longer lets the next one go, but not before those ahead.
    let mut first = pin!(cube.login(&credentials));
    assert!((&mut first).now_or_never().is_none());
    assert!(cube.logout().now_or_never().is_none());
    let (user, session) = join(first, cube.create_session(&Credentials::application())).await;
    assert_eq!((user.unwrap().id, session.unwrap().holder()), (1001, Holder::Application));
    assert_eq!(fetch.calls.length(), 5);
}
