//! The caller's own functions: asked once for all who wait, whether they answer now or later.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use super::transport::Failure;
use super::wait::Wait;
use super::wake::{Settled, settle};

/// Calls a function of the caller's; `done` gets what it gives, or what it throws.
pub fn ask(function: &JsValue, arguments: &[JsValue], done: Box<dyn FnOnce(Settled)>) {
    let arguments: Array = arguments.iter().collect();
    match function.unchecked_ref::<Function>().apply(&JsValue::UNDEFINED, &arguments) {
        Ok(answer) => settle(&answer, done),
        Err(thrown) => done(Err(thrown)),
    }
}

/// What several calls wait for together.
#[derive(Default)]
pub struct Shared(RefCell<Option<Vec<Rc<Wait>>>>);

impl Shared {
    /// Joins those who wait; tells whether it is the first, who has to see to it that something comes.
    pub fn join(&self, wait: Rc<Wait>) -> bool {
        let mut waiting = self.0.borrow_mut();
        let is_first = waiting.is_none();
        waiting.get_or_insert_default().push(wait);
        is_first
    }

    /// Gives all who wait what has come.
    pub fn end(&self, result: &Result<JsValue, Failure>) {
        for wait in self.0.take().unwrap_or_default() {
            wait.end(result.clone());
        }
    }
}
