//! Rows as serde types: the few statements every table needs.

use rusqlite::{Connection, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_rusqlite::{from_rows, to_params_named};

use super::Result;

/// Reads the first row of a query.
pub fn first<T: DeserializeOwned>(
    db: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Option<T>> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(from_rows(statement.query(params)?).next().transpose()?)
}

/// Reads every row of a query.
pub fn all<T: DeserializeOwned>(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(from_rows(statement.query(params)?).collect::<serde_rusqlite::Result<_>>()?)
}

/// Runs a statement that answers no rows, and says how many it changed.
pub fn run(db: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(db.prepare_cached(sql)?.execute(params)?)
}

/// Answers the id of the next row of a table; ids of deleted rows are never given again.
pub fn next_id(db: &Connection, table: &str) -> Result<i64> {
    let last: Option<i64> = first(db, "select seq from sqlite_sequence where name = ?", [table])?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a row, whose fields are the columns of the table.
pub fn insert(db: &Connection, table: &str, row: &impl Serialize) -> Result<()> {
    let params = to_params_named(row)?;
    let params = params.to_slice();
    let values: Vec<&str> = params.iter().map(|(name, _)| *name).collect();
    let values = values.join(", ");
    let columns = values.replace(':', "");
    run(db, &format!("insert into {table} ({columns}) values ({values})"), params.as_slice())?;
    Ok(())
}

/// Writes the row with the same `id` anew, its fields being the columns of the table.
pub fn update(db: &Connection, table: &str, row: &impl Serialize) -> Result<()> {
    let params = to_params_named(row)?;
    let params = params.to_slice();
    let set: Vec<String> = params
        .iter()
        .map(|(name, _)| format!("{} = {name}", name.trim_start_matches(':')))
        .collect();
    let sql = format!("update {table} set {} where id = :id", set.join(", "));
    run(db, &sql, params.as_slice())?;
    Ok(())
}

/// Deletes the row with this `id`, and says whether there was one.
pub fn delete(db: &Connection, table: &str, id: i64) -> Result<bool> {
    Ok(run(db, &format!("delete from {table} where id = ?"), [id])? > 0)
}
