//! The platform's globals, which a worker and a server have as well as a page.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestInit;

#[wasm_bindgen]
extern "C" {
    /// May be a test's own, and then throw or give anything.
    #[wasm_bindgen(catch)]
    pub fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    /// Parses JSON text that stays in JavaScript.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    pub fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// Writes a JavaScript value as JSON text, as [`Value::from_json`](crate::value::Value::from_json) reads it.
    #[wasm_bindgen(js_namespace = JSON, catch)]
    pub fn stringify(value: &JsValue) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function, ms: i32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Milliseconds of a clock that never goes back.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "since the start")]
pub fn now() -> u64 {
    performance_now() as u64
}

/// Seconds since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "since 1970")]
pub fn clock() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}

/// The member `name` of data that was parsed, `undefined` where there is none.
pub fn member(data: &JsValue, name: &str) -> JsValue {
    let given = if data.is_object() { Reflect::get(data, &name.into()).ok() } else { None };
    given.unwrap_or_default()
}

/// Waits, as long as a timer can; dropping it clears the timer.
pub async fn sleep(ms: u64) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let mut alarm = None;
    let over = Promise::new(&mut |wake, _| {
        alarm = Some(Alarm { timer: set_timeout(&wake, ms), wake });
    });
    // The promise is never rejected.
    let _ = JsFuture::from(over).await;
    drop(alarm);
}

struct Alarm {
    timer: JsValue,
    wake: Function,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        // A promise that never settled would keep for good what waits for it.
        let _ = self.wake.call0(&JsValue::UNDEFINED);
    }
}

/// Waits for `work` until `deadline` on the clock of [`now`]; none if that is too late.
pub async fn until<T>(deadline: u64, work: impl Future<Output = T>) -> Option<T> {
    let late = sleep(deadline.saturating_sub(now()));
    match select(pin!(work), pin!(late)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
