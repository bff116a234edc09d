//! A user as the service answers it, in both versions.

use serde_json::{Map, Value, json};

use super::Version;
use crate::store::users::User;
use crate::switches::V2Attributes;

/// What version 1 has answered as `chat_id` for years.
const CHAT_ID: &str = "Chat ID is deprecated and will be removed in future";

/// Writes a user in the form of a version.
#[must_use]
pub fn user(user: &User, version: Version, v2_attributes: V2Attributes) -> Value {
    match version {
        Version::V1 => v1(user),
        Version::V2 => v2(user, v2_attributes),
    }
}

/// Writes a user as version 1 does.
#[must_use]
pub fn v1(user: &User) -> Value {
    let mut answer = names(user, "key", "user_id");
    answer.extend(shared(user));
    answer.insert("attributes".to_owned(), json!(user.attributes));
    answer.insert("chat_id".to_owned(), json!(CHAT_ID));
    Value::Object(answer)
}

fn v2(user: &User, attributes: V2Attributes) -> Value {
    let mut answer = names(user, "user_key", "custom_id");
    answer.extend(shared(user));
    if attributes != V2Attributes::Flat {
        answer.insert("attributes".to_owned(), json!(user.attributes));
    }
    if attributes != V2Attributes::Array {
        for attribute in &user.attributes {
            // A standard field keeps its place against an attribute of the same name.
            answer.entry(&attribute.name_std).or_insert_with(|| attribute.value.clone());
        }
    }
    Value::Object(answer)
}

/// Writes what a user is found by; the versions call it differently.
fn names(user: &User, key: &str, custom_id: &str) -> Map<String, Value> {
    let record = &user.record;
    Map::from_iter([
        ("id".to_owned(), json!(record.id)),
        (key.to_owned(), json!(record.key)),
        (custom_id.to_owned(), json!(record.custom_id)),
    ])
}

/// Writes what both versions call by the same name.
fn shared(user: &User) -> Map<String, Value> {
    let record = &user.record;
    let fields = json!({
        "name": record.name(),
        "email": record.email,
        "phone_number": record.phone_number,
        "gender": record.gender,
        "status": record.status,
        "score": record.score,
        "unsubscribed": record.unsubscribed,
        "notifications": record.notifications,
        "assigned_to": record.assigned_to,
        "city": record.city,
        "region": record.region,
        "country": record.country,
        "timezone": record.timezone,
        "facebook_url": record.facebook_url,
        "linkedin_url": record.linkedin_url,
        "twitter_url": record.twitter_url,
        "google_url": record.google_url,
        "gravatar_url": record.gravatar_url,
        "first_seen": record.first_seen,
        "last_seen": record.last_seen,
        "last_contacted": record.last_contacted,
        "page_views": record.page_views,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "browser": record.browser,
        "browser_language": record.browser_language,
        "os_type": record.os_type,
        "resolution": record.resolution,
        "last_ip": record.last_ip,
        "web_push_subscription": record.web_push_subscription,
        "tags": user.tags,
        "lists": user.lists,
        "companies": user.companies,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
