//! Sessions: the four ways to get one, and who doesn't get any.

use axum::body::Body;
use serde_json::{Value, json};
use userkey_sandbox::{CubeSwitches, Toggle};

use super::support::{Cube, assert_error, assert_invalid, cube as request, fixture, keys};

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
    for name in [
        json!({ "login": "ada" }),
        json!({ "login": " ada " }),
        json!({ "email": "ADA@example.com" }),
    ] {
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
