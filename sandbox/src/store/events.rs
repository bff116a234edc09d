//! The names under which events occurred.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Result, sql};

/// An event's name.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The number of the name.
    pub id: i64,
    /// The name, unique in the app.
    pub name: String,
}

/// Finds a name's number.
pub fn id_of(db: &Connection, name: &str) -> Result<Option<i64>> {
    sql::first(db, "select id from events where name = ?", [name])
}

/// Answers the number of a name, and whether it occurred for the first time.
pub fn occur(db: &Connection, name: &str) -> Result<(i64, bool)> {
    if let Some(id) = id_of(db, name)? {
        return Ok((id, false));
    }
    let id = sql::next_id(db, "events")?;
    sql::insert(db, "events", &Event { id, name: name.to_owned() })?;
    Ok((id, true))
}
