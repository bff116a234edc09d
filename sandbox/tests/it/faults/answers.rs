//! The answers that faults make.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use userkey_sandbox::{SANDBOX_TOKEN, Settings};

use super::{JANE, faulty, last_entry, order};
use crate::support::{Sandbox, api};

#[tokio::test]
async fn a_status_comes_with_the_words_of_the_service_and_can_be_read_by_a_page() {
    let answer = faulty(&Sandbox::new(), "status=503; retry-after=2").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json(), json!({ "detail": "Service Unavailable" }));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("retry-after"), "2");
    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:5173");
    assert!(answer.header("access-control-expose-headers").contains("retry-after"));
}

#[tokio::test]
async fn a_replaced_answer_leaves_nothing_done_unless_the_fault_comes_after() {
    let city = json!({ "city": "Paris" });
    for (fault, done, status) in [
        ("status=503", false, 503),
        ("status=503; after", true, 503),
        ("answer=html", false, 200),
        ("answer=truncated", true, 200),
        ("retry-after=1; after=false", false, 429),
    ] {
        let sandbox = Sandbox::new();
        order(&sandbox, &format!("{fault}; method=PUT")).await;
        assert_eq!(sandbox.write("PUT", JANE, &city).await.status, status, "{fault}");
        let entry = last_entry(&sandbox).await;
        let changed = entry["changed"].as_array().unwrap().len();
        assert_eq!(changed, usize::from(done), "{fault}");
        let jane = sandbox.get(JANE).await.json();
        assert_eq!(jane["city"] == "Paris", done, "{fault}");
    }
}

#[tokio::test]
async fn a_body_goes_wrong_in_every_way() {
    let sandbox = Sandbox::new();
    let real = sandbox.get(JANE).await.body;
    let token = format!("Not accepted: Token {SANDBOX_TOKEN}");
    for (fault, status, body) in [
        ("answer=truncated", 200, real[..real.len() / 2].to_owned()),
        ("answer=bom", 200, format!("\u{feff}{real}")),
        ("answer=empty", 200, String::new()),
        ("answer=empty; status=500", 500, String::new()),
        ("answer=echo-token", 401, json!({ "detail": token }).to_string()),
        ("status=204", 204, String::new()),
        ("status=200", 200, "{}".to_owned()),
        ("body={\"a\": 1} x", 200, "{\"a\": 1} x".to_owned()),
        (r#"{"status": 422, "body": {"a;b": ["c"]}}"#, 422, r#"{"a;b":["c"]}"#.to_owned()),
        (r#"{"body": "12345", "answer": "truncated"}"#, 200, "12".to_owned()),
    ] {
        let answer = faulty(&sandbox, fault).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (status, &body), "{fault}");
    }
}

#[tokio::test]
async fn html_is_called_html_and_malformed_json_is_called_json() {
    let html = faulty(&Sandbox::new(), "answer=html; status=502").await;
    assert_eq!(
        (html.status.as_u16(), html.header("content-type")),
        (502, "text/html; charset=utf-8")
    );
    assert!(html.body.starts_with("<!doctype html>"));
    let malformed = faulty(&Sandbox::new(), "answer=malformed").await;
    assert_eq!(
        (malformed.status.as_u16(), malformed.header("content-type")),
        (200, "application/json")
    );
    assert!(serde_json::from_str::<Value>(&malformed.body).is_err());
}

#[tokio::test]
async fn a_large_body_says_the_same_in_ten_megabytes() {
    let sandbox = Sandbox::new();
    let large = faulty(&sandbox, "answer=large").await;
    assert_eq!(large.body.len(), 10 << 20);
    assert_eq!(large.json(), sandbox.get(JANE).await.json());
}

#[tokio::test]
async fn headers_are_set_and_taken_away() {
    let sandbox = Sandbox::new();
    for fault in [
        "header=X-Request-Id: a:b; header=Content-Type:",
        r#"{"headers": {"x-request-id": "a:b", "content-type": null}}"#,
    ] {
        let answer = faulty(&sandbox, fault).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("x-request-id")),
            (200, "a:b"),
            "{fault}"
        );
        assert!(!answer.headers.contains_key("content-type"), "{fault}");
    }
}

#[tokio::test]
async fn a_redirect_leads_to_the_same_origin_the_other_or_anywhere() {
    let sandbox = Sandbox::new();
    for (fault, status, location) in [
        ("redirect=same-origin", 302, "/api/public/users/19678376/"),
        ("redirect=other-origin; status=307", 307, "http://localhost:1/api/public/users/19678376/"),
        ("redirect=https://example.com/", 302, "https://example.com/"),
    ] {
        let answer = faulty(&sandbox, fault).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (status, location),
            "{fault}"
        );
    }
}

#[tokio::test]
async fn cors_headers_are_hidden_or_missing_and_the_log_says_so() {
    let sandbox = Sandbox::new();
    let hidden = faulty(&sandbox, "cors=hidden; retry-after=1").await;
    assert_eq!(hidden.header("retry-after"), "1");
    assert!(!hidden.headers.contains_key("access-control-expose-headers"));
    assert_eq!(hidden.header("access-control-allow-origin"), "http://localhost:5173");
    let missing = faulty(&sandbox, "cors=missing").await;
    assert_eq!(missing.status, 200);
    let cors = |name: &str| name.starts_with("access-control-");
    assert!(!missing.headers.keys().any(|name| cors(name.as_str())));
    let entry = last_entry(&sandbox).await;
    assert_eq!(entry["fault"], json!({ "id": null, "does": "cors=missing" }));
    let logged = entry["response"]["headers"].as_object().unwrap();
    assert!(!logged.keys().any(|name| cors(name)));
}

#[tokio::test]
async fn a_preflight_is_never_hit() {
    let sandbox = Sandbox::new();
    order(&sandbox, "status=503; times=1").await;
    let preflight = Request::options("/api/public/users/1/")
        .header("origin", "http://localhost:5173")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-sandbox-fault");
    assert_eq!(sandbox.send(preflight.body(Body::empty()).unwrap()).await.status, 204);
    assert_eq!(sandbox.get(JANE).await.status, 503);
}

#[tokio::test]
async fn the_relay_has_its_faults_too() {
    let sandbox = Sandbox::with(Settings { relay_stub: true, ..Settings::default() });
    order(&sandbox, "status=503; system=relay").await;
    let visitor = Request::get("/userkey/visitor").header("x-userkey", "1");
    assert_eq!(sandbox.send(visitor.body(Body::empty()).unwrap()).await.status, 503);
    let user = api("GET", JANE).body(Body::empty()).unwrap();
    assert_eq!(sandbox.send(user).await.status, 200);
}
