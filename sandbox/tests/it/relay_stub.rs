//! The stand-in for the relay: a page sees and changes its own visitor only.

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use serde_json::{Value, json};
use userkey_sandbox::Settings;

use crate::support::{Answer, JANE, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::with(Settings { relay_stub: true, ..Settings::default() })
}

fn request(method: &str, key: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri("/userkey/visitor")
        .header("x-userkey", "1")
        .header("cookie", format!("theme=dark; __ca__chat={key}"))
}

async fn visitor(sandbox: &Sandbox, key: &str) -> Answer {
    sandbox.send(request("GET", key).body(Body::empty()).unwrap()).await
}

async fn patch(sandbox: &Sandbox, key: &str, changes: &Value) -> Answer {
    let request = request("PATCH", key).header("content-type", "application/json");
    sandbox.send(request.body(changes.to_string().into()).unwrap()).await
}

#[track_caller]
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["code"]),
        (status, &json!(code)),
        "{answer:?}"
    );
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["status"], status);
}

#[tokio::test]
async fn a_visitor_is_shown_without_what_a_page_may_not_know() {
    let sandbox = sandbox();
    let answer = visitor(&sandbox, "ctlfkj37dbag").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let shown = answer.json();
    assert_eq!((&shown["known"], &shown["key"]), (&json!(true), &json!("ctlfkj37dbag")));
    assert_eq!(shown["attributes"][0]["name"], "topic");
    for hidden in [
        "id",
        "user_id",
        "email",
        "phone_number",
        "score",
        "last_ip",
        "assigned_to",
        "lists",
        "companies",
    ] {
        assert!(shown.get(hidden).is_none(), "{hidden}");
    }
    assert_eq!(visitor(&sandbox, "an0nym0us123").await.json()["known"], false);
}

#[tokio::test]
async fn without_a_cookie_that_names_somebody_there_is_no_visitor() {
    let sandbox = sandbox();
    for key in ["nobody000000", "", "short"] {
        assert_problem(&visitor(&sandbox, key).await, 404, "no_visitor");
        assert_problem(&patch(&sandbox, key, &json!({ "city": "Paris" })).await, 404, "no_visitor");
    }
}

#[tokio::test]
async fn the_expected_key_is_a_condition() {
    let sandbox = sandbox();
    let request = request("PATCH", JANE)
        .header("x-userkey-expect", "an0nym0us123")
        .header("content-type", "application/json");
    let answer = sandbox.send(request.body(r#"{"city":"Paris"}"#.into()).unwrap()).await;
    assert_problem(&answer, 409, "visitor_changed");
    assert!(sandbox.user(JANE).await["city"].is_null());
}

#[tokio::test]
async fn changes_are_written_and_the_new_state_is_answered() {
    let sandbox = sandbox();
    let changes = json!({ "city": "Paris", "tags": ["read-guide"], "attributes": { "topic": "bikes", "new": 1 } });
    let answer = patch(&sandbox, JANE, &changes).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), visitor(&sandbox, JANE).await.json());
    assert_eq!(answer.json()["city"], "Paris");
    let user = sandbox.user(JANE).await;
    assert_eq!(user["city"], "Paris");
    assert_eq!(user["attributes"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn who_is_known_keeps_name_and_phone_and_nobody_writes_an_identity() {
    let sandbox = sandbox();
    for field in ["first_name", "phone_number", "email", "user_id"] {
        let answer = patch(&sandbox, JANE, &json!({ field: "x" })).await;
        assert_problem(&answer, 403, "identity_required");
        assert_eq!(answer.json()["field"], field);
    }
    let anonymous = patch(&sandbox, "an0nym0us123", &json!({ "first_name": "Ada" })).await;
    assert_eq!(anonymous.json()["name"], "Ada");
    let email = patch(&sandbox, "an0nym0us123", &json!({ "email": "a@b.co" })).await;
    assert_problem(&email, 403, "identity_required");
}

#[tokio::test]
async fn fields_that_no_page_may_write_are_refused_by_name_even_as_attributes() {
    let sandbox = sandbox();
    for (changes, field) in [
        (json!({ "score": 9 }), "score"),
        (json!({ "city": "Paris", "nope": 1 }), "nope"),
        (json!({ "attributes": { "email": "a@b.co" } }), "attributes.email"),
        (json!({ "attributes": { "User ID": "x" } }), "attributes.User ID"),
        (json!({ "attributes": 7 }), "attributes"),
    ] {
        let answer = patch(&sandbox, JANE, &changes).await;
        assert_problem(&answer, 400, "field_not_allowed");
        assert_eq!(answer.json()["field"], field);
    }
    assert!(sandbox.user(JANE).await["city"].is_null());
}

#[tokio::test]
async fn a_value_that_the_service_refuses_is_unprocessable() {
    let answer = patch(&sandbox(), JANE, &json!({ "city": "x".repeat(65) })).await;
    assert_problem(&answer, 422, "rejected");
    assert_eq!(answer.json()["field"], "city");
}

#[tokio::test]
async fn requests_that_another_site_could_send_are_refused() {
    let sandbox = sandbox();
    let plain = Request::get("/userkey/visitor").header("cookie", format!("__ca__chat={JANE}"));
    assert_problem(&sandbox.send(plain.body(Body::empty()).unwrap()).await, 403, "forbidden");
    let form = request("PATCH", JANE).header("content-type", "application/x-www-form-urlencoded");
    let answer = sandbox.send(form.body("city=Paris".into()).unwrap()).await;
    assert_problem(&answer, 415, "unsupported_media_type");
}

#[tokio::test]
async fn malformed_and_huge_bodies_are_refused() {
    let sandbox = sandbox();
    let send = |body: String| {
        let request = request("PATCH", JANE).header("content-type", "application/json");
        sandbox.send(request.body(body.into()).unwrap())
    };
    assert_problem(&send("{".to_owned()).await, 400, "invalid_body");
    assert_problem(&send("[]".to_owned()).await, 400, "invalid_body");
    assert_problem(&send(format!("\"{}\"", "x".repeat(16 << 10))).await, 413, "too_large");
}

#[tokio::test]
async fn other_methods_and_routes_are_problems_too() {
    let sandbox = sandbox();
    let put = sandbox.send(request("PUT", JANE).body(Body::empty()).unwrap()).await;
    assert_problem(&put, 405, "method_not_allowed");
    let nope = Request::get("/userkey/nope").header("x-userkey", "1");
    assert_problem(&sandbox.send(nope.body(Body::empty()).unwrap()).await, 404, "not_found");
}

#[tokio::test]
async fn without_its_flag_there_is_no_relay() {
    let answer = visitor(&Sandbox::new(), JANE).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (404, "<h1>Not Found</h1>"));
}
