//! Changes and deletion of the own account, and of nobody else's.

use serde_json::{Value, json};

use super::support::{Cube, assert_error, assert_invalid};
use crate::support::Answer;

async fn update(cube: &Cube, fields: &Value) -> Answer {
    cube.send("PUT", "/users/1001.json", &json!({ "user": fields })).await
}

#[tokio::test]
async fn what_is_named_changes_and_the_rest_stays() {
    let cube = Cube::ada().await;
    let before = cube.get("/users/1001").await.json()["user"].take();
    let unchanged = update(&cube, &json!({})).await.json()["user"].take();
    assert_eq!(unchanged["updated_at"], before["updated_at"]);
    let fields = json!({ "email": "ada.new@example.com", "website": "example.com", "tag_list": "new", "full_name": null, "phone": "" });
    let after = update(&cube, &fields).await.json()["user"].take();
    for (field, value) in [
        ("email", json!("ada.new@example.com")),
        ("website", json!("http://example.com")),
        ("user_tags", json!("new")),
        ("full_name", Value::Null),
        ("phone", json!("")),
        ("login", json!("ada")),
        ("custom_data", before["custom_data"].clone()),
        ("created_at", before["created_at"].clone()),
    ] {
        assert_eq!(after[field], value, "{field}");
    }
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
    assert_eq!(cube.get("/users/by_email?email=ada.new@example.com").await.json()["user"], after);
    assert_eq!(cube.get("/users/v2?user_tags=red&id=1001").await.json()["total_entries"], 0);
    let same = json!({ "login": "ada", "external_id": "ext-1" });
    assert_eq!(update(&cube, &same).await.status, 200);
}

#[tokio::test]
async fn an_empty_text_clears_what_names_a_user() {
    let cube = Cube::ada().await;
    let fields = json!({ "login": "", "external_id": "", "external_user_id": "", "facebook_id": "", "twitter_id": "" });
    let after = update(&cube, &fields).await.json()["user"].take();
    for field in fields.as_object().unwrap().keys() {
        assert_eq!(after[field], Value::Null, "{field}");
    }
    assert_error(&update(&cube, &json!({ "email": null })).await, "422-login-or-email-required");
}

#[tokio::test]
async fn a_change_that_is_refused_changes_nothing() {
    let cube = Cube::ada().await;
    let before = cube.get("/users/1001").await.json()["user"].take();
    let refused = update(&cube, &json!({ "full_name": "Other", "login": "bob" })).await;
    assert_error(&refused, "422-login-not-unique");
    assert_error(
        &update(&cube, &json!({ "full_name": "Other", "login": "x" })).await,
        "422-login-length",
    );
    let after = cube.get("/users/1001").await.json()["user"].take();
    assert_eq!(after["full_name"], before["full_name"]);
    assert_eq!(after["updated_at"], before["updated_at"]);
    assert_invalid(&cube.send("PUT", "/users/1001", &json!({})).await, "user", "cannot be blank");
}

#[tokio::test]
async fn a_password_changes_with_the_old_one_and_sessions_stay() {
    let cube = Cube::ada().await;
    let new = json!({ "password": "example-pass-9" });
    assert_error(&update(&cube, &new).await, "422-old-password-blank");
    let wrong = json!({ "password": "example-pass-9", "old_password": "example-pass-2" });
    assert_error(&update(&cube, &wrong).await, "422-old-password-wrong");
    let short = json!({ "password": "12345", "old_password": "example-pass-1" });
    assert_error(&update(&cube, &short).await, "422-password-length");
    let right = json!({ "password": "example-pass-9", "old_password": "example-pass-1" });
    let answer = update(&cube, &right).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains("example-pass"));
    assert_eq!(cube.get("/session").await.status, 200);
    let sign_in = |password: &str| json!({ "user": { "login": "ada", "password": password } });
    assert_error(&cube.try_begin(&sign_in("example-pass-1")).await, "401-invalid-password");
    assert_eq!(cube.try_begin(&sign_in("example-pass-9")).await.status, 201);
}

#[tokio::test]
async fn nobody_changes_or_deletes_another_account() {
    let mut cube = Cube::new().await;
    let change = json!({ "user": { "full_name": "Other" } });
    assert_error(&cube.send("PUT", "/users/1001", &change).await, "403-need-user");
    for path in ["/users/1001", "/users/external/4001"] {
        assert_error(&cube.call("DELETE", path).await, "403-need-user");
    }
    cube.begin(&json!({ "user": { "login": "bob", "password": "example-pass-2" } })).await;
    for path in ["/users/1001", "/users/99999999"] {
        assert_error(&cube.send("PUT", path, &change).await, "403-not-own-account");
        assert_error(&cube.call("DELETE", path).await, "403-not-own-account");
    }
    assert_error(&cube.call("DELETE", "/users/external/4001").await, "403-not-own-account");
    assert_error(&cube.call("DELETE", "/users/external/nobody").await, "404-user-not-found");
    assert_error(&cube.send("PUT", "/users/me", &change).await, "422-id-not-integer");
    assert_error(&cube.call("DELETE", "/users/-1").await, "422-id-not-integer");
}

#[tokio::test]
async fn a_deleted_account_is_gone_with_all_its_sessions() {
    let cube = Cube::ada().await;
    let mut other = Cube { sandbox: cube.sandbox.clone(), token: String::new() };
    other.begin(&json!({ "user": { "login": "ada", "password": "example-pass-1" } })).await;
    let answer = cube.call("DELETE", "/users/1001.json").await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, ""));
    assert_ne!(answer.header("cb-token-expirationdate"), "");
    for session in [&cube, &other] {
        assert_error(&session.get("/session").await, "401-required-session");
    }
    other.begin(&json!({})).await;
    assert_error(&other.get("/users/1001").await, "404-user-not-found");
    assert_eq!(other.get("/users/v2?user_tags[]=red&login=ada").await.json()["total_entries"], 0);
}

#[tokio::test]
async fn an_account_is_deleted_by_either_external_id() {
    for id in ["4001", "ext-1"] {
        let cube = Cube::ada().await;
        let answer = cube.call("DELETE", &format!("/users/external/{id}.json")).await;
        assert_eq!((answer.status.as_u16(), &*answer.body), (200, ""), "{id}");
        assert_error(&cube.get("/session").await, "401-required-session");
    }
}

#[tokio::test]
async fn without_a_number_nothing_is_changed_or_deleted() {
    let cube = Cube::ada().await;
    let put = cube.send("PUT", "/users.json", &json!({ "user": { "full_name": "Other" } })).await;
    for (answer, method) in [(put, "PUT"), (cube.call("DELETE", "/users.json").await, "DELETE")] {
        let text = format!("HttpException: E_ROUTE_NOT_FOUND: Route not found {method} /users");
        assert_eq!((answer.status.as_u16(), answer.body), (404, text));
    }
    assert_eq!(cube.get("/users/1001").await.json()["user"]["full_name"], "Ada Example");
}
