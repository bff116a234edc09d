//! Lists: groups that users are put into by hand.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::rows::Row;
use super::{Result, sql};

/// A list as the service answers it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The number of the list.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What the list is for; may be empty.
    pub description: String,
}

impl Row for List {
    const TABLE: &str = "lists";

    fn id(&self) -> i64 {
        self.id
    }
}

/// Finds a list by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<List>> {
    sql::first(db, "select * from lists where id = ?", [id])
}

/// Lists the lists a user is on.
pub fn of_user(db: &Connection, user: i64) -> Result<Vec<List>> {
    sql::all(
        db,
        "select l.id, l.name, l.description from lists l join user_lists u on u.list_id = l.id
         where u.user_id = ? order by l.id",
        [user],
    )
}

/// Puts a user on a list.
pub fn add(db: &Connection, user: i64, list: i64) -> Result<()> {
    sql::run(db, "insert into user_lists values (?, ?) on conflict do nothing", [user, list])?;
    Ok(())
}

/// Takes a user off a list.
pub fn remove(db: &Connection, user: i64, list: i64) -> Result<()> {
    sql::run(db, "delete from user_lists where user_id = ? and list_id = ?", [user, list])?;
    Ok(())
}
