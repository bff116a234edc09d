//! Users, sessions and lists as the service answers them.

use serde_json::{Map, Value, json};

use super::time;
use crate::store::cube::sessions::Session;
use crate::store::cube::users::Record;
use crate::switches::CubeTags;

/// What the numbers of application sessions begin at, so that none is taken for a user's.
const SESSIONS: i64 = 900_000_000;

/// Writes a user.
#[must_use]
pub fn user(record: &Record, tags: CubeTags) -> Value {
    let mut user = json!({
        "_id": format!("{:024x}", record.id),
        "id": record.id,
        "created_at": time::seconds(record.created_at),
        "updated_at": time::seconds(record.updated_at),
        "login": record.login,
        "full_name": record.full_name,
        "last_request_at": record.last_request_at.map(time::seconds),
        "timezone": record.timezone,
        "email": record.email,
        "phone": record.phone,
        "website": record.website,
        "twitter_id": record.twitter_id,
        "external_user_id": record.external_user_id,
        "facebook_id": record.facebook_id,
        "custom_data": record.custom_data,
        "user_tags": match (&record.user_tags, tags) {
            (Some(_), CubeTags::Array) => json!(record.tags().collect::<Vec<_>>()),
            (text, _) => json!(text),
        },
        "avatar": record.avatar,
        "external_id": record.external_id,
        "is_guest": record.is_guest().then_some(true),
    });
    // Answers have had no such key for long, unless somebody uses it.
    if let (Some(blob), Value::Object(fields)) = (record.blob_id, &mut user) {
        fields.insert("blob_id".to_owned(), json!(blob));
    }
    user
}

/// Writes a session, with its user if it has one.
#[must_use]
pub fn session(session: &Session, app: u32, user: Option<Value>) -> Value {
    let mut fields = Map::from_iter([
        ("created_at".to_owned(), json!(time::milliseconds(session.created_at))),
        ("updated_at".to_owned(), json!(time::milliseconds(session.updated_at))),
        ("application_id".to_owned(), json!(app)),
        ("token".to_owned(), json!(session.token)),
    ]);
    if let Some(nonce) = session.nonce {
        fields.insert("nonce".to_owned(), json!(nonce));
    }
    fields.insert("ts".to_owned(), json!(session.ts));
    fields.insert("user_id".to_owned(), json!(session.user_id));
    fields.insert("id".to_owned(), json!(session.user_id.unwrap_or(SESSIONS + session.id)));
    if let Some(user) = user {
        fields.insert("user".to_owned(), user);
    }
    json!({ "session": fields })
}
