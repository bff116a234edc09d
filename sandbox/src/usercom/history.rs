//! The history of a user: events, page hits, product events, e-mails, and the timeline of them all.

use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::errors::Error;
use super::query::Query;
use super::version::Version;
use super::who::{self, Who};
use super::{Api, events, page};
use crate::state::AppState;
use crate::store::activities::{Activity, Email, PageHit, Stored, What};
use crate::store::events as names;
use crate::store::rows::Conditions;

pub fn router() -> Router<AppState> {
    // Events are noted by the client's own id alone; by the service's, `events/` does.
    let by_custom_id = history(Some("event")).post(events::create_for);
    Router::new()
        .merge(who::routes_by_both("events/", history(Some("event")), by_custom_id))
        .merge(who::routes("emails/", history(Some("email"))))
        .merge(who::routes("ping_hits/", history(Some("page_hit"))))
        .merge(who::routes("product_events/", history(Some("product_event"))))
        .merge(who::routes("timeline/", history(None)))
}

/// Lists the activities of one kind, or as timeline those of every kind.
fn history(kind: Option<&'static str>) -> MethodRouter<AppState> {
    get(async move |api: Api, who: Who, query: Query| {
        api.transaction(move |db, api| list(db, api, &who, &query, kind).map(Json)).await
    })
}

fn list(
    db: &Connection,
    api: &Api,
    who: &Who,
    query: &Query,
    kind: Option<&'static str>,
) -> Result<Value, Error> {
    let mut conditions = Conditions::default().equal("user_id", who.find(db)?.id);
    if let Some(kind) = kind {
        conditions = conditions.equal("kind", kind.to_owned());
    }
    page::page(db, api, query, &conditions, |row: Stored| {
        let activity = row.activity()?;
        match kind {
            None => Ok(in_timeline(&activity)),
            Some(_) => view(db, api.version, activity),
        }
    })
}

/// Writes an activity as the list of its kind does.
fn view(db: &Connection, version: Version, activity: Activity) -> Result<Value, Error> {
    let Activity { id, user, at, what } = activity;
    let mut answer = Map::from_iter([("id".to_owned(), json!(id))]);
    if !matches!(what, What::Email(_)) {
        answer.insert("client".to_owned(), json!(user));
        answer.insert("timestamp".to_owned(), json!(at));
        if version == Version::V2 {
            answer.insert("user_id".to_owned(), json!(user));
        }
    }
    let own = match what {
        What::Event { name, data } => {
            let items = data.into_iter().map(|(key, value)| json!({ "key": key, "value": value }));
            json!({
                "items": items.collect::<Vec<_>>(),
                "event_id": names::id_of(db, &name)?,
                "event": name,
            })
        }
        What::PageHit(hit) => page_hit(&hit),
        What::ProductEvent { event_type, data, .. } => {
            json!({ "event_type": event_type, "custom_data": data })
        }
        What::Email(email) => self::email(&email, &at),
        // No list but the timeline has them.
        What::Conversation { .. } => Value::Null,
    };
    if let Value::Object(own) = own {
        answer.extend(own);
    }
    Ok(Value::Object(answer))
}

fn page_hit(hit: &PageHit) -> Value {
    json!({
        "ip_address": hit.ip_address,
        "user_agent": hit.user_agent,
        "browser_family": hit.browser_family,
        "browser_version": hit.browser_version,
        "os_type": hit.os_type,
        "city": hit.city,
        "country": hit.country,
        "url": hit.url,
        "referer": hit.referer,
        "extra_data": hit.extra_data,
        "timezone": hit.timezone,
        "resolution": hit.resolution,
    })
}

fn email(email: &Email, created_at: &str) -> Value {
    json!({
        "status": email.status,
        "created_at": created_at,
        "sent_at": email.sent_at,
        "opened_at": email.opened_at,
        "clicked_at": email.clicked_at,
        "subject": email.subject,
    })
}

/// Writes an activity of any kind by a name, an address and a title.
fn in_timeline(activity: &Activity) -> Value {
    let (name, url, title) = match &activity.what {
        What::Event { name, .. } => ("event", "", name),
        What::PageHit(hit) => ("page_hit", hit.url.as_str(), &hit.title),
        What::ProductEvent { event_type, .. } => ("product_event", "", event_type),
        What::Email(email) => ("email", "", &email.subject),
        What::Conversation { content, .. } => ("conversation", "", content),
    };
    json!({
        "id": activity.id,
        "datetime": activity.at,
        "name": name,
        "content": { "url": url, "title": title },
    })
}
