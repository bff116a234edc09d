//! Custom attributes: what they are called, what they hold, and their values.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rows::Row;
use super::{Result, sql};

/// What a custom attribute holds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// `YYYY-MM-DD`.
    Date,
    /// A text.
    String,
    /// ISO-8601, with or without an offset.
    Datetime,
    /// One or several of a set of texts.
    Fixed,
    /// A number.
    Float,
    /// Anything, stored and returned as given.
    Json,
}

/// A custom attribute of the app.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The number of the attribute.
    pub id: i64,
    /// The name as it was given.
    pub name: String,
    /// The name in lower case with `_` for spaces; unique in the app.
    pub name_std: String,
    /// What it holds.
    pub value_type: ValueType,
}

/// The value a user has for a custom attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributeValue {
    /// The number of the attribute.
    pub id: i64,
    /// The attribute's name.
    pub name: String,
    /// The attribute's standard name.
    pub name_std: String,
    /// The value: never null, since null removes it.
    pub value: Value,
}

impl Row for Attribute {
    const TABLE: &str = "attributes";

    fn id(&self) -> i64 {
        self.id
    }
}

impl ValueType {
    /// Chooses the type for a new attribute from its first value; objects and null have none.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(number) if number.is_i64() => Some(Self::Integer),
            Value::Number(_) => Some(Self::Float),
            Value::String(_) => Some(Self::String),
            Value::Array(_) if Self::Fixed.admits(value) => Some(Self::Fixed),
            Value::Array(_) | Value::Object(_) | Value::Null => None,
        }
    }

    /// Says whether an attribute of this type can hold the value.
    #[must_use]
    pub fn admits(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64(),
            Self::Float => value.is_number(),
            Self::String => value.is_string(),
            Self::Date => {
                parses::<Date>(value) && value.as_str().is_some_and(|text| text.len() == 10)
            }
            Self::Datetime => parses::<Timestamp>(value) || parses::<DateTime>(value),
            Self::Fixed => {
                value.is_string()
                    || value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
            }
            Self::Json => true,
        }
    }
}

fn parses<T: std::str::FromStr>(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<T>().is_ok())
}

/// Writes an attribute's name as `name_std` does.
#[must_use]
pub fn standard_name(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

/// Finds an attribute by its name or standard name.
pub fn by_name(db: &Connection, name: &str) -> Result<Option<Attribute>> {
    sql::first(db, "select * from attributes where name_std = ?", [standard_name(name)])
}

/// Makes a new attribute.
pub fn create(db: &Connection, name: &str, value_type: ValueType) -> Result<Attribute> {
    let id = sql::next_id(db, "attributes")?;
    let name_std = standard_name(name);
    let attribute = Attribute { id, name: name.to_owned(), name_std, value_type };
    sql::insert(db, "attributes", &attribute)?;
    Ok(attribute)
}

/// Lists the values a user has.
pub fn of_user(db: &Connection, user: i64) -> Result<Vec<AttributeValue>> {
    let rows: Vec<(i64, String, String, String)> = sql::all(
        db,
        "select a.id, a.name, a.name_std, v.value
         from attribute_values v join attributes a on a.id = v.attribute_id
         where v.user_id = ? order by a.id",
        [user],
    )?;
    rows.into_iter()
        .map(|(id, name, name_std, value)| {
            Ok(AttributeValue { id, name, name_std, value: serde_json::from_str(&value)? })
        })
        .collect()
}

/// Gives a user a value; null takes it away.
pub fn set(db: &Connection, user: i64, attribute: i64, value: &Value) -> Result<()> {
    if value.is_null() {
        let sql = "delete from attribute_values where user_id = ? and attribute_id = ?";
        sql::run(db, sql, [user, attribute])?;
    } else {
        sql::run(
            db,
            "insert into attribute_values (user_id, attribute_id, value) values (?, ?, ?)
             on conflict do update set value = excluded.value",
            (user, attribute, value.to_string()),
        )?;
    }
    Ok(())
}
