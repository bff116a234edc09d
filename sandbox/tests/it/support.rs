//! A sandbox without a socket, and requests in one line.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use userkey_sandbox::{AppState, SANDBOX_TOKEN, Seed, Settings, Store, app};

/// Jane Doe's key.
pub const JANE: &str = "g3FaYocCy0U6";

/// A sandbox with the built-in seed.
#[derive(Clone)]
pub struct Sandbox(Router);

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Sandbox {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: impl Into<Settings>) -> Self {
        Self::start(Seed::BuiltIn, settings.into())
    }

    /// A sandbox that holds this snapshot.
    pub fn holding(snapshot: Value) -> Self {
        let snapshot = serde_json::from_value(snapshot).unwrap();
        Self::start(Seed::Snapshot(Box::new(snapshot)), Settings::default())
    }

    fn start(seed: Seed, settings: Settings) -> Self {
        Self(app(AppState::new(Store::in_memory(seed).unwrap(), settings)))
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (head, body) = self.begin(request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: head.status, headers: head.headers, body }
    }

    /// Sends a request as it is and leaves the body of the answer unread.
    pub async fn begin(&self, request: Request<Body>) -> Response<Body> {
        self.0.clone().oneshot(request).await.unwrap()
    }

    /// Reads from the service with the right token, in version 1.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(api("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Reads from the service with the right token, in version 2.
    pub async fn get_v2(&self, path: &str) -> Answer {
        let request = api("GET", path).header("accept", "*/*; version=2");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Writes JSON to the service with the right token, in version 1.
    pub async fn write(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = api(method, path).header("content-type", "application/json");
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    /// Writes JSON to the service with the right token, in version 2.
    pub async fn write_v2(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = api(method, path)
            .header("content-type", "application/json")
            .header("accept", "*/*;version=2");
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    /// The user with a key, as version 1 answers it.
    pub async fn user(&self, key: &str) -> Value {
        self.get(&format!("/users/search/?key={key}")).await.json()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The value of a header, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Begins a request to the service with the right token.
pub fn api(method: &str, path: &str) -> axum::http::request::Builder {
    let token = format!("Token {SANDBOX_TOKEN}");
    Request::builder()
        .method(method)
        .uri(format!("/api/public{path}"))
        .header("authorization", token)
}

/// Reads a fixture of the service.
pub fn fixture(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/usercom");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The names of a user's tags.
pub fn tag_names(user: &Value) -> Vec<&str> {
    user["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect()
}

/// The value of a custom attribute in an answer of version 1, null if there is none.
pub fn attribute<'a>(user: &'a Value, name: &str) -> &'a Value {
    let attributes = user["attributes"].as_array().unwrap();
    attributes
        .iter()
        .find(|attribute| attribute["name"] == name)
        .map_or(&Value::Null, |a| &a["value"])
}
