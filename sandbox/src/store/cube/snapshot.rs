//! `ConnectyCube`'s part of the state.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::password;
use super::sessions::{self, Session};
use super::users::{self, Record};
use crate::store::{Result, sql};

/// Everything in `ConnectyCube`'s tables. Every part may be left out; rows are read with their defaults.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Snapshot {
    /// The users; a plain `password` is hashed, `id` and the times are made if they are left out.
    pub users: Vec<Record>,
    /// The sessions.
    pub sessions: Vec<Session>,
}

/// Replaces everything in the tables; whatever has no time gets `now`, in seconds.
///
/// # Errors
///
/// [`crate::store::Error::Sqlite`] if the snapshot contradicts itself: a login twice.
pub fn load(db: &Connection, snapshot: &Snapshot, now: i64) -> Result<()> {
    for table in ["cube_users", "cube_sessions", "cube_mails"] {
        sql::run(db, &format!("delete from {table}"), [])?;
    }
    for record in &snapshot.users {
        let mut record = record.clone();
        let plain = record.password.as_deref();
        record.password = plain.map(|plain| password::hash_plain(record.id, plain));
        for time in [&mut record.created_at, &mut record.updated_at] {
            if *time == 0 {
                *time = now;
            }
        }
        users::create(db, record)?;
    }
    snapshot.sessions.iter().try_for_each(|session| sql::insert(db, "cube_sessions", session))
}

/// Reads everything in the tables but the mails, which are news and no state.
///
/// # Errors
///
/// As every query.
pub fn take(db: &Connection) -> Result<Snapshot> {
    let users = sql::all(db, "select * from cube_users order by id", [])?;
    Ok(Snapshot { users, sessions: sessions::all(db)? })
}
