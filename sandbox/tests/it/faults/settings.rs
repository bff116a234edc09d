//! The switches, turned at run time.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use userkey_sandbox::{Slash, Switches};

use super::{JANE, inspector};
use crate::support::{Answer, Sandbox, api, fixture};

async fn turn(sandbox: &Sandbox, switches: &str) -> Answer {
    inspector(sandbox, "PATCH", "settings", switches).await
}

#[tokio::test]
async fn all_switches_are_listed_and_those_named_are_turned() {
    let sandbox = Sandbox::with(Switches { slash: Slash::Accept, ..Switches::default() });
    let mut switches = json!({
        "cors": "any", "slash": "accept", "search_value_slash": "strip", "v2_attributes": "flat",
        "phone": "lenient", "account": "ok", "next_after_last": "null", "page_size": 100, "rate": null, "latency": 0,
        "keep_alive": "on",
        "connectycube": {
            "list_v1": "off", "create_users": "on", "reset_password": "on", "guests": "on",
            "token_lifetime": 7200, "secret": null, "user_tags": "text",
        },
    });
    assert_eq!(inspector(&sandbox, "GET", "settings", "").await.json(), switches);
    assert_eq!(sandbox.get("/users/19678376").await.status, 200);
    switches["slash"] = json!("redirect");
    assert_eq!(turn(&sandbox, r#"{"slash": "redirect"}"#).await.json(), switches);
    assert_eq!(inspector(&sandbox, "GET", "settings", "").await.json(), switches);
    assert_eq!(sandbox.get("/users/19678376").await.status, 301);
    inspector(&sandbox, "POST", "reset", "").await;
    assert_eq!(sandbox.get("/users/19678376").await.status, 200, "reset turns them back");
}

#[tokio::test]
async fn a_switch_that_cannot_be_turned_so_is_named_and_none_is_turned() {
    let sandbox = Sandbox::new();
    for (switches, field) in [
        (r#"{"account": "unpaid", "slash": "sometimes"}"#, "slash"),
        (r#"{"account": "unpaid", "rate": 0}"#, "rate"),
        (r#"{"account": "unpaid", "colour": "red"}"#, "colour"),
        (r#"{"account": "unpaid", "cors": {"list": ["localhost"]}}"#, "cors.list[0]"),
        (r#"{"account": "unpaid", "latency": -1}"#, "latency"),
    ] {
        let answer = turn(&sandbox, switches).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &json!(field)));
    }
    assert_eq!(sandbox.get(JANE).await.status, 200);
}

#[tokio::test]
async fn pages_may_read_as_long_as_the_switch_says_so() {
    let sandbox = Sandbox::new();
    let page = "http://localhost:5173";
    for (switches, readable) in [
        (r#"{"cors": "off"}"#, false),
        (r#"{"cors": {"list": ["http://localhost:5173"]}}"#, true),
        (r#"{"cors": {"list": ["http://localhost:5174"]}}"#, false),
        (r#"{"cors": "any"}"#, true),
    ] {
        assert_eq!(turn(&sandbox, switches).await.status, 200, "{switches}");
        let answer =
            sandbox.send(api("GET", JANE).header("origin", page).body(Body::empty()).unwrap());
        let allowed = answer.await.header("access-control-allow-origin") == page;
        assert_eq!(allowed, readable, "{switches}");
    }
}

#[tokio::test]
async fn the_rate_holds_until_the_second_is_over_or_the_limit_is_lifted() {
    let sandbox = Sandbox::with(Switches { rate: NonZeroU32::new(2), ..Switches::default() });
    let spent = async || {
        // Two requests a second are let through, so a burst of many meets the limit.
        let mut answer = sandbox.get(JANE).await;
        while answer.status == 200 {
            answer = sandbox.get(JANE).await;
        }
        answer
    };
    let answer = spent().await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "1"));
    assert_eq!(answer.json(), fixture("errors/429-throttled"));
    inspector(&sandbox, "POST", "clock", r#"{"ms": 1000}"#).await;
    assert_eq!(sandbox.get(JANE).await.status, 200);
    spent().await;
    turn(&sandbox, r#"{"rate": null}"#).await;
    assert_eq!(sandbox.get(JANE).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn latency_holds_every_answer_back() {
    let sandbox = Sandbox::new();
    turn(&sandbox, r#"{"latency": 5000}"#).await;
    let start = tokio::time::Instant::now();
    assert_eq!(sandbox.get(JANE).await.status, 200);
    assert_eq!(start.elapsed().as_secs(), 5);
    let slower = api("GET", JANE).header("x-sandbox-fault", "latency=600000");
    assert_eq!(sandbox.send(slower.body(Body::empty()).unwrap()).await.status, 200);
    assert_eq!(start.elapsed().as_secs(), 610);
    let inspector = Request::get("/_sandbox/status").body(Body::empty()).unwrap();
    sandbox.send(inspector).await;
    assert_eq!(start.elapsed().as_secs(), 610, "the inspector isn't held back");
}
