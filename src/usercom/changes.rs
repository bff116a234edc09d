//! What a caller wants changed in a user: checked, then written as the wire wants it (reference §2.1, §2.2).

use crate::args::wanted;
use crate::error::{Error, Kind, Result};
use crate::text::{any_char, concat, contains, decimal, length};
use crate::value::Value;

use super::config::Version;
use super::fields::{self, Field, Form};

type Members = Vec<(String, Value)>;

/// Checked changes of a user.
///
/// Made of an object with the wire's names, of either version; custom attributes stand under `attributes`.
/// `null` clears a field. Tags are only ever added.
///
/// ```
/// use userkey::{Value, usercom::changes::Changes};
///
/// let changes = Changes::new(&[
///     ("city".into(), "Warsaw".into()),
///     ("tags".into(), ["read-guide"].into()),
///     ("attributes".into(), Value::Object(vec![("topic".into(), "bikes".into())])),
/// ])?;
/// # Ok::<(), userkey::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    standard: Vec<(&'static Field, Value)>,
    attributes: Members,
}

impl Changes {
    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that is none of the service's, `too_long`, `no_changes` for none at all, and
    /// `invalid_input` for anything else. The message names the field and the fix.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        let mut changes = Self { standard: Vec::new(), attributes: Vec::new() };
        for (name, value) in members {
            match (name.as_str(), value) {
                ("attributes", Value::Object(attributes)) => changes.set_attributes(attributes)?,
                ("attributes", _) => {
                    return Err(wrong_type("attributes", "an object of names and values", value));
                }
                _ => changes.set(name, value)?,
            }
        }
        if changes.standard.is_empty() && changes.attributes.is_empty() {
            return Err(Error::new(
                Kind::Input,
                "no_changes",
                "there is nothing to change: name at least one field",
            ));
        }
        Ok(changes)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let field = fields::find(name).ok_or_else(|| unknown(name))?;
        if self.standard.iter().any(|(known, _)| *known == field) {
            return Err(Error::input(concat(&[
                field.v1,
                " and ",
                field.v2,
                " are one field: give it once",
            ])));
        }
        check(name, field, value)?;
        self.standard.push((field, value.clone()));
        Ok(())
    }

    fn set_attributes(&mut self, attributes: &[(String, Value)]) -> Result<()> {
        for (name, value) in attributes {
            if let Some(reason) = fields::unusable_attribute(name) {
                return Err(Error::input(concat(&["attributes.", name, reason])));
            }
            self.attributes.push((name.clone(), value.clone()));
        }
        Ok(())
    }

    /// Whether the field of that name, in version 1's spelling, is given a value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.standard.iter().any(|(field, value)| field.v1 == name && *value != Value::Null)
    }

    /// The one standard field this changes, as the wire has it; none if it changes more, or less, or its tags.
    #[must_use]
    pub fn single(&self, version: Version) -> Option<(String, Value)> {
        match self.standard.as_slice() {
            [(field, value)] if self.attributes.is_empty() && field.form != Form::Tags => {
                Some(on_the_wire(field, value, version))
            }
            _ => None,
        }
    }

    /// The flat JSON body of User.com's own API.
    #[must_use]
    pub fn to_wire(&self, version: Version) -> String {
        let mut members = Members::new();
        for (field, value) in &self.standard {
            members.push(on_the_wire(field, value, version));
        }
        members.extend_from_slice(&self.attributes);
        Value::Object(members).to_json()
    }

    /// The JSON body the relay takes: words as words, attributes under `attributes`.
    #[must_use]
    pub fn to_relay(&self) -> String {
        let mut members: Members =
            self.standard.iter().map(|(field, value)| (field.v1.into(), value.clone())).collect();
        if !self.attributes.is_empty() {
            members.push(("attributes".into(), Value::Object(self.attributes.clone())));
        }
        Value::Object(members).to_json()
    }
}

/// A field's name and value as that version has them.
fn on_the_wire(field: &Field, value: &Value, version: Version) -> (String, Value) {
    let value = match field.form {
        Form::Word(words) => number_of(words, value),
        _ => value.clone(),
    };
    (field.name(version).into(), value)
}

/// The number that stands for a word on the wire.
fn number_of(words: &[&str], word: &Value) -> Value {
    let at = words.iter().position(|known| word.as_text() == Some(known));
    Value::Number(decimal(at.map_or(0, |at| at as u64 + 1)))
}

