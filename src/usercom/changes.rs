//! What a caller wants changed in a user: checked, then written as the wire wants it (reference §2.1, §2.2).

use crate::args::wanted;
use crate::error::{Error, Kind, Result};
use crate::text::{any_char, concat, contains, decimal, length, push_decimal};
use crate::value::{Value, end_object, write_member, write_name, write_object};

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
    /// Under version 1's names.
    standard: Members,
    attributes: Members,
}

impl Changes {
    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that is none of the service's, `too_long`, `no_changes` for none at all, and
    /// `invalid_input` for anything else. The message names the field and the fix.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        let mut changes = Self { standard: Members::new(), attributes: Members::new() };
        for (name, value) in members {
            if name != "attributes" {
                changes.set(name, value)?;
            } else if let Value::Object(attributes) = value {
                changes.set_attributes(attributes)?;
            } else {
                return Err(wrong_type(name, "an object of names and values", value));
            }
        }
        if changes.standard.is_empty() && changes.attributes.is_empty() {
            let message = "there is nothing to change: name at least one field";
            return Err(Error::new(Kind::Input, "no_changes", message));
        }
        Ok(changes)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let Some(field) = fields::find(name) else { return Err(unknown(name)) };
        if self.standard.iter().any(|(known, _)| known == field.v1) {
            return Err(Error::input(concat(&[
                field.v1,
                " and ",
                field.v2,
                " are one field: give it once",
            ])));
        }
        check(name, field, value)?;
        self.standard.push((field.v1.into(), value.clone()));
        Ok(())
    }

    fn set_attributes(&mut self, attributes: &[(String, Value)]) -> Result<()> {
        for (name, _) in attributes {
            if let Some(reason) = fields::unusable_attribute(name) {
                return Err(Error::input(concat(&["attributes.", name, reason])));
            }
        }
        self.attributes.extend_from_slice(attributes);
        Ok(())
    }

    /// Whether the field of that name, in version 1's spelling, is given a value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.standard.iter().any(|(known, value)| known == name && !matches!(value, Value::Null))
    }

    /// The flat JSON body of User.com's own API.
    #[must_use]
    pub fn to_wire(&self, version: Version) -> String {
        let mut body = String::new();
        for (name, value) in &self.standard {
            if let Some(field) = fields::find(name) {
                write_name(field.name(version), &mut body);
                write_value(field, value, &mut body);
            }
        }
        for (name, value) in &self.attributes {
            write_member(name, value, &mut body);
        }
        end_object(&mut body);
        body
    }

    /// The JSON body the relay takes: words as words, attributes under `attributes`.
    #[must_use]
    pub fn to_relay(&self) -> String {
        let mut body = String::new();
        for (name, value) in &self.standard {
            write_member(name, value, &mut body);
        }
        if !self.attributes.is_empty() {
            write_name("attributes", &mut body);
            write_object(&self.attributes, &mut body);
        }
        end_object(&mut body);
        body
    }
}

/// Writes a field's value as the wire has it: a word as the number that stands for it.
pub(super) fn write_value(field: &Field, value: &Value, body: &mut String) {
    let Form::Word(words) = field.form else { return value.write_json(body) };
    let mut number = 0;
    for word in words {
        number += 1;
        if value.as_text() == Some(word) {
            push_decimal(body, number);
        }
    }
}

fn check(name: &str, field: &Field, value: &Value) -> Result<()> {
    let text = value.as_text();
    let wrong = match (field.form, text) {
        _ if matches!(value, Value::Null) => {
            if field.nullable {
                return Ok(());
            }
            "given a value; it can't be cleared"
        }
        (Form::Text(limit), Some(text)) => return check_length(name, text, limit),
        (Form::Id, Some(text)) if !matches!(text, "" | "undefined" | "null") => {
            return check_length(name, text, 255);
        }
        (Form::Id, _) => return Err(wanted(name, "a string that isn't empty", value)),
        (Form::Text(_), _) => "a string",
        (Form::Email, _) => return check_email(name, value),
        (Form::Integer, _) if value.as_integer().is_some() => return Ok(()),
        (Form::Integer, _) => "a whole number",
        (Form::Bool, _) if matches!(value, Value::Bool(_)) => return Ok(()),
        (Form::Bool, _) => "true or false",
        (Form::Word(words), Some(text)) if words.contains(&text) => return Ok(()),
        (Form::Word(words), _) => {
            let words = concat(&["one of \"", &quoted(words), "\""]);
            return Err(wrong_type(name, &words, value));
        }
        (Form::Tags, _) => return check_tags(value),
        (Form::ReadOnly, _) => return Err(read_only(name)),
    };
    Err(wrong_type(name, wrong, value))
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
    if limit == 0 || length <= limit {
        return Ok(());
    }
    let (length, limit) = (decimal(length as u64), decimal(limit as u64));
    let message =
        concat(&[name, " has ", &length, " characters; at most ", &limit, " are allowed"]);
    Err(Error::new(Kind::Input, "too_long", message))
}

/// Checks what no address can lack; the rest is the service's to judge.
fn check_email(name: &str, value: &Value) -> Result<()> {
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
mod tests;
