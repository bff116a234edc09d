//! Bodies in every form that clients send, and paths in every spelling.

use axum::body::Body;
use serde_json::{Value, json};

use super::support::{Cube, assert_error, cube as request};
use crate::support::Answer;

async fn post(cube: &Cube, path: &str, media_type: Option<&str>, body: &str) -> Answer {
    let mut request = request("POST", path).header("cb-token", &cube.token);
    if let Some(media_type) = media_type {
        request = request.header("content-type", media_type);
    }
    cube.sandbox.send(request.body(body.to_owned().into()).unwrap()).await
}

const JSON: &str = r#" {"application_id": 21, "auth_key": "AUTHKEY", "user": {"login": "ada", "password": "example-pass-1"}}"#;
const FORM: &str =
    "application_id=21&auth_key=AUTHKEY&user[login]=ada&user%5Bpassword%5D=example-pass-1";

#[tokio::test]
async fn json_and_forms_are_read_alike() {
    let cube = Cube::new().await;
    for (media_type, body) in [
        (Some("application/json"), JSON),
        (Some("application/json;charset=utf-8"), JSON),
        (Some("Application/JSON; charset=UTF-8"), JSON),
        (Some("text/plain"), JSON),
        (None, JSON),
        (Some("application/x-www-form-urlencoded; charset=UTF-8"), FORM),
        (Some("text/plain"), FORM),
        (None, FORM),
    ] {
        let answer = post(&cube, "/session", media_type, body).await;
        assert_eq!(answer.status, 201, "{media_type:?} {body}");
        assert_eq!(answer.json()["session"]["user_id"], 1001);
    }
}

#[tokio::test]
async fn a_form_signs_up_with_tags_and_numbers() {
    let cube = Cube::new().await;
    let form = "user[login]=dora&user[password]=123456&user[tag_list][]=a+b&user[tag_list][]=c&user[timezone]=-60";
    let user = post(&cube, "/users", None, form).await.json()["user"].take();
    assert_eq!((&user["user_tags"], &user["timezone"]), (&json!("a b,c"), &json!(-60)));
}

#[tokio::test]
async fn what_cannot_be_read_is_malformed() {
    let cube = Cube::new().await;
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(1 << 20));
    for body in ["{", "{\"user\": }", "[]", "null", "{} {}", "user[login]=ada", &long] {
        assert_error(
            &post(&cube, "/session", Some("application/json"), body).await,
            "400-malformed-body",
        );
    }
    assert_error(&post(&cube, "/session", Some("application/json"), "").await, "401-unauthorized");
    assert_error(&post(&cube, "/session", None, "\u{0}\u{fffd}").await, "401-unauthorized");
}

#[tokio::test]
async fn a_get_takes_its_parameters_from_a_form_too_and_the_query_wins() {
    let cube = Cube::new().await;
    let get = async |path: &str, media_type: &str, body: &str| {
        let request =
            request("GET", path).header("cb-token", &cube.token).header("content-type", media_type);
        cube.sandbox.send(request.body(body.to_owned().into()).unwrap()).await
    };
    let form = "application/x-www-form-urlencoded";
    let id = |answer: &Answer| answer.json()["user"]["id"].clone();
    assert_eq!(id(&get("/users/by_login", form, "login=ada").await), 1001);
    assert_eq!(id(&get("/users/by_login?login=bob", form, "login=ada").await), 1002);
    let page = get("/users/v2", form, "id[in][]=1001&id[in][]=1002&limit=1").await.json();
    assert_eq!((&page["total_entries"], &page["limit"]), (&json!(2), &json!(1)));
    assert_eq!(id(&get("/users/by_login?login=ada", "application/json", "").await), 1001);
}

#[tokio::test]
async fn one_suffix_is_taken_off_and_an_unknown_route_is_told_as_text() {
    let cube = Cube::ada().await;
    for path in ["/users/1001", "/users/1001.json", "/users/1001?", "/users/1001.json?x=1"] {
        assert_eq!(cube.get(path).await.status, 200, "{path}");
    }
    for (method, path, told) in [
        ("DELETE", "/session/list.json?x=1", "/session/list"),
        ("GET", "/users.json.json", "/users.json"),
        ("POST", "/session/web", "/session/web"),
        ("PATCH", "/users/1001", "/users/1001"),
        ("POST", "/users/v2.json", "/users/v2"),
        ("GET", "/users/1001/", "/users/1001/"),
        ("GET", "", "/"),
    ] {
        let answer = cube.call(method, path).await;
        let text = format!("HttpException: E_ROUTE_NOT_FOUND: Route not found {method} {told}");
        assert_eq!((answer.status.as_u16(), &answer.body), (404, &text), "{path}");
        assert!(answer.header("content-type").starts_with("text/plain"));
        assert_ne!(answer.header("cb-token-expirationdate"), "", "{path}");
    }
}

#[tokio::test]
async fn every_request_of_the_official_sdk_meets_a_route() {
    let mut cube = Cube::ada().await;
    for sent in super::support::fixture("sdk-6-requests").as_array().unwrap() {
        let (method, path) = (sent["method"].as_str().unwrap(), sent["path"].as_str().unwrap());
        let query = sent["query"].as_str().map(|query| format!("?{query}")).unwrap_or_default();
        let mut request = request(method, &format!("{path}{query}"));
        for (name, value) in sent["headers"].as_object().unwrap() {
            let value = value.as_str().unwrap();
            let token = name == "CB-Token";
            request = request.header(name, if token { &cube.token } else { value });
        }
        let body = match &sent["body"] {
            Value::Null => Body::empty(),
            body => body.to_string().into(),
        };
        let answer = cube.sandbox.send(request.body(body).unwrap()).await;
        let unknown = matches!((method, path), ("PUT" | "DELETE", "/users.json"));
        assert_eq!(
            answer.status == 404 && answer.body.starts_with("Http"),
            unknown,
            "{sent} {answer:?}"
        );
        assert!(answer.status.as_u16() < 500, "{sent} {answer:?}");
        if path == "/session.json" && method == "POST" {
            // With names in brackets this client drops what it was given.
            let dropped = sent["call"].as_str().unwrap().ends_with("credentials are dropped");
            assert_eq!(
                answer.status.as_u16(),
                if dropped { 422 } else { 201 },
                "{sent} {answer:?}"
            );
        }
        // The next request is meant to find a session and its user.
        if path.starts_with("/users") && method != "GET" {
            cube.inspect("POST", "reset", &json!({})).await;
        }
        cube.begin(&json!({ "user": { "login": "ada", "password": "example-pass-1" } })).await;
    }
}
