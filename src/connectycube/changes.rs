//! What a caller writes into a user: checked, then as the wire wants it (reference §2.1, §2.4, §4.12).

use crate::error::{Error, Kind, Result};
use crate::text::{concat, contains};
use crate::value::Value;

use super::fields::{self, Field, Form};

/// The most tags a user has.
const MAX_TAGS: usize = 5;

type Members = Vec<(String, Value)>;

/// The body of a sign-up.
///
/// # Errors
/// `input`, like [`update`]; `invalid_input` also without a password or without both login and e-mail address.
pub fn sign_up(members: &[(String, Value)]) -> Result<Members> {
    let has = |name| members.iter().any(|(known, value)| known == name && *value != Value::Null);
    if has("old_password") {
        return Err(Error::input("old_password is for a change of password, not for a sign-up"));
    }
    if !has("password") {
        return Err(required("password", "a sign-up"));
    }
    if !has("login") && !has("email") {
        return Err(required("login or email", "a sign-up"));
    }
    body(members)
}

/// The body of an update. `null` clears a field; a new password needs the old one.
///
/// # Errors
/// `input`: `unknown_field` for a name that can't be written, `too_long`, `no_changes` for none at all, and
/// `invalid_input` for anything else. The message names the field and the fix, and never a value.
pub fn update(members: &[(String, Value)]) -> Result<Members> {
    let has = |name| members.iter().any(|(known, _)| known == name);
    if members.is_empty() {
        let message = "there is nothing to change: name at least one field";
        return Err(Error::new(Kind::Input, "no_changes", message));
    }
    match (has("password"), has("old_password")) {
        (true, false) => Err(required("old_password", "a new password")),
        (false, true) => Err(required("password", "a change of password")),
        _ => body(members),
    }
}

/// The body of a change of password: `password` and `old_password`, and nothing else.
///
/// # Errors
/// `input`, like [`update`].
pub fn password(members: &[(String, Value)]) -> Result<Members> {
    match members.iter().find(|(name, _)| !matches!(name.as_str(), "password" | "old_password")) {
        Some((name, _)) => {
            let message = concat(&[name, " is no part of a change of password: use update"]);
            Err(Error::new(Kind::Input, "unknown_field", message))
        }
        None if members.is_empty() => Err(required("password", "a change of password")),
        None => update(members),
    }
}

fn required(name: &str, purpose: &str) -> Error {
    Error::input(concat(&[name, " is required for ", purpose]))
}

/// Checks each field and wraps them up: `{"user":{…}}`.
fn body(members: &[(String, Value)]) -> Result<Members> {
    let mut user = Vec::new();
    for (name, value) in members {
        let field = fields::find(name, fields::WRITTEN)?;
        check(field, value)?;
        user.push((field.wire_name().into(), value.clone()));
    }
    Ok(vec![("user".into(), Value::Object(user))])
}

fn check(field: &Field, value: &Value) -> Result<()> {
    let wanted = match (field.form, value) {
        (Form::Password, Value::Text(text)) if !text.is_empty() => return length(field, text),
        (Form::Password, _) => "a string that isn't empty",
        (_, Value::Null) => return Ok(()),
        (Form::Text, Value::Text(text)) => return length(field, text.trim()),
        (Form::Email, Value::Text(text)) if is_email(text) => return Ok(()),
        (Form::Integer, _) if value.as_integer().is_some() => return Ok(()),
        (Form::Tags, Value::List(tags)) => return check_tags(tags),
        (Form::Text, _) => "a string",
        (Form::Email, _) => "an e-mail address",
        (Form::Tags, _) => "an array of strings",
        _ => "a whole number",
    };
    Err(fields::wrong_type(field.name, wanted, value))
}

fn length(field: &Field, text: &str) -> Result<()> {
    fields::check_length(field.name, text.chars().count(), " characters", field.length)
}

/// Whether `text` has what no address can lack; the rest is the service's to judge.
pub(super) fn is_email(text: &str) -> bool {
    let (name, host) = text.split_once('@').unwrap_or_default();
    !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace)
}

fn check_tags(tags: &[Value]) -> Result<()> {
    fields::check_length("tags", tags.len(), " entries", (0, MAX_TAGS))?;
    tags.iter().try_for_each(check_tag)
}

/// Checks one tag: the service joins them by commas.
pub(super) fn check_tag(tag: &Value) -> Result<()> {
    match tag {
        Value::Text(name) if !name.trim().is_empty() && !contains(name, ",") => Ok(()),
        other => Err(fields::wrong_type(
            "tags",
            "an array of strings with a name and no comma each",
            other,
        )),
    }
}
