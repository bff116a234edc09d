//! The typed models read every recorded user and page, and lose nothing.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fs;

use serde_json::Value as Json;
use userkey::connectycube::{Page, User};

fn fixture(name: &str) -> Json {
    let text = fs::read_to_string(format!("tests/fixtures/connectycube/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn user(json: &Json) -> User {
    serde_json::from_value(json.clone()).unwrap()
}

/// The record without what is null, with numbers for texts and tags as the model has them.
fn essence(mut json: Json) -> Json {
    let members = json.as_object_mut().unwrap();
    for name in ["facebook_id", "twitter_id"] {
        if let Some(number) = members.get_mut(name).filter(|id| id.is_number()) {
            *number = number.to_string().into();
        }
    }
    if let Some(text) = members.get("user_tags").and_then(Json::as_str) {
        let tags: Vec<_> = text.split(',').collect();
        members.insert("user_tags".into(), tags.into());
    }
    members.retain(|_, value| !value.is_null() && *value != Json::Array(Vec::new()));
    members.sort_keys();
    json
}

#[test]
fn every_form_of_a_user_is_decoded_and_encoded_without_loss() {
    let variants = fixture("user-variants");
    let variants = variants.as_array().unwrap().iter().map(|variant| variant["user"].clone());
    let signed_up = ["signup-201", "login-200"].map(|name| fixture(name)["user"].clone());
    let in_session = ["session-user", "session-guest", "session-get"]
        .map(|name| fixture(name)["session"]["user"].clone());
    for json in variants.chain(signed_up).chain(in_session).chain([fixture("user")]) {
        let again = serde_json::to_value(user(&json)).unwrap();
        assert_eq!(essence(again), essence(json));
    }
}

#[test]
fn tags_are_a_list_in_every_form() {
    for (json, tags) in [
        (r#"{"id":1,"user_tags":"vip, accountant,"}"#, vec!["vip", "accountant"]),
        (r#"{"id":1,"user_tags":["vip","accountant"]}"#, vec!["vip", "accountant"]),
        (r#"{"id":1,"user_tags":""}"#, vec![]),
        (r#"{"id":1,"user_tags":null}"#, vec![]),
        (r#"{"id":1}"#, vec![]),
    ] {
        assert_eq!(serde_json::from_str::<User>(json).unwrap().tags, tags);
    }
}

#[test]
fn times_are_texts_also_where_they_come_as_numbers() {
    let user: User = serde_json::from_str(r#"{"id":1,"created_at":1704164645}"#).unwrap();
    assert_eq!(user.created_at.as_deref(), Some("1704164645"));
    assert!(serde_json::from_str::<User>(r#"{"id":1,"created_at":{}}"#).is_err());
}

#[test]
fn every_form_of_a_page_gives_its_users() {
    for (name, ids, total) in [
        ("v2-page", vec![1002], Some(1)),
        ("v1-page", vec![1001, 1002, 1003], Some(3)),
        ("v1-type-mismatch", vec![], Some(0)),
        ("online", vec![1001], None),
    ] {
        let page: Page = serde_json::from_value(fixture(name)).unwrap();
        assert_eq!(page.total, total, "{name}");
        let users = page.into_users();
        assert_eq!(users.iter().map(|user| user.id).collect::<Vec<_>>(), ids, "{name}");
    }
}

#[test]
fn a_user_without_an_id_is_none() {
    assert!(serde_json::from_str::<User>(r#"{"login":"ada"}"#).is_err());
    assert!(serde_json::from_str::<Page>(r#"{"items":[{"user":{"login":"ada"}}]}"#).is_err());
}
