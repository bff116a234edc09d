//! How long sessions live, what ends them, and whose they are in between.

use serde_json::{Value, json};

use super::support::{Cube, assert_error, cube as request, fixture, keys, seconds_left};

#[tokio::test]
async fn a_guest_lives_a_day_however_busy() {
    let mut cube = Cube::new().await;
    let guest = json!({ "user": { "guest": "1", "full_name": "Guest Example" } });
    let session = cube.begin(&guest).await;
    let user = &session["user"];
    assert_eq!(keys(user), keys(&fixture("session-guest")["session"]["user"]));
    assert_eq!((&user["is_guest"], &user["phone"]), (&json!(true), &json!("")));
    let login = user["login"].as_str().unwrap().to_owned();
    assert_eq!((&login[..12], login.len()), ("guest_login_", 48));
    cube.wait(23 * 3600).await;
    let left = seconds_left(&cube.get("/session").await);
    assert!((3000..=3600).contains(&left), "{left}");
    let id = session["user_id"].as_i64().unwrap();
    assert_eq!(cube.get(&format!("/users/{id}")).await.status, 200);
    let as_user = json!({ "user": { "login": login, "password": "example-pass-1" } });
    assert_error(&cube.try_begin(&as_user).await, "401-invalid-password");
    cube.wait(3601).await;
    assert_error(&cube.get("/session").await, "401-required-session");
    cube.begin(&json!({})).await;
    assert_error(&cube.get(&format!("/users/{id}")).await, "404-user-not-found");
}

#[tokio::test]
async fn a_session_slides_two_hours_with_each_call() {
    let cube = Cube::ada().await;
    for _ in 0..3 {
        let answer = cube.get("/users/1001").await;
        assert_eq!(seconds_left(&answer), 7200);
        assert!(answer.json()["user"]["last_request_at"].is_string());
        cube.wait(7100).await;
    }
    assert_eq!(seconds_left(&cube.call("DELETE", "/nowhere").await), 7200);
    cube.wait(7200).await;
    let dead = cube.get("/users/1001").await;
    assert_error(&dead, "401-required-session");
    assert_eq!(dead.header("cb-token-expirationdate"), "");
}

#[tokio::test]
async fn the_lifetime_can_be_set_and_sessions_can_be_ended() {
    let mut cube = Cube::ada().await;
    let short = json!({ "connectycube": { "token_lifetime": 500 } });
    let settings = cube.inspect("PATCH", "settings", &short).await.json();
    assert_eq!(settings["connectycube"]["guests"], "on");
    assert_eq!(seconds_left(&cube.get("/session").await), 500);
    let path = format!("connectycube/sessions/{}", cube.token);
    assert_eq!(cube.inspect("DELETE", &path, &json!({})).await.status, 204);
    assert_error(&cube.get("/session").await, "401-required-session");
    assert_eq!(cube.inspect("DELETE", &path, &json!({})).await.status, 404);
    cube.begin(&json!({})).await;
    cube.inspect("DELETE", "connectycube/sessions", &json!({})).await;
    assert_error(&cube.get("/session").await, "401-required-session");
}

#[tokio::test]
async fn a_dead_token_is_ignored_where_a_new_one_is_asked_for() {
    let cube = Cube::new().await;
    let body = json!({ "application_id": 21, "auth_key": "AUTHKEY" });
    for token in ["DEAD", "", &*cube.token] {
        let request = request("POST", "/session.json?").header("cb-token", token);
        let answer = cube.json(request, &body).await;
        assert_eq!((answer.status.as_u16(), seconds_left(&answer)), (201, 7200));
    }
}

#[tokio::test]
async fn a_session_that_is_destroyed_is_dead() {
    let cube = Cube::ada().await;
    let answer = cube.call("DELETE", "/session.json").await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, ""));
    assert_eq!(answer.header("cb-token-expirationdate"), "");
    assert_error(&cube.call("DELETE", "/session").await, "401-required-session");
}

#[tokio::test]
async fn a_guest_who_signs_in_gets_a_session_that_slides() {
    let mut cube = Cube::new().await;
    cube.begin(&json!({ "user": { "guest": "1" } })).await;
    let ada = json!({ "login": "ada", "password": "example-pass-1" });
    assert_eq!(seconds_left(&cube.send("POST", "/login", &ada).await), 7200);
    cube.wait(7000).await;
    assert_eq!(seconds_left(&cube.get("/session").await), 7200);
}

#[tokio::test]
async fn a_session_is_upgraded_and_downgraded_under_one_token() {
    let cube = Cube::new().await;
    assert_error(&cube.call("DELETE", "/users/1001").await, "403-need-user");
    let ada = json!({ "login": "ada", "password": "example-pass-1" });
    let upgraded = cube.send("POST", "/login.json", &ada).await;
    assert_eq!((upgraded.status.as_u16(), &upgraded.json()["user"]["id"]), (200, &json!(1001)));
    assert_eq!(cube.get("/session").await.json()["session"]["user_id"], 1001);
    let bob = json!({ "user": { "email": "bob@example.com", "password": "example-pass-2" } });
    assert_eq!(cube.send("POST", "/login", &bob).await.json()["user"]["id"], 1002);
    for _ in 0..2 {
        let answer = cube.call("DELETE", "/login").await;
        assert_eq!((answer.status.as_u16(), &*answer.body, seconds_left(&answer)), (200, "", 7200));
        assert_eq!(cube.get("/session").await.json()["session"]["user_id"], Value::Null);
    }
}
