//! `attributes/`, `attribute-type/`, and the custom attributes of a user.

use axum::extract::Path;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::body::Body;
use super::dictionary::{self, Entry};
use super::errors::Error;
use super::fields::{self, Check};
use super::version::Version;
use super::who::{self, Who};
use super::write::{self, Written};
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::attributes::{self, Attribute, ValueType};

pub fn router() -> Router<AppState> {
    let all = get(dictionary::list::<Attribute>).post(create);
    let one = get(dictionary::find::<Attribute>).delete(dictionary::delete::<Attribute>);
    Router::new()
        .slash_route("/attributes/", all)
        .slash_route("/attributes/{id}/", one)
        .slash_route("/attribute-type/{name}/users/", get(find_type))
        .merge(who::routes("set_attribute/", post(set)))
        .merge(who::routes("set_multiple_attributes/", post(set_many)))
        .merge(who::routes("remove_attribute/", delete(remove).post(remove)))
}

impl Entry for Attribute {
    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "name_std": self.name_std,
            "value_type": self.value_type,
            "content_type": "user",
        })
    }
}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (name, value_type) = body.read(api.version, |body| {
            let name = body.required("name", fields::name);
            let value_type = body.required("value_type", value_type);
            body.required("content_type", content_type)?;
            Some((name?, value_type?))
        })?;
        if attributes::by_name(db, &name)?.is_some() {
            return Err(Error::invalid(api.version, "name", "This field must be unique."));
        }
        Ok(Written::created(attributes::create(db, &name, value_type)?.view()))
    })
    .await
}

fn value_type(value: &Value) -> Check<ValueType> {
    serde_json::from_value(value.clone()).map_err(|_| fields::not_a_choice(value))
}

/// Reads whose attribute it is: those of users are what this area is about.
fn content_type(value: &Value) -> Check<()> {
    if value == "clientuser" { Ok(()) } else { Err(fields::not_a_choice(value)) }
}

async fn find_type(
    api: Api,
    name: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Result<Json<Value>, Error> {
    let Path(name) = name.map_err(|_| Error::NoRoute)?;
    api.transaction(move |db, _| {
        let attribute = attributes::by_name(db, &name)?.ok_or(Error::NotFound)?;
        Ok(Json(json!({ "value_type": attribute.value_type })))
    })
    .await
}

async fn set(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        let attribute = body.read(api.version, |body| {
            let name = body.required("attribute", fields::name);
            let value = body.required("value", |value| Ok(value.clone()));
            Some(Map::from_iter([(name?, value?)]))
        })?;
        known(db, api, &attribute)?;
        write::set_attributes(db, api, user, &Body { fields: attribute, form: body.form })
    })
    .await
}

async fn set_many(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        known(db, api, &body.fields)?;
        write::set_attributes(db, api, user, &body)
    })
    .await
}

/// Takes the value of an attribute away; what isn't there needs no removal.
async fn remove(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?;
        let name = body.read(api.version, |body| body.required("attribute", fields::name))?;
        let attribute = Map::from_iter([(name, Value::Null)]);
        known(db, api, &attribute)?;
        write::set_attributes(db, api, user, &Body { fields: attribute, form: false })
    })
    .await
}

/// Fails if an attribute is unknown; version 1 makes what it doesn't know.
pub fn known(db: &Connection, api: &Api, values: &Map<String, Value>) -> Result<(), Error> {
    for name in values.keys() {
        if api.version == Version::V2 && attributes::by_name(db, name)?.is_none() {
            return Err(Error::invalid(api.version, "attribute", "Unknown attribute."));
        }
    }
    Ok(())
}
