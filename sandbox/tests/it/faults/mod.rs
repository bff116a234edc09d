//! Faults on order, and the switches that are turned at run time.

mod answers;
mod api;
mod choice;
mod settings;
mod wire;

use axum::body::Body;
use axum::http::Request;
use serde_json::Value;

use crate::support::{Answer, Sandbox, api};

/// Where Jane is read and written.
const JANE: &str = "/users/19678376/";

/// Calls the inspector's API with a text.
async fn inspector(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder().method(method).uri(format!("/_sandbox/{path}"));
    let request = request.header("content-type", "application/json");
    sandbox.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// Adds a fault and answers how it is listed.
async fn order(sandbox: &Sandbox, fault: &str) -> Value {
    let answer = inspector(sandbox, "POST", "faults", fault).await;
    assert_eq!(answer.status, 201, "{fault}: {}", answer.body);
    answer.json()
}

/// Sends a request of a page with a fault in its header.
fn request(method: &str, fault: &str) -> Request<Body> {
    let request = api(method, JANE).header("x-sandbox-fault", fault).header("host", "127.0.0.1:1");
    request.header("origin", "http://localhost:5173").body(Body::empty()).unwrap()
}

/// Reads Jane with a fault in the header.
async fn faulty(sandbox: &Sandbox, fault: &str) -> Answer {
    sandbox.send(request("GET", fault)).await
}

/// The newest entry of the request log.
async fn last_entry(sandbox: &Sandbox) -> Value {
    let log = inspector(sandbox, "GET", "requests", "").await.json();
    log["requests"].as_array().unwrap().last().unwrap().clone()
}
