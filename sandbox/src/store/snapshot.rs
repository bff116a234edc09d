//! The whole state as one JSON document: what `export` writes, `import` and `--seed` read.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::attributes::{self, Attribute, ValueType};
use super::companies::{self, Company};
use super::lists::{self, List};
use super::tags::{self, Tag};
use super::users::{self, Record, User};
use super::{Result, sql};
use crate::clock::iso;

/// Everything in the database. Every part may be left out; rows are read with their defaults.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Snapshot {
    /// The tags of the app; users may name others, which are then made.
    pub tags: Vec<Tag>,
    /// The lists of the app.
    pub lists: Vec<List>,
    /// The companies of the app.
    pub companies: Vec<Company>,
    /// The custom attributes of the app; users may name others, which are then made.
    pub attributes: Vec<Attribute>,
    /// The users.
    pub users: Vec<Entry>,
}

/// A user in a snapshot: the row, and what hangs on it by name or number.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entry {
    /// The row; `id`, `key` and the times are made if they are left out.
    #[serde(flatten)]
    pub record: Record,
    /// The names of the tags.
    pub tags: Vec<String>,
    /// The numbers of the lists.
    pub lists: Vec<i64>,
    /// The companies.
    pub companies: Vec<Member>,
    /// The custom attributes by name.
    pub attributes: Map<String, Value>,
}

/// A company of a user in a snapshot.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Member {
    /// The number of the company.
    pub id: i64,
    /// Since when; the import's time if it is left out.
    pub member_since: String,
}

/// Replaces everything in the database.
///
/// # Errors
///
/// [`super::Error::Sqlite`] if the snapshot contradicts itself: a key twice, an unknown list.
pub fn load(db: &Connection, snapshot: &Snapshot) -> Result<()> {
    clear(db)?;
    for tag in &snapshot.tags {
        sql::insert(db, "tags", tag)?;
    }
    for list in &snapshot.lists {
        sql::insert(db, "lists", list)?;
    }
    for company in &snapshot.companies {
        sql::insert(db, "companies", company)?;
    }
    for attribute in &snapshot.attributes {
        sql::insert(db, "attributes", attribute)?;
    }
    let now = iso(jiff::Timestamp::now());
    snapshot.users.iter().try_for_each(|entry| load_user(db, entry, &now))
}

/// Reads everything in the database.
///
/// # Errors
///
/// As every query.
pub fn take(db: &Connection) -> Result<Snapshot> {
    let users: Vec<Record> = sql::all(db, "select * from users order by id", [])?;
    Ok(Snapshot {
        tags: sql::all(db, "select * from tags order by id", [])?,
        lists: sql::all(db, "select * from lists order by id", [])?,
        companies: sql::all(db, "select * from companies order by id", [])?,
        attributes: sql::all(db, "select * from attributes order by id", [])?,
        users: users.into_iter().map(|user| take_user(db, user)).collect::<Result<_>>()?,
    })
}

fn clear(db: &Connection) -> Result<()> {
    // Deleting the users and the dictionaries takes along what joins them.
    for table in ["users", "tags", "lists", "companies", "attributes", "sqlite_sequence"] {
        sql::run(db, &format!("delete from {table}"), [])?;
    }
    Ok(())
}

fn load_user(db: &Connection, entry: &Entry, now: &str) -> Result<()> {
    let mut record = entry.record.clone();
    for time in [&mut record.created_at, &mut record.updated_at] {
        if time.is_empty() {
            now.clone_into(time);
        }
    }
    let record = users::create(db, record)?;
    for name in &entry.tags {
        tags::add(db, record.id, name)?;
    }
    for list in &entry.lists {
        lists::add(db, record.id, *list)?;
    }
    for member in &entry.companies {
        let since = if member.member_since.is_empty() { now } else { &member.member_since };
        companies::join(db, record.id, member.id, since)?;
    }
    entry.attributes.iter().try_for_each(|(name, value)| load_value(db, record.id, name, value))
}

fn load_value(db: &Connection, user: i64, name: &str, value: &Value) -> Result<()> {
    let attribute = match attributes::by_name(db, name)? {
        Some(attribute) => attribute,
        None => attributes::create(db, name, ValueType::of(value).unwrap_or(ValueType::Json))?,
    };
    attributes::set(db, user, attribute.id, value)
}

fn take_user(db: &Connection, record: Record) -> Result<Entry> {
    let user = User::load(db, record)?;
    let members = user.companies.into_iter();
    Ok(Entry {
        tags: user.tags.into_iter().map(|tag| tag.name).collect(),
        lists: user.lists.into_iter().map(|list| list.id).collect(),
        companies: members.map(|m| Member { id: m.id, member_since: m.member_since }).collect(),
        attributes: user.attributes.into_iter().map(|a| (a.name, a.value)).collect(),
        record: user.record,
    })
}
