//! Rows that meet conditions, a page at a time.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::de::DeserializeOwned;

use super::{Result, sql};

/// A row of a table whose key is the column `id`.
pub trait Row: DeserializeOwned + 'static {
    /// The name of the table.
    const TABLE: &str;

    /// Answers the key.
    fn id(&self) -> i64;
}

/// What rows must be like: SQL, and the values it compares to.
#[derive(Clone, Debug)]
pub struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self { sql: "true".to_owned(), values: vec![] }
    }
}

impl Conditions {
    /// Adds a value, and answers what SQL calls it.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// Adds a condition, which may use the values bound before.
    pub fn require(&mut self, condition: &str) {
        self.sql.push_str(" and ");
        self.sql.push_str(condition);
    }

    /// Adds the condition that a column has this value.
    #[must_use]
    pub fn equal(mut self, column: &str, value: impl Into<Value>) -> Self {
        let value = self.bind(value);
        self.require(&format!("{column} = {value}"));
        self
    }
}

/// A place between the rows of a list, which are in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Before the row with this id.
    Before(i64),
    /// After the row with this id.
    After(i64),
}

/// Before the first row.
const START: Cursor = Cursor::After(i64::MIN);

/// Some rows of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// How many rows the list has.
    pub count: i64,
    /// The rows in the order of their ids.
    pub rows: Vec<T>,
    /// Where the page before begins, read backwards; none before the first row.
    pub previous: Option<Cursor>,
    /// Where the page after begins; none after the last row.
    pub next: Option<Cursor>,
}

/// Reads those rows of a table that meet the conditions and lie next to the cursor, or are the first.
pub fn page<T: Row>(
    db: &Connection,
    conditions: &Conditions,
    cursor: Option<Cursor>,
    size: u32,
) -> Result<Page<T>> {
    let cursor = cursor.unwrap_or(START);
    let mut rows: Vec<T> = select(db, conditions, cursor, size)?;
    if let Cursor::Before(_) = cursor {
        rows.reverse();
    }
    let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.id(), last.id()));
    let there = |cursor| -> Result<Option<Cursor>> {
        Ok(select::<T>(db, conditions, cursor, 1)?.pop().map(|_| cursor))
    };
    let (previous, next) = match ends {
        Some((first, last)) => (there(Cursor::Before(first))?, there(Cursor::After(last))?),
        None => (None, None),
    };
    Ok(Page { count: count::<T>(db, conditions)?, rows, previous, next })
}

/// Reads every row of a table that meets the conditions.
pub fn all<T: Row>(db: &Connection, conditions: &Conditions) -> Result<Vec<T>> {
    select(db, conditions, START, u32::MAX)
}

/// Reads the first row of a table that meets the conditions.
pub fn first<T: Row>(db: &Connection, conditions: &Conditions) -> Result<Option<T>> {
    Ok(select(db, conditions, START, 1)?.pop())
}

/// Reads the rows next to a cursor, those nearest to it first.
fn select<T: Row>(
    db: &Connection,
    conditions: &Conditions,
    cursor: Cursor,
    size: u32,
) -> Result<Vec<T>> {
    let mut conditions = conditions.clone();
    let (id, beyond, order) = match cursor {
        Cursor::Before(id) => (id, "<", "desc"),
        Cursor::After(id) => (id, ">", "asc"),
    };
    let id = conditions.bind(id);
    conditions.require(&format!("id {beyond} {id}"));
    let Conditions { sql, values } = conditions;
    let query = format!("select * from {} where {sql} order by id {order} limit {size}", T::TABLE);
    sql::all(db, &query, params_from_iter(values))
}

fn count<T: Row>(db: &Connection, Conditions { sql, values }: &Conditions) -> Result<i64> {
    let query = format!("select count(*) from {} where {sql}", T::TABLE);
    Ok(sql::first(db, &query, params_from_iter(values))?.unwrap_or(0))
}
