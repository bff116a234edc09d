//! The boundary, in a real browser: what JavaScript passes in, what comes back, and the client for Rust apps.
//!
//! `fetch` is replaced by one that answers from a script; the services themselves are the sandbox's tests.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that panics fails, as it should")]

use js_sys::{Array, Function, JSON, Object, Reflect};
use userkey::Kind;
use userkey::connectycube::session::Holder;
use userkey::connectycube::{self, Credentials};
use userkey::js::{Client, ConnectyCube, UserCom, visitor_key};
use userkey::usercom::changes::Changes;
use userkey::usercom::{Config, Version};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const JANE: &str = r#"{"id":7,"key":"k1","name":"Jane","attributes":[{"name":"Topic","name_std":"topic","value":["a","b"]}],"extra":null}"#;

/// A `fetch` that notes its calls in `calls` and answers each with what `answer`, a function body, returns.
fn fetch(answer: &str) -> (Function, Array) {
    let calls = Array::new();
    let body = format!(
        "return async (url, init) => {{ calls.push([url, init]); const n = calls.length; {answer} }}"
    );
    let make = Function::new_with_args("calls", &body);
    (make.call1(&JsValue::NULL, &calls).unwrap().unchecked_into(), calls)
}

fn answering(status: u16, body: &str) -> (Function, Array) {
    fetch(&format!(
        "return new Response({}, {{ status: {status} }})",
        JSON::stringify(&body.into()).unwrap()
    ))
}

fn options(fetch: &Function) -> JsValue {
    let options = eval("({ baseUrl: 'https://api.test/api/public/', apiKey: 'hidden' })");
    Reflect::set(&options, &"fetch".into(), fetch).unwrap();
    options
}

fn client(fetch: &Function) -> Client {
    Client::new("usercom", &options(fetch))
}

fn eval(code: &str) -> JsValue {
    Function::new_no_args(&format!("return {code}")).call0(&JsValue::NULL).unwrap()
}

fn text(value: &JsValue, name: &str) -> String {
    Reflect::get(value, &name.into()).unwrap().as_string().unwrap_or_default()
}

async fn call(
    client: &Client,
    operation: &str,
    arguments: &str,
    options: &str,
) -> Result<Array, JsValue> {
    let promise = client.call(operation, &eval(arguments).unchecked_into(), &eval(options), 0);
    JsFuture::from(promise).await.map(JsCast::unchecked_into)
}

async fn refused(operation: &str, arguments: &str, options: &str) -> JsValue {
    let (fetch, calls) = answering(200, JANE);
    let error = call(&client(&fetch), operation, arguments, options).await.unwrap_err();
    assert_eq!(calls.length(), 0, "nothing is sent");
    error
}

#[wasm_bindgen_test]
fn the_key_is_read_from_a_cookie_string() {
    assert_eq!(visitor_key("a=1; __ca__chat=k1").as_deref(), Some("k1"));
    assert_eq!(visitor_key("a=1"), None);
}

#[wasm_bindgen_test]
async fn data_comes_back_as_the_service_sent_it() {
    let (fetch, calls) = answering(200, JANE);
    let answer = call(&client(&fetch), "users.findByKey", "['k1']", "undefined").await.unwrap();
    assert_eq!(JSON::stringify(&answer.get(0)).unwrap(), JANE, "nulls and order survive");
    assert_eq!((answer.get(1).as_f64(), answer.get(3).as_f64()), (Some(200.0), Some(1.0)));
    let sent: Array = calls.get(0).unchecked_into();
    assert_eq!(sent.get(0), "https://api.test/api/public/users/search/?key=k1");
    assert_eq!(text(&sent.get(1), "credentials"), "omit");
    assert_eq!(text(&sent.get(1), "redirect"), "manual");
}

