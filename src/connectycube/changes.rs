//! What a caller writes into a user: checked, then as the wire wants it (reference §2.1, §2.4, §4.12).

use crate::args::{check_length, no_changes, wanted};
use crate::error::{Error, Result};
use crate::text::{self, concat};
use crate::value::{Value, begin_object, end_object, write_member};

use super::fields::{self, Field, Form, has, no_part};

/// The most tags a user has.
const MAX_TAGS: usize = 5;

/// Writes the fields of a sign-up as an object.
///
/// # Errors
/// `input`, like [`update`]; `invalid_input` also without a password or without both login and e-mail address.
pub fn sign_up(members: &[(String, Value)], out: &mut String) -> Result<()> {
    if has(members, "old_password") {
        return Err(no_part("old_password", "a sign-up"));
    }
    if !has(members, "password") {
        return Err(required("password", "a sign-up"));
    }
    if !has(members, "login") && !has(members, "email") {
        return Err(required("login or email", "a sign-up"));
    }
    write(members, out)
}

/// Writes the fields of an update as an object. `null` clears a field; a new password needs the old one.
///
/// # Errors
/// `input`: `unknown_field` for a name that can't be written, `too_long`, `no_changes` for none at all, and
/// `invalid_input` for anything else. The message names the field and the fix, and never a value.
pub fn update(members: &[(String, Value)], out: &mut String) -> Result<()> {
    if members.is_empty() {
        return Err(no_changes());
    }
    match (has(members, "password"), has(members, "old_password")) {
        (true, false) => Err(required("old_password", "a new password")),
        (false, true) => Err(required("password", "a change of password")),
        _ => write(members, out),
    }
}

/// Writes a new password and the old one as an object.
///
/// # Errors
/// `input` unless both are there; `unknown_field` if anything else is.
pub fn passwords(members: &[(String, Value)], out: &mut String) -> Result<()> {
    for (name, _) in members {
        if !matches!(name.as_str(), "password" | "old_password") {
            return Err(no_part(name, "a change of password: use update"));
        }
    }
    update(members, out)
}

fn required(name: &str, purpose: &str) -> Error {
    Error::input(concat(&[name, " is required for ", purpose]))
}

/// Checks each field and writes it as the wire wants it.
fn write(members: &[(String, Value)], out: &mut String) -> Result<()> {
    begin_object(out);
    for (name, value) in members {
        let field = fields::find(name, fields::WRITTEN)?;
        check(field, value)?;
        write_member(field.wire_name(), value, out);
    }
    end_object(out);
    Ok(())
}

fn check(field: &Field, value: &Value) -> Result<()> {
    let what = match (field.form, value) {
        (Form::Password, Value::Text(text)) if !text.is_empty() => return length(field, text),
        (Form::Password, _) => "a string that isn't empty",
        (_, Value::Null) => return Ok(()),
        (Form::Text, Value::Text(text)) => return length(field, text.trim_ascii()),
        (Form::Email, Value::Text(text)) if is_email(text) => return Ok(()),
        (Form::Integer, _) if value.as_integer().is_some() => return Ok(()),
        (Form::Tags, Value::List(tags)) => {
            check_length("tags", tags.len(), " entries", (0, MAX_TAGS))?;
            return joined(tags).map(drop);
        }
        (Form::Text, _) => "a string",
        (Form::Email, _) => "an e-mail address",
        (Form::Tags, _) => "an array of strings",
        _ => "a whole number",
    };
    Err(wanted(field.name, what, value))
}

fn length(field: &Field, text: &str) -> Result<()> {
    check_length(field.name, text::length(text), " characters", field.length)
}

/// Whether `text` has what no address can lack; the rest is the service's to judge.
fn is_email(text: &str) -> bool {
    let (name, host) = text::split_once(text, "@").unwrap_or_default();
    !name.is_empty() && !host.is_empty() && !text::contains(text, " ")
}

