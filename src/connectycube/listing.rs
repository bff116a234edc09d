//! Which part of a list is asked for, and in which order.

use crate::error::{Error, Result};
use crate::http::page::Paging;
use crate::http::url;
use crate::text::{concat, decimal, push_decimal};
use crate::value::Value;

use super::fields;
use super::filter;

/// How a list names its parts on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `offset=50&limit=10&sort_asc=login`
    V2,
    /// The same for the first user only, which is no list.
    First,
    /// `page=2&per_page=10&order=asc string login`
    V1,
    /// `page=2&per_page=10`
    LookUp,
    /// `offset=50&limit=10`
    Online,
}

impl Style {
    /// Whether users are described by a filter, which comes before the options.
    pub const fn takes_filter(self) -> bool {
        matches!(self, Self::V2 | Self::First | Self::V1)
    }

    /// How the list goes on; none if it is only asked for its first user.
    pub const fn paging(self) -> Option<Paging> {
        match self {
            Self::First => None,
            Self::V2 | Self::Online => Some(Paging::Offset("offset")),
            Self::V1 | Self::LookUp => Some(Paging::Number("page")),
        }
    }

    /// The option and parameter that says where to start, the smallest it can be, and the parameter for a page's size.
    const fn names(self) -> (&'static str, u64, &'static str) {
        match self {
            Self::V2 | Self::First | Self::Online => ("offset", 0, "limit"),
            Self::V1 | Self::LookUp => ("page", 1, "per_page"),
        }
    }
}

/// Checks `options` and writes them into the query of `url`.
///
/// `limit` is how many users are wanted in all and makes pages no larger than that; `pageSize` is how many come with
/// one answer, `most` at most and by default.
///
/// # Errors
/// `input`: `unknown_field` for an option the list doesn't have, `invalid_input` for a value that can't be used.
pub fn write(url: &mut String, style: Style, options: &[(String, Value)], most: u64) -> Result<()> {
    let (start, first, page_size) = style.names();
    let mut size = most;
    for (name, value) in options {
        match name.as_str() {
            "limit" | "pageSize" => {
                let most = if name == "limit" { u64::MAX } else { most };
                size = size.min(whole(name, value, 1, most)?);
            }
            "sort" if style.takes_filter() => write_order(url, style, value)?,
            _ if name == start => url::number(url, name, whole(name, value, first, u64::MAX)?),
            _ => {
                let sort = if style.takes_filter() { ", sort" } else { "" };
                let options = ["this list's options, which are limit, pageSize, ", start, sort];
                return Err(fields::no_part(name, &concat(&options)));
            }
        }
    }
    url::number(url, page_size, size);
    Ok(())
}

/// Reads a whole number between two limits.
#[inline(never)]
fn whole(name: &str, value: &Value, least: u64, most: u64) -> Result<u64> {
    match fields::natural(value) {
        Some(number) if least <= number && number <= most => Ok(number),
        _ => {
            let mut message = concat(&[name, " must be a whole number from ", &decimal(least)]);
            if most < u64::MAX {
                message.push_str(" to ");
                push_decimal(&mut message, most);
            }
            Err(Error::input(message))
        }
    }
}

fn write_order(url: &mut String, style: Style, sort: &Value) -> Result<()> {
    if let Value::Object(members) = sort
        && let [(direction, Value::Text(field))] = members.as_slice()
        && matches!(direction.as_str(), "asc" | "desc")
    {
        if style == Style::V1 {
            let field = fields::find(field, fields::V1)?;
            let order = concat(&[direction, " ", filter::data_type(field), " ", field.name]);
            url::query(url, "order", &order);
        } else {
            let field = fields::find(field, fields::V2)?;
            url::query(url, &concat(&["sort_", direction]), field.name);
        }
        return Ok(());
    }
    Err(Error::input("sort must be { asc: field } or { desc: field }"))
}
