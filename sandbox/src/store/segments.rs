//! Segments: groups that users are in as long as they match a filter.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::rows::Row;
use super::{Result, sql};

/// A segment.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The number of the segment.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who is in it: a query as lists of users take it, `verified_member=True`.
    pub filter: String,
}

impl Row for Segment {
    const TABLE: &str = "segments";

    fn id(&self) -> i64 {
        self.id
    }
}

/// Finds a segment by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Segment>> {
    sql::first(db, "select * from segments where id = ?", [id])
}
