//! What a search is narrowed by, as callers write it: `{ login: "ada", id: { nin: [1, 2] } }`.

use std::slice;

use crate::args::list;
use crate::error::{Error, Result};
use crate::text::concat;
use crate::value::Value;

use super::fields::{self, Field};

/// A way to compare a field with one value or with a list of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Operator {
    /// The name callers and the wire use.
    pub name: &'static str,
    /// What it does to a query.
    pub class: Class,
    /// Whether it takes a list.
    pub takes_list: bool,
}

/// What an operator does to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Finds users by itself.
    Primary,
    /// Finds users by the beginning of a text.
    Prefix,
    /// Leaves users out.
    Exclude,
    /// Compares times.
    Compare,
}

/// One condition, whose values have the field's type.
#[derive(Debug)]
pub struct Condition<'a> {
    /// The field.
    pub field: &'static Field,
    /// The operator.
    pub operator: &'static Operator,
    /// What errors call it: `login.start_with`.
    pub name: &'a str,
    /// What the field is compared with: texts and numbers.
    pub values: &'a [Value],
}

/// What is done with each condition.
type Visit<'a> = &'a mut dyn FnMut(&Condition<'_>) -> Result<()>;

/// Takes `filter` apart. A bare value means `eq`, a bare list `in`. `place` says which fields there are.
///
/// # Errors
/// Those of `visit`; `input`: `unknown_field`, or `invalid_input` for an operator that isn't one of `operators` and for
/// a value of another type than the field's.
pub fn each(
    filter: &[(String, Value)],
    place: u8,
    operators: &'static [Operator],
    visit: Visit<'_>,
) -> Result<()> {
    for (name, conditions) in filter {
        let field = fields::find(name, place)?;
        match conditions {
            Value::Object(members) if !members.is_empty() => {
                for (operator, operand) in members {
                    one(field, operators, operator, operand, visit)?;
                }
            }
            Value::List(_) => one(field, operators, "in", conditions, visit)?,
            _ => one(field, operators, "eq", conditions, visit)?,
        }
    }
    Ok(())
}

#[inline(never)]
fn one(
    field: &'static Field,
    operators: &'static [Operator],
    name: &str,
    operand: &Value,
    visit: Visit<'_>,
) -> Result<()> {
    let title = concat(&[field.name, ".", name]);
    for operator in operators {
        if operator.name == name {
            let values =
                if operator.takes_list { list(operand, &title)? } else { slice::from_ref(operand) };
            for value in values {
                field.check(&title, value)?;
            }
            return visit(&Condition { field, operator, name: &title, values });
        }
    }
    let mut message = concat(&[&title, " isn't possible: the operators are"]);
    for operator in operators {
        message.push_str(&concat(&[" ", operator.name]));
    }
    Err(Error::input(message))
}
