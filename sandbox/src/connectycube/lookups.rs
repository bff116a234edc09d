//! `users/by_…`: one user, or a page of them, by a single field.

use axum::routing::get;
use axum::{Json, Router};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use serde_json::Value;

use super::Api;
use super::body::Parameters;
use super::errors::Error;
use super::page::Page;
use crate::state::AppState;
use crate::store;
use crate::store::cube::search::{Column, Condition, Test};
use crate::store::cube::users::{self, Record};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/users/by_login", get(by_login))
        .route("/users/by_email", get(by_email))
        .route("/users/by_facebook_id", get(by_facebook_id))
        .route("/users/by_twitter_id", get(by_twitter_id))
        .route("/users/by_full_name", get(by_full_name))
        .route("/users/by_tags", get(by_tags))
}

async fn by_login(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    one(api, query.required("login")?, users::by_login).await
}

async fn by_email(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    one(api, query.required("email")?, users::by_email).await
}

async fn by_facebook_id(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    one(api, query.required("facebook_id")?, users::by_facebook_id).await
}

async fn by_twitter_id(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    one(api, query.required("twitter_id")?, users::by_twitter_id).await
}

type Find = fn(&Connection, &str) -> store::Result<Option<Record>>;

async fn one(api: Api, value: String, find: Find) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let user = find(db, &value)?.ok_or(Error::UserNotFound)?;
        Ok(Json(api.state.wrapped_user(&user)))
    })
    .await
}

/// Lists whose whole name this is, in any case.
async fn by_full_name(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    let name = Sql::Text(query.required("full_name")?);
    let column = Column::Plain("full_name");
    let conditions = vec![Condition { column, test: Test::OneOf(vec![name]) }];
    Page::of(&query).answer(api, conditions, None).await
}

/// Lists who has at least one of the tags.
async fn by_tags(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    let Parameters(pairs) = &query;
    let values = pairs.iter().filter(|(name, _)| ["tags", "tags[]"].contains(&name.as_str()));
    let tags = values.flat_map(|(_, value)| value.split(',')).map(str::trim);
    let tags: Vec<Sql> =
        tags.filter(|tag| !tag.is_empty()).map(|tag| Sql::Text(tag.to_owned())).collect();
    if tags.is_empty() {
        return Err(Error::blank("tags"));
    }
    let conditions = vec![Condition { column: Column::Tags, test: Test::OneOf(tags) }];
    Page::of(&query).answer(api, conditions, None).await
}
