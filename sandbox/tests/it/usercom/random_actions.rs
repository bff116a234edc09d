//! Whatever is sent to any endpoint, it is answered in the service's shape and carried out whole or not at all.

use axum::body::Body;
use axum::http::Request;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::endpoints::endpoints;
use super::random::{assert_shaped, block_on};
use crate::support::{Sandbox, api};

/// A sandbox with few users, so that its whole state is soon compared.
fn small() -> Sandbox {
    Sandbox::holding(json!({
        "tags": [{ "id": 1441, "name": "tag" }],
        "lists": [{ "id": 5, "name": "Newsletter", "description": "" }],
        "companies": [{ "id": 14, "custom_id": "company-14", "name": "Company name" }],
        "attributes": [
            { "id": 1109, "name": "topic", "name_std": "topic", "value_type": "string" },
        ],
        "segments": [{ "id": 7, "name": "All", "description": "", "filter": "topic=bikes" }],
        "products": [{ "id": 12, "custom_id": "sku-1", "name": "City bike" }],
        "users": [
            { "id": 1, "key": "one", "custom_id": "1", "email": "a@example.com", "tags": ["tag"] },
            { "id": 2, "key": "two", "custom_id": "user@123", "attributes": { "topic": "bikes" } },
            { "id": 19_678_378, "key": "three", "lists": [5] },
        ],
    }))
}

async fn state(sandbox: &Sandbox) -> String {
    let request = Request::get("/_sandbox/export").body(Body::empty());
    sandbox.send(request.unwrap()).await.body
}

/// The names of fields of every endpoint.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "name",
        "tag_names",
        "list",
        "attribute",
        "value",
        "ids",
        "parent",
        "users_list",
        "user_list",
        "client",
        "user_id",
        "custom_id",
        "user_custom_id",
        "user_key",
        "client_user",
        "data",
        "timestamp",
        "event_type",
        "page_domain",
        "page_path",
        "content",
        "source",
        "source_context",
        "value_type",
        "content_type",
        "description",
        "topic",
        "email",
        "tags",
    ])
    .prop_map(str::to_owned)
}

/// Values that mean something somewhere, and some that do nowhere.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        prop::sample::select(vec![
            json!(1),
            json!(2),
            json!(19_678_378),
            json!(5),
            json!("1"),
            json!("user@123"),
            json!("one"),
            json!("topic"),
            json!("country"),
            json!("boolean"),
            json!("clientuser"),
            json!(1_700_000_000),
            json!({}),
            json!([]),
        ]),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            hash_map(name(), inner, 0..3).prop_map(|map| Value::Object(Map::from_iter(map))),
        ]
    })
}

fn parameter() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "key",
        "email",
        "many",
        "phone_number",
        "search",
        "min",
        "max",
        "cursor",
        "page",
        "user_id",
        "with_email",
        "last_seen__gt",
        "email__icontains",
        "topic",
        "topic__endswith",
        "topic__gt",
        "topic__x",
        "__",
        "x__contains",
    ]);
    let values = prop_oneof![
        "[ -~]{0,12}",
        ".{0,6}",
        Just("last_seen".to_owned()),
        Just("1700000000".to_owned()),
        Just("true".to_owned()),
        Just("n1".to_owned()),
    ];
    (names, values).prop_map(|(name, value)| {
        form_urlencoded::Serializer::new(String::new()).append_pair(name, &value).finish()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bodies_change_everything_they_say_or_nothing(
        bodies in vec((any::<prop::sample::Index>(), hash_map(name(), value(), 0..5), 1..=2), 1..4),
    ) {
        let writes: Vec<_> = endpoints().filter(|(_, method, _)| *method != "GET").collect();
        block_on(async {
            let sandbox = small();
            for (endpoint, body, version) in bodies {
                let (_, method, path) = endpoint.get(&writes);
                let before = state(&sandbox).await;
                let request = api(method, path)
                    .header("content-type", "application/json")
                    .header("accept", format!("*/*; version={version}"));
                let body = Value::Object(Map::from_iter(body)).to_string();
                let answer = sandbox.send(request.body(body.into()).unwrap()).await;
                assert_shaped(&answer);
                if !answer.status.is_success() {
                    assert_eq!(state(&sandbox).await, before, "{method} {path}");
                }
            }
        });
    }

    #[test]
    fn random_queries_are_answered_by_every_list(
        queries in vec((any::<prop::sample::Index>(), vec(parameter(), 0..4)), 1..8),
    ) {
        let reads: Vec<_> = endpoints().filter(|(_, method, _)| *method == "GET").collect();
        block_on(async {
            let sandbox = small();
            for (endpoint, query) in queries {
                let (_, _, path) = endpoint.get(&reads);
                let path = path.split('?').next().unwrap();
                assert_shaped(&sandbox.get(&format!("{path}?{}", query.join("&"))).await);
            }
        });
    }
}
