//! The `user` object of a request, turned into a new user or changes of one.
//!
//! Every field is checked and all complaints are reported together; uniqueness is looked at last.

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::errors::{Complaints, Error};
use super::{fields, view};
use crate::changed::Changed;
use crate::store::cube::password;
use crate::store::cube::users::{self, Record};
use crate::switches::CubeTags;

/// Reads a new user, who needs a password and a login or an e-mail.
///
/// # Errors
///
/// [`Error::Invalid`] with every complaint.
pub fn sign_up(db: &Connection, fields: &Map<String, Value>, now: i64) -> Result<Record, Error> {
    let mut user = Record { created_at: now, updated_at: now, ..Record::default() };
    let mut complaints = Complaints::default();
    write(&mut user, fields, &mut complaints);
    match fields.get("password").filter(|password| !is_blank(password)) {
        None => complaints.add("password", "cannot be blank"),
        Some(value) => keep_password(&mut user, value, &mut complaints),
    }
    finish(db, user, fields, complaints)
}

/// Reads changes of a user; what is left out stays.
///
/// # Errors
///
/// [`Error::Invalid`] with every complaint.
pub fn update(
    db: &Connection,
    before: &Record,
    fields: &Map<String, Value>,
    now: i64,
) -> Result<Record, Error> {
    let mut user = Record { updated_at: now, ..before.clone() };
    let mut complaints = Complaints::default();
    write(&mut user, fields, &mut complaints);
    if let Some(value) = fields.get("password") {
        check_old_password(before, fields.get("old_password"), &mut complaints);
        keep_password(&mut user, value, &mut complaints);
    }
    finish(db, user, fields, complaints)
}

/// Reads the name of a guest.
///
/// # Errors
///
/// [`Error::Invalid`] if it breaks the limit.
pub fn full_name(value: Option<&Value>) -> Result<Option<String>, Error> {
    let name = value.map(fields::full_name).transpose();
    Ok(name.map_err(|text| Error::field("full_name", text))?.flatten())
}

fn write(user: &mut Record, fields: &Map<String, Value>, complaints: &mut Complaints) {
    for (name, value) in fields {
        if let Err(text) = fields::set(user, name, value) {
            complaints.add(name, text);
        }
    }
}

fn keep_password(user: &mut Record, value: &Value, complaints: &mut Complaints) {
    match fields::password(value) {
        Ok(plain) => user.password = Some(password::hash(&plain)),
        Err(text) => complaints.add("password", text),
    }
}

fn check_old_password(user: &Record, value: Option<&Value>, complaints: &mut Complaints) {
    let kept = user.password.as_deref();
    match value.filter(|value| !is_blank(value)) {
        None => complaints.add("old_password", "cannot be blank"),
        Some(Value::String(old)) if kept.is_some_and(|kept| password::matches(kept, old)) => {}
        Some(_) => complaints.add("old_password", "is incorrect"),
    }
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn finish(
    db: &Connection,
    user: Record,
    fields: &Map<String, Value>,
    mut complaints: Complaints,
) -> Result<Record, Error> {
    // Who signed in with a provider has neither, which matters only to whom it is taken from.
    let named = ["login", "email"].iter().any(|name| fields.contains_key(*name));
    let nameless = user.login.is_none() && user.email.is_none();
    if nameless && (named || user.id == 0) && complaints.is_silent_about(&["login", "email"]) {
        complaints.add("base", "login or email is required");
    }
    complaints.into_result()?;
    let mut complaints = Complaints::default();
    for field in users::taken(db, &user)? {
        complaints.add("base", format!("{field} must be unique"));
    }
    complaints.into_result()?;
    Ok(user)
}

/// Compares a user before and after a request, for the log.
#[must_use]
pub fn changed(id: i64, before: Option<&Record>, after: Option<&Record>) -> Changed {
    let fields = |user: Option<&Record>| {
        let user = user.map(|user| view::user(user, CubeTags::Text));
        let Some(Value::Object(mut fields)) = user else { return Map::new() };
        fields.retain(|name, value| {
            !value.is_null() && !["created_at", "updated_at"].contains(&name.as_str())
        });
        fields
    };
    Changed::fields(id, &fields(before), &fields(after))
}
