//! What the dictionaries of the app have in common: tags, lists, attributes.

use axum::Json;
use serde::Serialize;
use serde_json::{Value, json};

use super::errors::Error;
use super::id::Id;
use super::query::Query;
use super::write::Written;
use super::{Api, page};
use crate::store::rows::{self, Conditions, Row};
use crate::store::sql;

/// What a dictionary holds.
pub trait Entry: Row + Serialize {
    /// Writes the entry as answers carry it.
    fn view(&self) -> Value {
        json!(self)
    }
}

/// Lists the entries.
pub async fn list<T: Entry>(api: Api, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        page::page(db, api, &query, &Conditions::default(), |entry: T| Ok(entry.view())).map(Json)
    })
    .await
}

/// Answers an entry.
pub async fn find<T: Entry>(api: Api, Id(id): Id) -> Result<Json<Value>, Error> {
    api.transaction(move |db, _| {
        let entry: Option<T> = rows::first(db, &Conditions::default().equal("id", id))?;
        Ok(Json(entry.ok_or(Error::NotFound)?.view()))
    })
    .await
}

/// Deletes an entry, and takes it from all who had it.
pub async fn delete<T: Entry>(api: Api, Id(id): Id) -> Result<Written, Error> {
    api.transaction(move |db, _| {
        if sql::delete(db, T::TABLE, id)? { Ok(Written::gone()) } else { Err(Error::NotFound) }
    })
    .await
}
