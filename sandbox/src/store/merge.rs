//! Two users made one.

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::users::{self, Record};
use super::{Result, activities, sql};

/// What the parent keeps as it is, even if it has nothing there.
const KEPT: [&str; 5] = ["id", "key", "custom_id", "created_at", "updated_at"];

/// Merges a child into its parent: what the parent lacks is the child's, what hangs on both is united, the child is gone.
pub fn merge(db: &Connection, parent: &Record, child: &Record) -> Result<Record> {
    let merged = complete(parent, child)?;
    let (to, from) = (parent.id, child.id);
    for table in ["user_tags", "user_lists", "memberships", "attribute_values"] {
        // What the parent has, too, stays with the child and goes with it.
        let sql = format!("update or ignore {table} set user_id = ? where user_id = ?");
        sql::run(db, &sql, [to, from])?;
    }
    activities::hand_over(db, from, to)?;
    users::delete(db, from)?;
    users::save(db, &merged)?;
    Ok(merged)
}

/// Fills the fields in which the parent has no value, or the one that everybody starts with.
fn complete(parent: &Record, child: &Record) -> Result<Record> {
    let (mut merged, nothing) = (fields(parent)?, fields(&Record::default())?);
    for (name, value) in fields(child)? {
        if !KEPT.contains(&name.as_str()) && merged.get(&name) == nothing.get(&name) {
            merged.insert(name, value);
        }
    }
    Ok(serde_json::from_value(Value::Object(merged))?)
}

fn fields(record: &Record) -> Result<Map<String, Value>> {
    Ok(serde_json::from_value(serde_json::to_value(record)?)?)
}
