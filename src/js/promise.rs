//! The promise that a call answers with.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::errors;
use super::transport::{Answer, Failure, Outcome};

/// The two ends of a promise, neither of which can throw.
#[derive(Clone)]
pub struct Ends {
    resolve: Function,
    reject: Function,
}

/// Makes a promise; `begin` gets its ends, to settle it now or later.
pub fn promise(begin: &dyn Fn(Ends)) -> Promise {
    Promise::new(&mut |resolve, reject| begin(Ends { resolve, reject }))
}

impl Ends {
    pub fn resolve(&self, value: &JsValue) {
        let _ = self.resolve.call1(&JsValue::UNDEFINED, value);
    }

    /// Settles with an outcome, of which `value` makes what is resolved to.
    pub fn settle(&self, outcome: Outcome, value: impl FnOnce(&Answer) -> Array) {
        match outcome {
            Ok(answer) => self.resolve(&value(&answer)),
            Err(failure) => self.reject(&failure),
        }
    }

    pub fn reject(&self, failure: &Failure) {
        let _ = self.reject.call1(&JsValue::UNDEFINED, &errors::to_js(failure));
    }
}

/// `[data, status, headers, attempts, requestId]`
pub fn reply(data: &JsValue, answer: &Answer) -> Array {
    let (status, headers) = if answer.head.is_undefined() {
        (0, JsValue::UNDEFINED)
    } else {
        let head: &web_sys::Response = answer.head.unchecked_ref();
        (head.status(), head.headers().into())
    };
    Array::of5(data, &status.into(), &headers, &answer.attempts.into(), &answer.request_id)
}
