//! The user as Rust callers see it (reference §2).

use serde::{Deserialize, Deserializer, Serialize};

use crate::value::Value;

/// A user of ConnectyCube.
///
/// Every key but `id` may be missing or null in an answer. Times are texts as the service wrote them: ISO 8601 in UTC,
/// or seconds since 1970. What is sent beyond the known fields is kept in `other`; passwords never are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the reference's table of fields says more than a sentence each could"
)]
pub struct User {
    pub id: u64,
    #[serde(default)]
    pub login: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub full_name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub custom_data: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub external_id: Option<String>,
    #[serde(default)]
    pub external_user_id: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    pub facebook_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub twitter_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub avatar: Option<String>,
    #[serde(default)]
    pub blob_id: Option<i64>,
    #[serde(default, rename = "user_tags", deserialize_with = "tags")]
    pub tags: Vec<String>,
    #[serde(default)]
    pub timezone: Option<i64>,
    #[serde(default)]
    pub is_guest: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    pub created_at: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub updated_at: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub last_request_at: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub other: Value,
}

/// Reads a text that some answers have as a number.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::Text(text) | Value::Number(text) => Ok(Some(text)),
        other => Err(serde::de::Error::custom(format_args!(
            "a string or a number was expected, not {}",
            other.describe()
        ))),
    }
}

/// Reads tags in each of their forms: a list, texts with commas between them, null.
fn tags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let joined = match Value::deserialize(deserializer)? {
        Value::List(tags) => tags,
        single => vec![single],
    };
    let texts = joined.iter().filter_map(Value::as_text).flat_map(|text| text.split(','));
    Ok(texts.map(str::trim).filter(|tag| !tag.is_empty()).map(Into::into).collect())
}
