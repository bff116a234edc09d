//! Sign-up: who may, what is required, and the limits of each field.

use serde_json::{Value, json};

use super::support::{Cube, assert_error, assert_invalid, cube as request, fixture};
use crate::support::Answer;

/// Signs somebody up with these fields beside a password.
async fn sign_up(cube: &Cube, fields: &Value) -> Answer {
    let mut user = json!({ "password": "example-pass-9" });
    user.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    cube.send("POST", "/users.json", &json!({ "user": user })).await
}

/// Signs up and answers the user.
async fn user(cube: &Cube, fields: &Value) -> Value {
    let answer = sign_up(cube, fields).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["user"].take()
}

#[tokio::test]
async fn a_new_user_is_answered_as_the_fixture_has_it() {
    let cube = Cube::new().await;
    let fields = json!({
        "login": "new-ada", "email": "new-ada@example.com", "facebook_id": "12001", "twitter_id": "13001",
        "full_name": "Ada Example ", "phone": "+15550100", "timezone": 180, "id": 7, "unknown": [1],
    });
    let user = user(&cube, &fields).await;
    let mut expected = fixture("signup-201")["user"].take();
    for (field, value) in fields.as_object().unwrap() {
        if expected.get(field).is_some() {
            expected[field] = value.clone();
        }
    }
    expected["full_name"] = json!("Ada Example");
    for made in ["_id", "id", "created_at", "updated_at"] {
        expected[made] = user[made].clone();
    }
    assert_eq!(user, expected);
    assert_eq!(user["id"], 1251);
    assert_eq!(user["_id"].as_str().unwrap().len(), 24);
    assert_eq!(cube.get("/session").await.json()["session"]["user_id"], Value::Null);
}

#[tokio::test]
async fn the_key_of_the_application_allows_it_unless_there_is_a_token() {
    let cube = Cube::new().await;
    let body = |login: &str| json!({ "user": { "login": login, "password": "example-pass-9" } });
    let keyed = |key: &str, token: &str| {
        request("POST", "/users").header("cb-authkey", key).header("cb-token", token)
    };
    assert_eq!(cube.json(keyed("AUTHKEY", ""), &body("one")).await.status, 201);
    assert_error(&cube.json(keyed("OTHERKEY", ""), &body("two")).await, "401-unauthorized");
    assert_error(&cube.json(keyed("", ""), &body("two")).await, "401-token-required");
    assert_eq!(cube.json(keyed("OTHERKEY", &cube.token), &body("two")).await.status, 201);
    let dead = cube.json(keyed("AUTHKEY", "DEAD"), &body("three")).await;
    assert_error(&dead, "401-required-session");
}

#[tokio::test]
async fn a_login_or_an_email_and_a_password_are_required() {
    let cube = Cube::new().await;
    let post = async |user: Value| cube.send("POST", "/users", &json!({ "user": user })).await;
    assert_error(&post(json!({ "login": "dora" })).await, "422-password-blank");
    assert_error(&post(json!({ "password": "123456" })).await, "422-login-or-email-required");
    assert_error(
        &post(json!({ "login": "", "email": null, "password": "123456" })).await,
        "422-login-or-email-required",
    );
    assert_invalid(&cube.send("POST", "/users", &json!({})).await, "user", "cannot be blank");
    let all =
        post(json!({ "login": "ab", "email": "x", "password": "12345", "full_name": "" })).await;
    let errors = all.json()["errors"].take();
    assert_eq!((all.status.as_u16(), errors.as_object().unwrap().len()), (422, 4), "{errors}");
    assert_eq!(errors["base"], Value::Null);
}

#[tokio::test]
async fn what_is_unique_is_looked_at_last_and_all_at_once() {
    let cube = Cube::new().await;
    assert_error(&sign_up(&cube, &json!({ "login": "ada" })).await, "422-login-not-unique");
    let email = json!({ "email": "ADA@EXAMPLE.COM" });
    assert_error(&sign_up(&cube, &email).await, "422-email-not-unique");
    let external = json!({ "login": "dora", "external_id": "ext-1" });
    assert_error(&sign_up(&cube, &external).await, "422-external-id-not-unique");
    for (field, value) in [
        ("external_user_id", json!(4001)),
        ("facebook_id", json!(2001)),
        ("twitter_id", json!("3001")),
    ] {
        let text = format!("{field} must be unique");
        assert_invalid(
            &sign_up(&cube, &json!({ "login": "dora", field: value })).await,
            "base",
            &text,
        );
    }
    let both = sign_up(&cube, &json!({ "login": "ada", "email": "bob@example.com" })).await;
    let texts = json!(["login must be unique", "email must be unique"]);
    assert_eq!(both.json()["errors"]["base"], texts);
    let broken = sign_up(&cube, &json!({ "login": "ada", "timezone": 1441 })).await;
    assert_eq!(broken.json()["errors"]["base"], Value::Null);
    assert_eq!(user(&cube, &json!({ "login": "Ada" })).await["login"], "Ada");
}

