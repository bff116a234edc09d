//! The same change for many users.

use axum::Router;
use axum::routing::put;
use serde_json::{Map, Value, json};

use super::body::Body;
use super::errors::Error;
use super::fields::{self, Check};
use super::who::Who;
use super::write::{self, Written};
use super::{Api, Routes, attributes};
use crate::changed::Changed;
use crate::state::AppState;
use crate::store::users::Record;

/// Which users, by which of their names; and which of their values.
type Wanted = (Vec<Who>, Map<String, Value>);

pub fn router() -> Router<AppState> {
    let standard = |ids| put(async move |api, body| update_standard(api, ids, body).await);
    // Documentation and clients differ about the method.
    let custom = |ids| {
        let update = async move |api, body| update_custom(api, ids, body).await;
        put(update).post(update)
    };
    Router::new()
        .slash_route("/users/mass_update_standard_attributes/", standard(by_id))
        .slash_route("/users-by-id/mass_update_standard_attributes/", standard(by_custom_id))
        .slash_route("/users/mass_update_custom_attributes/", custom(by_id))
        .slash_route("/users-by-id/mass_update_custom_attributes/", custom(by_custom_id))
}

/// Reads the ids that one of the addresses takes.
type Ids = fn(&Value) -> Check<Vec<Who>>;

fn by_id(ids: &Value) -> Check<Vec<Who>> {
    Ok(fields::ids(ids)?.into_iter().map(Who::Id).collect())
}

fn by_custom_id(ids: &Value) -> Check<Vec<Who>> {
    fields::items(ids)?.iter().map(|id| fields::custom_id(id).map(Who::CustomId)).collect()
}

async fn update_standard(api: Api, ids: Ids, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (users, field) = read(api, ids, &body)?;
        let field = Body { fields: field, form: body.form };
        check(api, &field)?;
        for_each(&users, |who| write::update(db, api, who.find(db)?, &field))
    })
    .await
}

/// Fails unless the one field is a standard one that takes the value.
fn check(api: &Api, field: &Body) -> Result<(), Error> {
    let phone = api.state.switches().phone;
    let refused = |name, why| Err(Error::invalid(api.version, name, why));
    for (name, value) in &field.fields {
        let value = if field.form { fields::from_form(name, value) } else { value.clone() };
        match fields::set(&mut Record::default(), name, &value, phone) {
            Some(Ok(())) => {}
            Some(Err(why)) => return refused("value", why),
            None => return refused("attribute", fields::not_a_choice(&json!(name))),
        }
    }
    Ok(())
}

async fn update_custom(api: Api, ids: Ids, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (users, attribute) = read(api, ids, &body)?;
        attributes::known(db, api, &attribute)?;
        let attribute = Body { fields: attribute, form: body.form };
        for_each(&users, |who| write::set_attributes(db, api, who.find(db)?, &attribute))
    })
    .await
}

fn read(api: &Api, ids: Ids, body: &Body) -> Result<Wanted, Error> {
    body.read(api.version, |body| {
        let ids = body.required("ids", ids);
        let name = body.required("attribute", fields::name);
        let value = body.required("value", |value| Ok(value.clone()));
        Some((ids?, Map::from_iter([(name?, value?)])))
    })
}

/// Changes every user; who isn't there is passed over.
fn for_each(
    users: &[Who],
    mut change: impl FnMut(&Who) -> Result<Written, Error>,
) -> Result<Written, Error> {
    let (mut changed, mut ignored) = (Changed::default(), vec![]);
    for who in users {
        match change(who) {
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
            Ok(written) => {
                changed.0.extend(written.changed.0);
                ignored = written.ignored;
            }
        }
    }
    Ok(Written { changed, ignored, ..Written::ok(json!({ "status": "ok" })) })
}
