//! Writing a user, whatever the address it was named by, and what writes answer.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use serde_json::Value;

use super::body::Body;
use super::changes::{Changes, Rules};
use super::errors::Error;
use super::{Api, Version};
use crate::changed::Changed;
use crate::store;
use crate::store::users::{self, Record, User};

/// The answer header that lists the fields a write passed over.
pub const IGNORED: HeaderName = HeaderName::from_static("x-sandbox-ignored");

/// How many ignored fields the header names.
const NAMED: usize = 20;

/// A write that was carried out.
#[derive(Debug, Default)]
pub struct Written {
    /// What the write changed, for the log.
    pub changed: Changed,
    /// The names of the fields that were passed over.
    pub ignored: Vec<String>,
    /// What it answers with.
    pub status: StatusCode,
    /// What it answers; nothing at all if `None`.
    pub answer: Option<Value>,
}

impl Written {
    /// Answers 200 with what came of the write.
    pub fn ok(answer: Value) -> Self {
        Self { answer: Some(answer), ..Self::default() }
    }

    /// Answers 201 with what was made.
    pub fn created(answer: Value) -> Self {
        Self { status: StatusCode::CREATED, ..Self::ok(answer) }
    }

    /// Answers 204: what was there is gone.
    pub fn gone() -> Self {
        Self { status: StatusCode::NO_CONTENT, ..Self::default() }
    }

    /// Answers something else.
    pub fn answering(mut self, answer: Value) -> Self {
        self.answer = Some(answer);
        self
    }

    /// Notes how a user was before and is now.
    pub fn changing(mut self, before: Option<&User>, after: Option<&User>) -> Self {
        self.changed.0.append(&mut Changed::between(before, after).0);
        self
    }
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        let mut response = match self.answer {
            Some(answer) => (self.status, Json(answer)).into_response(),
            None => self.status.into_response(),
        };
        response.extensions_mut().insert(self.changed);
        if let Some(names) = header_of(&self.ignored) {
            response.headers_mut().insert(IGNORED, names);
        }
        response
    }
}

/// Updates a user.
///
/// # Errors
///
/// [`Error::Invalid`] if a value is refused; then nothing is written.
pub fn update(db: &Connection, api: &Api, record: Record, body: &Body) -> Result<Written, Error> {
    apply(db, api, record, body, api.rules())
}

/// Gives a user values of custom attributes; null takes one away.
///
/// # Errors
///
/// As [`update`].
pub fn set_attributes(
    db: &Connection,
    api: &Api,
    record: Record,
    attributes: &Body,
) -> Result<Written, Error> {
    apply(db, api, record, attributes, Rules { only_custom: true, ..api.rules() })
}

fn apply(
    db: &Connection,
    api: &Api,
    record: Record,
    body: &Body,
    rules: Rules,
) -> Result<Written, Error> {
    let before = User::load(db, record)?;
    let mut changes = Changes::read(db, before.record.clone(), body, rules)?;
    changes.record.updated_at = api.now();
    users::save(db, &changes.record)?;
    changes.attach(db)?;
    let after = User::load(db, changes.record)?;
    let written = Written { ignored: changes.ignored, ..Written::ok(api.view(&after)) };
    Ok(written.changing(Some(&before), Some(&after)))
}

/// Creates a user.
///
/// # Errors
///
/// As [`update`]; version 1 also requires an e-mail, a first and a last name.
pub fn create(db: &Connection, api: &Api, body: &Body) -> Result<Written, Error> {
    let required: &[&str] = match api.version {
        Version::V1 => &["email", "first_name", "last_name"],
        Version::V2 => &[],
    };
    let (user, ignored) = make(db, api, body, Rules { required, ..api.rules() })?;
    let written = Written { ignored, ..Written::created(api.view(&user)) };
    Ok(written.changing(None, Some(&user)))
}

/// Makes the user a body describes, and says which fields were passed over.
///
/// # Errors
///
/// As [`update`].
pub fn make(
    db: &Connection,
    api: &Api,
    body: &Body,
    rules: Rules,
) -> Result<(User, Vec<String>), Error> {
    let mut changes = Changes::read(db, Record::default(), body, rules)?;
    let now = api.now();
    changes.record.created_at.clone_from(&now);
    changes.record.updated_at = now;
    changes.record = users::create(db, changes.record)?;
    changes.attach(db)?;
    Ok((User::load(db, changes.record)?, changes.ignored))
}

/// Changes what hangs on a user's row, and answers the whole user.
///
/// # Errors
///
/// As every statement.
pub fn amend(
    db: &Connection,
    api: &Api,
    record: Record,
    work: impl FnOnce(&Record) -> store::Result<()>,
) -> Result<Written, Error> {
    let before = User::load(db, record)?;
    let mut record = before.record.clone();
    record.updated_at = api.now();
    users::save(db, &record)?;
    work(&record)?;
    let after = User::load(db, record)?;
    Ok(Written::ok(api.view(&after)).changing(Some(&before), Some(&after)))
}

/// Deletes a user.
///
/// # Errors
///
/// As every statement.
pub fn delete(db: &Connection, record: Record) -> Result<Written, Error> {
    let before = User::load(db, record)?;
    users::delete(db, before.record.id)?;
    Ok(Written::gone().changing(Some(&before), None))
}

/// Writes names into a header: ASCII only, and not longer than clients can take.
fn header_of(names: &[String]) -> Option<HeaderValue> {
    let short =
        |name: &String| name.chars().take(40).collect::<String>().escape_default().to_string();
    let listed: Vec<String> = names.iter().take(NAMED).map(short).collect();
    if listed.is_empty() { None } else { HeaderValue::try_from(listed.join(", ")).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_names_fit_into_a_header() {
        let names = ["plan".to_owned(), "kraj\u{f3}w\n".to_owned()];
        assert_eq!(header_of(&names).unwrap(), "plan, kraj\\u{f3}w\\n");
        assert!(header_of(&[]).is_none());
        let many = vec!["\u{1f600}".repeat(1000); 1000];
        assert!(header_of(&many).unwrap().len() < 8192 + 2048);
    }
}
