//! `users/update_or_create/`: updates the user with the client's own id, or creates it.

use axum::Router;
use axum::routing::post;
use serde_json::json;

use super::body::Body;
use super::errors::Error;
use super::version::Version;
use super::write::{self, Written};
use super::{Api, Routes, fields};
use crate::state::AppState;
use crate::store::users;

pub fn router() -> Router<AppState> {
    Router::new().slash_route("/users/update_or_create/", post(update_or_create))
}

/// Matches by the client's own id alone, never by e-mail.
async fn update_or_create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let name = match api.version {
            Version::V1 => "user_id",
            Version::V2 => "custom_id",
        };
        let custom_id = body.read(api.version, |body| body.required(name, fields::custom_id))?;
        if let Some(user) = users::by_custom_id(db, &custom_id)? {
            let id = user.id;
            let written = write::update(db, api, user, &body)?;
            return Ok(written.answering(json!({ "created": false, "id": id })));
        }
        let (user, ignored) = write::make(db, api, &body, api.rules())?;
        let answer = json!({ "created": true, "id": user.record.id });
        Ok(Written { ignored, ..Written::ok(answer) }.changing(None, Some(&user)))
    })
    .await
}
