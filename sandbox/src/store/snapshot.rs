//! The whole state as one JSON document: what `export` writes, `import` and `--seed` read.

use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::activities::{self, Activity, Stored, What};
use super::attributes::{self, Attribute, ValueType};
use super::companies::{self, Company};
use super::events::{self, Event};
use super::lists::{self, List};
use super::products::Product;
use super::segments::Segment;
use super::tags::{self, Tag};
use super::users::{self, Record, User};
use super::{Result, cube, sql};
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
    /// The segments of the app.
    pub segments: Vec<Segment>,
    /// The products of the app.
    pub products: Vec<Product>,
    /// The names of events; activities may name others, which are then made.
    pub events: Vec<Event>,
    /// The users.
    pub users: Vec<Entry>,
    /// What the users did.
    pub activities: Vec<Activity>,
    /// `ConnectyCube`'s part.
    pub connectycube: cube::snapshot::Snapshot,
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
    insert(db, "tags", &snapshot.tags)?;
    insert(db, "lists", &snapshot.lists)?;
    insert(db, "companies", &snapshot.companies)?;
    insert(db, "attributes", &snapshot.attributes)?;
    insert(db, "segments", &snapshot.segments)?;
    insert(db, "products", &snapshot.products)?;
    insert(db, "events", &snapshot.events)?;
    let now = jiff::Timestamp::now();
    cube::snapshot::load(db, &snapshot.connectycube, now.as_second())?;
    let now = iso(now);
    snapshot.users.iter().try_for_each(|entry| load_user(db, entry, &now))?;
    snapshot.activities.iter().try_for_each(|activity| load_activity(db, activity))
}

fn insert(db: &Connection, table: &str, rows: &[impl Serialize]) -> Result<()> {
    rows.iter().try_for_each(|row| sql::insert(db, table, row))
}

/// Reads everything in the database.
///
/// # Errors
///
/// As every query.
pub fn take(db: &Connection) -> Result<Snapshot> {
    let users: Vec<Record> = all(db, "users")?;
    let activities: Vec<Stored> = all(db, "activities")?;
    Ok(Snapshot {
        tags: all(db, "tags")?,
        lists: all(db, "lists")?,
        companies: all(db, "companies")?,
        attributes: all(db, "attributes")?,
        segments: all(db, "segments")?,
        products: all(db, "products")?,
        events: all(db, "events")?,
        users: users.into_iter().map(|user| take_user(db, user)).collect::<Result<_>>()?,
        activities: activities.into_iter().map(Stored::activity).collect::<Result<_>>()?,
        connectycube: cube::snapshot::take(db)?,
    })
}

fn all<T: DeserializeOwned>(db: &Connection, table: &str) -> Result<Vec<T>> {
    sql::all(db, &format!("select * from {table} order by id"), [])
}

fn clear(db: &Connection) -> Result<()> {
    // Deleting the users and the dictionaries takes along what joins them.
    let tables = ["users", "tags", "lists", "companies", "attributes", "segments", "products"];
    for table in tables.into_iter().chain(["events", "sqlite_sequence"]) {
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

fn load_activity(db: &Connection, activity: &Activity) -> Result<()> {
    if let What::Event { name, .. } = &activity.what {
        events::occur(db, name)?;
    }
    activities::add(db, activity)?;
    Ok(())
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
