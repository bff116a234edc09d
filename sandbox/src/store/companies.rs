//! Companies, and who belongs to them.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Result, sql};

/// A company.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The number of the company.
    pub id: i64,
    /// The client's own id.
    pub custom_id: Option<String>,
    /// The name.
    pub name: String,
}

/// A company among the `companies` of a user.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The number of the company.
    pub id: i64,
    /// The name of the company.
    pub name: String,
    /// Since when the user has belonged to it.
    pub member_since: String,
}

/// Finds a company by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Company>> {
    sql::first(db, "select * from companies where id = ?", [id])
}

/// Lists the users that belong to a company, by number.
pub fn members(db: &Connection, company: i64) -> Result<Vec<i64>> {
    let members = "select user_id from memberships where company_id = ? order by user_id";
    sql::all(db, members, [company])
}

/// Lists the companies of a user.
pub fn of_user(db: &Connection, user: i64) -> Result<Vec<Membership>> {
    sql::all(
        db,
        "select c.id, c.name, m.member_since
         from companies c join memberships m on m.company_id = c.id
         where m.user_id = ? order by c.id",
        [user],
    )
}

/// Finds a company's number by the client's own id.
pub fn id_of(db: &Connection, custom_id: &str) -> Result<Option<i64>> {
    sql::first(db, "select id from companies where custom_id = ?", [custom_id])
}

/// Joins a user to a company; who belongs to it already keeps the date.
pub fn join(db: &Connection, user: i64, company: i64, since: &str) -> Result<()> {
    sql::run(
        db,
        "insert into memberships (user_id, company_id, member_since) values (?, ?, ?)
         on conflict do nothing",
        (user, company, since),
    )?;
    Ok(())
}

/// Takes a user out of a company.
pub fn leave(db: &Connection, user: i64, company: i64) -> Result<()> {
    sql::run(db, "delete from memberships where user_id = ? and company_id = ?", [user, company])?;
    Ok(())
}
