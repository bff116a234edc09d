//! `users-by-id/`: users by the client's own id.

use axum::routing::get;
use axum::{Json, Router};
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
    Router::new().slash_route("/users-by-id/{custom_id}/", get(find).put(update))
}

async fn find(api: Api, Segment(custom_id): Segment) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| Ok(Json(api.view(&User::load(db, named(db, &custom_id)?)?))))
        .await
}

async fn update(api: Api, Segment(custom_id): Segment, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| write::update(db, api, named(db, &custom_id)?, &body)).await
}

fn named(db: &Connection, custom_id: &str) -> Result<Record, Error> {
    users::by_custom_id(db, custom_id)?.ok_or(Error::NotFound)
}
