//! Sessions: the four ways to get one, how long they live, and what ends them.

use axum::body::Body;
use serde_json::{Map, Value, json};
use userkey_sandbox::{CubeSwitches, Toggle};

use super::support::{Cube, assert_error, assert_invalid, cube as request, fixture};
use crate::support::Answer;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(Map::keys).into_iter().flatten().map(String::as_str).collect()
}

/// The seconds between an answer's `Date` and the end of its session.
fn seconds_left(answer: &Answer) -> i64 {
    let read = |name: &str, form: &str| {
        let time = jiff::fmt::strtime::parse(form, answer.header(name)).unwrap();
        time.to_datetime().unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
    };
    let end = read("cb-token-expirationdate", "%Y-%m-%d %H:%M:%S UTC");
    (end - read("date", "%a, %d %b %Y %H:%M:%S GMT")).get_seconds()
}

#[tokio::test]
async fn a_session_of_the_application_has_no_user() {
    let mut cube = Cube::new().await;
    let session = cube.begin(&json!({ "nonce": "1234", "timestamp": 1_704_164_644 })).await;
    assert_eq!(keys(&session), keys(&fixture("session-app")["session"]));
    assert_eq!((&session["user_id"], &session["application_id"]), (&Value::Null, &json!(21)));
    assert_eq!((&session["nonce"], &session["ts"]), (&json!(1234), &json!(1_704_164_644)));
    assert!(session["id"].as_i64().unwrap() > 900_000_000);
    let token = session["token"].as_str().unwrap();
    assert!(
        token.len() == 36 && token.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    );
    let created = session["created_at"].as_str().unwrap();
    assert_eq!((created.len(), created.ends_with('Z')), ("2024-01-02T03:04:05.678Z".len(), true));
}

#[tokio::test]
async fn a_session_of_a_user_comes_by_login_or_by_email_in_any_case() {
    let mut cube = Cube::new().await;
    for name in [json!({ "login": "ada" }), json!({ "email": "ADA@example.com" })] {
        let mut user = name.clone();
        user["password"] = json!("example-pass-1");
        let session = cube.begin(&json!({ "user": user })).await;
        assert_eq!((&session["user_id"], &session["id"]), (&json!(1001), &json!(1001)), "{name}");
        assert!(session.get("nonce").is_none());
        assert_eq!(keys(&session["user"]), keys(&fixture("session-user")["session"]["user"]));
        let read = cube.get("/session.json").await.json();
        assert_eq!(read["session"]["user"]["login"], "ada");
        assert_eq!(read["session"]["token"], session["token"]);
    }
}

#[tokio::test]
async fn who_names_another_application_is_not_let_in() {
    let cube = Cube::new().await;
    for wrong in [
        json!({ "application_id": 22 }),
        json!({ "application_id": null }),
        json!({ "auth_key": "authkey" }),
        json!({ "auth_key": 1 }),
    ] {
        assert_error(&cube.try_begin(&wrong).await, "401-unauthorized");
    }
    assert_eq!(cube.try_begin(&json!({ "application_id": "21" })).await.status, 201);
}

#[tokio::test]
async fn a_wrong_password_is_told_from_an_unknown_user() {
    let switches = CubeSwitches { create_users: Toggle::Off, ..CubeSwitches::default() };
    let cube = Cube::with(switches).await;
    let user =
        |login: &str, password: Value| json!({ "user": { "login": login, "password": password } });
    assert_error(
        &cube.try_begin(&user("ada", json!("example-pass-2"))).await,
        "401-invalid-password",
    );
    assert_error(
        &cube.try_begin(&user("Ada", json!("example-pass-1"))).await,
        "404-user-not-found",
    );
    for nothing in [json!(""), Value::Null] {
        assert_error(&cube.try_begin(&user("ada", nothing)).await, "422-password-blank");
    }
}

#[tokio::test]
async fn an_unknown_user_is_made_on_the_fly_within_the_limits() {
    let mut cube = Cube::new().await;
    let user = json!({ "login": "dora", "email": "dora@example.com", "password": "example-pass-9", "full_name": "D" });
    let session = cube.begin(&json!({ "user": user })).await;
    assert_eq!(
        (&session["user"]["login"], &session["user"]["email"]),
        (&json!("dora"), &json!("dora@example.com"))
    );
    assert_eq!(session["user"]["full_name"], Value::Null);
    assert_eq!(cube.begin(&json!({ "user": user })).await["user_id"], session["user_id"]);
    let short = json!({ "user": { "login": "eve", "password": "12345" } });
    assert_error(&cube.try_begin(&short).await, "422-password-length");
    let taken =
        json!({ "user": { "login": "eve", "email": "ada@example.com", "password": "123456" } });
    assert_error(&cube.try_begin(&taken).await, "422-email-not-unique");
}

#[tokio::test]
async fn logins_and_passwords_are_no_patterns() {
    let mut cube = Cube::new().await;
    let user = json!({ "login": "a+b.c*(d[e", "password": "p&a=s s+%C3é☂" });
    assert_eq!(cube.begin(&json!({ "user": user })).await["user_id"], 1006);
}

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
async fn guests_can_be_kept_out() {
    let cube = Cube::with(CubeSwitches { guests: Toggle::Off, ..CubeSwitches::default() }).await;
    let guest = json!({ "user": { "guest": "1" } });
    assert_error(&cube.try_begin(&guest).await, "403-not-own-account");
}

