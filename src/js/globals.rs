//! The platform's globals: timers, clocks, promises, and the objects that are handed to it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A plain object that is being filled.
    #[wasm_bindgen(js_name = Object)]
    pub type Record;

    #[wasm_bindgen(constructor, js_class = "Object")]
    pub fn new() -> Record;

    /// Sets a member, which can't fail: nobody else has the object yet.
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set(this: &Record, name: &str, value: &JsValue);

    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// `globalThis`: the method answers what it is called on, whatever the platform.
    #[wasm_bindgen(js_namespace = globalThis, js_name = valueOf)]
    fn global_this() -> JsValue;

    type Settling;

    #[wasm_bindgen(js_namespace = Promise, js_name = allSettled)]
    fn all_settled(promises: &Array) -> Settling;

    #[wasm_bindgen(method)]
    fn then(this: &Settling, callback: &JsValue);

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// Parses JSON text that stays in JavaScript.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    pub fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// The text JavaScript makes of a value: of a finite number, JSON's.
    #[wasm_bindgen(js_name = String)]
    pub fn text_of(value: &JsValue) -> String;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The longest time a timer can be set for, in milliseconds.
pub const MAX_TIMER_MS: u32 = i32::MAX as u32;

/// What a promise brought, or what was thrown.
pub type Settled = Result<JsValue, JsValue>;

/// Calls `done` with what `promise` brings, once; what isn't a promise brings itself.
///
/// The detour over `allSettled` leaves one callback to be called where `then` has two: none is left over.
pub fn settle(promise: &JsValue, done: Box<dyn FnOnce(Settled)>) {
    let callback = Closure::once_into_js(move |results: JsValue| {
        let result = member(&results, "0");
        let reason = member(&result, "reason");
        let fulfilled = member(&result, "status").as_string().as_deref() == Some("fulfilled");
        done(if fulfilled { Ok(member(&result, "value")) } else { Err(reason) });
    });
    all_settled(&Array::of1(promise)).then(&callback);
}

/// A random whole number below `end`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and end")]
pub fn random_below(end: u32) -> u64 {
    (js_sys::Math::random() * f64::from(end)) as u64
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
    if object.is_object() { get(object, name).unwrap_or_default() } else { JsValue::UNDEFINED }
}

/// The global called `name`.
pub fn global(name: &str) -> JsValue {
    member(&global_this(), name)
}

/// A part of a page's or a worker's address.
pub fn location(name: &str) -> Option<String> {
    member(&global("location"), name).as_string()
}

/// Whether the platform is a browser, which caches answers: a permanent redirect for good.
pub fn caches() -> bool {
    location("origin").is_some()
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
        Self { id: set_timeout(callback.as_ref(), ms), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
