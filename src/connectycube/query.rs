//! The V2 query: what it may hold, and how it is written (reference §4.2).
//!
//! | fields | `eq` `in` | `start_with` | `nin` | `gt` `lt` `gte` `lte` |
//! |---|---|---|---|---|
//! | `id` | alone | no | beside | no |
//! | texts, `user_tags` | alone | alone, 4 characters or more | beside | no |
//! | times | beside | no | beside | beside |
//!
//! A query has at least one condition that stands alone.

use crate::args::check_length;
use crate::error::{Error, Result};
use crate::http::url;
use crate::text::{concat, length};
use crate::value::Value;

use super::conditions::{self, Condition};
use super::fields::{self, Form, raw};

/// The fewest characters `start_with` takes.
const MIN_PREFIX: usize = 4;
/// The most users one page has.
pub const MAX_PAGE: u64 = 100;
/// The most users one page has when `start_with` is used.
pub const MAX_PREFIX_PAGE: u64 = 5;

const OPERATORS: &str = "eq in start_with nin gt lt gte lte";

/// What an operator does to a query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Finds users by itself.
    Primary,
    /// Finds users by the beginning of a text.
    Prefix,
    /// Leaves users out.
    Exclude,
    /// Compares times.
    Compare,
}

fn class(condition: &Condition<'_>) -> Class {
    match condition.operator {
        "eq" | "in" => Class::Primary,
        "start_with" => Class::Prefix,
        "nin" => Class::Exclude,
        _ => Class::Compare,
    }
}

/// Checks `filter`, writes it into the query of `url`, and answers how many users a page can have.
///
/// # Errors
/// `input`: `unknown_field`, or `invalid_input` for anything else the service would refuse.
pub fn write(url: &mut String, filter: &[(String, Value)]) -> Result<u64> {
    let mut stands_alone = false;
    let mut most = MAX_PAGE;
    conditions::each(filter, fields::V2, OPERATORS, &mut |condition| {
        check(condition)?;
        write_one(url, condition);
        let class = class(condition);
        stands_alone |= class == Class::Prefix || class == Class::Primary && !is_date(condition);
        if class == Class::Prefix {
            most = MAX_PREFIX_PAGE;
        }
        Ok(())
    })?;
    if stands_alone {
        return Ok(most);
    }
    Err(Error::input(
        "the filter needs eq, in or start_with on a field that isn't a time: nin and times only narrow such a search, and there is none for all users",
    ))
}

fn is_date(condition: &Condition<'_>) -> bool {
    condition.field.form == Form::Date
}

/// Checks that the field takes such an operator, and the operator such a value.
fn check(condition: &Condition<'_>) -> Result<()> {
    let reason = match class(condition) {
        Class::Compare if !is_date(condition) => " isn't possible: only times can be compared",
        Class::Prefix if is_date(condition) || condition.field.form == Form::Id => {
            " isn't possible: only texts have a beginning"
        }
        Class::Prefix => {
            let characters = length(condition.values.first().map_or("", raw));
            let limits = (MIN_PREFIX, usize::MAX);
            return check_length(condition.name, characters, " characters", limits);
        }
        _ => return Ok(()),
    };
    Err(Error::input(concat(&[condition.name, reason])))
}

fn write_one(url: &mut String, condition: &Condition<'_>) {
    let Condition { field, operator, values, .. } = condition;
    let (before, name, after) = match *operator {
        "eq" => ("", "", ""),
        name => ("[", name, if condition.takes_list() { "][]" } else { "]" }),
    };
    let mut key = String::new();
    url::encode(&concat(&[field.name, before, name, after]), &mut key);
    for value in *values {
        url::query_encoded(url, &key, raw(value));
    }
}
