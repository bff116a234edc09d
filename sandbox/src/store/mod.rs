//! What the sandbox remembers, in one SQLite database.
//!
//! Each table has its file of plain functions over a connection; [`Store::transaction`] is the
//! only way to get one, so that a request is carried out whole or not at all.

pub mod activities;
pub mod attributes;
pub mod companies;
pub mod cube;
pub mod events;
pub mod lists;
pub mod merge;
pub mod products;
pub mod rows;
pub mod seed;
pub mod segments;
pub mod snapshot;
pub mod sql;
pub mod tags;
pub mod users;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use tokio::task::spawn_blocking;

use self::seed::Seed;

/// The version of the tables, kept in the database file.
const SCHEMA_VERSION: i64 = 3;

/// The database, shared by every request.
#[derive(Clone, Debug)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
    seed: Arc<Seed>,
}

/// Why the database couldn't do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A row doesn't have the form its type expects.
    #[error(transparent)]
    Row(#[from] serde_rusqlite::Error),
    /// A stored JSON value can't be read.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The database file was written by another version of the sandbox.
    #[error(
        "the database has schema version {0}, this sandbox has {SCHEMA_VERSION}: name another file with --db, or delete this one"
    )]
    Schema(i64),
    /// The work panicked; the transaction was rolled back.
    #[error("the work on the database panicked")]
    Panicked,
}

/// The result of work on the database.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Store {
    /// Opens a database in memory and fills it with the seed.
    ///
    /// # Errors
    ///
    /// [`Error::Sqlite`] if the seed contradicts itself, two users with one key for example.
    pub fn in_memory(seed: Seed) -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, seed)
    }

    /// Opens the database in a file; a new file is filled with the seed.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`] if another version wrote the file, else as [`Store::in_memory`].
    pub fn at(path: &Path, seed: Seed) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        Self::prepare(connection, seed)
    }

    fn prepare(mut connection: Connection, seed: Seed) -> Result<Self> {
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(128);
        lower_every_letter(&connection)?;
        cube::prepare(&connection)?;
        match connection.pragma_query_value(None, "user_version", |row| row.get(0))? {
            SCHEMA_VERSION => {}
            0 => {
                let db = connection.transaction()?;
                db.execute_batch(include_str!("schema.sql"))?;
                db.execute_batch(include_str!("activities.sql"))?;
                db.execute_batch(cube::SCHEMA)?;
                db.pragma_update(None, "user_version", SCHEMA_VERSION)?;
                snapshot::load(&db, &seed.snapshot()?)?;
                db.commit()?;
            }
            other => return Err(Error::Schema(other)),
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)), seed: Arc::new(seed) })
    }

    /// Does some work in one transaction, which is rolled back if the work fails.
    ///
    /// # Errors
    ///
    /// What the work answers, [`Error::Sqlite`] if the transaction can't be committed, and
    /// [`Error::Panicked`].
    pub async fn transaction<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let task = spawn_blocking(move || {
            // A panic rolled its transaction back while it unwound: what is locked is sound.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let db = connection.transaction().map_err(Error::from)?;
            let done = work(&db)?;
            db.commit().map_err(Error::from)?;
            Ok(done)
        });
        task.await.unwrap_or_else(|_| Err(Error::Panicked.into()))
    }

    /// Brings the state of the first start back.
    ///
    /// # Errors
    ///
    /// As [`Store::transaction`].
    pub async fn reset(&self) -> Result<()> {
        let seed = Arc::clone(&self.seed);
        self.transaction(move |db| snapshot::load(db, &seed.snapshot()?)).await
    }
}

/// Replaces SQLite's `lower`, which knows the letters of ASCII alone.
fn lower_every_letter(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("lower", 1, flags, |call| {
        Ok(call.get::<Option<String>>(0)?.map(|text| text.to_lowercase()))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn name_of_jane(store: &Store) -> Option<String> {
        let jane = store.transaction(|db| users::by_id(db, 19_678_376)).await;
        jane.unwrap().unwrap().first_name
    }

    fn rename_jane(db: &Connection) {
        let mut jane = users::by_id(db, 19_678_376).unwrap().unwrap();
        jane.first_name = Some("Janet".to_owned());
        users::save(db, &jane).unwrap();
    }

    #[tokio::test]
    async fn work_that_fails_or_panics_leaves_nothing_behind() {
        let store = Store::in_memory(Seed::BuiltIn).unwrap();
        let failed: Result<()> = store
            .transaction(|db| {
                rename_jane(db);
                Err(Error::Schema(0))
            })
            .await;
        assert!(matches!(failed, Err(Error::Schema(0))));
        let panicked: Result<()> = store
            .transaction(|db| {
                rename_jane(db);
                panic!("in the middle of the work")
            })
            .await;
        assert!(matches!(panicked, Err(Error::Panicked)));
        assert_eq!(name_of_jane(&store).await.as_deref(), Some("Jane"));
    }

    #[test]
    fn a_file_of_another_version_is_refused_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.db");
        let old = Connection::open(&file).unwrap();
        old.pragma_update(None, "user_version", 99).unwrap();
        let refused = Store::at(&file, Seed::BuiltIn).unwrap_err().to_string();
        assert!(refused.contains("99") && refused.contains("--db"), "{refused}");
    }
}
