//! `users/search/`: users by what is known of them.

use axum::routing::get;
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::errors::Error;
use super::query::Query;
use super::version::Version;
use super::{Api, Routes, filter, page};
use crate::state::AppState;
use crate::store::rows::{self, Conditions};
use crate::store::users::{Record, User};
use crate::switches::SearchValueSlash;

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/users/search/", get(search))
        .slash_route("/users-by-id/search/", get(search_by_custom_id))
}

/// Finds users by the first of these that the query names: key, e-mail, phone number, time, custom attribute.
async fn search(api: Api, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| found(db, api, &query).map(Json)).await
}

async fn search_by_custom_id(api: Api, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let custom_id = query.get("user_id").ok_or(Error::NoSearchParameter)?;
        one(db, api, "custom_id", custom_id).map(Json)
    })
    .await
}

fn found(db: &Connection, api: &Api, query: &Query) -> Result<Value, Error> {
    let value = |name| query.get(name).map(|value| search_value(api, value));
    if let Some(key) = value("key") {
        return one(db, api, "key", key);
    }
    if let Some(email) = value("email") {
        return match query.get("many") {
            Some("true" | "True" | "1") => every(db, api, email),
            _ => one(db, api, "email", email),
        };
    }
    if let Some(phone) = value("phone_number") {
        return match api.version {
            Version::V1 => one(db, api, "phone_number", phone),
            Version::V2 => page::users(
                db,
                api,
                query,
                &Conditions::default().equal("phone_number", phone.to_owned()),
            ),
        };
    }
    let mut conditions = Conditions::default();
    if !filter::span(&mut conditions, query, api.version)? && !compared(db, &mut conditions, query)?
    {
        return Err(Error::NoSearchParameter);
    }
    page::users(db, api, query, &conditions)
}

/// Answers the one user, the first of several, whose column has this value.
fn one(db: &Connection, api: &Api, column: &str, value: &str) -> Result<Value, Error> {
    let conditions = Conditions::default().equal(column, value.to_owned());
    let record: Record = rows::first(db, &conditions)?.ok_or(Error::NoMatch)?;
    Ok(api.view(&User::load(db, record)?))
}

/// Answers all users with an e-mail, not as a page.
fn every(db: &Connection, api: &Api, email: &str) -> Result<Value, Error> {
    let conditions = Conditions::default().equal("email", email.to_owned());
    let records: Vec<Record> = rows::all(db, &conditions)?;
    let users = records.into_iter().map(|record| Ok(api.view(&User::load(db, record)?)));
    Ok(json!(users.collect::<Result<Vec<_>, Error>>()?))
}

/// Requires what the first parameter that compares a field or custom attribute says.
fn compared(db: &Connection, conditions: &mut Conditions, query: &Query) -> Result<bool, Error> {
    for (name, value) in &query.pairs {
        let standard = name.contains("__") && filter::standard(conditions, name, value);
        if standard || filter::attribute(db, conditions, name, value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn search_value<'a>(api: &Api, value: &'a str) -> &'a str {
    match api.state.switches().search_value_slash {
        SearchValueSlash::Strip => value.strip_suffix('/').unwrap_or(value),
        SearchValueSlash::Keep => value,
    }
}
