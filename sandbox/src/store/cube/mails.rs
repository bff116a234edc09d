//! Mails that the service would send: kept for tests, never sent.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::store::{Result, sql};

/// A mail with a link to reset a password.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// The number of the mail.
    pub id: i64,
    /// Whose password.
    pub user_id: i64,
    /// The address.
    pub email: String,
    /// When, in seconds.
    pub sent_at: i64,
}

/// Keeps a mail.
pub fn keep(db: &Connection, user: i64, email: &str, now: i64) -> Result<()> {
    let sql = "insert into cube_mails (user_id, email, sent_at) values (?, ?, ?)";
    sql::run(db, sql, (user, email, now))?;
    Ok(())
}

/// Lists the mails, the oldest first.
pub fn all(db: &Connection) -> Result<Vec<Mail>> {
    sql::all(db, "select * from cube_mails order by id", [])
}
