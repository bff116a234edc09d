//! Finding one user: by key, by number, by the client's own id.

use serde_json::{Value, json};
use userkey_sandbox::{SearchValueSlash, Switches, V2Attributes};

use crate::support::{JANE, Sandbox, fixture};

#[tokio::test]
async fn a_key_finds_jane_as_the_documentation_shows_her() {
    let jane = Sandbox::new().user(JANE).await;
    for (field, value) in fixture("user-v1").as_object().unwrap() {
        assert_eq!(&jane[field], value, "{field}");
    }
    assert_eq!(jane["user_id"], "customer-42");
    assert_eq!(jane["companies"][0]["name"], "Company name");
    assert_eq!(jane["web_push_subscription"], false);
    assert_eq!(jane["assigned_to"], Value::Null);
    assert_eq!(jane.as_object().unwrap().len(), fixture("user-v1").as_object().unwrap().len() + 4);
}

#[tokio::test]
async fn version_two_has_exactly_the_keys_of_a_complete_answer() {
    let user = Sandbox::new().get_v2("/users/search/?key=an0nym0us123").await.json();
    let complete = fixture("user-v2-complete");
    let custom = ["example_attr", "my_string_attr", "interests"];
    let mut expected: Vec<&String> = complete
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| !custom.contains(&key.as_str()))
        .collect();
    let topic = "topic".to_owned();
    expected.push(&topic);
    expected.sort();
    let mut keys: Vec<&String> = user.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, expected);
}

#[tokio::test]
async fn a_visitor_without_a_name_is_found_too() {
    let visitor = Sandbox::new().user("an0nym0us123").await;
    assert_eq!(visitor["name"], Value::Null);
    assert_eq!(visitor["email"], Value::Null);
    assert_eq!(visitor["status"], "visitor");
    assert_eq!(visitor["page_views"], 3);
}

#[tokio::test]
async fn a_key_that_nobody_has_is_an_empty_404() {
    let sandbox = Sandbox::new();
    for key in ["nobody", "", "G3FAYOCCY0U6", "g3FaYocCy0U6//", "g3FaYocCy0U6%20", "' or 1=1 --"] {
        let answer = sandbox.get(&format!("/users/search/?key={}", key.replace(' ', "%20"))).await;
        assert_eq!(answer.status, 404, "{key}");
        assert_eq!(answer.body, "", "{key}");
        assert_eq!(answer.header("content-type"), "", "{key}");
    }
}

#[tokio::test]
async fn a_search_without_a_known_parameter_is_refused() {
    let sandbox = Sandbox::new();
    for path in ["/users/search/", "/users/search/?user_key=g3FaYocCy0U6"] {
        let answer = sandbox.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.json(), json!({ "detail": "Missing search parameter." }), "{path}");
    }
}

#[tokio::test]
async fn one_stray_slash_after_the_key_is_stripped_unless_it_is_kept() {
    let path = format!("/users/search/?key={JANE}/");
    assert_eq!(Sandbox::new().get(&path).await.status, 200);
    let switches = Switches { search_value_slash: SearchValueSlash::Keep, ..Switches::default() };
    assert_eq!(Sandbox::with(switches).get(&path).await.status, 404);
}

#[tokio::test]
async fn number_and_custom_id_find_the_same_user_as_the_key() {
    let sandbox = Sandbox::new();
    let jane = sandbox.user(JANE).await;
    assert_eq!(sandbox.get("/users/19678376/").await.json(), jane);
    assert_eq!(sandbox.get("/users-by-id/customer-42/").await.json(), jane);
    let encoded = sandbox.get("/users-by-id/O%27Brien%20%26%20S%C3%B6hne%20%3Cb%3E/").await;
    assert_eq!(encoded.json()["key"], "Apostrophe01");
    assert_eq!(sandbox.get("/users-by-id/user@123/").await.json()["key"], "ctlfkj37dbag");
}

#[tokio::test]
async fn an_unknown_number_or_custom_id_is_not_found() {
    let sandbox = Sandbox::new();
    let paths =
        ["/users/1/", "/users/abc/", "/users/99999999999999999999/", "/users-by-id/nobody/"];
    for path in paths {
        for answer in [sandbox.get(path).await, sandbox.write("PUT", path, &json!({})).await] {
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.json(), fixture("errors/404-detail"), "{path}");
        }
    }
}

#[tokio::test]
async fn version_two_answers_custom_attributes_where_the_switch_says() {
    for (v2_attributes, flat, array) in [
        (V2Attributes::Flat, true, false),
        (V2Attributes::Array, false, true),
        (V2Attributes::Both, true, true),
    ] {
        let sandbox = Sandbox::with(Switches { v2_attributes, ..Switches::default() });
        let user = sandbox.get_v2("/users-by-id/customer-42/").await.json();
        assert_eq!(user.get("my_string_attr").is_some(), flat, "{v2_attributes:?}");
        assert_eq!(user.get("attributes").is_some(), array, "{v2_attributes:?}");
    }
}

#[tokio::test]
async fn the_seed_is_the_same_at_every_start() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    for id in [19_678_376, 19_678_500, 19_678_625] {
        let path = format!("/users/{id}/");
        assert_eq!(one.get(&path).await.json(), other.get(&path).await.json());
    }
    assert_eq!(one.get("/users/19678626/").await.status, 404);
}
