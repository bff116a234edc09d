//! What a search is narrowed by, as callers write it: `{ login: "ada", id: { nin: [1, 2] } }`.

use std::slice;

use crate::args::list;
use crate::error::{Error, Result};
use crate::text::{concat, is_one_of};
use crate::value::Value;

use super::fields::{self, Field};

/// One condition, whose values have the field's type.
#[derive(Debug)]
pub struct Condition<'a> {
    /// The field.
    pub field: &'static Field,
    /// The operator, as callers and the wire call it.
    pub operator: &'a str,
    /// What errors call it: `login.start_with`.
    pub name: &'a str,
    /// What the field is compared with: texts and numbers.
    pub values: &'a [Value],
}

impl Condition<'_> {
    /// Whether the operator takes a list.
    pub fn takes_list(&self) -> bool {
        takes_list(self.operator)
    }
}

fn takes_list(operator: &str) -> bool {
    is_one_of(operator, "in nin between")
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
    operators: &'static str,
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
    operators: &'static str,
    name: &str,
    operand: &Value,
    visit: Visit<'_>,
) -> Result<()> {
    let title = concat(&[field.name, ".", name]);
    if !is_one_of(name, operators) {
        return Err(Error::input(concat(&[
            &title,
            " isn't possible: the operators are ",
            operators,
        ])));
    }
    let values = if takes_list(name) { list(operand, &title)? } else { slice::from_ref(operand) };
    for value in values {
        field.check(&title, value)?;
    }
    visit(&Condition { field, operator: name, name: &title, values })
}
