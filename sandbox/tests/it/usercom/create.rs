//! Creating users.

use serde_json::{Value, json};

use crate::support::{Sandbox, fixture, tag_names};

#[tokio::test]
async fn creating_answers_the_new_user() {
    let sandbox = Sandbox::new();
    let answer = sandbox.write_v2("POST", "/users/", &fixture("create-request-v2")).await;
    assert_eq!(answer.status, 201);
    let user = answer.json();
    assert_eq!(user["id"], 19_678_626);
    assert_eq!(user["name"], "John Doe");
    assert_eq!(tag_names(&user), ["new", "verified"]);
    assert_eq!((&user["gender"], &user["status"]), (&json!("unknown"), &json!("visitor")));
    assert_eq!((&user["notifications"], &user["unsubscribed"]), (&json!(true), &json!(false)));
    assert_eq!((&user["first_seen"], &user["page_views"]), (&Value::Null, &json!(0)));
    let key = user["user_key"].as_str().unwrap();
    assert_eq!(key.len(), 12);
    assert!(key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{key}");
    assert_eq!(sandbox.user(key).await["id"], user["id"]);
}

#[tokio::test]
async fn version_one_requires_email_and_names_of_a_new_user() {
    let sandbox = Sandbox::new();
    let answer = sandbox
        .write("POST", "/users/", &json!({ "first_name": null, "last_name": "", "city": 7 }))
        .await;
    assert_eq!(answer.status, 400);
    let messages = json!({ "errors": {
        "first_name": ["This field may not be null."],
        "last_name": ["This field may not be blank."],
        "city": ["Not a valid string."],
        "email": ["This field is required."],
    }});
    assert_eq!(answer.json(), messages);
    assert_eq!(sandbox.write_v2("POST", "/users/", &json!({})).await.status, 201);
}

#[tokio::test]
async fn a_key_in_the_body_of_a_new_user_is_not_taken() {
    let sandbox = Sandbox::new();
    let user =
        sandbox.write_v2("POST", "/users/", &json!({ "user_key": "mykeymykey12" })).await.json();
    assert_ne!(user["user_key"], "mykeymykey12");
}

#[tokio::test]
async fn the_same_email_may_be_created_twice_but_not_the_same_custom_id() {
    let sandbox = Sandbox::new();
    let body = json!({ "email": "Twice@Example.com", "custom_id": "twice" });
    let first = sandbox.write_v2("POST", "/users/", &body).await;
    assert_eq!(first.json()["email"], "twice@example.com");
    let again = sandbox.write_v2("POST", "/users/", &body).await;
    assert_eq!(again.json(), fixture("errors/400-custom-id-taken-v2"));
    let other = sandbox.write_v2("POST", "/users/", &json!({ "email": "twice@example.com" })).await;
    assert_eq!(other.status, 201);
}
