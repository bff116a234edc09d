//! `users/online`: who is online, which tests decide.

use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Api;
use super::body::Parameters;
use super::errors::Error;
use crate::state::AppState;
use crate::store::cube::users;

pub fn router() -> Router<AppState> {
    Router::new().route("/users/online", get(online))
}

async fn online(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    let offset = query.number("offset", 0).max(0);
    let limit = query.number("limit", 100).clamp(1, 100);
    let count = query.last("count") == Some("true");
    api.transaction(move |db, api| {
        if count {
            return Ok(Json(json!({ "count": users::count_online(db)? })));
        }
        let online = users::online(db, offset, limit)?;
        let users: Vec<Value> = online.iter().map(|user| api.state.cube_user(user)).collect();
        Ok(Json(json!({ "users": users })))
    })
    .await
}
