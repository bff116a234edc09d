//! The V1 filter and order, which name a type with each field (reference §4.3).
//!
//! A type that doesn't fit the field isn't refused by the service, it finds nobody: here it follows from the field.

use crate::error::{Error, Result};
use crate::http::url;
use crate::text::concat;
use crate::value::Value;

use super::conditions::{self, Condition};
use super::date;
use super::fields::{self, Field, Form};

const OPERATORS: [&str; 8] = ["gt", "lt", "ge", "le", "eq", "ne", "between", "in"];

/// Checks `filter` and writes it into the query of `url`: `filter[]=number id gt 51946` for each condition.
///
/// # Errors
/// `input`: `unknown_field`, or `invalid_input` for anything else the service would refuse or misread.
pub fn write(url: &mut String, filter: &[(String, Value)]) -> Result<()> {
    conditions::each(filter, &mut |condition| {
        let field = fields::find(condition.field, fields::V1)?;
        if !OPERATORS.contains(&condition.operator) {
            return Err(Error::input(concat(&[
                &condition.name(),
                " isn't possible: the operators are gt, lt, ge, le, eq, ne, between and in",
            ])));
        }
        let operand = operand(field, condition)?;
        let words = [data_type(field), " ", field.name, " ", condition.operator, " ", &operand];
        url::query(url, "filter[]", &concat(&words));
        Ok(())
    })
}

/// The field with its type, as `order` wants it: `string login`.
///
/// # Errors
/// `input` / `unknown_field`.
pub fn typed(name: &str) -> Result<String> {
    let field = fields::find(name, fields::V1)?;
    Ok(concat(&[data_type(field), " ", field.name]))
}

const fn data_type(field: &Field) -> &'static str {
    match field.form {
        Form::Id | Form::Integer => "number",
        Form::Date => "date",
        _ => "string",
    }
}

fn operand(field: &Field, condition: Condition<'_>) -> Result<String> {
    let is_range = condition.operator == "between";
    if !is_range && condition.operator != "in" {
        return value(field, condition, condition.operand).map(Into::into);
    }
    let values = condition.list()?;
    if is_range && values.len() != 2 {
        return Err(Error::input(concat(&[
            &condition.name(),
            " must be an array of two: the lower and the upper limit",
        ])));
    }
    let mut list = String::new();
    for item in values {
        let item = value(field, condition, item)?;
        if item.contains(',') {
            return Err(Error::input(concat(&[
                &condition.name(),
                " can't hold a comma: V1 separates values by it",
            ])));
        }
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(item);
    }
    Ok(list)
}

fn value<'a>(field: &Field, condition: Condition<'_>, value: &'a Value) -> Result<&'a str> {
    match value {
        Value::Text(text) if field.form == Form::Date && date::fits(text, "0000.00.00") => Ok(text),
        Value::Number(_) if field.form == Form::Date => {
            let wanted = "a Date or a text like 2024-01-02; V1 knows no seconds since 1970";
            Err(fields::wrong_type(&condition.name(), wanted, value))
        }
        _ => field.sought(&condition.name(), value),
    }
}
