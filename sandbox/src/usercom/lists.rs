//! `lists/`, and the lists a user is on.

use axum::Router;
use axum::routing::{get, post};
use rusqlite::Connection;
use serde_json::Value;

use super::body::Body;
use super::dictionary::{self, Entry};
use super::errors::Error;
use super::fields::{self, Check};
use super::id::Id;
use super::who::{self, Who};
use super::write::{self, Written};
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::lists::{self, List};
use crate::store::rows::Row;
use crate::store::{self, sql};

/// The longest description, in characters.
const DESCRIPTION: usize = 1024;

pub fn router() -> Router<AppState> {
    let all = get(dictionary::list::<List>).post(create);
    let one = get(dictionary::find::<List>).put(update).delete(dictionary::delete::<List>);
    Router::new()
        .slash_route("/lists/", all)
        .slash_route("/lists/{id}/", one)
        .merge(who::routes("add_to_list/", post(add)))
        .merge(who::routes("remove_from_list/", post(remove).delete(remove)))
}

impl Entry for List {}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (name, description) = body.read(api.version, |body| {
            let name = body.required("name", fields::name);
            let description = body.optional("description", self::description)?;
            Some((name?, description.unwrap_or_default()))
        })?;
        let list = List { id: sql::next_id(db, List::TABLE)?, name, description };
        sql::insert(db, List::TABLE, &list)?;
        Ok(Written::created(list.view()))
    })
    .await
}

async fn update(api: Api, Id(id): Id, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let list = lists::by_id(db, id)?.ok_or(Error::NotFound)?;
        let (name, description) = body.read(api.version, |body| {
            let name = body.optional("name", fields::name);
            Some((name?, body.optional("description", self::description)?))
        })?;
        let list = List {
            name: name.unwrap_or(list.name),
            description: description.unwrap_or(list.description),
            id,
        };
        sql::update(db, List::TABLE, &list)?;
        Ok(Written::ok(list.view()))
    })
    .await
}

fn description(value: &Value) -> Check<String> {
    Ok(fields::text(value, DESCRIPTION)?.unwrap_or_default())
}

async fn add(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| change(db, api, &who, &body, lists::add)).await
}

async fn remove(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| change(db, api, &who, &body, lists::remove)).await
}

fn change(
    db: &Connection,
    api: &Api,
    who: &Who,
    body: &Body,
    work: fn(&Connection, user: i64, list: i64) -> store::Result<()>,
) -> Result<Written, Error> {
    let user = who.find(db)?;
    let list = body.read(api.version, |body| body.required("list", fields::id))?;
    let list = lists::by_id(db, list)?.ok_or(Error::NotFound)?;
    write::amend(db, api, user, |user| work(db, user.id, list.id))
}
