//! Creating and updating a user, whatever the address it was named by.

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
use crate::clock::iso;
use crate::store::users::{self, Record, User};

/// The answer header that lists the fields a write passed over.
pub const IGNORED: HeaderName = HeaderName::from_static("x-sandbox-ignored");

/// How many ignored fields the header names.
const NAMED: usize = 20;

/// A write that was carried out.
#[derive(Debug)]
pub struct Written {
    /// What the write changed, for the log.
    pub changed: Changed,
    status: StatusCode,
    user: Value,
    ignored: Vec<String>,
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.user)).into_response();
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
    let before = User::load(db, record)?;
    let mut changes = Changes::read(db, before.record.clone(), body, api.rules())?;
    changes.record.updated_at = iso(api.state.clock.now());
    users::save(db, &changes.record)?;
    changes.attach(db)?;
    written(db, api, StatusCode::OK, Some(&before), changes)
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
    let rules = Rules { required, ..api.rules() };
    let mut changes = Changes::read(db, Record::default(), body, rules)?;
    let now = iso(api.state.clock.now());
    changes.record.created_at.clone_from(&now);
    changes.record.updated_at = now;
    changes.record = users::create(db, changes.record)?;
    changes.attach(db)?;
    written(db, api, StatusCode::CREATED, None, changes)
}

fn written(
    db: &Connection,
    api: &Api,
    status: StatusCode,
    before: Option<&User>,
    changes: Changes,
) -> Result<Written, Error> {
    let after = User::load(db, changes.record)?;
    Ok(Written {
        user: api.view(&after),
        status,
        changed: Changed::between(before, &after),
        ignored: changes.ignored,
    })
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
