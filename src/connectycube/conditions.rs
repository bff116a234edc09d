//! What a search is narrowed by, as callers write it: `{ login: "ada", id: { nin: [1, 2] } }`.

use std::slice;

use crate::args::Args;
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
    pub name: String,
    /// What the field is compared with, as it stands on the wire.
    pub values: Vec<&'a str>,
}

/// Takes `filter` apart. A bare value means `eq`, a bare list `in`. `place` says which fields there are.
///
/// # Errors
/// Those of `visit`; `input`: `unknown_field`, or `invalid_input` for an operator that isn't one of `operators` and for
/// a value of another type than the field's.
pub fn each(
    filter: &[(String, Value)],
    place: u8,
    operators: &'static [Operator],
    visit: &mut dyn FnMut(&Condition<'_>) -> Result<()>,
) -> Result<()> {
    for (name, conditions) in filter {
        let field = fields::find(name, place)?;
        match conditions {
            Value::Object(members) if !members.is_empty() => {
                for (operator, operand) in members {
                    visit(&read(field, operators, operator, operand)?)?;
                }
            }
            Value::List(_) => visit(&read(field, operators, "in", conditions)?)?,
            _ => visit(&read(field, operators, "eq", conditions)?)?,
        }
    }
    Ok(())
}

fn read<'a>(
    field: &'static Field,
    operators: &'static [Operator],
    operator: &str,
    operand: &'a Value,
) -> Result<Condition<'a>> {
    let name = concat(&[field.name, ".", operator]);
    let Some(operator) = operators.iter().find(|known| known.name == operator) else {
        return Err(unknown_operator(&name, operators));
    };
    let operand = slice::from_ref(operand);
    let operands = if operator.takes_list { Args(operand).list(0, &name)? } else { operand };
    let mut values = Vec::new();
    for operand in operands {
        values.push(field.sought(&name, operand)?);
    }
    Ok(Condition { field, operator, name, values })
}

fn unknown_operator(name: &str, operators: &[Operator]) -> Error {
    let mut message = concat(&[name, " isn't possible: the operators are"]);
    for operator in operators {
        message.push(' ');
        message.push_str(operator.name);
    }
    Error::input(message)
}
