//! The V2 query: what it may hold, and how it is written (reference §4.2).
//!
//! | fields | `eq` `in` | `start_with` | `nin` | `gt` `lt` `gte` `lte` |
//! |---|---|---|---|---|
//! | `id` | alone | no | beside | no |
//! | texts, `user_tags` | alone | alone, 4 characters or more | beside | no |
//! | times | beside | no | beside | beside |
//!
//! A query has at least one condition that stands alone.

use crate::error::{Error, Result};
use crate::http::url;
use crate::text::concat;
use crate::value::Value;

use super::conditions::{self, Condition};
use super::fields::{self, Field, Form};

/// The fewest characters `start_with` takes.
const MIN_PREFIX: usize = 4;
/// The most users one page has.
pub const MAX_PAGE: u64 = 100;
/// The most users one page has when `start_with` is used.
pub const MAX_PREFIX_PAGE: u64 = 5;

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

/// Each operator with its class and whether it takes a list.
const OPERATORS: &[(&str, Class, bool)] = &[
    ("eq", Class::Primary, false),
    ("in", Class::Primary, true),
    ("start_with", Class::Prefix, false),
    ("nin", Class::Exclude, true),
    ("gt", Class::Compare, false),
    ("lt", Class::Compare, false),
    ("gte", Class::Compare, false),
    ("lte", Class::Compare, false),
];

/// Checks `filter`, writes it into the query of `url`, and answers how many users a page can have.
///
/// # Errors
/// `input`: `unknown_field`, or `invalid_input` for anything else the service would refuse.
pub fn write(url: &mut String, filter: &[(String, Value)]) -> Result<u64> {
    let mut stands_alone = false;
    let mut most = MAX_PAGE;
    conditions::each(filter, &mut |condition| {
        let field = fields::find(condition.field, fields::V2)?;
        let class = write_one(url, field, condition)?;
        stands_alone |= field.form != Form::Date && matches!(class, Class::Primary | Class::Prefix);
        if class == Class::Prefix {
            most = MAX_PREFIX_PAGE;
        }
        Ok(())
    })?;
    if stands_alone { Ok(most) } else { Err(nothing_stands_alone()) }
}

fn write_one(url: &mut String, field: &Field, condition: Condition<'_>) -> Result<Class> {
    let operator = OPERATORS.iter().find(|(name, ..)| *name == condition.operator);
    let (name, class, is_list) = *operator.ok_or_else(|| unknown_operator(condition))?;
    if is_list {
        let key = concat(&[field.name, "[", name, "][]"]);
        for value in condition.list()? {
            url::query(url, &key, field.sought(&condition.name(), value)?);
        }
        return Ok(class);
    }
    let value = field.sought(&condition.name(), condition.operand)?;
    check_class(field, class, condition)?;
    if class == Class::Prefix {
        let length = value.chars().count();
        fields::check_length(&condition.name(), length, " characters", (MIN_PREFIX, usize::MAX))?;
    }
    match name {
        "eq" => url::query(url, field.name, value),
        _ => url::query(url, &concat(&[field.name, "[", name, "]"]), value),
    }
    Ok(class)
}

/// Checks that the field takes operators of that class.
fn check_class(field: &Field, class: Class, condition: Condition<'_>) -> Result<()> {
    let is_date = field.form == Form::Date;
    let reason = match class {
        Class::Compare if !is_date => {
            " isn't possible: only created_at, updated_at and last_request_at can be compared"
        }
        Class::Prefix if is_date || field.form == Form::Id => {
            " isn't possible: only texts have a beginning"
        }
        _ => return Ok(()),
    };
    Err(Error::input(concat(&[&condition.name(), reason])))
}

fn unknown_operator(condition: Condition<'_>) -> Error {
    Error::input(concat(&[
        &condition.name(),
        " isn't possible: the operators are eq, in, start_with and nin, for times also gt, lt, gte and lte",
    ]))
}

fn nothing_stands_alone() -> Error {
    Error::input(
        "the filter needs eq, in or start_with on id, login, email, full_name, phone, external_id, facebook_id, twitter_id or user_tags: nin and times only narrow such a search, and there is none for all users",
    )
}