#[tokio::test]
async fn every_limit_holds_at_its_edge() {
    let cube = Cube::new().await;
    let text = |length: usize| json!("é".repeat(length));
    for (field, fits, breaks, words) in [
        ("login", text(70), text(71), "must be between 3 and 70 characters"),
        ("login", text(3), text(2), "must be between 3 and 70 characters"),
        ("password", text(40), text(41), "must be between 6 and 40 characters"),
        ("password", text(6), text(5), "must be between 6 and 40 characters"),
        ("password", json!("      "), json!(123_456), "must be a string"),
        ("full_name", text(200), text(201), "must be between 1 and 200 characters"),
        ("full_name", text(1), json!("  "), "must be between 1 and 200 characters"),
        ("phone", text(40), text(41), "must be at most 40 characters"),
        ("website", text(1024), text(1025), "must be at most 1024 characters"),
        ("avatar", text(1024), text(1025), "must be at most 1024 characters"),
        ("external_id", text(1024), text(1025), "must be at most 1024 characters"),
        ("facebook_id", text(1024), text(1025), "must be at most 1024 characters"),
        ("twitter_id", text(1024), text(1025), "must be at most 1024 characters"),
        ("custom_data", text(10_000), json!({ "a": 1 }), "must be a string"),
        (
            "email",
            json!("a@b"),
            json!("a@b@c"),
            "must be an e-mail address of at most 254 characters",
        ),
        (
            "email",
            json!(format!("{}@b", "a".repeat(252))),
            json!(format!("{}@b", "a".repeat(253))),
            "must be an e-mail address of at most 254 characters",
        ),
        (
            "email",
            json!(" a+b@c "),
            json!("@b"),
            "must be an e-mail address of at most 254 characters",
        ),
        ("timezone", json!(-1440), json!(-1441), "must be an integer between -1440 and 1440"),
        ("timezone", json!("1440"), json!(1441), "must be an integer between -1440 and 1440"),
        ("external_user_id", json!(1), json!(0), "should be a positive integer"),
        ("external_user_id", json!("2"), json!("x"), "should be a positive integer"),
        ("blob_id", json!(i64::MAX), json!(1.5), "should be a positive integer"),
        ("tag_list", json!("a,b,c,d,e"), json!("a,b,c,d,e,f"), "can have 5 tags at most"),
        ("tag_list", json!(["a", "a", "b"]), json!([1]), "must be a string or an array of strings"),
    ] {
        let mut with = json!({ "login": format!("user-{}", rand_name(&fits, field)), field: fits });
        let made = sign_up(&cube, &with).await;
        assert_eq!(made.status, 201, "{field} {made:?}");
        with[field] = breaks;
        assert_invalid(&sign_up(&cube, &with).await, field, words);
    }
}

/// A name that no other row of the table has.
fn rand_name(value: &Value, field: &str) -> String {
    format!("{field}-{}", value.to_string().len())
}

#[tokio::test]
async fn values_are_stored_in_their_forms() {
    let cube = Cube::new().await;
    let fields = json!({
        "login": "  dora ", "password": " spaced ", "website": "example.com", "external_id": 77,
        "tag_list": [" vip", "accountant,red", "vip", ""], "avatar": "https://example.com/a.png", "blob_id": "8",
    });
    let made = user(&cube, &fields).await;
    assert_eq!(made["login"], "dora");
    assert_eq!(made["website"], "http://example.com");
    assert_eq!(made["external_id"], "77");
    assert_eq!(made["user_tags"], "vip,accountant,red");
    assert_eq!(
        (&made["avatar"], &made["blob_id"]),
        (&json!("https://example.com/a.png"), &json!(8))
    );
    for (password, status) in [(" spaced ", 201), ("spaced", 401)] {
        let credentials = json!({ "user": { "login": "dora", "password": password } });
        assert_eq!(cube.try_begin(&credentials).await.status, status);
    }
    for (index, nothing) in [json!(""), json!([]), Value::Null].into_iter().enumerate() {
        let login = format!("nobody{index}");
        assert_eq!(
            user(&cube, &json!({ "login": login, "tag_list": nothing })).await["user_tags"],
            Value::Null
        );
    }
    cube.inspect("PATCH", "settings", &json!({ "connectycube": { "user_tags": "array" } })).await;
    let tags = cube.get(&format!("/users/{}", made["id"])).await.json()["user"]["user_tags"].take();
    assert_eq!(tags, json!(["vip", "accountant", "red"]));
    assert_eq!(cube.get("/users/1004").await.json()["user"]["user_tags"], Value::Null);
}