fn check(name: &str, field: &Field, value: &Value) -> Result<()> {
    if *value == Value::Null {
        return if field.nullable {
            Ok(())
        } else {
            Err(wrong_type(name, "given a value; it can't be cleared", value))
        };
    }
    match (field.form, value) {
        (Form::Text(0), Value::Text(_)) | (Form::Bool, Value::Bool(_)) => Ok(()),
        (Form::Text(limit), Value::Text(text)) => check_length(name, text, limit),
        (Form::Id, Value::Text(text)) if !matches!(text.as_str(), "" | "undefined" | "null") => {
            check_length(name, text, 255)
        }
        (Form::Text(_), _) => Err(wrong_type(name, "a string", value)),
        (Form::Id, _) => Err(wanted(name, "a string that isn't empty", value)),
        (Form::Email, _) => check_email(name, value),
        (Form::Integer, _) if value.as_integer().is_some() => Ok(()),
        (Form::Integer, _) => Err(wrong_type(name, "a whole number", value)),
        (Form::Bool, _) => Err(wrong_type(name, "true or false", value)),
        (Form::Word(words), _) if words.iter().any(|word| value.as_text() == Some(word)) => Ok(()),
        (Form::Word(words), _) => {
            Err(wrong_type(name, &concat(&["one of \"", &quoted(words), "\""]), value))
        }
        (Form::Tags, _) => check_tags(value),
        (Form::ReadOnly, _) => Err(read_only(name)),
    }
}

/// `"a", "b", "c"`, without the first and the last quote.
fn quoted(words: &[&str]) -> String {
    let mut list = String::new();
    for word in words {
        list.push_str(if list.is_empty() { "" } else { "\", \"" });
        list.push_str(word);
    }
    list
}

fn check_length(name: &str, text: &str, limit: usize) -> Result<()> {
    let length = length(text);
    if length <= limit {
        return Ok(());
    }
    let (length, limit) = (decimal(length as u64), decimal(limit as u64));
    let message =
        concat(&[name, " has ", &length, " characters; at most ", &limit, " are allowed"]);
    Err(Error::new(Kind::Input, "too_long", message))
}

/// Checks what no address can lack; the rest is the service's to judge.
pub(super) fn check_email(name: &str, value: &Value) -> Result<()> {
    let address = value.as_text().unwrap_or("");
    if contains(address, "@") && !any_char(address, char::is_whitespace) {
        return Ok(());
    }
    if value.as_text().is_some() {
        return Err(Error::input(concat(&[
            name,
            " must be an e-mail address: a name, an @ and a host, without blanks",
        ])));
    }
    Err(wrong_type(name, "an e-mail address", value))
}

fn check_tags(value: &Value) -> Result<()> {
    let Value::List(tags) = value else {
        return Err(wrong_type("tags", "an array of strings", value));
    };
    match tags.iter().find(|tag| tag.as_text().is_none_or(|name| name.trim_ascii().is_empty())) {
        Some(tag) => Err(wrong_type("tags", "an array of strings that aren't empty", tag)),
        None => Ok(()),
    }
}

fn wrong_type(name: &str, wanted: &str, value: &Value) -> Error {
    Error::input(concat(&[name, " must be ", wanted, ", not ", value.describe()]))
}

fn read_only(name: &str) -> Error {
    let hint = if name == "name" { "; write first_name and last_name" } else { "" };
    let message = concat(&[name, " is set by the service and can't be written", hint]);
    Error::new(Kind::Input, "unknown_field", message)
}

fn unknown(name: &str) -> Error {
    let hint = fields::resembling(name);
    let (lead, name_meant) = hint.map_or(("", ""), |meant| ("did you mean ", meant));
    let then = if hint.is_some() { "? C" } else { "c" };
    let message = concat(&[
        name,
        " is no field of a user: ",
        lead,
        name_meant,
        then,
        "ustom attributes go under attributes",
    ]);
    Error::new(Kind::Input, "unknown_field", message)
}

#[cfg(test)]
mod tests {
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
        assert_eq!(
            changes(given).unwrap().to_wire(Version::V1),
            r#"{"user_id":"u","company_id":"c"}"#
        );
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
                r#"{"email":""}"#,
                "email must be an e-mail address: a name, an @ and a host, without blanks",
            ),
            (r#"{"tags":"a"}"#, "tags must be an array of strings, not a string"),
            (
                r#"{"tags":[{"name":"a"}]}"#,
                "tags must be an array of strings that aren't empty, not an object",
            ),
            (
                r#"{"tags":[""]}"#,
                "tags must be an array of strings that aren't empty, not a string",
            ),
            (
                r#"{"attributes":[]}"#,
                "attributes must be an object of names and values, not an array",
            ),
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
}
