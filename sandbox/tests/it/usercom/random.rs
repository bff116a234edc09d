//! Whatever is sent, the sandbox answers in the service's shape and half-writes nothing.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::Request;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};
use userkey_sandbox::SANDBOX_TOKEN;

use crate::support::{Answer, JANE, Sandbox, api};

/// One sandbox for all cases: what one leaves behind must not hurt the next.
static SANDBOX: LazyLock<Sandbox> = LazyLock::new(Sandbox::new);

/// Runs one request after the other on a runtime of its own.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Field names as clients send and confuse them, and any others.
fn name() -> impl Strategy<Value = String> {
    let known = [
        "email",
        "first_name",
        "last_name",
        "gender",
        "status",
        "score",
        "tags",
        "user_id",
        "custom_id",
        "company_id",
        "company_custom_id",
        "city",
        "phone_number",
        "unsubscribed",
        "assigned_to",
        "attributes",
        "id",
        "key",
        "Example attr",
        "loyalty_points",
        "interests",
        "preferences",
    ];
    prop_oneof![prop::sample::select(known.map(str::to_owned).to_vec()), any::<String>()]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..5_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("someone@example.com")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        Union::new([
            vec(inner.clone(), 0..4).prop_map(Value::from).boxed(),
            hash_map(name(), inner, 0..4)
                .prop_map(|map| Value::Object(Map::from_iter(map)))
                .boxed(),
        ])
    })
}

/// An answer that a client of the service knows how to read.
pub fn assert_shaped(answer: &Answer) {
    assert!(answer.status.as_u16() < 500, "{answer:?}");
    if answer.body.is_empty() && matches!(answer.status.as_u16(), 204 | 301 | 404) {
        return;
    }
    if answer.header("content-type").starts_with("text/html") {
        assert_eq!((answer.status.as_u16(), &*answer.body), (404, "<h1>Not Found</h1>"));
        return;
    }
    assert_eq!(answer.header("content-type"), "application/json", "{answer:?}");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert!(body.is_object() || body.is_array(), "{answer:?}");
}

proptest! {
    #[test]
    fn random_changes_are_written_whole_or_not_at_all(
        body in hash_map(name(), json_value(), 0..6),
        version in 1..=2,
    ) {
        block_on(async {
            let before = SANDBOX.user(JANE).await;
            let request = api("PUT", "/users/19678376/")
                .header("content-type", "application/json")
                .header("accept", format!("*/*; version={version}"));
            let body = Value::Object(Map::from_iter(body)).to_string();
            let answer = SANDBOX.send(request.body(body.into()).unwrap()).await;
            assert_shaped(&answer);
            let after = SANDBOX.user(JANE).await;
            match answer.status.as_u16() {
                200 => assert_eq!(answer.json()["id"], after["id"]),
                _ => assert_eq!(after, before),
            }
        });
    }

    #[test]
    fn random_bytes_are_refused_or_read(
        body in vec(any::<u8>(), 0..200),
        form in any::<bool>(),
    ) {
        block_on(async {
            let media_type = if form { "application/x-www-form-urlencoded" } else { "application/json" };
            let request = api("POST", "/users/").header("content-type", media_type);
            let answer = SANDBOX.send(request.body(body.into()).unwrap()).await;
            assert_shaped(&answer);
        });
    }

    #[test]
    fn random_addresses_and_headers_are_answered(
        method in prop::sample::select(vec!["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "BREW"]),
        path in "(/users/(search/)?|/users-by-id/)?[ -~]{0,20}/?",
        query in "[ -~]{0,30}",
        accept in "[ -~]{0,30}",
        authorized in any::<bool>(),
    ) {
        let uri = format!("/api/public/{}?{query}", path.trim_start_matches('/')).replace(' ', "%20");
        let token = if authorized { SANDBOX_TOKEN } else { "1" };
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("accept", accept)
            .header("authorization", format!("Token {token}"))
            .body(Body::empty());
        // What isn't a request line can't reach the sandbox.
        prop_assume!(request.is_ok());
        block_on(async {
            let answer = SANDBOX.send(request.unwrap()).await;
            if method != "HEAD" {
                assert_shaped(&answer);
            }
        });
    }
}
