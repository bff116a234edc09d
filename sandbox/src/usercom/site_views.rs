//! `site-views/`: pages that a visitor saw, the one write that names the visitor by key alone.

use axum::Router;
use axum::routing::post;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::Error;
use super::fields::{self, Check};
use super::write::Written;
use super::{Api, Routes};
use crate::clock::iso;
use crate::state::AppState;
use crate::store::activities::{self, Activity, PageHit, What};
use crate::store::users::{self, Record, User};

/// The longest domain and path, in characters.
const LONGEST: usize = 2048;

pub fn router() -> Router<AppState> {
    Router::new().slash_route("/site-views/", post(create))
}

/// Notes that a page was seen, and when the user was.
async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let (key, domain, path, time) = body.read(api.version, |body| {
            let key = body.required("client_user", address);
            let domain = body.required("page_domain", address);
            let path = body.required("page_path", address);
            let time = body.required("timestamp", fields::seconds);
            Some((key?, domain?, path?, iso(time?)))
        })?;
        let before = User::load(db, users::by_key(db, &key)?.ok_or(Error::NotFound)?)?;
        let hit = hit(&before.record, &format!("https://{domain}{path}"));
        let activity = Activity {
            id: 0,
            user: before.record.id,
            at: time.clone(),
            what: What::PageHit(Box::new(hit)),
        };
        let id = activities::add(db, &activity)?;
        let mut record = before.record.clone();
        record.page_views = record.page_views.saturating_add(1);
        record.first_seen = record.first_seen.filter(|first| *first <= time).or(Some(time.clone()));
        record.last_seen = record.last_seen.filter(|last| *last >= time).or(Some(time));
        users::save(db, &record)?;
        let after = User::load(db, record)?;
        Ok(Written::created(json!({ "id": id })).changing(Some(&before), Some(&after)))
    })
    .await
}

fn address(value: &Value) -> Check<String> {
    fields::filled_text(value, LONGEST)
}

/// Describes the page hit with what is known of the visitor's device.
fn hit(user: &Record, url: &str) -> PageHit {
    PageHit {
        url: url.to_owned(),
        ip_address: user.last_ip.clone(),
        browser_family: user.browser.clone(),
        os_type: user.os_type.clone(),
        city: user.city.clone(),
        country: user.country.clone(),
        timezone: user.timezone.clone(),
        resolution: user.resolution.clone(),
        ..PageHit::default()
    }
}
