//! `users/search/`: one user by one of their names.

use axum::extract::RawQuery;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

use super::errors::Error;
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::users::{self, User};
use crate::switches::SearchValueSlash;

pub fn router() -> Router<AppState> {
    Router::new().slash_route("/users/search/", get(search))
}

/// Finds the user with the key of a visitor's cookie.
async fn search(api: Api, RawQuery(query): RawQuery) -> Result<Json<Value>, Error> {
    let query = query.unwrap_or_default();
    let key = parameter(&query, "key").ok_or(Error::NoSearchParameter)?;
    let key = search_value(&key, api.state.switches().search_value_slash).to_owned();
    api.transaction(move |db, api| {
        let record = users::by_key(db, &key)?.ok_or(Error::NoMatch)?;
        Ok(Json(api.view(&User::load(db, record)?)))
    })
    .await
}

/// Reads a query parameter; the last counts if there are several.
fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.filter(|(found, _)| found == name).last().map(|(_, value)| value.into_owned())
}

fn search_value(value: &str, slash: SearchValueSlash) -> &str {
    match slash {
        SearchValueSlash::Strip => value.strip_suffix('/').unwrap_or(value),
        SearchValueSlash::Keep => value,
    }
}
