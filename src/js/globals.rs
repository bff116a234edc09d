//! The platform's globals: `fetch`, timers, clocks.

use js_sys::{Function, JsString, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// Parses JSON text that stays in JavaScript.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    pub fn parse(text: &JsString) -> Result<JsValue, JsValue>;

    /// The text JavaScript makes of a value: of a finite number, JSON's.
    #[wasm_bindgen(js_name = String)]
    pub fn text_of(value: &JsValue) -> String;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The longest time a timer can be set for, in milliseconds.
pub const MAX_TIMER_MS: u32 = i32::MAX as u32;

/// Calls `fetch`: the caller's own, or the global one as it is now.
pub fn fetch(own: Option<&Function>, url: &str, init: &RequestInit) -> Result<Promise, JsValue> {
    let Some(own) = own else { return global_fetch(url, init) };
    // A fetch of the caller's own may be an ordinary function that answers at once.
    own.call2(&JsValue::UNDEFINED, &url.into(), init).map(|answer| Promise::resolve(&answer))
}

/// Milliseconds of a clock that never goes back.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since the page was opened"
)]
pub fn now() -> u64 {
    performance_now() as u64
}

/// Seconds since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds since 1970")]
pub fn clock() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}

/// The member `name` of `object`, `undefined` where there is none.
///
/// Asking `Reflect` about what is no object would throw, and each exception caught costs a slot of the table of
/// references for good.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    if object.is_object() {
        Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
    } else {
        JsValue::UNDEFINED
    }
}

/// The global called `name`.
pub fn global(name: &str) -> JsValue {
    member(&js_sys::global(), name)
}

/// A call after some time, which dropping it prevents.
pub struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    pub fn after(ms: u64, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::wrap(Box::new(callback) as Box<dyn FnMut()>);
        let ms = u32::try_from(ms).unwrap_or(u32::MAX).min(MAX_TIMER_MS);
        Self { id: set_timeout(callback.as_ref().unchecked_ref(), ms), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
