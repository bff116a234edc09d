//! `tags/`, and the tags of a user.

use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::body::Body;
use super::dictionary::{self, Entry};
use super::errors::Error;
use super::id::Id;
use super::query::Query;
use super::who::{self, Who};
use super::write::{self, Written};
use super::{Api, Routes, fields, page};
use crate::state::AppState;
use crate::store::rows::{Conditions, Row};
use crate::store::sql;
use crate::store::tags::{self, Tag};

pub fn router() -> Router<AppState> {
    let all = get(dictionary::list::<Tag>).post(create);
    let one = get(dictionary::find::<Tag>).put(update).delete(dictionary::delete::<Tag>);
    Router::new()
        .slash_route("/tags/", all)
        .slash_route("/tags/{id}/", one)
        .slash_route("/tags/{id}/users/", get(users))
        .merge(who::routes("add_tag/", post(add)))
        .merge(who::routes("add_many_tags/", post(add_many)))
        .merge(who::routes("remove_tag/", post(remove).delete(remove)))
}

impl Entry for Tag {}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let name = body.read(api.version, |body| body.required("name", fields::name))?;
        unused(db, api, &name, None)?;
        Ok(Written::created(tags::create(db, name)?.view()))
    })
    .await
}

async fn update(api: Api, Id(id): Id, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let mut tag = tags::by_id(db, id)?.ok_or(Error::NotFound)?;
        tag.name = body.read(api.version, |body| body.required("name", fields::name))?;
        unused(db, api, &tag.name, Some(id))?;
        sql::update(db, Tag::TABLE, &tag)?;
        Ok(Written::ok(tag.view()))
    })
    .await
}

/// Fails if another tag has the name.
fn unused(db: &Connection, api: &Api, name: &str, id: Option<i64>) -> Result<(), Error> {
    match tags::by_name(db, name)? {
        Some(tag) if Some(tag.id) != id => {
            Err(Error::invalid(api.version, "name", "This field must be unique."))
        }
        _ => Ok(()),
    }
}

async fn users(api: Api, Id(id): Id, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        tags::by_id(db, id)?.ok_or(Error::NotFound)?;
        let mut tagged = Conditions::default();
        let tag = tagged.bind(id);
        tagged.require(&format!("id in (select user_id from user_tags where tag_id = {tag})"));
        page::users(db, api, &query, &tagged).map(Json)
    })
    .await
}

/// Adds a tag; `created` says whether it is new in the app.
async fn add(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        let name = body.read(api.version, |body| body.required("name", fields::name))?;
        let created = tags::by_name(db, &name)?.is_none();
        let tag = tags::named(db, &name)?;
        let written = write::amend(db, api, user, |user| tags::add(db, user.id, &name))?;
        Ok(written.answering(json!({ "created": created, "tag": tag })))
    })
    .await
}

async fn add_many(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        let names = body.read(api.version, |body| {
            body.required("tag_names", |names| {
                fields::items(names)?.iter().map(fields::name).collect::<fields::Check<Vec<_>>>()
            })
        })?;
        write::amend(db, api, user, |user| {
            names.iter().try_for_each(|name| tags::add(db, user.id, name))
        })
    })
    .await
}

async fn remove(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        let name = body.read(api.version, |body| body.required("name", fields::name))?;
        write::amend(db, api, user, |user| tags::remove(db, user.id, &name))
    })
    .await
}
