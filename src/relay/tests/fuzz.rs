//! Whatever is sent and whatever User.com says: no panic, which would be a trap in wasm, and no token in an answer.

use proptest::prelude::*;

use super::*;
use crate::relay::Failure;
use crate::relay::testing::{TOKEN, token};

const OPEN: &str = r#"{"corsOrigins":["https://www.shop.example"],"behindProxy":["10.0.0.0/8"],
    "browser":{"read":["name","key"],"write":["city","linkedin_url"],"writeTags":["a"],"writeAttributes":["topic"],"readAttributes":["topic"]},
    "person":{"read":["email"],"write":["first_name","unsubscribed"]}}"#;

fn any_header() -> impl Strategy<Value = (String, Vec<u8>)> {
    let names = vec![
        "host",
        "origin",
        "cookie",
        "authorization",
        "x-userkey",
        "x-userkey-expect",
        "sec-fetch-site",
        "content-type",
        "content-length",
        "transfer-encoding",
        "x-forwarded-for",
        "x-forwarded-proto",
    ];
    let values = prop_oneof![
        Just("shop.example".to_owned()),
        Just("https://shop.example".to_owned()),
        Just("https://www.shop.example".to_owned()),
        Just("__ca__chat=g3FaYocCy0U6".to_owned()),
        Just(format!("Bearer {}", token(""))),
        Just("1".to_owned()),
        Just("same-origin".to_owned()),
        Just("application/json".to_owned()),
        any::<String>(),
    ];
    (prop::sample::select(names), values)
        .prop_map(|(name, value)| (name.to_owned(), value.into_bytes()))
}

fn any_body() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#"{"city":"Rome"}"#.to_owned()),
        Just(r#"{"tags":["a"],"attributes":{"topic":["x"]}}"#.to_owned()),
        r#"\{"(city|tags|attributes|first_name|linkedin_url|email)":[^}]{0,20}\}"#,
        any::<String>(),
    ]
}

/// A request's parts: method, target, headers, body, and whether a person sends it.
type Parts = (&'static str, String, Vec<(String, Vec<u8>)>, String, bool);

/// Parts that are mostly good, so that many requests get far.
fn any_parts() -> impl Strategy<Value = Parts> {
    let methods =
        prop::sample::select(vec!["GET", "GET", "PATCH", "POST", "POST", "OPTIONS", "PUT"]);
    let targets = prop_oneof![
        6 => Just("/userkey/visitor".to_owned()),
        3 => Just("/userkey/visitor/identify".to_owned()),
        1 => any::<String>()
    ];
    let more = prop::collection::vec(any_header(), 0..2);
    (methods, targets, more, any_body(), any::<bool>())
}

fn request((method, target, more, body, signed): Parts) -> Request {
    let body = if method == "GET" { "" } else { &body };
    let mut request = Request { target, ..crate::relay::testing::request(method, body) };
    if signed {
        request
            .headers
            .push(("authorization".into(), format!("Bearer {}", token("")).into_bytes()));
    }
    for (name, value) in more {
        request.headers.retain(|(known, _)| *known != name);
        request.headers.push((name, value));
    }
    request
}

fn any_reply() -> impl Strategy<Value = Result<Reply, Failure>> {
    let others = prop::sample::select(vec![0, 201, 204, 301, 400, 401, 404, 429, 500, u16::MAX]);
    let status = prop_oneof![2 => Just(200), 1 => others];
    let body = prop_oneof![
        Just(r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"name":"Ada"}"#.to_owned()),
        Just(r#"{"id":7,"key":"g3FaYocCy0U6","user_id":"c-1","email":"a@b.c","attributes":[{"name":"topic","value":{"a":[1]}}]}"#.to_owned()),
        Just(r#"{"created":true,"id":7}"#.to_owned()),
        Just(format!(r#"{{"id":7,"key":"g3FaYocCy0U6","user_id":"c-1","name":"{TOKEN}","email":"{TOKEN}"}}"#)),
        any::<String>(),
    ];
    let retry_after = prop::option::of(any::<String>());
    prop_oneof![
        8 => (status, body, retry_after).prop_map(|(status, body, retry_after)| {
            Ok(Reply { status, retry_after, date: None, body: body.into_bytes() })
        }),
        1 => Just(Err(Failure::Broken)),
    ]
}

proptest! {
    #[test]
    fn rule_s_nothing_makes_the_relay_panic_or_give_the_token_away(
        parts in any_parts(),
        replies in prop::collection::vec(any_reply(), 6),
    ) {
        let config = config(OPEN);
        let mut decision = decide(&config, &request(parts), NOW);
        for reply in replies {
            decision = match decision {
                Decision::Answer(answer) => {
                    let headers = format!("{:?}", answer.headers);
                    prop_assert!(!answer.body.contains(TOKEN) && !headers.contains(TOKEN));
                    prop_assert!((200..=504).contains(&answer.status));
                    return Ok(());
                }
                Decision::Merge(_) => panic!("nobody is merged without a store"),
                Decision::Forward(forward) => {
                    prop_assert!(forward.request().url.starts_with("https://acme.user.com/api/public/users"));
                    forward.resume(&config, reply, NOW)
                }
            };
        }
        prop_assert!(matches!(decision, Decision::Answer(_)), "no request asks more than six times");
    }
}
