//! The typed model reads every recorded user, in both versions, and loses nothing.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that panics fails, as it should")]

use std::fs;

use serde_json::Value as Json;
use userkey::Value;
use userkey::usercom::User;
use userkey::usercom::user::{Gender, Status};

fn fixture(name: &str) -> Json {
    let text = fs::read_to_string(format!("tests/fixtures/usercom/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn user(name: &str) -> User {
    serde_json::from_value(fixture(name)).unwrap()
}

/// The record as the model names it, without what is null or empty: those mean the same as being left out.
fn essence(mut json: Json) -> Json {
    let members = json.as_object_mut().unwrap();
    for (v2, v1) in [("user_key", "key"), ("custom_id", "user_id")] {
        if let Some(value) = members.remove(v2) {
            members.insert(v1.into(), value);
        }
    }
    members.retain(|_, value| {
        !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
    });
    members.sort_keys();
    json
}

#[test]
fn every_recorded_user_is_decoded_and_encoded_without_loss() {
    for name in [
        "user-v1",
        "user-updated-v1",
        "user-v2-complete",
        "user-v2-by-custom-id",
        "user-v2-by-email",
        "user-v2-by-key",
        "user-v2-sparse",
    ] {
        let again = serde_json::to_value(user(name)).unwrap();
        assert_eq!(essence(again), essence(fixture(name)), "{name}");
    }
}

#[test]
fn attributes_are_found_in_either_form() {
    let (array, flat) = (user("user-v1"), user("user-v2-complete"));
    for user in [&array, &flat] {
        assert_eq!(user.attribute("example_attr"), Some(&Value::Bool(true)));
        assert_eq!(user.attribute("no_such"), None);
    }
    assert_eq!(array.attribute("My string attr"), Some(&Value::from("attribute value")));
    assert_eq!(flat.attribute("interests"), Some(&Value::from(["news", "offers"])));
}

#[test]
fn words_are_read_as_words_or_numbers_and_unknown_ones_are_kept() {
    assert_eq!(Gender::from(Value::from("female")), Gender::Female);
    assert_eq!(Gender::from(Value::from(2)), Gender::Male);
    assert_eq!(Status::from(Value::from("user")), Status::User);
    let lead = Status::from(Value::from("lead"));
    assert_eq!(lead, Status::Other("lead".into()));
    assert_eq!(Value::from(lead), Value::from("lead"));
}
