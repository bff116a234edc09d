//! What is done when a promise settles or a timer rings.
//!
//! JavaScript calls the same two functions for all of them, with the number of what it was asked to wait for: a function
//! made for each would cost more than the rest of a call, and would have to be given back.

use std::cell::{Cell, OnceCell, RefCell};
use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A function of this module, called with a number and a value.
    type Waker;

    #[wasm_bindgen(method)]
    fn bind(this: &Waker, receiver: &JsValue, number: u32) -> JsValue;

    type Promise;

    #[wasm_bindgen(static_method_of = Promise)]
    fn resolve(value: &JsValue) -> Promise;

    #[wasm_bindgen(method)]
    fn then(this: &Promise, fulfilled: &JsValue, rejected: &JsValue);

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(waker: &Waker, ms: u32, number: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest time a timer can be set for, in milliseconds.
pub const MAX_TIMER_MS: u32 = i32::MAX as u32;

/// What a promise brought, or what was thrown.
pub type Settled = Result<JsValue, JsValue>;

/// What is done then.
type Done = Box<dyn FnOnce(Settled)>;

/// The functions that JavaScript calls.
struct Wakers {
    fulfilled: Waker,
    rejected: Waker,
}

// Never dropped, as nothing of a module is: so the code that would see to it isn't needed.
thread_local! {
    static WAKERS: ManuallyDrop<OnceCell<Wakers>> = const { ManuallyDrop::new(OnceCell::new()) };
    static WAITING: ManuallyDrop<RefCell<Vec<(u32, Done)>>> =
        const { ManuallyDrop::new(RefCell::new(Vec::new())) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Calls `done` with what `promise` brings, once; what isn't a promise brings itself.
pub fn settle(promise: &JsValue, done: Done) {
    let number = wait(done);
    with_wakers(&|wakers| {
        let bound = |waker: &Waker| waker.bind(&JsValue::UNDEFINED, number);
        Promise::resolve(promise).then(&bound(&wakers.fulfilled), &bound(&wakers.rejected));
    });
}

/// A call after some time, which dropping it prevents.
pub struct Timer {
    timer: JsValue,
    number: u32,
}

impl Timer {
    pub fn after(ms: u64, callback: impl FnOnce() + 'static) -> Self {
        let ms = u32::try_from(ms).unwrap_or(u32::MAX).min(MAX_TIMER_MS);
        let number = wait(Box::new(|_| callback()));
        let timer = Cell::default();
        with_wakers(&|wakers| timer.set(set_timeout(&wakers.fulfilled, ms, number)));
        Self { timer: timer.take(), number }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        drop(take(self.number));
    }
}

/// Keeps what is to be done, under a number that nothing else has.
fn wait(done: Done) -> u32 {
    let number = LAST.get().wrapping_add(1);
    LAST.set(number);
    WAITING.with(|waiting| waiting.borrow_mut().push((number, done)));
    number
}

/// What is to be done, unless it is done by now. The latest are looked at first: they are mostly the first to end.
fn take(number: u32) -> Option<Done> {
    WAITING.with(|waiting| {
        let mut waiting = waiting.borrow_mut();
        let place = waiting.iter().rposition(|(known, _)| *known == number)?;
        Some(waiting.swap_remove(place).1)
    })
}

fn wake(number: u32, settled: Settled) {
    if let Some(done) = take(number) {
        done(settled);
    }
}

fn with_wakers(work: &dyn Fn(&Wakers)) {
    WAKERS.with(|wakers| {
        work(wakers.get_or_init(|| Wakers {
            fulfilled: waker(|number, value| wake(number, Ok(value))),
            rejected: waker(|number, reason| wake(number, Err(reason))),
        }));
    });
}

/// Makes a function for JavaScript that is never given back. It may be called while it is at work, as a test's own
/// timers do.
fn waker(work: fn(u32, JsValue)) -> Waker {
    Closure::wrap(Box::new(work) as Box<dyn Fn(u32, JsValue)>).into_js_value().unchecked_into()
}
