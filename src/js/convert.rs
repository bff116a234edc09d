//! JavaScript values as [`Value`]s.

use js_sys::{Array, Date, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Error, Result};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::globals::parse;
use super::globals::text_of;

/// How deep a value may be nested; what goes on beyond that refers to itself.
const MAX_DEPTH: u32 = 16;

/// Reads what a caller passed in, called `name` in errors. `undefined` reads as `null`; as a member it is left out.
///
/// # Errors
/// `input` for what JSON can't hold: functions, symbols, `NaN`, objects of other classes.
pub fn value(js: &JsValue, name: &str) -> Result<Value> {
    read(js, name, MAX_DEPTH)
}

/// Reads a list, called `name` in errors.
///
/// # Errors
/// Those of [`value`].
pub fn values(list: &Array, name: &str) -> Result<Vec<Value>> {
    items(list, name, MAX_DEPTH)
}

/// A value as JavaScript has it.
pub fn to_js(value: &Value) -> JsValue {
    parse(&value.to_json().into()).unwrap_or_default()
}

fn items(list: &Array, name: &str, depth: u32) -> Result<Vec<Value>> {
    let mut items = Vec::new();
    for index in 0..list.length() {
        items.push(read(&list.get(index), name, depth)?);
    }
    Ok(items)
}

/// Asks for the likeliest kinds first: each question is a call out of the module.
fn read(js: &JsValue, name: &str, depth: u32) -> Result<Value> {
    if let Some(text) = js.as_string() {
        return Ok(Value::Text(text));
    }
    if let Some(number) = js.as_f64() {
        return if number.is_finite() {
            Ok(Value::Number(digits(number, js)))
        } else {
            Err(refused(name, "a number that isn't finite"))
        };
    }
    if js.is_object() {
        return object(js, name, depth);
    }
    if js.is_null() || js.is_undefined() {
        return Ok(Value::Null);
    }
    if js.is_bigint() {
        return Ok(Value::Number(text_of(js)));
    }
    js.as_bool().map(Value::Bool).ok_or_else(|| refused(name, "no plain value"))
}

/// A number as JSON has it. Whole ones, as ids are, needn't be asked for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "compared with what it was"
)]
fn digits(number: f64, js: &JsValue) -> String {
    let whole = number as u32;
    if f64::from(whole) == number { decimal(whole.into()) } else { text_of(js) }
}

fn object(js: &JsValue, name: &str, depth: u32) -> Result<Value> {
    if depth == 0 {
        return Err(refused(name, "nested deeper than JSON should be, or refers to itself"));
    }
    if Array::is_array(js) {
        return items(js.unchecked_ref(), name, depth - 1).map(Value::List);
    }
    if is_plain(js) {
        return members(js, name, depth);
    }
    match js.dyn_ref::<Date>() {
        Some(date) => date_text(date, name),
        None => Err(refused(name, "no plain value")),
    }
}

fn members(object: &JsValue, name: &str, depth: u32) -> Result<Value> {
    let mut members = Vec::new();
    for (key, value) in entries(object) {
        let value = read(&value, &concat(&[name, ".", &key]), depth - 1)?;
        members.push((key, value));
    }
    Ok(Value::Object(members))
}

/// Names and values of the members that are given.
pub fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let pairs = Object::entries(object.unchecked_ref());
    let mut entries = Vec::new();
    for index in 0..pairs.length() {
        let pair: Array = pairs.get(index).unchecked_into();
        let value = pair.get(1);
        if !value.is_undefined() {
            entries.push((pair.get(0).as_string().unwrap_or_default(), value));
        }
    }
    entries
}

fn date_text(date: &Date, name: &str) -> Result<Value> {
    if date.get_time().is_nan() {
        return Err(refused(name, "an invalid Date"));
    }
    Ok(Value::Text(date.to_iso_string().into()))
}

/// Whether the object is one that braces make, of whichever realm.
fn is_plain(js: &JsValue) -> bool {
    let prototype = Object::get_prototype_of(js);
    prototype.is_null() || Object::get_prototype_of(&prototype).is_null()
}

fn refused(name: &str, what: &str) -> Error {
    Error::input(concat(&[name, " is ", what]))
}
