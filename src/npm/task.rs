//! A call of the facade's: what it was asked with, and what is to be done.

use crate::args::{Args, id};
use crate::client;
use crate::http::Policy;
use crate::usercom::identify::{Identify, Record};
use crate::usercom::plan::{Form, Plan};
use crate::value::{Value, end_object, write_name};

use super::tell;

/// A call under way.
pub struct Task {
    pub id: u64,
    /// The operation, its arguments and what else the facade has passed.
    pub call: Value,
    pub policy: Policy,
    pub core: client::Task,
}

/// Writes what a call gives other than the last answer's data, if so.
pub fn write_form(plan: &Plan, out: &mut String) {
    let identified = plan.identified();
    let (name, value) = match (plan.form, &plan.known) {
        (Form::Data, None) => return,
        (Form::Data, Some(known)) => ("known", known.as_str()),
        (Form::Records, _) => ("form", "records"),
        (Form::User, _) => ("action", identified.map_or("", Identify::action)),
        (Form::Linked, _) => ("form", "linked"),
    };
    tell::text(name, value, out);
    if identified.is_some_and(Identify::reset_widget) {
        write_name("resets", out);
        out.push_str("1");
    }
    end_object(out);
}

/// The arguments of a call.
pub fn arguments(call: &Value) -> Args<'_> {
    Args(part(call, 0).items())
}

/// The part of a call at `index`: its arguments, the operation, a token of who is signed in, a `Cookie` header, whether it
/// has headers of its own, its patience.
pub fn part(call: &Value, index: usize) -> &Value {
    Args(call.items()).at(index)
}

/// Changes a policy as a call or a client wants it, which `values` say from `first` on: attempt, total, retries, and of a
/// client the longest pause. The facade has checked them.
pub fn read_patience(policy: &mut Policy, values: &Value, first: usize) {
    let places = [
        &mut policy.timeout,
        &mut policy.total_timeout,
        &mut policy.max_retries,
        &mut policy.max_retry_after,
    ];
    for (index, place) in places.into_iter().enumerate() {
        read_number(part(values, first + index), place);
    }
}

/// Reads a number, if there is one.
pub fn read_number(value: &Value, place: &mut u32) {
    if let Some(number) = value.as_integer() {
        *place = u32::try_from(number).unwrap_or(u32::MAX);
    }
}

/// Reads the records that a request brought, as far as they say whose they are.
pub fn records(found: &str) -> Vec<Record> {
    let mut records = Vec::new();
    for item in Value::from_json(found).unwrap_or_default().items() {
        let text = |name| Some(item.get(name)?.as_text()?.into());
        if let Ok(id) = id(item.get("id").unwrap_or(&Value::Null), "id") {
            let user_id = text("user_id").or_else(|| text("custom_id"));
            records.push(Record { id, user_id, email: text("email") });
        }
    }
    records
}
