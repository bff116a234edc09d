//! What a search is narrowed by, as callers write it: `{ login: "ada", id: { nin: [1, 2] } }`.

use std::slice;

use crate::args::Args;
use crate::error::{Error, Result};
use crate::text::concat;
use crate::value::Value;

/// One condition: a field, an operator and what it compares with.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'a> {
    /// The field's name.
    pub field: &'a str,
    /// The operator's name.
    pub operator: &'a str,
    /// What the field is compared with.
    pub operand: &'a Value,
}

impl Condition<'_> {
    /// What errors call it: `login.start_with`.
    pub fn name(&self) -> String {
        concat(&[self.field, ".", self.operator])
    }

    /// The values of an operand that is a list.
    ///
    /// # Errors
    /// `input` / `invalid_input` for anything but a list with something in it.
    pub fn list(&self) -> Result<&[Value]> {
        Args(slice::from_ref(self.operand)).list(0, &self.name())
    }
}

/// Takes `filter` apart. A bare value means `eq`, a bare list `in`.
///
/// # Errors
/// Those of `visit`; `input` / `invalid_input` for a field without a condition.
pub fn each<'a>(
    filter: &'a [(String, Value)],
    visit: &mut dyn FnMut(Condition<'a>) -> Result<()>,
) -> Result<()> {
    for (field, conditions) in filter {
        match conditions {
            Value::Object(operators) if operators.is_empty() => {
                return Err(Error::input(concat(&[field, " has no condition"])));
            }
            Value::Object(operators) => {
                for (operator, operand) in operators {
                    visit(Condition { field, operator, operand })?;
                }
            }
            Value::List(_) => visit(Condition { field, operator: "in", operand: conditions })?,
            _ => visit(Condition { field, operator: "eq", operand: conditions })?,
        }
    }
    Ok(())
}
