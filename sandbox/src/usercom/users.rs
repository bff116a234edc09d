//! `users/`: users by the service's number.

use axum::Json;
use axum::Router;
use axum::routing::{get, post};
use rusqlite::Connection;
use serde_json::Value;

use super::body::Body;
use super::errors::Error;
use super::segment::Segment;
use super::write::{self, Written};
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::users::{self, Record, User};

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/users/", post(create))
        .slash_route("/users/{id}/", get(find).put(update))
}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| write::create(db, api, &body)).await
}

async fn find(api: Api, Segment(id): Segment) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| Ok(Json(api.view(&User::load(db, named(db, &id)?)?)))).await
}

async fn update(api: Api, Segment(id): Segment, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| write::update(db, api, named(db, &id)?, &body)).await
}

/// Finds the user a path names; what isn't a number names nobody.
fn named(db: &Connection, id: &str) -> Result<Record, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    users::by_id(db, id)?.ok_or(Error::NotFound)
}
