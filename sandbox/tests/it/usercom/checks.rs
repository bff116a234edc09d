//! What User.com checks before it looks at what was asked, in its order.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::Request;
use userkey_sandbox::{Account, SANDBOX_TOKEN, Settings, Slash, Switches};

use crate::support::{Answer, JANE, Sandbox, api, fixture};

/// Sends a request without a body.
async fn send(sandbox: &Sandbox, request: axum::http::request::Builder) -> Answer {
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_unknown_route_is_an_html_page_even_without_a_token() {
    let sandbox = Sandbox::new();
    for path in [
        "/",
        "/nope/",
        "/users/1/nope/",
        "/users-by-id/",
        "/users-by-id/a%2Fb/",
        "/users-by-id/%ff/",
    ] {
        let answer = sandbox.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body, "<h1>Not Found</h1>", "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
    let anonymous = send(&sandbox, Request::get("/api/public/nope/")).await;
    assert_eq!(anonymous.status, 404);
}

#[tokio::test]
async fn words_that_are_routes_are_never_custom_ids() {
    let sandbox = Sandbox::new();
    for (word, status) in [("mass_update_custom_attributes", 405), ("search", 400)] {
        let named = serde_json::json!({ "custom_id": word });
        assert_eq!(sandbox.write_v2("PUT", "/users/19678377/", &named).await.status, 200);
        assert_eq!(sandbox.get(&format!("/users-by-id/{word}/")).await.status, status, "{word}");
        let events = sandbox.get(&format!("/users-by-id/{word}/events/")).await;
        assert_eq!(events.body, "<h1>Not Found</h1>", "{word}");
    }
}

#[tokio::test]
async fn a_missing_or_foreign_credential_is_told_from_a_wrong_token() {
    let sandbox = Sandbox::new();
    let path = format!("/api/public/users/search/?key={JANE}");
    for (header, name) in [
        (None, "401-no-credentials"),
        (Some("Bearer x".to_owned()), "401-no-credentials"),
        (Some(format!("Token {}", "1".repeat(64))), "401-invalid-token"),
    ] {
        let request = Request::get(&path);
        let request = match &header {
            Some(header) => request.header("authorization", header),
            None => request,
        };
        let answer = send(&sandbox, request).await;
        assert_eq!(answer.status, 401, "{header:?}");
        assert_eq!(answer.header("www-authenticate"), "Token", "{header:?}");
        assert_eq!(answer.json(), fixture(&format!("errors/{name}")), "{header:?}");
    }
    let lower_case = Request::get(&path).header("authorization", format!("token {SANDBOX_TOKEN}"));
    assert_eq!(send(&sandbox, lower_case).await.status, 200);
}

#[tokio::test]
async fn another_token_replaces_the_well_known_one() {
    let sandbox = Sandbox::with(Settings { token: "a".repeat(64), ..Settings::default() });
    assert_eq!(sandbox.get(&format!("/users/search/?key={JANE}")).await.status, 401);
    let request = Request::get(format!("/api/public/users/search/?key={JANE}"))
        .header("authorization", format!("Token {}", "a".repeat(64)));
    assert_eq!(send(&sandbox, request).await.status, 200);
}

#[tokio::test]
async fn a_path_without_its_slash_is_redirected_with_its_query_before_the_token_is_looked_at() {
    let sandbox = Sandbox::new();
    for method in ["GET", "PUT", "POST"] {
        let request = Request::builder().method(method).uri("/api/public/users/search?key=a%2Bb");
        let answer = send(&sandbox, request).await;
        assert_eq!(answer.status, 301, "{method}");
        assert_eq!(answer.header("location"), "/api/public/users/search/?key=a%2Bb", "{method}");
        assert_eq!(answer.body, "", "{method}");
    }
    let by_id = sandbox.get("/users-by-id/customer-42").await;
    assert_eq!(by_id.header("location"), "/api/public/users-by-id/customer-42/");
}

#[tokio::test]
async fn the_missing_slash_may_be_accepted_or_rejected() {
    let path = format!("/users/search?key={JANE}");
    let accepting = Sandbox::with(Switches { slash: Slash::Accept, ..Switches::default() });
    assert_eq!(accepting.get(&path).await.status, 200);
    let rejecting = Sandbox::with(Switches { slash: Slash::Reject, ..Switches::default() });
    assert_eq!(rejecting.get(&path).await.status, 401);
}

#[tokio::test]
async fn the_state_of_the_account_refuses_every_call() {
    for (account, name) in
        [(Account::Unpaid, "403-account-unpaid"), (Account::Inactive, "403-account-inactive")]
    {
        let sandbox = Sandbox::with(Switches { account, ..Switches::default() });
        let answer = sandbox.get("/users/19678376/").await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.json(), fixture(&format!("errors/{name}")));
    }
}

#[tokio::test]
async fn above_the_rate_requests_are_throttled() {
    let sandbox = Sandbox::with(Switches { rate: NonZeroU32::new(1), ..Switches::default() });
    let mut answer = sandbox.get("/users/19678376/").await;
    assert_eq!(answer.status, 200, "the first of its second");
    // On a slow machine each request may have a second of its own.
    while answer.status == 200 {
        answer = sandbox.get("/users/19678376/").await;
    }
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.json(), fixture("errors/429-throttled"));
}

