//! What a write changed, for the request log.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::store::users::User;
use crate::usercom::view;

/// A field of a user that a request changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The number of the user.
    pub user: i64,
    /// The field; custom attributes are written `attributes.<name>`.
    pub field: String,
    /// The value before; null if there was none.
    pub before: Value,
    /// The value after.
    pub after: Value,
}

/// The changes of one request, handed from its handler to the log with the answer.
#[derive(Clone, Debug, Default)]
pub struct Changed(pub Vec<Change>);

impl Changed {
    /// Compares a user before and after; who has no before is new, who has no after is gone.
    #[must_use]
    pub fn between(before: Option<&User>, after: Option<&User>) -> Self {
        let user = after.or(before).map_or(0, |user| user.record.id);
        let fields = |user: Option<&User>| user.map(fields).unwrap_or_default();
        Self::fields(user, &fields(before), &fields(after))
    }

    /// Compares the fields of a user before and after; who is new had none, who is gone has none.
    #[must_use]
    pub fn fields(user: i64, before: &Map<String, Value>, after: &Map<String, Value>) -> Self {
        let gone = before.keys().filter(|field| !after.contains_key(*field));
        let changes = after.keys().chain(gone).filter_map(|field| {
            let old = before.get(field).cloned().unwrap_or_default();
            let new = after.get(field).cloned().unwrap_or_default();
            (old != new).then(|| Change { user, field: field.clone(), before: old, after: new })
        });
        Self(changes.collect())
    }
}

/// Lists what a reader of the log wants to see of a user, empty fields left out.
fn fields(user: &User) -> Map<String, Value> {
    let Value::Object(mut fields) = view::v1(user) else { return Map::new() };
    for field in ["attributes", "chat_id", "created_at", "updated_at"] {
        fields.remove(field);
    }
    fields.insert("tags".to_owned(), user.tags.iter().map(|tag| tag.name.as_str()).collect());
    fields.insert("lists".to_owned(), user.lists.iter().map(|list| list.name.as_str()).collect());
    let companies = user.companies.iter().map(|company| company.name.as_str()).collect();
    fields.insert("companies".to_owned(), companies);
    for attribute in &user.attributes {
        fields.insert(format!("attributes.{}", attribute.name), attribute.value.clone());
    }
    fields.retain(|_, value| !value.is_null() && *value != json!([]));
    fields
}
