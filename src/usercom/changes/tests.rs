use proptest::prelude::*;

use super::*;
use crate::testing::value;

fn changes(json: &str) -> Result<Changes> {
    match value(json) {
        Value::Object(members) => Changes::new(&members),
        _ => panic!("an object"),
    }
}

fn refused(json: &str) -> Error {
    changes(json).unwrap_err()
}

#[test]
fn every_allowed_attribute_of_the_source_document_is_written() {
    let all = r#"{"assigned_to":7,"city":"Warsaw","company_id":"c1","country":"PL","email":"a@b.c","facebook_url":"f",
        "first_name":"J","gender":"male","google_url":"g","gravatar_url":"h","last_name":"D","linkedin_url":"l",
        "notifications":true,"phone_number":"+48123456789","region":"r","score":5,"status":"user","timezone":"t",
        "twitter_url":"w","unsubscribed":false,"user_id":"u1"}"#;
    let v1 = changes(all).unwrap().to_wire(Version::V1);
    assert_eq!(value(&v1), value(&all.replace("\"male\"", "2").replace("\"user\"", "2")));
    let v2 = changes(all).unwrap().to_wire(Version::V2);
    assert!(
        v2.contains(r#""company_custom_id":"c1""#) && v2.contains(r#""custom_id":"u1""#),
        "{v2}"
    );
    assert!(!v2.contains("company_id") && !v2.contains("user_id"), "{v2}");
}

#[test]
fn names_of_the_other_version_are_translated() {
    let given = r#"{"custom_id":"u","company_custom_id":"c"}"#;
    assert_eq!(changes(given).unwrap().to_wire(Version::V1), r#"{"user_id":"u","company_id":"c"}"#);
    assert_eq!(
        refused(r#"{"custom_id":"u","user_id":"v"}"#).message,
        "user_id and custom_id are one field: give it once"
    );
}

#[test]
fn attributes_are_flat_on_the_wire_and_nested_for_the_relay() {
    let changes = changes(r#"{"gender":"female","tags":["a"],"attributes":{"Topic":"bikes","n":1,"l":["x"],"gone":null}}"#).unwrap();
    assert_eq!(
        changes.to_wire(Version::V1),
        r#"{"gender":3,"tags":["a"],"Topic":"bikes","n":1,"l":["x"],"gone":null}"#
    );
    assert_eq!(
        changes.to_relay(),
        r#"{"gender":"female","tags":["a"],"attributes":{"Topic":"bikes","n":1,"l":["x"],"gone":null}}"#
    );
}

#[test]
fn null_clears_what_can_be_cleared() {
    assert_eq!(
        changes(r#"{"city":null,"email":null}"#).unwrap().to_wire(Version::V1),
        r#"{"city":null,"email":null}"#
    );
    for name in ["gender", "status", "score", "notifications", "unsubscribed", "tags"] {
        assert_eq!(refused(&format!(r#"{{"{name}":null}}"#)).code, "invalid_input", "{name}");
    }
}

#[test]
fn lengths_are_counted_in_characters_and_checked_at_their_edge() {
    for (name, limit) in [
        ("first_name", 40),
        ("last_name", 40),
        ("phone_number", 64),
        ("city", 64),
        ("user_id", 255),
    ] {
        let of = |length| format!(r#"{{"{name}":"{}"}}"#, "é".repeat(length));
        assert!(changes(&of(limit)).is_ok(), "{name}");
        let error = refused(&of(limit + 1));
        assert_eq!(error.code, "too_long");
        assert_eq!(
            error.message,
            format!("{name} has {} characters; at most {limit} are allowed", limit + 1)
        );
    }
}

#[test]
fn a_wrong_name_gets_the_right_one() {
    let error = refused(r#"{"firstName":"J"}"#);
    assert_eq!(error.code, "unknown_field");
    assert_eq!(
        error.message,
        "firstName is no field of a user: did you mean first_name? Custom attributes go under attributes"
    );
    assert_eq!(
        refused(r#"{"topic":1}"#).message,
        "topic is no field of a user: custom attributes go under attributes"
    );
    assert_eq!(
        refused(r#"{"name":"J"}"#).message,
        "name is set by the service and can't be written; write first_name and last_name"
    );
    assert_eq!(refused(r#"{"last_ip":"1"}"#).code, "unknown_field");
    assert_eq!(refused(r#"{"key":null}"#).code, "unknown_field", "nor can it be cleared");
}

#[test]
fn a_wrong_type_is_named() {
    for (json, message) in [
        (r#"{"city":1}"#, "city must be a string, not a number"),
        (r#"{"score":"5"}"#, "score must be a whole number, not a string"),
        (r#"{"score":1.5}"#, "score must be a whole number, not a number"),
        (r#"{"notifications":"yes"}"#, "notifications must be true or false, not a string"),
        (
            r#"{"gender":2}"#,
            "gender must be one of \"unknown\", \"male\", \"female\", not a number",
        ),
        (
            r#"{"custom_id":"undefined"}"#,
            "custom_id must be a string that isn't empty, not the word undefined or null",
        ),
        (
            r#"{"email":"nobody"}"#,
            "email must be an e-mail address: a name, an @ and a host, without blanks",
        ),
        (
            "{\"email\":\"ada@example.com\u{2003}\"}",
            "email must be an e-mail address: a name, an @ and a host, without blanks",
        ),
        (
            r#"{"email":""}"#,
            "email must be an e-mail address: a name, an @ and a host, without blanks",
        ),
        (r#"{"tags":"a"}"#, "tags must be an array of strings, not a string"),
        (
            r#"{"tags":[{"name":"a"}]}"#,
            "tags must be an array of strings that aren't empty, not an object",
        ),
        (r#"{"tags":[""]}"#, "tags must be an array of strings that aren't empty, not a string"),
        (r#"{"attributes":[]}"#, "attributes must be an object of names and values, not an array"),
    ] {
        let error = refused(json);
        assert_eq!((error.code, error.message.as_str()), ("invalid_input", message));
    }
}

#[test]
fn an_attribute_that_would_be_a_standard_field_is_refused() {
    for name in ["email", "E-Mail", "User Id", "key"] {
        let error = refused(&format!(r#"{{"attributes":{{"{name}":"x"}}}}"#));
        assert!(
            error.message.starts_with(&format!("attributes.{name} names a standard field")),
            "{}",
            error.message
        );
    }
}

#[test]
fn nothing_to_change_is_refused() {
    for json in ["{}", r#"{"attributes":{}}"#] {
        assert_eq!(refused(json).code, "no_changes");
    }
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_written_once_and_whole(topic in "[a-z]{1,9}", text in any::<String>()) {
        prop_assume!(fields::unusable_attribute(&topic).is_none());
        let members = vec![("attributes".to_owned(), Value::Object(vec![(topic.clone(), Value::Text(text.clone()))]))];
        let wire = Changes::new(&members).unwrap().to_wire(Version::V2);
        prop_assert_eq!(value(&wire), Value::Object(vec![(topic, Value::Text(text))]));
    }
}
