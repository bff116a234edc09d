//! `products/` and `products-by-id/`: what users do with products.

use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::post;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::Error;
use super::events;
use super::id::Id;
use super::reader::Reader;
use super::version::Version;
use super::who::{self, Who};
use super::write::Written;
use super::{Api, Routes, fields};
use crate::state::AppState;
use crate::store::activities::{self, Activity, What};
use crate::store::products::{self, Product};

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/products/{id}/product_event/", post(create))
        .slash_route("/products-by-id/{custom_id}/product_event/", post(create_by_custom_id))
}

async fn create(api: Api, Id(id): Id, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| note(db, api, products::by_id(db, id)?, &body)).await
}

async fn create_by_custom_id(
    api: Api,
    custom_id: Result<Path<String>, PathRejection>,
    body: Body,
) -> Result<Written, Error> {
    let Path(custom_id) = custom_id.map_err(|_| Error::NoRoute)?;
    api.transaction(move |db, api| note(db, api, products::by_custom_id(db, &custom_id)?, &body))
        .await
}

fn note(
    db: &Connection,
    api: &Api,
    product: Option<Product>,
    body: &Body,
) -> Result<Written, Error> {
    let product = product.ok_or(Error::NotFound)?.id;
    let (who, event_type, noted) = body.read(api.version, |body| {
        let who = match api.version {
            Version::V1 => named_as_in_version_one(body),
            Version::V2 => who::named(body, "user_id", ("user_custom_id", Who::CustomId)),
        };
        let event_type = body.required("event_type", fields::name);
        let noted = events::noted(body);
        Some((who?, event_type?, noted?))
    })?;
    let user = who.find(db)?.id;
    let what = What::ProductEvent { product, event_type, data: noted.data };
    let at = noted.at.unwrap_or_else(|| api.now());
    let id = activities::add(db, &Activity { id: 0, user, at, what })?;
    Ok(Written::created(json!({ "id": id })))
}

/// Reads version 1's `user_id`, which is the client's own id as a text, the service's as a number.
fn named_as_in_version_one(body: &mut Reader<'_>) -> Option<Who> {
    body.required("user_id", |id| match id {
        Value::Number(_) => fields::id(id).map(Who::Id),
        _ => fields::custom_id(id).map(Who::CustomId),
    })
}