/// Reads an e-mail address.
///
/// # Errors
/// `input` for what is none.
pub fn email(value: &Value) -> Result<&str> {
    match value {
        Value::Text(text) if is_email(text) => Ok(text),
        other => Err(wanted("email", "an e-mail address", other)),
    }
}

/// Reads tags as the service has them, with commas between them.
///
/// # Errors
/// `input` for what can't be a tag.
pub fn joined(tags: &[Value]) -> Result<String> {
    let mut joined = String::new();
    for tag in tags {
        match tag {
            Value::Text(name) if !name.trim_ascii().is_empty() && !text::contains(name, ",") => {
                joined.push_str(if joined.is_empty() { "" } else { "," });
                joined.push_str(name);
            }
            Value::Text(_) => {
                return Err(Error::input("tags must have names, without a comma in them"));
            }
            other => return Err(wanted("tags", "an array of strings", other)),
        }
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    type Check = fn(&[(String, Value)], &mut String) -> Result<()>;

    fn body(check: Check, json: &str) -> Result<String> {
        let Value::Object(members) = value(json) else { panic!("an object") };
        let mut out = String::new();
        check(&members, &mut out).map(|()| out)
    }

    fn refused(check: Check, json: &str) -> Error {
        body(check, json).unwrap_err()
    }

    #[test]
    fn every_field_of_the_source_document_is_written() {
        let all = r#"{"login":"ada","email":"ada@example.com","external_user_id":4001,"external_id":"e","facebook_id":"f",
            "twitter_id":"t","full_name":"Ada","phone":"+1","website":"w","custom_data":"{}","timezone":-120,"avatar":"a",
            "blob_id":7,"tags":["a","b"],"password":"example-pass-1"}"#;
        let expected = value(&all.replace("\"tags\"", "\"tag_list\""));
        assert_eq!(value(&body(sign_up, all).unwrap()), expected);
        let changed = all.replace("}\"", "}\",\"old_password\":\"example-pass-0\"");
        assert!(body(update, &changed).unwrap().contains("old_password"));
    }

    #[test]
    fn lengths_are_counted_in_characters_without_blanks_around_and_checked_at_their_edges() {
        for (name, fewest, most) in [("login", 3, 70), ("full_name", 1, 200)] {
            let of = |length| format!(r#"{{"{name}":"  {} "}}"#, "é".repeat(length));
            assert!(body(update, &of(fewest)).is_ok() && body(update, &of(most)).is_ok());
            let few = refused(update, &of(fewest - 1));
            let message =
                format!("{name} has {} characters; at least {fewest} are needed", fewest - 1);
            assert_eq!((few.code, few.message.as_str()), ("invalid_input", message.as_str()));
            let many = refused(update, &of(most + 1));
            let message = format!("{name} has {} characters; at most {most} are allowed", most + 1);
            assert_eq!((many.code, many.message.as_str()), ("too_long", message.as_str()));
        }
    }

    #[test]
    fn blanks_count_in_a_password() {
        let of = |password: &str| format!(r#"{{"login":"ada","password":"{password}"}}"#);
        assert!(
            body(sign_up, &of("      ")).is_ok() && body(sign_up, &of(&"é".repeat(40))).is_ok()
        );
        assert!(body(sign_up, &of("12345")).is_err());
        assert_eq!(refused(sign_up, &of(&"é".repeat(41))).code, "too_long");
    }

    #[test]
    fn a_sign_up_needs_a_name_and_a_password() {
        for (json, message) in [
            (r#"{"login":"ada"}"#, "password is required for a sign-up"),
            (r#"{"password":"example-pass-1"}"#, "login or email is required for a sign-up"),
            (
                r#"{"login":null,"password":"example-pass-1"}"#,
                "login or email is required for a sign-up",
            ),
            (
                r#"{"login":"ada","password":"example-pass-1","old_password":"x"}"#,
                "old_password is no part of a sign-up",
            ),
        ] {
            assert_eq!(refused(sign_up, json).message, message);
        }
        assert!(body(sign_up, r#"{"email":"a@b","password":"example-pass-1"}"#).is_ok());
    }

    #[test]
    fn a_new_password_needs_the_old_one() {
        let both = r#"{"password":"example-pass-2","old_password":"1"}"#;
        assert_eq!(body(update, both).unwrap(), both);
        assert_eq!(body(passwords, both).unwrap(), both);
        for (json, message) in [
            (r#"{"password":"example-pass-2"}"#, "old_password is required for a new password"),
            (r#"{"old_password":"1"}"#, "password is required for a change of password"),
        ] {
            assert_eq!(refused(update, json).message, message);
            assert_eq!(refused(passwords, json).message, message);
        }
        assert_eq!(
            refused(passwords, r#"{"password":"1","phone":"1"}"#).message,
            "phone is no part of a change of password: use update"
        );
    }

    #[test]
    fn a_wrong_name_gets_the_right_one() {
        for (json, message) in [
            (
                r#"{"fullName":"A"}"#,
                "fullName is no field that can be written; did you mean full_name",
            ),
            (r#"{"tag_list":[]}"#, "tag_list is no field that can be written; did you mean tags"),
            (r#"{"user_tags":[]}"#, "user_tags is no field that can be written; did you mean tags"),
            (
                r#"{"nickname":"x"}"#,
                "nickname is no field that can be written; those that can are login, email, full_name, phone, external_id, facebook_id, twitter_id, website, avatar, external_user_id, blob_id, timezone, custom_data, tags, password",
            ),
        ] {
            let error = refused(update, json);
            assert_eq!((error.code, error.message.as_str()), ("unknown_field", message));
        }
        for json in [r#"{"created_at":"x"}"#, r#"{"is_guest":true}"#] {
            assert!(refused(update, json).message.contains(" is no field that can be written; "));
        }
        assert_eq!(refused(update, "{}").code, "no_changes");
    }

    #[test]
    fn null_clears_all_but_a_password() {
        let cleared = r#"{"login":null,"timezone":null,"tags":null}"#;
        let expected = r#"{"login":null,"timezone":null,"tag_list":null}"#;
        assert_eq!(body(update, cleared).unwrap(), expected);
        let error = refused(update, r#"{"password":null}"#);
        assert_eq!(error.message, "password must be a string that isn't empty, not null");
    }

    #[test]
    fn a_wrong_type_is_named() {
        for (json, message) in [
            (r#"{"phone":15550100}"#, "phone must be a string, not a number"),
            (r#"{"email":"ada"}"#, "email must be an e-mail address, not a string"),
            (r#"{"email":"@b"}"#, "email must be an e-mail address, not a string"),
            (r#"{"timezone":1.5}"#, "timezone must be a whole number, not a number"),
            (r#"{"tags":"a,b"}"#, "tags must be an array of strings, not a string"),
            (r#"{"tags":["a",1]}"#, "tags must be an array of strings, not a number"),
            (r#"{"tags":["a,b"]}"#, "tags must have names, without a comma in them"),
            (r#"{"tags":[" "]}"#, "tags must have names, without a comma in them"),
            (r#"{"tags":["a","b","c","d","e","f"]}"#, "tags has 6 entries; at most 5 are allowed"),
        ] {
            assert_eq!(refused(update, json).message, message);
        }
    }

    #[test]
    fn no_error_shows_a_password() {
        for json in [
            r#"{"login":"ada","password":"hush1"}"#,
            r#"{"login":"ada","password":["hush1"]}"#,
            r#"{"login":"a","password":"hush1-hush1"}"#,
            r#"{"password":"hush1-hush1"}"#,
        ] {
            assert!(!format!("{:?}", refused(sign_up, json)).contains("hush1"));
        }
    }
}
