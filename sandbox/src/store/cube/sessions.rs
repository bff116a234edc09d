//! Sessions: tokens that stand for the application and mostly for a user.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::store::{Result, sql};

/// A row of the table `cube_sessions`; times in milliseconds.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    pub id: i64,
    pub token: String,
    pub user_id: Option<i64>,
    pub nonce: Option<i64>,
    pub ts: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub expires_at: i64,
}

/// Adds a session, whose number and token are made.
pub fn create(db: &Connection, mut session: Session) -> Result<Session> {
    session.id = sql::next_id(db, "cube_sessions")?;
    session.token = token();
    sql::insert(db, "cube_sessions", &session)?;
    Ok(session)
}

/// Makes a token like the service's: 36 hexadecimal digits in upper case.
#[must_use]
pub fn token() -> String {
    format!("{:032X}{:04X}", rand::random::<u128>(), rand::random::<u16>())
}

/// Finds a session that isn't over.
pub fn alive(db: &Connection, token: &str, now: i64) -> Result<Option<Session>> {
    let sql = "select * from cube_sessions where token = ? and expires_at > ?";
    sql::first(db, sql, (token, now))
}

/// Writes a session's row anew.
pub fn save(db: &Connection, session: &Session) -> Result<()> {
    sql::update(db, "cube_sessions", session)
}

/// Ends a session; says whether there was one.
pub fn end(db: &Connection, token: &str) -> Result<bool> {
    Ok(sql::run(db, "delete from cube_sessions where token = ?", [token])? > 0)
}

/// Forgets the sessions that are over.
pub fn forget_expired(db: &Connection, now: i64) -> Result<()> {
    sql::run(db, "delete from cube_sessions where expires_at <= ?", [now])?;
    Ok(())
}

/// Ends every session.
pub fn end_all(db: &Connection) -> Result<()> {
    sql::run(db, "delete from cube_sessions", [])?;
    Ok(())
}

/// Lists the sessions.
pub fn all(db: &Connection) -> Result<Vec<Session>> {
    sql::all(db, "select * from cube_sessions order by id", [])
}
