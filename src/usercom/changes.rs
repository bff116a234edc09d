//! What a caller wants changed in a user: checked, then written as the wire wants it (reference §2.1, §2.2).

use crate::args::{check_length, no_changes, object, text};
use crate::error::{Error, Result};
use crate::text::{any_char, contains, is_blank, is_one_of, length, push_decimal, split};
use crate::value::{Value, end_object, write_member, write_name, write_object};

use super::config::Version;
use super::fields::{self, Field, Form};
use super::{refused, unusable};

type Members = Vec<(String, Value)>;

/// Under what name custom attributes stand.
const ATTRIBUTES: &str = "attributes";

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
    /// Fields under version 1's names, then the attributes as one member.
    members: Members,
}

impl Changes {
    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that is none of the service's, `too_long`, `no_changes` for none at all, and
    /// `invalid_input` for anything else. The message names the field and the fix.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        Self::of([members, &[]])
    }

    /// The same for what two objects hold.
    pub(super) fn of(objects: [&[(String, Value)]; 2]) -> Result<Self> {
        let (mut changes, mut attributes) = (Members::new(), Members::new());
        for members in objects {
            for (name, value) in members {
                match (name.as_str(), value) {
                    (ATTRIBUTES, Value::Object(given)) => attributes.extend_from_slice(given),
                    (ATTRIBUTES, _) => {
                        return Err(wrong_type(name, "an object of names and values", value));
                    }
                    _ => {
                        let field = field(name, value)?;
                        if changes.iter().any(|(known, _)| known.as_str() == field.v1) {
                            return Err(unusable(&[
                                field.v1,
                                " and ",
                                field.v2,
                                " are one field: give it once",
                            ]));
                        }
                        changes.push((field.v1.into(), value.clone()));
                    }
                }
            }
        }
        check_attributes(&attributes)?;
        if !attributes.is_empty() {
            changes.push((ATTRIBUTES.into(), Value::Object(attributes)));
        }
        if changes.is_empty() {
            return Err(no_changes());
        }
        Ok(Self { members: changes })
    }

    /// Whether the field of that name, in version 1's spelling, is given a value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members
            .iter()
            .any(|(known, value)| known.as_str() == name && !matches!(value, Value::Null))
    }

    /// The flat JSON body of User.com's own API.
    #[must_use]
    pub fn to_wire(&self, version: Version) -> String {
        let mut body = String::new();
        for (name, value) in &self.members {
            if let (ATTRIBUTES, Value::Object(attributes)) = (name.as_str(), value) {
                for (name, value) in attributes {
                    write_member(name, value, &mut body);
                }
            } else if let Some(field) = fields::find(name) {
                write_name(field.name(version), &mut body);
                write_value(&field, value, &mut body);
            }
        }
        end_object(&mut body);
        body
    }

    /// The JSON body the relay takes: words as words, attributes under `attributes`.
    #[must_use]
    pub fn to_relay(&self) -> String {
        let mut body = String::new();
        write_object(&self.members, &mut body);
        body
    }
}

/// Writes attributes alone as User.com's own API takes them.
///
/// # Errors
/// `input`, as [`Changes::new`].
pub(super) fn write_attributes(value: &Value, out: &mut String) -> Result<()> {
    let attributes = object(value, ATTRIBUTES)?;
    if attributes.is_empty() {
        return Err(no_changes());
    }
    check_attributes(attributes)?;
    write_object(attributes, out);
    Ok(())
}

fn check_attributes(attributes: &[(String, Value)]) -> Result<()> {
    for (name, _) in attributes {
        if let Some(reason) = fields::unusable_attribute(name) {
            return Err(unusable(&["attributes.", name, reason]));
        }
    }
    Ok(())
}

/// Writes a field's value as the wire has it: a word as the number that stands for it.
pub(super) fn write_value(field: &Field, value: &Value, body: &mut String) {
    let Form::Word(words) = field.form else { return value.write_json(body) };
    let mut number = 0;
    for word in split(words.0, " ") {
        number += 1;
        if value.as_text() == Some(word) {
            push_decimal(body, number);
        }
    }
}

/// The field of that name, if it takes the value.
///
/// # Errors
/// `input`, as [`Changes::new`].
pub(super) fn field(name: &str, value: &Value) -> Result<Field> {
    let Some(field) = fields::find(name) else { return Err(unknown(name)) };
    check(name, &field, value)?;
    Ok(field)
}

fn check(name: &str, field: &Field, value: &Value) -> Result<()> {
    let wrong = match (field.form, value.as_text()) {
        (Form::ReadOnly, _) => return Err(read_only(name)),
        _ if matches!(value, Value::Null) => {
            if field.nullable {
                return Ok(());
            }
            "given a value; it can't be cleared"
        }
        (Form::Text(limit), Some(text)) => return check_text(name, text, limit),
        (Form::Text(_), _) => "a string",
        (Form::Id, _) => return check_text(name, text(value, name)?, 255),
        (Form::Email, Some(text)) => {
            if contains(text, "@") && !any_char(text, is_blank) {
                return Ok(());
            }
            return Err(unusable(&[
                name,
                " must be an e-mail address: a name, an @ and a host, without blanks",
            ]));
        }
        (Form::Email, _) => "an e-mail address",
        (Form::Integer, _) if value.as_integer().is_some() => return Ok(()),
        (Form::Integer, _) => "a whole number",
        (Form::Bool, _) if matches!(value, Value::Bool(_)) => return Ok(()),
        (Form::Bool, _) => "true or false",
        (Form::Word(words), Some(text)) if is_one_of(text, words.0) => return Ok(()),
        (Form::Word(words), _) => words.1,
        (Form::Tags, _) => return check_tags(name, value),
    };
    Err(wrong_type(name, wrong, value))
}

fn check_tags(name: &str, value: &Value) -> Result<()> {
    let Value::List(tags) = value else {
        return Err(wrong_type(name, "an array of strings", value));
    };
    for tag in tags {
        if tag.as_text().is_none_or(|text| text.trim_ascii().is_empty()) {
            return Err(wrong_type(name, "an array of strings that aren't empty", tag));
        }
    }
    Ok(())
}

fn check_text(name: &str, text: &str, limit: usize) -> Result<()> {
    check_length(name, length(text), " characters", (0, limit))
}

fn wrong_type(name: &str, wanted: &str, value: &Value) -> Error {
    unusable(&[name, " must be ", wanted, ", not ", value.describe()])
}

fn read_only(name: &str) -> Error {
    let hint = if name == "name" { "; write first_name and last_name" } else { "" };
    refused("unknown_field", &[name, " is set by the service and can't be written", hint])
}

fn unknown(name: &str) -> Error {
    let (lead, meant, rest) = match fields::resembling(name) {
        Some(meant) => ("did you mean ", meant, "? Custom attributes go under attributes"),
        None => ("", "", "custom attributes go under attributes"),
    };
    refused("unknown_field", &[name, " is no field of a user: ", lead, meant, rest])
}

#[cfg(test)]
mod tests;
