//! Users: the row, everything that hangs on it, and the ways to find one.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::attributes::{self, AttributeValue};
use super::companies::{self, Membership};
use super::lists::{self, List};
use super::rows::Row;
use super::tags::{self, Tag};
use super::{Result, sql};

/// The gender of a user: a word in answers, a number in requests.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// 1
    #[default]
    Unknown,
    /// 2
    Male,
    /// 3
    Female,
}

/// Whether somebody is known: a word in answers, a number in requests.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// 1
    #[default]
    Visitor,
    /// 2
    User,
}

/// A row of the table `users`; the fields are those of the service's documentation.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub struct Record {
    pub id: i64,
    pub key: String,
    pub custom_id: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub gender: Gender,
    pub status: Status,
    pub score: i64,
    pub unsubscribed: bool,
    pub notifications: bool,
    pub assigned_to: Option<i64>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
    pub timezone: Option<String>,
    pub facebook_url: Option<String>,
    pub linkedin_url: Option<String>,
    pub twitter_url: Option<String>,
    pub google_url: Option<String>,
    pub gravatar_url: Option<String>,
    pub first_seen: Option<String>,
    pub last_seen: Option<String>,
    pub last_contacted: Option<String>,
    pub page_views: i64,
    pub created_at: String,
    pub updated_at: String,
    pub browser: Option<String>,
    pub browser_language: Option<String>,
    pub os_type: Option<String>,
    pub resolution: Option<String>,
    pub last_ip: Option<String>,
    pub web_push_subscription: bool,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            id: 0,
            key: String::new(),
            custom_id: None,
            first_name: None,
            last_name: None,
            email: None,
            phone_number: None,
            gender: Gender::default(),
            status: Status::default(),
            score: 0,
            unsubscribed: false,
            notifications: true,
            assigned_to: None,
            city: None,
            region: None,
            country: None,
            timezone: None,
            facebook_url: None,
            linkedin_url: None,
            twitter_url: None,
            google_url: None,
            gravatar_url: None,
            first_seen: None,
            last_seen: None,
            last_contacted: None,
            page_views: 0,
            created_at: String::new(),
            updated_at: String::new(),
            browser: None,
            browser_language: None,
            os_type: None,
            resolution: None,
            last_ip: None,
            web_push_subscription: false,
        }
    }
}

impl Record {
    /// Joins first and last name, as answers do.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let parts = [&self.first_name, &self.last_name];
        let parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

impl Row for Record {
    const TABLE: &str = "users";

    fn id(&self) -> i64 {
        self.id
    }
}

/// A user with everything that hangs on the row.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The row.
    pub record: Record,
    /// The tags.
    pub tags: Vec<Tag>,
    /// The lists the user is on.
    pub lists: Vec<List>,
    /// The companies the user belongs to.
    pub companies: Vec<Membership>,
    /// The custom attributes that have a value.
    pub attributes: Vec<AttributeValue>,
}

impl User {
    /// Collects what hangs on a row.
    pub fn load(db: &Connection, record: Record) -> Result<Self> {
        Ok(Self {
            tags: tags::of_user(db, record.id)?,
            lists: lists::of_user(db, record.id)?,
            companies: companies::of_user(db, record.id)?,
            attributes: attributes::of_user(db, record.id)?,
            record,
        })
    }
}

/// Finds a user by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Record>> {
    sql::first(db, "select * from users where id = ?", [id])
}

/// Finds a user by the client's own id.
pub fn by_custom_id(db: &Connection, custom_id: &str) -> Result<Option<Record>> {
    sql::first(db, "select * from users where custom_id = ?", [custom_id])
}

/// Finds a user by the key in the visitor's cookie.
pub fn by_key(db: &Connection, key: &str) -> Result<Option<Record>> {
    sql::first(db, "select * from users where key = ?", [key])
}

/// Finds the users whose key, ids, name, e-mail or phone contain a text, and how many there are.
///
/// For the inspector: an empty text finds everybody.
pub fn search(db: &Connection, text: &str, offset: i64, limit: i64) -> Result<(i64, Vec<Record>)> {
    const MATCHES: &str = "instr(lower(
        concat_ws(' ', id, key, custom_id, first_name, last_name, email, phone_number)), lower(?1)) > 0";
    let count = format!("select count(*) from users where ?1 = '' or {MATCHES}");
    let page =
        format!("select * from users where ?1 = '' or {MATCHES} order by id limit ?2 offset ?3");
    let total = sql::first(db, &count, [text])?.unwrap_or(0);
    Ok((total, sql::all(db, &page, (text, limit, offset))?))
}

/// Adds a user, whose number and key are made if they are missing.
pub fn create(db: &Connection, mut record: Record) -> Result<Record> {
    if record.id == 0 {
        record.id = sql::next_id(db, "users")?;
    }
    if record.key.is_empty() {
        // Twelve characters of `[a-z0-9]`, as the service's own.
        record.key = sql::first(db, "select lower(hex(randomblob(6)))", [])?.unwrap_or_default();
    }
    sql::insert(db, "users", &record)?;
    Ok(record)
}

/// Writes a user's row anew.
pub fn save(db: &Connection, record: &Record) -> Result<()> {
    sql::update(db, "users", record)
}

/// Deletes a user with everything that hangs on the row.
pub fn delete(db: &Connection, id: i64) -> Result<bool> {
    sql::delete(db, "users", id)
}

/// Counts the users.
pub fn count(db: &Connection) -> Result<i64> {
    Ok(sql::first(db, "select count(*) from users", [])?.unwrap_or(0))
}
