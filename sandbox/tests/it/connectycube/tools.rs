//! What the sandbox's own tools do for ConnectyCube: the log, faults, limits, snapshots.

use axum::body::Body;
use serde_json::{Value, json};
use userkey_sandbox::Switches;

use super::support::{Cube, assert_error, cube as request};
use crate::support::Sandbox;

#[tokio::test]
async fn the_log_tells_what_a_request_changed() {
    let cube = Cube::ada().await;
    cube.inspect("DELETE", "requests", &json!({})).await;
    cube.send("PUT", "/users/1001.json", &json!({ "user": { "full_name": "Ada L." } })).await;
    cube.call("DELETE", "/users/1001").await;
    let log = cube.inspect("GET", "requests", &json!({})).await.json()["requests"].take();
    let put = &log[0];
    assert_eq!(
        (&put["system"], &put["path"]),
        (&json!("connectycube"), &json!("/connectycube/users/1001.json"))
    );
    let change =
        json!({ "user": 1001, "field": "full_name", "before": "Ada Example", "after": "Ada L." });
    assert_eq!(put["changed"], json!([change]));
    let gone = log[1]["changed"].as_array().unwrap();
    assert!(gone.iter().any(|change| change["field"] == "login" && change["after"] == Value::Null));
}

#[tokio::test]
async fn a_fault_is_worded_as_the_service_would() {
    let cube = Cube::ada().await;
    for (fault, name) in [
        ("status=429; retry-after=2; system=connectycube", "429-too-many-requests"),
        ("status=500; times=1", "500-internal-server-error"),
        ("status=503; path=/users/1001", "503-service-unavailable"),
    ] {
        cube.inspect("DELETE", "faults", &json!({})).await;
        let order = axum::http::Request::post("/_sandbox/faults").body(Body::from(fault));
        assert_eq!(cube.sandbox.send(order.unwrap()).await.status, 201);
        let answer = cube.call("DELETE", "/users/1001").await;
        assert_error(&answer, name);
        assert_eq!(answer.header("retry-after"), if fault.contains("429") { "2" } else { "" });
    }
    cube.inspect("DELETE", "faults", &json!({})).await;
    assert_eq!(cube.get("/users/1001").await.status, 200);
}

#[tokio::test]
async fn requests_above_the_rate_are_told_when_to_come_back() {
    let sandbox =
        Sandbox::with(Switches { rate: std::num::NonZeroU32::new(1), ..Switches::default() });
    let get = async || {
        sandbox
            .send(request("GET", "/users/1").header("cb-token", "T").body(Body::empty()).unwrap())
            .await
    };
    // A second may begin between two requests, not between each two of three.
    let answers = [get().await, get().await, get().await];
    let late = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_error(late, "429-too-many-requests");
    assert_eq!(late.header("retry-after"), "1");
}

#[tokio::test]
async fn the_state_is_exported_imported_and_reset_whole() {
    let mut cube = Cube::new().await;
    let seed = cube.inspect("GET", "export", &json!({})).await.json()["connectycube"].take();
    assert_eq!(seed["users"].as_array().unwrap().len(), 250);
    let user = json!({ "login": "dora", "password": "example-pass-9", "tag_list": "new,b" });
    assert_eq!(cube.send("POST", "/users", &json!({ "user": user })).await.status, 201);
    cube.inspect("PUT", "connectycube/online", &json!({ "users": [1001] })).await;
    cube.begin(&json!({ "user": user })).await;
    let export = cube.inspect("GET", "export", &json!({})).await;
    assert!(!export.body.contains("example-pass"));

    let mut other = Cube { sandbox: Sandbox::new(), token: cube.token.clone() };
    assert_eq!(other.inspect("POST", "import", &export.json()).await.status, 200);
    assert_eq!(other.inspect("GET", "export", &json!({})).await.json(), export.json());
    let page = other.get("/users/v2?user_tags=new").await.json();
    assert_eq!(page["items"][0]["login"], "dora");
    assert_eq!(other.get("/users/online?count=true").await.json(), json!({ "count": 1 }));
    other.begin(&json!({ "user": user })).await;

    let reset = other.inspect("POST", "reset", &json!({})).await.json();
    assert_eq!(reset["connectycube"], json!({ "users": 250 }));
    assert_error(&other.get("/session").await, "401-required-session");
    let after = other.inspect("GET", "export", &json!({})).await.json()["connectycube"].take();
    assert_eq!(after["users"], seed["users"]);
}

#[tokio::test]
async fn a_snapshot_written_by_hand_is_completed() {
    let mut cube = Cube::new().await;
    let users = json!([{ "login": "zoe", "password": "example-pass-1", "user_tags": "x,y" }, {}]);
    let import = json!({ "connectycube": { "users": users } });
    assert_eq!(cube.inspect("POST", "import", &import).await.json()["connectycube"]["users"], 2);
    let session =
        cube.begin(&json!({ "user": { "login": "zoe", "password": "example-pass-1" } })).await;
    assert_eq!((&session["user_id"], &session["user"]["user_tags"]), (&json!(1), &json!("x,y")));
    assert!(session["user"]["created_at"].as_str().unwrap() > "2024");
    for (part, reason) in [
        (json!({ "users": [{ "login": "a" }, { "login": "a" }] }), "cube_users.login"),
        (json!({ "users": [{ "email": "a@b" }, { "email": "A@B" }] }), "cube_users.email"),
        (json!({ "users": [{ "emial": "a@b" }] }), "emial"),
        (json!({ "sessions": [{ "token": "t", "user_id": 99 }] }), "FOREIGN KEY"),
    ] {
        let refused = cube.inspect("POST", "import", &json!({ "connectycube": part })).await;
        assert_eq!(refused.status, 422, "{part}");
        assert!(refused.body.contains(reason), "{}", refused.body);
    }
}

#[tokio::test]
async fn the_inspector_searches_users_and_lists_sessions() {
    let cube = Cube::ada().await;
    for query in ["ADA%20EX", "1001", "ada@example", "ext-1", "4001"] {
        let found =
            cube.inspect("GET", &format!("connectycube/users?q={query}"), &json!({})).await.json();
        assert_eq!(
            (&found["total"], &found["users"][0]["login"]),
            (&json!(1), &json!("ada")),
            "{query}"
        );
    }
    let page = cube.inspect("GET", "connectycube/users?offset=1&limit=1", &json!({})).await.json();
    assert_eq!((&page["total"], &page["users"][0]["login"]), (&json!(250), &json!("bob")));
    let sessions =
        cube.inspect("GET", "connectycube/sessions", &json!({})).await.json()["sessions"].take();
    let last = sessions.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["user_id"], &last["token"]), (&json!(1001), &json!(cube.token)));
}
