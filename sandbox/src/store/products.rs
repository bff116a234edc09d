//! Products: what product events are about.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Result, sql};

/// A product.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// The number of the product.
    pub id: i64,
    /// The client's own id.
    pub custom_id: Option<String>,
    /// The name.
    pub name: String,
}

/// Finds a product by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Product>> {
    sql::first(db, "select * from products where id = ?", [id])
}

/// Finds a product by the client's own id.
pub fn by_custom_id(db: &Connection, custom_id: &str) -> Result<Option<Product>> {
    sql::first(db, "select * from products where custom_id = ?", [custom_id])
}
