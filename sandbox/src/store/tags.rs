//! Tags: names that users carry.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

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

/// Lists the tags of a user in the order they were made.
pub fn of_user(db: &Connection, user: i64) -> Result<Vec<Tag>> {
    sql::all(
        db,
        "select t.id, t.name from tags t join user_tags u on u.tag_id = t.id
         where u.user_id = ? order by t.id",
        [user],
    )
}

/// Gives a user a tag, which is made if the app doesn't have it.
pub fn add(db: &Connection, user: i64, name: &str) -> Result<()> {
    // An insert that runs into a conflict would use up a number.
    sql::run(
        db,
        "insert into tags (name) select ?1 where not exists (select 1 from tags where name = ?1)",
        [name],
    )?;
    sql::run(
        db,
        "insert into user_tags (user_id, tag_id) select ?, id from tags where name = ?
         on conflict do nothing",
        (user, name),
    )?;
    Ok(())
}
