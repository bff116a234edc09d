//! Activities: what users did, and what was done to them.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::rows::Row;
use super::{Result, sql};

/// One activity of one user.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Activity {
    /// The number of the activity, made if it is 0.
    #[serde(default)]
    pub id: i64,
    /// The number of the user.
    pub user: i64,
    /// When it happened.
    pub at: String,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened, by its kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// An event with a name of the app's own.
    Event {
        /// The name.
        name: String,
        /// What is known of it.
        #[serde(default)]
        data: Map<String, Value>,
    },
    /// A page was seen.
    PageHit(Box<PageHit>),
    /// Something was done with a product.
    ProductEvent {
        /// The number of the product.
        product: i64,
        /// What was done: `add to cart`, `purchase`, …
        event_type: String,
        /// What is known of it.
        #[serde(default)]
        data: Map<String, Value>,
    },
    /// An e-mail was written.
    Email(Email),
    /// A conversation was begun.
    Conversation {
        /// The first message.
        content: String,
        /// Where it began, as a number of the service's.
        source: Option<i64>,
        /// What is known of the place.
        #[serde(default)]
        source_context: Map<String, Value>,
    },
}

/// A page that was seen, and in which circumstances.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct PageHit {
    pub url: String,
    pub title: String,
    pub referer: String,
    pub ip_address: Option<String>,
    pub user_agent: String,
    pub browser_family: Option<String>,
    pub browser_version: String,
    pub os_type: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub timezone: Option<String>,
    pub resolution: Option<String>,
    pub extra_data: Option<Map<String, Value>>,
}

/// An e-mail to a user; when it was written is the activity's time.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Email {
    pub subject: String,
    pub status: String,
    pub sent_at: Option<String>,
    pub opened_at: Option<String>,
    pub clicked_at: Option<String>,
}

/// An activity as its table holds it.
#[derive(Debug, Deserialize, Serialize)]
pub struct Stored {
    id: i64,
    user_id: i64,
    at: String,
    what: String,
}

impl Row for Stored {
    const TABLE: &str = "activities";

    fn id(&self) -> i64 {
        self.id
    }
}

impl Stored {
    /// Reads the activity.
    pub fn activity(self) -> Result<Activity> {
        let what = serde_json::from_str(&self.what)?;
        Ok(Activity { id: self.id, user: self.user_id, at: self.at, what })
    }
}

/// Adds an activity, and answers its number.
pub fn add(db: &Connection, activity: &Activity) -> Result<i64> {
    let id = if activity.id == 0 { sql::next_id(db, "activities")? } else { activity.id };
    let what = serde_json::to_string(&activity.what)?;
    let row = Stored { id, user_id: activity.user, at: activity.at.clone(), what };
    sql::insert(db, "activities", &row)?;
    Ok(id)
}

/// Gives all activities of one user to another.
pub fn hand_over(db: &Connection, from: i64, to: i64) -> Result<()> {
    sql::run(db, "update activities set user_id = ? where user_id = ?", [to, from])?;
    Ok(())
}
