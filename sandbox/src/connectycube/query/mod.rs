//! `users/v2`: users by conditions on their fields.

mod field;
mod read;
#[cfg(test)]
mod sdk;

use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use self::read::read;
use super::Api;
use super::body::Parameters;
use super::errors::Error;
use crate::state::AppState;
use crate::store::cube::search;

pub fn router() -> Router<AppState> {
    Router::new().route("/users/v2", get(list))
}

async fn list(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    let search = read(&query)?;
    api.transaction(move |db, api| {
        let (total, users) = search::page(db, &search)?;
        let items: Vec<Value> = users.iter().map(|user| api.state.cube_user(user)).collect();
        Ok(Json(json!({
            "limit": search.limit,
            "skip": search.offset,
            "total_entries": total,
            "items": items,
        })))
    })
    .await
}