#[tokio::test]
async fn a_provider_is_believed_and_finds_its_user_again() {
    let mut cube = Cube::new().await;
    let firebase = |kind: &str, token: &str| json!({ "provider": kind, kind: { "project_id": "p", "access_token": token } });
    for (fields, field, value) in [
        (json!({ "provider": "facebook", "keys": { "token": "fb" } }), "facebook_id", "fb"),
        (
            json!({ "provider": "twitter", "keys": { "token": "tw", "secret": "s" } }),
            "twitter_id",
            "tw",
        ),
        (firebase("firebase_phone", "+15550199"), "phone", "+15550199"),
        (firebase("firebase_email", "f@example.com"), "email", "f@example.com"),
    ] {
        let session = cube.begin(&fields).await;
        assert_eq!(session["user"][field], value);
        assert_eq!(cube.begin(&fields).await["user_id"], session["user_id"], "{fields}");
    }
    let ada = cube.begin(&json!({ "provider": "facebook", "keys": { "token": "2001" } })).await;
    assert_eq!(ada["user_id"], 1001);
}

#[tokio::test]
async fn a_provider_without_its_credentials_is_refused() {
    let cube = Cube::new().await;
    for (fields, missing) in [
        (json!({ "provider": "facebook" }), "token"),
        (json!({ "provider": "facebook", "keys": { "token": "" } }), "token"),
        (json!({ "provider": "twitter", "keys": { "token": "t" } }), "secret"),
        (json!({ "provider": "firebase_phone" }), "project_id"),
        (
            json!({ "provider": "firebase_email", "firebase_email": { "project_id": "p" } }),
            "access_token",
        ),
    ] {
        assert_invalid(&cube.try_begin(&fields).await, missing, "cannot be blank");
    }
    assert_invalid(&cube.try_begin(&json!({ "provider": "x" })).await, "provider", "is unknown");
}

#[tokio::test]
async fn of_several_ways_to_sign_in_the_first_counts() {
    let mut cube = Cube::new().await;
    let provider = json!({ "token": "2002" });
    let user = json!({ "login": "ada", "email": "cleo@example.com", "password": "example-pass-1" });
    let both = cube.begin(&json!({ "user": user, "provider": "facebook", "keys": provider })).await;
    assert_eq!(both["user_id"], 1001);
    let guest = json!({ "guest": "1", "login": "ada", "password": "example-pass-1" });
    assert_eq!(cube.begin(&json!({ "user": guest })).await["user"]["is_guest"], true);
    let nobody = json!({ "user": { "password": "example-pass-1" } });
    assert_eq!(cube.begin(&nobody).await["user_id"], Value::Null);
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

#[tokio::test]
async fn an_upgrade_makes_nobody_and_says_what_is_wrong() {
    let cube = Cube::new().await;
    let login = |login: &str, password: &str| json!({ "login": login, "password": password });
    assert_error(
        &cube.send("POST", "/login", &login("dora", "123456")).await,
        "404-user-not-found",
    );
    assert_error(
        &cube.send("POST", "/login", &login("ada", "123456")).await,
        "401-invalid-password",
    );
    assert_error(
        &cube.send("POST", "/login", &json!({ "login": "ada" })).await,
        "422-password-blank",
    );
    assert_error(&cube.send("POST", "/login", &json!({})).await, "422-login-or-email-required");
    let facebook = json!({ "provider": "facebook", "keys": { "token": "2002" } });
    assert_eq!(cube.send("POST", "/login", &facebook).await.json()["user"]["id"], 1002);
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
async fn without_a_token_nothing_but_a_session_is_to_be_had() {
    let cube = Cube::new().await;
    for (method, path) in [
        ("GET", "/session"),
        ("DELETE", "/session"),
        ("POST", "/login"),
        ("DELETE", "/login"),
        ("POST", "/users"),
        ("GET", "/users"),
        ("GET", "/users/v2?login=ada"),
        ("GET", "/users/1001"),
        ("GET", "/users/online"),
        ("PUT", "/users/1001"),
        ("DELETE", "/users/1001"),
        ("DELETE", "/users/external/4001"),
        ("POST", "/users/password/reset"),
    ] {
        for token in [None, Some("")] {
            let mut request = request(method, path);
            if let Some(token) = token {
                request = request.header("cb-token", token);
            }
            let answer = cube.sandbox.send(request.body(Body::empty()).unwrap()).await;
            assert_error(&answer, "401-token-required");
        }
        let request = request(method, path).header("cb-token", "DEAD");
        let answer = cube.sandbox.send(request.body(Body::empty()).unwrap()).await;
        assert_error(&answer, "401-required-session");
    }
}

#[tokio::test]
async fn a_signature_is_checked_once_the_sandbox_has_the_secret() {
    let mut cube = Cube::new().await;
    let signed = json!({ "nonce": 1234, "timestamp": 1_700_000_000, "signature": "00" });
    cube.begin(&signed).await;
    cube.inspect("PATCH", "settings", &json!({ "connectycube": { "secret": "SECRET" } })).await;
    assert_error(&cube.try_begin(&signed).await, "422-timestamp-invalid");
    let now = jiff::Timestamp::now().as_second();
    let wrong = json!({ "nonce": 1234, "timestamp": now, "signature": "00" });
    assert_error(&cube.try_begin(&wrong).await, "422-unexpected-signature");
    cube.begin(&json!({ "timestamp": 1 })).await;
}
