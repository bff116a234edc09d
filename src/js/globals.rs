//! The platform's globals: clocks, members, and the objects that are handed to it.

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

    /// An object of which it is known that asking for a member doesn't throw, as data is that was parsed.
    pub type Data;

    #[wasm_bindgen(method, getter, structural)]
    pub fn id(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn detail(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn items(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn results(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn users(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn user(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn session(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn count(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn total_entries(this: &Data) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    pub fn next(this: &Data) -> JsValue;

    #[wasm_bindgen(catch)]
    pub fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object)]
    fn assign(target: &Record, source: &Record) -> Record;

    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    /// `globalThis`: the method answers what it is called on, whatever the platform.
    #[wasm_bindgen(js_namespace = globalThis, js_name = valueOf)]
    fn global_this() -> JsValue;

    /// Parses JSON text that stays in JavaScript.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    pub fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// The text JavaScript makes of a value: of a finite number, JSON's.
    #[wasm_bindgen(js_name = String)]
    pub fn text_of(value: &JsValue) -> String;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

impl Data {
    /// The value, if it is an object.
    pub fn of(value: &JsValue) -> Option<&Self> {
        value.is_object().then(|| value.unchecked_ref())
    }
}

impl Record {
    /// Another object with the same members.
    pub fn copy(&self) -> Self {
        assign(&Self::new(), self)
    }
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