#[tokio::test]
async fn an_unknown_version_is_refused_before_the_method() {
    let sandbox = Sandbox::new();
    let request = api("PATCH", "/users/19678376/").header("accept", "*/*; version=3");
    let answer = send(&sandbox, request).await;
    assert_eq!(answer.status, 406);
    assert_eq!(answer.json(), fixture("errors/406-version"));
}

#[tokio::test]
async fn a_wrong_method_is_refused_before_the_body() {
    let sandbox = Sandbox::new();
    let request = api("PATCH", "/users/19678376/").header("content-type", "text/plain");
    let answer = sandbox.send(request.body("x".into()).unwrap()).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.json(), fixture("errors/405-method"));
    assert!(answer.header("allow").contains("GET") && answer.header("allow").contains("PUT"));
}

#[tokio::test]
async fn a_body_of_an_unknown_type_is_refused_and_an_empty_one_is_not() {
    let sandbox = Sandbox::new();
    let typed =
        || api("PUT", "/users/19678376/").header("content-type", "text/plain; charset=utf-8");
    let answer = sandbox.send(typed().body("city=Paris".into()).unwrap()).await;
    assert_eq!(answer.status, 415);
    assert_eq!(answer.json(), fixture("errors/415-media-type"));
    assert_eq!(send(&sandbox, typed()).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let sandbox = Sandbox::new();
    let put = |body: &'static [u8]| {
        let request = api("PUT", "/users/19678376/").header("content-type", "application/json");
        sandbox.send(request.body(body.into()).unwrap())
    };
    let answer = put(b"<html>").await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json(), fixture("errors/400-json-parse"));
    for body in
        [&b"{\"city\": \"Par"[..], b"{\"city\": NaN}", b"\xff\xfe", b"{} {}", b"\xef\xbb\xbf{}"]
    {
        let answer = put(body).await;
        assert_eq!(answer.status, 400);
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with("JSON parse error - "), "{detail}");
    }
    let list = put(b"[1]").await.json();
    let message = "Invalid data. Expected a dictionary, but got list.";
    assert_eq!(list, serde_json::json!({ "errors": { "non_field_errors": [message] } }));
}

#[tokio::test]
async fn a_body_above_one_mebibyte_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let body = |length: usize| {
        let frame = r#"{"city":"Paris","region":""}"#.len();
        format!(r#"{{"city":"Paris","region":"{}"}}"#, "x".repeat(length - frame))
    };
    let put = |body: String| {
        let request = api("PUT", "/users/19678376/").header("content-type", "application/json");
        sandbox.send(request.body(body.into()).unwrap())
    };
    let answer = put(body((1 << 20) + 1)).await;
    assert_eq!(answer.status, 413);
    assert!(answer.json()["detail"].as_str().unwrap().contains("1048576"));
    // One byte less is read: what is refused then is the value.
    assert_eq!(put(body(1 << 20)).await.status, 400);
    assert!(sandbox.user(JANE).await["city"].is_null());
}
