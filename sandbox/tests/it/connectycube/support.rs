//! ConnectyCube's requests in one line.

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use serde_json::{Map, Value, json};
use userkey_sandbox::{CubeSwitches, Switches};

use crate::support::{Answer, Sandbox};

/// Begins a request to the service.
pub fn cube(method: &str, path: &str) -> Builder {
    Request::builder().method(method).uri(format!("/connectycube{path}"))
}

/// A sandbox with a session.
pub struct Cube {
    pub sandbox: Sandbox,
    pub token: String,
}

impl Cube {
    /// A sandbox with a session of the application.
    pub async fn new() -> Self {
        Self::with(CubeSwitches::default()).await
    }

    /// The same with other switches.
    pub async fn with(connectycube: CubeSwitches) -> Self {
        let switches = Switches { connectycube, ..Switches::default() };
        let mut cube = Self { sandbox: Sandbox::with(switches), token: String::new() };
        cube.begin(&json!({})).await;
        cube
    }

    /// A sandbox with a session of a user.
    pub async fn of(login: &str, password: &str) -> Self {
        let mut cube = Self::new().await;
        cube.begin(&json!({ "user": { "login": login, "password": password } })).await;
        cube
    }

    /// A sandbox with a session of the seed's Ada, number 1001.
    pub async fn ada() -> Self {
        Self::of("ada", "example-pass-1").await
    }

    /// Begins a session, whose token is used from now on, and answers it.
    pub async fn begin(&mut self, fields: &Value) -> Value {
        let answer = self.try_begin(fields).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let mut answer = answer.json();
        answer["session"]["token"].as_str().unwrap().clone_into(&mut self.token);
        answer["session"].take()
    }

    /// Asks for a session with these fields beside those that name the application.
    pub async fn try_begin(&self, fields: &Value) -> Answer {
        let mut body = json!({ "application_id": 21, "auth_key": "AUTHKEY" });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.json(cube("POST", "/session"), &body).await
    }

    /// Sends JSON without a token.
    pub async fn json(&self, request: Builder, body: &Value) -> Answer {
        let request = request.header("content-type", "application/json");
        self.sandbox.send(request.body(body.to_string().into()).unwrap()).await
    }

    /// Sends a request without a body, with the token.
    pub async fn call(&self, method: &str, path: &str) -> Answer {
        let request = cube(method, path).header("cb-token", &self.token);
        self.sandbox.send(request.body(Body::empty()).unwrap()).await
    }

    /// Reads with the token.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).await
    }

    /// Sends JSON with the token.
    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.json(cube(method, path).header("cb-token", &self.token), body).await
    }

    /// Does something by the inspector's API.
    pub async fn inspect(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = Request::builder().method(method).uri(format!("/_sandbox/{path}"));
        self.json(request, body).await
    }

    /// Moves the clock ahead.
    pub async fn wait(&self, seconds: i64) {
        self.inspect("POST", "clock", &json!({ "ms": seconds * 1000 })).await;
    }
}

/// Reads a fixture of the service.
pub fn fixture(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/connectycube");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Checks that an answer is an error of the fixtures, by its name: `401-token-required`.
#[track_caller]
pub fn assert_error(answer: &Answer, name: &str) {
    assert_eq!(answer.status.as_str(), &name[..3], "{answer:?}");
    assert_eq!(answer.json(), fixture(&format!("errors/{name}")), "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
}

/// Checks that an answer complains about one field with this text.
#[track_caller]
pub fn assert_invalid(answer: &Answer, field: &str, text: &str) {
    assert_eq!(answer.status, 422, "{answer:?}");
    assert_eq!(answer.json(), json!({ "errors": { field: [text] } }));
}

/// The seconds between an answer's `Date` and the end of its session.
pub fn seconds_left(answer: &Answer) -> i64 {
    let read = |name: &str, form: &str| {
        let time = jiff::fmt::strtime::parse(form, answer.header(name)).unwrap();
        time.to_datetime().unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
    };
    let end = read("cb-token-expirationdate", "%Y-%m-%d %H:%M:%S UTC");
    (end - read("date", "%a, %d %b %Y %H:%M:%S GMT")).get_seconds()
}

/// The keys of an object, in their order.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(Map::keys).into_iter().flatten().map(String::as_str).collect()
}
