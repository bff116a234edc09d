//! Queries: what the SDK writes the sandbox reads, and what nobody would write it refuses in the service's shape.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::Uri;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use userkey::Value;
use userkey::connectycube::{Config, users};

use super::support::{Cube, cube};

/// One sandbox for all cases, which only read.
static CUBE: LazyLock<Cube> = LazyLock::new(|| block_on(Cube::new()));
static CONFIG: LazyLock<Config> =
    LazyLock::new(|| Config::new(21, "AUTHKEY", Some("http://127.0.0.1/connectycube")).unwrap());

/// Runs one request after the other on a runtime of its own.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A field with a condition that it may have, and sometimes may not.
fn condition() -> impl Strategy<Value = (String, Json)> {
    let texts = ["login", "email", "full_name", "phone", "external_id", "user_tags"];
    let times = ["created_at", "updated_at", "last_request_at"];
    prop_oneof![
        4 => (named(&texts), compared(".{1,12}".prop_map(Json::from), &["eq", "start_with"])),
        2 => (named(&["id"]), compared((1..100_000).prop_map(Json::from), &["eq"])),
        1 => (named(&times), compared(Just(json!("2024-01-02T03:04:05Z")), &["gt", "lt", "gte", "lte"])),
    ]
}

fn named(names: &[&str]) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

/// A value alone, values, or either with an operator.
fn compared(
    value: impl Strategy<Value = Json> + Clone + 'static,
    operators: &[&str],
) -> BoxedStrategy<Json> {
    let values = vec(value.clone(), 1..4).prop_map(Json::from);
    prop_oneof![
        value.clone(),
        values.clone(),
        (named(operators), value).prop_map(|(operator, value)| json!({ operator: value })),
        (named(&["in", "nin"]), values).prop_map(|(operator, values)| json!({ operator: values })),
    ]
    .boxed()
}

/// What the SDK makes of a filter, as long as it takes it.
fn written(filter: Json) -> Option<String> {
    let filter: Value = serde_json::from_value(filter).unwrap();
    let Value::Object(members) = filter else { return None };
    users::list(&CONFIG, &members, &[]).ok().map(|request| request.url.clone())
}

proptest! {
    #[test]
    fn what_the_sdk_writes_is_a_query_that_the_service_reads(
        filter in vec(condition(), 1..4),
    ) {
        let url = written(Json::Object(filter.into_iter().collect()));
        prop_assume!(url.is_some());
        let url = url.unwrap_or_default();
        let path = url.strip_prefix("http://127.0.0.1/connectycube").unwrap();
        let answer = block_on(CUBE.get(path));
        prop_assert_eq!(answer.status.as_u16(), 200, "{} {:?}", url, answer);
        prop_assert!(answer.json()["items"].is_array());
    }

    #[test]
    fn a_query_of_any_kind_is_answered(query in "([a-z_]{0,9}|login|id|\\[|\\]|=|&|%|in|nin|[ -~]|é){0,24}") {
        let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        // Brackets, equals signs and ampersands stand as they are, so that they mean something.
        let raw = encoded.replace("%5B", "[").replace("%5D", "]").replace("%3D", "=").replace("%26", "&");
        prop_assume!(format!("/users/v2?{raw}").parse::<Uri>().is_ok());
        let request = cube("GET", &format!("/users/v2?{raw}")).header("cb-token", &CUBE.token);
        let answer = block_on(CUBE.sandbox.send(request.body(Body::empty()).unwrap()));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 422), "{} {:?}", raw, answer);
        prop_assert!(answer.json().is_object());
    }
}
