//! What an app hears of its requests: that one is sent, was answered, is sent again.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use crate::http::Request;

/// Tells the facade, which tells the app: a function of its own, or `undefined`.
pub struct Hooks(pub JsValue);

/// What is told of a request.
pub struct Event<'a> {
    /// `onRequest`, `onResponse` or `onRetry`.
    pub hook: &'static str,
    /// What the call is named in JavaScript.
    pub operation: &'a str,
    pub request: &'a Request,
    /// Which of the call's requests it is, from 1 up.
    pub attempt: u32,
    /// The answer's status, if one came.
    pub status: Option<u16>,
    /// How long it took, or how long it is until the next.
    pub ms: u64,
}

impl Hooks {
    /// Passes on neither query nor header nor body: what is in them is nobody else's business.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds")]
    pub fn tell(&self, event: &Event<'_>) {
        if self.0.is_undefined() {
            return;
        }
        let parts = Array::new();
        let Event { hook, operation, request, .. } = *event;
        for text in [hook, operation, request.method.as_str(), request.path()] {
            parts.push(&text.into());
        }
        parts.push(&event.attempt.into());
        parts.push(&event.status.map_or(JsValue::UNDEFINED, Into::into));
        parts.push(&(event.ms as f64).into());
        // The facade reports what an app's hook throws.
        let _ = self.0.unchecked_ref::<Function>().apply(&JsValue::UNDEFINED, &parts);
    }
}
