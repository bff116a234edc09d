//! Which part of a list is asked for, and in which order.

use crate::error::{Error, Kind, Result};
use crate::http::url;
use crate::text::{concat, decimal};
use crate::value::Value;

use super::fields;
use super::filter;

/// How a list names its parts on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The option and parameter that says where to start: `offset` counts users from 0, `page` pages from 1.
    start: &'static str,
    /// The parameter for the size of a page.
    size: &'static str,
    order: Order,
}

/// How a list is told its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// `sort_asc=login`
    V2,
    /// `order=asc string login`
    V1,
    /// It has its own.
    Fixed,
}

/// Lists of V2.
pub const V2: Style = Style { start: "offset", size: "limit", order: Order::V2 };
/// The list of V1.
pub const V1: Style = Style { start: "page", size: "per_page", order: Order::V1 };
/// Look-ups that find more than one user.
pub const LOOK_UP: Style = Style { order: Order::Fixed, ..V1 };
/// Users who are online.
pub const ONLINE: Style = Style { order: Order::Fixed, ..V2 };

/// Checks `options` and writes them into the query of `url`.
///
/// `limit` is how many users are wanted in all and makes pages no larger than that; `pageSize` is how many come with
/// one answer, `most` at most and by default.
///
/// # Errors
/// `input`: `unknown_field` for an option the list doesn't have, `invalid_input` for a value that can't be used.
pub fn write(url: &mut String, style: Style, options: &[(String, Value)], most: u64) -> Result<()> {
    let mut size = most;
    for (name, value) in options {
        match name.as_str() {
            "limit" => size = size.min(whole(name, value, 1, u64::MAX)?),
            "pageSize" => size = size.min(whole(name, value, 1, most)?),
            "sort" if style.order != Order::Fixed => write_order(url, style.order, value)?,
            _ if name == style.start => {
                let first = u64::from(name == "page");
                url::query(url, name, &decimal(whole(name, value, first, u64::MAX)?));
            }
            _ => {
                let message = concat(&[name, " is no option of this list"]);
                return Err(Error::new(Kind::Input, "unknown_field", message));
            }
        }
    }
    url::query(url, style.size, &decimal(size));
    Ok(())
}

/// Reads a whole number between two limits.
fn whole(name: &str, value: &Value, least: u64, most: u64) -> Result<u64> {
    let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        let mut message = concat(&[name, " must be a whole number from ", &decimal(least)]);
        if most < u64::MAX {
            message.push_str(" to ");
            message.push_str(&decimal(most));
        }
        Error::input(message)
    })
}

fn write_order(url: &mut String, order: Order, sort: &Value) -> Result<()> {
    let (direction, field) = match sort {
        Value::Object(members) => match members.as_slice() {
            [(direction, Value::Text(field))] => (direction.as_str(), field.as_str()),
            _ => ("", ""),
        },
        _ => ("", ""),
    };
    if !matches!(direction, "asc" | "desc") {
        return Err(Error::input("sort must be { asc: field } or { desc: field }"));
    }
    if order == Order::V1 {
        url::query(url, "order", &concat(&[direction, " ", &filter::typed(field)?]));
    } else {
        let field = fields::find(field, fields::V2)?;
        url::query(url, &concat(&["sort_", direction]), field.name);
    }
    Ok(())
}
