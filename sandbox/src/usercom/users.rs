//! `users/` and `users-by-id/`: the users themselves.

use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

use super::body::Body;
use super::errors::Error;
use super::query::Query;
use super::who::{self, Who};
use super::write::{self, Written};
use super::{Api, Routes, filter, page};
use crate::state::AppState;
use crate::store::rows::Conditions;
use crate::store::users::User;

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/users/", get(list).post(create))
        .merge(who::routes("", get(find).put(update).delete(delete)))
}

/// Lists the users that meet every filter; parameters that are none are passed over.
async fn list(api: Api, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let mut conditions = Conditions::default();
        filter::span(&mut conditions, &query, api.version)?;
        for (name, value) in &query.pairs {
            filter::standard(&mut conditions, name, value);
        }
        page::users(db, api, &query, &conditions).map(Json)
    })
    .await
}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| write::create(db, api, &body)).await
}

async fn find(api: Api, who: Who) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| Ok(Json(api.view(&User::load(db, who.find(db)?)?)))).await
}

async fn update(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| write::update(db, api, who.find(db)?, &body)).await
}

async fn delete(api: Api, who: Who) -> Result<Written, Error> {
    api.transaction(move |db, _| write::delete(db, who.find(db)?)).await
}
