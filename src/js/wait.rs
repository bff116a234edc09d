//! One caller's wait, which the caller's own time and signal can cut short.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};

use super::globals;
use super::options::{AbortListener, CallOptions};
use super::transport::Failure;
use super::wake::Timer;

/// Calls back when a caller has had enough, until it is dropped.
pub struct Watch {
    _timer: Timer,
    _listener: Option<AbortListener>,
}

impl Watch {
    /// Watches the time and the signal of a call that began at `started`. `give_up` may be called more than once.
    pub fn begin(options: &CallOptions, started: u64, give_up: Rc<dyn Fn(Failure)>) -> Self {
        let deadline = started + u64::from(options.policy.total_timeout);
        let late = Rc::clone(&give_up);
        let timer = Timer::after(deadline.saturating_sub(globals::now()), move || {
            let message = "the call took longer than totalTimeout allows";
            late(Error::new(Kind::Timeout, "total", message).into());
        });
        let listener = options.on_abort(move |reason| give_up(Failure::new(aborted(), reason)));
        Self { _timer: timer, _listener: listener }
    }
}

/// What is done when a wait is over.
pub type Done = Box<dyn FnOnce(Result<JsValue, Failure>)>;

/// A wait for something that isn't a request: a turn, a new session, an answer of the caller's own function.
pub struct Wait {
    done: Cell<Option<Done>>,
    watch: Cell<Option<Watch>>,
}

impl Wait {
    /// Begins to wait; `done` is called once, with what comes or with why the caller waits no longer.
    pub fn begin(options: &CallOptions, started: u64, done: Done) -> Rc<Self> {
        let wait = Rc::new(Self { done: Cell::new(Some(done)), watch: Cell::default() });
        let tired = Rc::clone(&wait);
        let watch = Watch::begin(options, started, Rc::new(move |why| tired.end(Err(why))));
        wait.watch.set(Some(watch));
        wait
    }

    /// Ends the wait, unless it is over by now.
    pub fn end(&self, result: Result<JsValue, Failure>) {
        drop(self.watch.take());
        if let Some(done) = self.done.take() {
            done(result);
        }
    }

    /// Whether nobody waits any more.
    pub fn is_over(&self) -> bool {
        let done = self.done.take();
        let is_over = done.is_none();
        self.done.set(done);
        is_over
    }
}

/// The error of a call whose signal is aborted.
pub fn aborted() -> Error {
    Error::new(Kind::Abort, "aborted", "the call was aborted by its signal")
}
