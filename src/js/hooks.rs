//! What an app hears of its requests: that one is sent, was answered, is sent again.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use crate::http::{Request, Seen};

/// Tells the facade, which tells the app: a function of its own, or `undefined`.
pub struct Hooks(pub JsValue);

impl Hooks {
    /// A request is sent.
    pub fn request(&self, operation: &str, request: &Request, attempt: u32) {
        self.tell("onRequest", operation, request, &[attempt.into()]);
    }

    /// A request was answered, or had no answer, after `ms` milliseconds.
    pub fn response(&self, operation: &str, request: &Request, attempt: u32, seen: &Seen, ms: u64) {
        self.tell("onResponse", operation, request, &[attempt.into(), status(seen), number(ms)]);
    }

    /// A request will be sent again in `ms` milliseconds.
    pub fn retry(&self, operation: &str, request: &Request, attempt: u32, seen: &Seen, ms: u64) {
        self.tell("onRetry", operation, request, &[attempt.into(), status(seen), number(ms)]);
    }

    /// Passes on neither query nor header nor body: what is in them is nobody else's business.
    fn tell(&self, hook: &str, operation: &str, request: &Request, rest: &[JsValue]) {
        if self.0.is_undefined() {
            return;
        }
        let event = Array::new();
        for part in [hook, operation, request.method.as_str(), request.path()] {
            event.push(&part.into());
        }
        for part in rest {
            event.push(part);
        }
        // The facade reports what an app's hook throws.
        let _ = self.0.unchecked_ref::<Function>().apply(&JsValue::UNDEFINED, &event);
    }
}

fn status(seen: &Seen) -> JsValue {
    match seen {
        Seen::Answer(response) => response.status.into(),
        _ => JsValue::UNDEFINED,
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds")]
fn number(ms: u64) -> JsValue {
    (ms as f64).into()
}
