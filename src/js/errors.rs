//! Failures as JavaScript sees them: plain objects, from which the facade makes real `Error`s.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::Refusal;
use crate::value::Value;

use super::transport::Failure;

/// The failure as an object with the names of the error classes.
pub fn to_js(failure: &Failure) -> JsValue {
    let error = &failure.error;
    let object = Object::new();
    set(&object, "kind", &error.kind.as_str().into());
    set(&object, "code", &error.code.into());
    set(&object, "message", &error.message.as_str().into());
    set(&object, "attempts", &error.attempts.into());
    set(&object, "retryable", &error.retryable.into());
    if !failure.cause.is_undefined() {
        set(&object, "cause", &failure.cause);
    }
    if let Some(answer) = &error.answer {
        set_answer(&object, answer);
    }
    object.into()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds")]
fn set_answer(object: &Object, answer: &Refusal) {
    set(object, "status", &answer.status.into());
    if let Some(id) = &answer.request_id {
        set(object, "requestId", &id.as_str().into());
    }
    if let Some(ms) = answer.retry_after_ms {
        set(object, "retryAfterMs", &(ms as f64).into());
    }
    if let Some(body) = &answer.body {
        set(object, "body", &json(body));
    }
    if !answer.field_errors.is_empty() {
        let texts = |texts: &Vec<String>| {
            Value::List(texts.iter().map(|text| text.as_str().into()).collect())
        };
        let fields =
            answer.field_errors.iter().map(|(name, messages)| (name.clone(), texts(messages)));
        set(object, "fieldErrors", &json(&Value::Object(fields.collect())));
    }
}

fn json(value: &Value) -> JsValue {
    JSON::parse(&value.to_json()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a fresh plain object can't fail.
    let _ = Reflect::set(object, &name.into(), value);
}
