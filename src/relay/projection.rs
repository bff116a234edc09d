//! What is shown of a record: built outward from the configured lists (rule B).

use super::config::{Config, Level};
use super::record::Record;
use super::tags;
use crate::usercom::fields;
use crate::value::Value;

/// The part of a record that somebody of that level may see, in version 1's form. The key is shown only if it is one of
/// `keys`, those in the request's own cookies.
pub fn of(config: &Config, level: Level, record: &Record, keys: &[String]) -> Value {
    let tier = config.tier(level);
    let mut members = vec![("known".to_owned(), Value::Bool(record.is_known()))];
    members.extend(status(record).map(|word| ("status".to_owned(), word.into())));
    for field in &tier.read {
        let value = match field.as_str() {
            "key" => record.key().filter(|key| keys.iter().any(|own| own == key)).map(Value::from),
            _ => record.value.get(field).filter(|value| is_plain(value)).cloned(),
        };
        members.extend(value.map(|value| (field.clone(), value)));
    }
    if !tier.read_tags.is_empty() {
        members.push(("tags".into(), tags::visible(&record.value, &tier.read_tags)));
    }
    if !tier.read_attributes.is_empty() {
        let shown = tier.read_attributes.iter().filter_map(|name| attribute(&record.value, name));
        members.push(("attributes".into(), Value::List(shown.collect())));
    }
    Value::Object(members)
}

/// The word, whatever form it came in; none if it is no word that is known.
fn status(record: &Record) -> Option<&'static str> {
    match record.value.get("status")? {
        Value::Text(word) if word == "visitor" => Some("visitor"),
        Value::Text(word) if word == "user" => Some("user"),
        Value::Number(number) if number == "1" => Some("visitor"),
        Value::Number(number) if number == "2" => Some("user"),
        _ => None,
    }
}

const fn is_plain(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Null)
}

/// The attribute of that name, from version 1's list or from beside the fields.
fn attribute(record: &Value, name: &str) -> Option<Value> {
    let listed = match record.get("attributes") {
        Some(Value::List(attributes)) => {
            attributes.iter().find(|attribute| is_named(attribute, name))
        }
        _ => None,
    };
    let standard = name_std(name);
    // The configuration has no attribute that is named like a field; a second lock costs nothing.
    let beside = || {
        let free = fields::resembling(name).is_none();
        record.get(name).or_else(|| record.get(&standard)).filter(|_| free)
    };
    let value = listed.and_then(|attribute| attribute.get("value")).or_else(beside)?;
    Some(Value::object([
        ("name", name.into()),
        ("name_std", standard.as_str().into()),
        ("value", value.clone()),
    ]))
}

fn is_named(attribute: &Value, name: &str) -> bool {
    ["name", "name_std"]
        .iter()
        .any(|member| attribute.get(member).and_then(Value::as_text) == Some(name))
}

/// The name as User.com normalises it: in lower case, with `_` for blanks.
fn name_std(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::testing::config;
    use crate::testing::value;
    use crate::usercom::Version;

    const FULL: &str = r#"{"id":7,"key":"g3FaYocCy0U6","user_id":"c-1","name":"Ada","email":"a@b.c","phone_number":"+48",
        "status":"user","score":5,"last_ip":"192.0.2.1","assigned_to":3,"companies":[{"id":1}],"lists":[{"id":2}],"gender":"female",
        "last_contacted":"2018","tags":[{"id":1,"name":"vip"},{"id":2,"name":"debtor"}],
        "attributes":[{"id":1,"name":"Topic","name_std":"topic","value":"bikes"},{"id":2,"name":"income","name_std":"income","value":9}]}"#;

    fn shown(options: &str, level: Level, record: &str, version: Version) -> Value {
        let record = Record::new(value(record), version).unwrap();
        of(&config(options), level, &record, &["g3FaYocCy0U6".to_owned()])
    }

    #[test]
    fn rule_b_by_default_a_browser_learns_known_and_status_and_a_person_the_name() {
        assert_eq!(
            shown("{}", Level::Browser, FULL, Version::V1),
            value(r#"{"known":true,"status":"user"}"#)
        );
        let anonymous = r#"{"id":7,"key":"k","status":"visitor","name":"Ada"}"#;
        assert_eq!(
            shown("{}", Level::Browser, anonymous, Version::V1),
            value(r#"{"known":false,"status":"visitor"}"#)
        );
        assert_eq!(
            shown("{}", Level::Person, FULL, Version::V1),
            value(r#"{"known":true,"status":"user","name":"Ada"}"#)
        );
    }

    #[test]
    fn rule_b_fields_tags_and_attributes_are_shown_one_by_one() {
        let options = r#"{"browser":{"read":["name","key"],"readTags":["vip","other"],"readAttributes":["topic","none"]}}"#;
        assert_eq!(
            shown(options, Level::Browser, FULL, Version::V1),
            value(
                r#"{"known":true,"status":"user","name":"Ada","key":"g3FaYocCy0U6","tags":[{"name":"vip"}],
                "attributes":[{"name":"topic","name_std":"topic","value":"bikes"}]}"#
            )
        );
        let person = r#"{"person":{"read":["email","phone_number"]}}"#;
        assert_eq!(
            shown(person, Level::Person, FULL, Version::V1),
            value(
                r#"{"known":true,"status":"user","name":"Ada","email":"a@b.c","phone_number":"+48"}"#
            )
        );
    }

    #[test]
    fn rule_b_the_key_is_shown_only_to_whoever_has_it() {
        let other = FULL.replace("g3FaYocCy0U6", "another1");
        let shown = shown(r#"{"person":{"read":["key"]}}"#, Level::Person, &other, Version::V1);
        assert_eq!(shown.get("key"), None);
    }

    #[test]
    fn rule_b_an_attribute_comes_from_the_list_or_from_beside_the_fields() {
        let options = r#"{"browser":{"readAttributes":["Favourite Topic"]}}"#;
        let v2 = r#"{"id":7,"user_key":"k","favourite_topic":["a"],"income":9}"#;
        assert_eq!(
            shown(options, Level::Browser, v2, Version::V2),
            value(
                r#"{"known":false,"attributes":[{"name":"Favourite Topic","name_std":"favourite_topic","value":["a"]}]}"#
            )
        );
    }

    #[test]
    fn rule_b_a_member_of_an_unexpected_form_is_left_out() {
        let odd = r#"{"id":7,"status":{"a":1},"name":{"token":"x"},"tags":"vip","attributes":{}}"#;
        let options =
            r#"{"browser":{"read":["name"],"readTags":["vip"],"readAttributes":["topic"]}}"#;
        assert_eq!(
            shown(options, Level::Browser, odd, Version::V1),
            value(r#"{"known":false,"tags":[],"attributes":[]}"#)
        );
    }
}
