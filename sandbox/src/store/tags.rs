//! Tags: names that users carry.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::rows::Row;
use super::{Result, sql};

/// A tag as the service answers it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The number of the tag.
    pub id: i64,
    /// The name, unique in the app.
    pub name: String,
}

impl Row for Tag {
    const TABLE: &str = "tags";

    fn id(&self) -> i64 {
        self.id
    }
}

/// Finds a tag by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Tag>> {
    sql::first(db, "select * from tags where id = ?", [id])
}

/// Finds a tag by name.
pub fn by_name(db: &Connection, name: &str) -> Result<Option<Tag>> {
    sql::first(db, "select * from tags where name = ?", [name])
}

/// Makes a new tag.
pub fn create(db: &Connection, name: String) -> Result<Tag> {
    let tag = Tag { id: sql::next_id(db, "tags")?, name };
    sql::insert(db, "tags", &tag)?;
    Ok(tag)
}

/// Lists the tags of a user in the order they were made.
pub fn of_user(db: &Connection, user: i64) -> Result<Vec<Tag>> {
    sql::all(
        db,
        "select t.id, t.name from tags t join user_tags u on u.tag_id = t.id
         where u.user_id = ? order by t.id",
        [user],
    )
}

/// Finds a tag by name, or makes it.
pub fn named(db: &Connection, name: &str) -> Result<Tag> {
    match by_name(db, name)? {
        Some(tag) => Ok(tag),
        None => create(db, name.to_owned()),
    }
}

/// Gives a user a tag, which is made if the app doesn't have it.
pub fn add(db: &Connection, user: i64, name: &str) -> Result<()> {
    let tag = named(db, name)?.id;
    sql::run(db, "insert into user_tags values (?, ?) on conflict do nothing", [user, tag])?;
    Ok(())
}

/// Takes a tag off a user.
pub fn remove(db: &Connection, user: i64, name: &str) -> Result<()> {
    sql::run(
        db,
        "delete from user_tags
         where user_id = ? and tag_id = (select id from tags where name = ?)",
        (user, name),
    )?;
    Ok(())
}
