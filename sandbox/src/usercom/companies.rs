//! `companies/`: who belongs to a company.

use axum::Router;
use axum::routing::post;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::Error;
use super::id::Id;
use super::who::{self, Who};
use super::write::{self, Written};
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::companies::{self, Company};
use crate::store::users::{self, Record};

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/companies/{id}/add_member/", post(add))
        .slash_route("/companies/{id}/remove_member/", post(remove))
}

async fn add(api: Api, Id(id): Id, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (company, user) = named(db, api, id, &body)?;
        let written = write::amend(db, api, user, |user| {
            companies::join(db, user.id, company.id, &user.updated_at)
        })?;
        Ok(written.answering(view(db, &company)?))
    })
    .await
}

/// Takes a user out; who isn't a member needs no removal.
async fn remove(api: Api, Id(id): Id, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (company, user) = named(db, api, id, &body)?;
        let written =
            write::amend(db, api, user, |user| companies::leave(db, user.id, company.id))?;
        Ok(written.answering(view(db, &company)?))
    })
    .await
}

fn named(db: &Connection, api: &Api, id: i64, body: &Body) -> Result<(Company, Record), Error> {
    let company = companies::by_id(db, id)?.ok_or(Error::NotFound)?;
    let user = body
        .read(api.version, |body| who::named(body, "user_id", ("user_custom_id", Who::CustomId)))?;
    Ok((company, user.find(db)?))
}

/// Writes a company; of its members, the first lends it a custom id.
fn view(db: &Connection, company: &Company) -> Result<Value, Error> {
    let members = companies::members(db, company.id)?;
    let first = members.first().map(|id| users::by_id(db, *id)).transpose()?.flatten();
    Ok(json!({
        "id": company.id,
        "custom_id": company.custom_id,
        "name": company.name,
        "employees": members,
        "user_custom_id": first.and_then(|user| user.custom_id),
        "tags": [],
    }))
}