#[wasm_bindgen_test]
async fn an_empty_404_is_null() {
    let (fetch, _) = fetch("return new Response(null, { status: 404 })");
    let answer = call(&client(&fetch), "users.findByKey", "['k1']", "undefined").await.unwrap();
    assert!(answer.get(0).is_null());
    assert_eq!(answer.get(1).as_f64(), Some(404.0));
}

#[wasm_bindgen_test]
async fn values_of_every_kind_are_written() {
    let (fetch, calls) = answering(200, JANE);
    let changes = "[7, { city: null, country: undefined, tags: ['x'], attributes: { when: new Date(0), n: 1.5, big: 10n, l: ['é'], o: { a: true } } }]";
    call(&client(&fetch), "users.update", changes, "undefined").await.unwrap();
    let sent: Array = calls.get(0).unchecked_into();
    assert_eq!(
        text(&sent.get(1), "body"),
        r#"{"city":null,"tags":["x"],"when":"1970-01-01T00:00:00.000Z","n":1.5,"big":10,"l":["é"],"o":{"a":true}}"#
    );
}

#[wasm_bindgen_test]
async fn what_json_cannot_hold_is_refused_by_name() {
    for (value, problem) in [
        ("NaN", "attributes.x is a number that isn't finite"),
        ("() => 1", "attributes.x is no plain value"),
        ("new Map", "attributes.x is no plain value"),
        ("new Date(NaN)", "attributes.x is an invalid Date"),
        ("Symbol.iterator", "attributes.x is no plain value"),
    ] {
        let error = refused(
            "users.update",
            &format!("[7, {{ attributes: {{ x: {value} }} }}]"),
            "undefined",
        )
        .await;
        assert!(text(&error, "message").ends_with(problem), "{}", text(&error, "message"));
    }
    let endless = "(() => { const o = {}; o.o = o; return [7, { attributes: o }]; })()";
    assert_eq!(text(&refused("users.update", endless, "undefined").await, "kind"), "input");
}

#[wasm_bindgen_test]
async fn bad_call_options_are_refused_by_name() {
    for (options, named) in [
        ("{ timeout: 0 }", "timeout"),
        ("{ totalTimeout: '5' }", "totalTimeout"),
        ("{ maxRetries: -1 }", "maxRetries"),
        ("{ signal: {} }", "signal"),
        ("{ headers: { 'a b': 'x' } }", "headers"),
        ("{ headers: { 'X-A': 'a\\nb' } }", "headers.X-A"),
        ("{ headers: { authorization: 'x' } }", "headers.authorization"),
        ("{ headers: { 'X-Userkey': '1' } }", "headers.X-Userkey"),
        ("{ waitForCookie: '1s' }", "waitForCookie"),
        ("{ retries: 3 }", "retries"),
        ("7", "options"),
    ] {
        let error = refused("users.findByKey", "['k1']", &format!("({options})")).await;
        assert_eq!(text(&error, "kind"), "input", "{options}");
        assert!(text(&error, "message").starts_with(named), "{}", text(&error, "message"));
    }
}

#[wasm_bindgen_test]
async fn identical_reads_are_one_request_and_each_caller_has_its_own_data() {
    let (fetch, calls) = answering(200, JANE);
    let client = client(&fetch);
    let both = [(); 2].map(|()| {
        client.call("users.findByKey", &eval("['k1']").unchecked_into(), &JsValue::UNDEFINED, 0)
    });
    let [first, second] = both.map(JsFuture::from);
    let (first, second): (Array, Array) =
        (first.await.unwrap().unchecked_into(), second.await.unwrap().unchecked_into());
    assert_eq!(calls.length(), 1);
    assert!(!Object::is(&first.get(0), &second.get(0)));
    assert_eq!(JSON::stringify(&second.get(0)).unwrap(), JANE);
    call(&client, "users.findByKey", "['k1']", "undefined").await.unwrap();
    assert_eq!(calls.length(), 2, "there is no cache");
}

