//! Whatever is sent, the sandbox answers in the service's shape.

use std::sync::LazyLock;

use axum::body::Body;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::support::{Cube, cube as request};
use crate::support::Answer;

/// One sandbox for all cases: what one leaves behind must not hurt the next.
static CUBE: LazyLock<Cube> = LazyLock::new(|| {
    // A runtime can't be started within another: the first test to come here has one.
    std::thread::spawn(|| block_on(Cube::ada())).join().unwrap()
});

/// Runs one request after the other on a runtime of its own.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// An answer that a client of the service knows how to read.
fn assert_shaped(answer: &Answer) {
    assert!(answer.status.as_u16() < 500, "{answer:?}");
    let unknown_route = answer.status == 404 && answer.body.starts_with("HttpException: ");
    let empty = answer.status == 200 && answer.body.is_empty();
    if unknown_route || empty {
        return;
    }
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{answer:?}");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    if answer.status.is_client_error() {
        assert!(body["errors"].is_array() || body["errors"].is_object(), "{answer:?}");
    } else {
        assert!(body.is_object(), "{answer:?}");
    }
}

fn field() -> impl Strategy<Value = String> {
    let known = [
        "login",
        "email",
        "password",
        "old_password",
        "full_name",
        "phone",
        "website",
        "custom_data",
        "external_id",
        "external_user_id",
        "facebook_id",
        "twitter_id",
        "avatar",
        "blob_id",
        "tag_list",
        "timezone",
        "guest",
        "id",
        "user",
    ];
    prop_oneof![4 => prop::sample::select(known.map(str::to_owned).to_vec()), 1 => any::<String>()]
}

fn json_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z]{3,8}(@[a-z]{2})?".prop_map(Value::from),
        vec(any::<String>(), 0..7).prop_map(Value::from),
        hash_map(any::<String>(), any::<String>(), 0..3).prop_map(|map| json!(map)),
    ]
}

fn fields() -> impl Strategy<Value = Value> {
    hash_map(field(), json_value(), 0..6).prop_map(|map| Value::Object(Map::from_iter(map)))
}

/// Names and values as queries have them, and any others.
fn query() -> impl Strategy<Value = String> {
    let name = "(id|login|email|full_name|phone|user_tags|created_at|last_request_at|limit|offset|sort_asc|sort_desc|filter|order|page|per_page|tags|count)(\\[(in|nin|eq|gt|start_with|[ -~]{0,3})?\\]){0,2}";
    let value = prop_oneof![
        "[0-9]{1,20}",
        "[ -~]{0,12}",
        "(number|string|date) (id|login|created_at|user_tags) (gt|eq|ne|in|between) [0-9,.-]{1,12}",
        any::<String>(),
    ];
    let pair = (name, value).prop_map(|(name, value)| {
        let mut pair = form_urlencoded::Serializer::new(String::new());
        pair.append_pair(&name, &value).finish()
    });
    prop_oneof![3 => vec(pair, 0..5).prop_map(|pairs| pairs.join("&")), 1 => "[a-z0-9%=&+,._~\\[\\]-]{0,60}"]
}

fn path() -> impl Strategy<Value = String> {
    let known = [
        "/session",
        "/login",
        "/users",
        "/users/v2",
        "/users/1001",
        "/users/by_login",
        "/users/by_full_name",
        "/users/by_tags",
        "/users/external/4001",
        "/users/online",
        "/users/password/reset",
    ];
    let known = prop::sample::select(known.map(str::to_owned).to_vec());
    (prop_oneof![4 => known, 1 => "(/users)?/[a-z0-9%._~-]{0,12}"], any::<bool>())
        .prop_map(|(path, json)| if json { format!("{path}.json") } else { path })
}

/// Bytes that a header can carry.
fn header() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![32..=126_u8, 128..=255_u8], 0..40)
}

proptest! {
    #[test]
    fn random_users_are_signed_up_or_refused(user in fields()) {
        block_on(async {
            let answer = CUBE.send("POST", "/users", &json!({ "user": user })).await;
            assert_shaped(&answer);
            if answer.status == 201 {
                let made = answer.json()["user"].take();
                let found = CUBE.get(&format!("/users/{}", made["id"])).await.json()["user"].take();
                assert_eq!(found, made);
            }
        });
    }

    #[test]
    fn random_sessions_are_begun_or_refused(user in fields(), more in fields()) {
        block_on(async {
            let mut body = more;
            body["user"] = user;
            assert_shaped(&CUBE.try_begin(&body).await);
        });
    }

    #[test]
    fn random_bytes_as_a_body_are_refused_or_read(
        body in vec(any::<u8>(), 0..200),
        media_type in prop::sample::select(vec!["application/json", "application/x-www-form-urlencoded", "x"]),
        path in prop::sample::select(vec!["/session", "/users", "/login", "/users/password/reset"]),
    ) {
        block_on(async {
            let request = request("POST", path)
                .header("content-type", media_type)
                .header("cb-token", &CUBE.token);
            assert_shaped(&CUBE.sandbox.send(request.body(body.into()).unwrap()).await);
        });
    }

    #[test]
    fn random_addresses_tokens_and_cookies_are_answered(
        method in prop::sample::select(vec!["GET", "PUT", "POST", "PATCH", "BREW"]),
        path in path(),
        query in query(),
        token in prop::option::of(header()),
        cookie in header(),
    ) {
        let builder = request(method, &format!("{path}?{query}")).header("cookie", cookie);
        let builder = match token {
            Some(token) => builder.header("cb-token", token),
            None => builder.header("cb-token", &CUBE.token),
        };
        let request = builder.body(Body::empty());
        // What isn't a request line or a header can't reach the sandbox.
        prop_assume!(request.is_ok());
        block_on(async { assert_shaped(&CUBE.sandbox.send(request.unwrap()).await) });
    }
}
