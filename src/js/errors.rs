//! Failures as JavaScript sees them: plain objects, from which the facade makes real `Error`s.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::error::Refusal;

use super::convert;
use super::globals::Record;
use super::transport::Failure;

/// The failure as an object with the names of the error classes.
pub fn to_js(failure: &Failure) -> JsValue {
    let error = &failure.error;
    let object = Record::new();
    object.set("kind", &error.kind.as_str().into());
    object.set("code", &error.code.into());
    object.set("message", &error.message.as_str().into());
    object.set("attempts", &error.attempts.into());
    object.set("retryable", &error.retryable.into());
    if !failure.cause.is_undefined() {
        object.set("cause", &failure.cause);
    }
    if let Some(answer) = &error.answer {
        set_answer(&object, answer);
    }
    object.into()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds")]
fn set_answer(object: &Record, answer: &Refusal) {
    object.set("status", &answer.status.into());
    if let Some(id) = &answer.request_id {
        object.set("requestId", &id.as_str().into());
    }
    if let Some(ms) = answer.retry_after_ms {
        object.set("retryAfterMs", &(ms as f64).into());
    }
    if let Some(body) = &answer.body {
        object.set("body", &convert::to_js(body));
    }
    if !answer.field_errors.is_empty() {
        let fields = Record::new();
        for (name, messages) in &answer.field_errors {
            let texts = Array::new();
            for message in messages {
                texts.push(&message.as_str().into());
            }
            fields.set(name, &texts);
        }
        object.set("fieldErrors", &fields);
    }
}