#[wasm_bindgen_test]
async fn aborting_one_of_two_leaves_the_request_to_the_other() {
    let (fetch, calls) =
        fetch(&format!("await new Promise(r => setTimeout(r, 20)); return new Response('{JANE}')"));
    let client = client(&fetch);
    let arguments: Array = eval("['k1']").unchecked_into();
    let controller = web_sys::AbortController::new().unwrap();
    let aborting = Object::new();
    Reflect::set(&aborting, &"signal".into(), &controller.signal()).unwrap();
    let first = client.call("users.findByKey", &arguments, &aborting, 0);
    let second = client.call("users.findByKey", &arguments, &JsValue::UNDEFINED, 0);
    controller.abort_with_reason(&"no Error".into());
    let error = JsFuture::from(first).await.unwrap_err();
    assert_eq!(
        (text(&error, "kind").as_str(), text(&error, "cause").as_str()),
        ("abort", "no Error")
    );
    JsFuture::from(second).await.unwrap();
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn the_last_to_leave_aborts_the_request() {
    let (fetch, calls) = fetch("return new Promise(() => {})");
    let client = client(&fetch);
    let promise = client.call(
        "users.findByKey",
        &eval("['k1']").unchecked_into(),
        &eval("({ totalTimeout: 5 })"),
        0,
    );
    let error = JsFuture::from(promise).await.unwrap_err();
    assert_eq!(
        (text(&error, "kind").as_str(), text(&error, "code").as_str()),
        ("timeout", "total")
    );
    let sent: Array = calls.get(0).unchecked_into();
    let signal: web_sys::AbortSignal =
        Reflect::get(&sent.get(1), &"signal".into()).unwrap().unchecked_into();
    assert!(signal.aborted());
}

#[wasm_bindgen_test]
async fn a_client_freed_in_flight_still_answers() {
    let (fetch, _) = answering(200, JANE);
    let client = client(&fetch);
    let promise =
        client.call("users.findByKey", &eval("['k1']").unchecked_into(), &JsValue::UNDEFINED, 0);
    drop(client);
    let answer: Array = JsFuture::from(promise).await.unwrap().unchecked_into();
    assert_eq!(JSON::stringify(&answer.get(0)).unwrap(), JANE);
}

#[wasm_bindgen_test]
async fn a_closed_client_ends_what_is_under_way_and_what_comes() {
    let (fetch, calls) = fetch("return new Promise(() => {})");
    let client = client(&fetch);
    let promise =
        client.call("users.findByKey", &eval("['k1']").unchecked_into(), &JsValue::UNDEFINED, 0);
    client.close();
    for error in [
        JsFuture::from(promise).await.unwrap_err(),
        call(&client, "users.findByKey", "['k1']", "undefined").await.unwrap_err(),
    ] {
        assert_eq!(
            (text(&error, "kind").as_str(), text(&error, "code").as_str()),
            ("abort", "client_closed")
        );
    }
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn whatever_fetch_does_ends_in_an_error() {
    for (answer, kind) in [
        ("throw 'no Error'", "network"),
        ("throw new TypeError('Failed to fetch')", "network"),
        ("return undefined", "config"),
        ("return { status: 200 }", "config"),
        ("return new Response('{\"id\":1')", "decode"),
        ("return new Response(null, { status: 204 })", "decode"),
        ("return Response.redirect('https://elsewhere.test/')", "config"),
    ] {
        let (fetch, _) = fetch(answer);
        let error = call(&client(&fetch), "users.findByKey", "['k1']", "({ maxRetries: 0 })")
            .await
            .unwrap_err();
        assert_eq!(text(&error, "kind"), kind, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_token_that_is_echoed_is_left_out() {
    let (fetch, _) = answering(400, r#"{"detail":"bad header: Token hidden"}"#);
    let error = call(&client(&fetch), "users.findByKey", "['k1']", "undefined").await.unwrap_err();
    assert!(!JSON::stringify(&error).unwrap().as_string().unwrap().contains("hidden"));
}

#[wasm_bindgen_test]
async fn rust_apps_get_models_and_errors() {
    let (fetch, _) = fetch(&format!(
        "if (init.method === 'PUT') return new Response('{JANE}'); if (url.endsWith('nobody')) return new Response(null, {{ status: 404 }}); if (url.endsWith('odd')) return new Response('{{\"id\":1,\"tags\":7}}'); return new Response('{JANE}')"
    ));
    let global: Object = js_sys::global();
    let real = Reflect::get(&global, &"fetch".into()).unwrap();
    Reflect::set(&global, &"fetch".into(), &fetch).unwrap();
    let client =
        UserCom::new(Config::new("https://api.test/api/public", None, Version::V1).unwrap());
    let jane = client.find_by_key("k1").await;
    let nobody = client.find_by_key("nobody").await;
    let odd = client.find_by_key("odd").await;
    let wish = Changes::new(&[("city".into(), "Rome".into())]).unwrap();
    let changed = client.update_by_user_id("customer-42", &wish).await;
    Reflect::set(&global, &"fetch".into(), &real).unwrap();

    let jane = jane.unwrap().unwrap();
    assert_eq!((jane.id, jane.key.as_deref(), jane.name.as_deref()), (7, Some("k1"), Some("Jane")));
    assert_eq!(jane.attribute("topic"), Some(&["a", "b"].into()));
    assert_eq!(nobody.unwrap(), None);
    assert_eq!(odd.unwrap_err().kind, Kind::Decode);
    assert_eq!(changed.unwrap().id, 7);
}

#[wasm_bindgen_test]
async fn rust_apps_have_connectycubes_sessions_and_users() {
    let (fetch, calls) = fetch(
        r#"const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
        const over = { errors: { base: ["Required session does not exist"] } };
        const ada = { id: 1001, login: "ada", user_tags: "vip,analyst" };
        if (url.endsWith("/session")) return json({ session: { id: 1, token: "T" + n, user_id: null } }, 201);
        if (url.endsWith("/login")) return json({ user: ada });
        if (url.includes("login=nobody")) return json({ items: [] });
        if (url.includes("/users/v2")) return json({ limit: 1, skip: 0, total_entries: 1, items: [ada] });
        return n === 2 ? json(over, 401) : json({ user: ada });"#,
    );
    let global: Object = js_sys::global();
    let real = Reflect::get(&global, &"fetch".into()).unwrap();
    Reflect::set(&global, &"fetch".into(), &fetch).unwrap();
    let config = connectycube::Config::new(21, "AUTHKEY", Some("https://api.test")).unwrap();
    let cube = ConnectyCube::new(config);
    let without = cube.find(1001).await;
    let begun = cube.create_session(&Credentials::application()).await;
    let renewed = cube.find(1001).await;
    let named = |login: &str| [("login".to_owned(), login.into())];
    let found = cube.find_one(&named("ada")).await;
    let nobody = cube.find_one(&named("nobody")).await;
    let page = cube.list(&named("ada"), &[]).await;
    let password = ("password".to_owned(), "example-pass-1".into());
    let who = [named("ada").as_slice(), &[password]].concat();
    let user = cube.login(&Credentials::new(&who).unwrap()).await;
    let session = cube.session();
    Reflect::set(&global, &"fetch".into(), &real).unwrap();

    assert_eq!(without.unwrap_err().code, "token_missing");
    assert_eq!(begun.unwrap().holder(), Holder::Application);
    assert_eq!(renewed.unwrap().unwrap().tags, ["vip", "analyst"]);
    assert_eq!(found.unwrap().unwrap().id, 1001);
    assert_eq!(nobody.unwrap(), None);
    assert_eq!(page.unwrap().into_users().len(), 1);
    assert_eq!(user.unwrap().login.as_deref(), Some("ada"));
    let session = session.unwrap();
    assert_eq!(
        (session.token(), session.holder(), session.user_id()),
        ("T3", Holder::User, Some(1001))
    );
    assert_eq!(calls.length(), 8);
}
