//! `visitor`: what a page sees of its visitor, and what it may change.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::cookie::visitor_key;
use super::problem::Problem;
use crate::state::AppState;
use crate::store::users::{self, Record, User};
use crate::usercom::body::Body;
use crate::usercom::{Api, Version, fields, update as update_user, view};

/// What a page is shown.
const SHOWN: [&str; 10] = [
    "key",
    "name",
    "status",
    "gender",
    "city",
    "region",
    "country",
    "timezone",
    "tags",
    "attributes",
];
/// What a page may write onto every visitor.
const WRITABLE: [&str; 6] = ["city", "region", "country", "timezone", "gender", "tags"];
/// What a page may write onto a visitor nobody knows yet.
const CONTACT: [&str; 3] = ["first_name", "last_name", "phone_number"];
/// What only a signed-in person's token can say.
const CLAIMS: [&str; 3] = ["email", "user_id", "custom_id"];

pub async fn find(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let key = visitor_key(&headers)?.to_owned();
    let found = move |db: &Connection| {
        let record = users::by_key(db, &key)?.ok_or(Problem::NO_VISITOR)?;
        Ok(Json(projected(&User::load(db, record)?)).into_response())
    };
    state.store.transaction(found).await
}

pub async fn update(State(state): State<AppState>, request: Request) -> Result<Response, Problem> {
    let key = visitor_key(request.headers())?.to_owned();
    let Json(wanted) = Json::<Map<String, Value>>::from_request(request, &state)
        .await
        .map_err(|rejection| refused(&rejection))?;
    let store = state.store.clone();
    let updated = move |db: &Connection| {
        let record = users::by_key(db, &key)?.ok_or(Problem::NO_VISITOR)?;
        let body = permitted(wanted, known(&record))?;
        let api = Api { state, version: Version::V1 };
        let changed = update_user(db, &api, record, &body)?.changed;
        let record = users::by_key(db, &key)?.ok_or(Problem::NO_VISITOR)?;
        let mut response = Json(projected(&User::load(db, record)?)).into_response();
        response.extensions_mut().insert(changed);
        Ok(response)
    };
    store.transaction(updated).await
}

fn refused(rejection: &JsonRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::UNSUPPORTED_MEDIA_TYPE,
        _ => Problem::INVALID_BODY,
    }
}

/// Says whether a visitor has left a name to be reached by.
fn known(record: &Record) -> bool {
    record.custom_id.is_some() || record.email.is_some() || record.phone_number.is_some()
}

/// Writes the shown fields that have a value.
fn projected(user: &User) -> Map<String, Value> {
    let mut shown = Map::new();
    if let Value::Object(fields) = view::v1(user) {
        shown.extend(
            fields
                .into_iter()
                .filter(|(name, value)| SHOWN.contains(&name.as_str()) && !value.is_null()),
        );
    }
    shown.insert("known".to_owned(), Value::Bool(known(&user.record)));
    shown
}

/// Builds the service's body from what a visitor may change.
fn permitted(wanted: Map<String, Value>, known: bool) -> Result<Body, Problem> {
    let mut body = Body::default();
    for (name, value) in wanted {
        match (name.as_str(), value) {
            ("attributes", Value::Object(attributes)) => {
                if let Some(name) = attributes.keys().find(|name| fields::is_standard(name)) {
                    return Err(Problem::FIELD_NOT_ALLOWED.of(&format!("attributes.{name}")));
                }
                body.fields.extend(attributes);
            }
            (field, value) if WRITABLE.contains(&field) => _ = body.fields.insert(name, value),
            (field, value) if CONTACT.contains(&field) && !known => {
                body.fields.insert(name, value);
            }
            (field, _) if CONTACT.contains(&field) || CLAIMS.contains(&field) => {
                return Err(Problem::IDENTITY_REQUIRED.of(field));
            }
            (field, _) => return Err(Problem::FIELD_NOT_ALLOWED.of(field)),
        }
    }
    Ok(body)
}
