//! The conversations of a user.

use axum::Router;
use axum::routing::post;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::Error;
use super::fields::{self, Check};
use super::who::Who;
use super::write::Written;
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::activities::{self, Activity, What};
use crate::store::users::{self, User};

/// The longest message, in characters.
const CONTENT: usize = 65_536;

pub fn router() -> Router<AppState> {
    // Known by the service's number alone.
    Router::new().slash_route("/users/{id}/conversations/", post(create))
}

/// Begins a conversation: the user was contacted now.
async fn create(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let before = User::load(db, who.find(db)?)?;
        let what = body.read(api.version, |body| {
            let content = body.required("content", content);
            let source = body.optional("source", fields::id);
            let source_context = body.optional("source_context", fields::object);
            Some(What::Conversation {
                content: content?,
                source: source?,
                source_context: source_context?.unwrap_or_default(),
            })
        })?;
        let mut record = before.record.clone();
        record.last_contacted = Some(api.now());
        users::save(db, &record)?;
        let after = User::load(db, record)?;
        let id =
            activities::add(db, &Activity { id: 0, user: after.record.id, at: api.now(), what })?;
        Ok(Written::created(json!({ "id": id })).changing(Some(&before), Some(&after)))
    })
    .await
}

fn content(value: &Value) -> Check<String> {
    fields::filled_text(value, CONTENT)
}
