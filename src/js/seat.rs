//! One caller's wait for a flight: until it lands, or until the caller has had enough.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};

use super::flight::Flight;
use super::globals::{self, Timer};
use super::options::{AbortListener, CallOptions};
use super::transport::{Done, Failure, Outcome};

/// One caller on a flight.
pub struct Seat {
    flight: Rc<Flight>,
    done: Cell<Option<Done>>,
    watch: Cell<Option<(Timer, Option<AbortListener>)>>,
}

impl Seat {
    /// Boards `flight`; `done` is called once, when it lands or when the caller's time or patience is over.
    pub fn take(flight: Rc<Flight>, options: &CallOptions, started: u64, done: Done) {
        let deadline = started + u64::from(options.policy.total_timeout);
        let seat = Rc::new(Self { flight, done: Cell::new(Some(done)), watch: Cell::default() });
        seat.flight.board(Rc::clone(&seat), deadline);
        let late = Rc::clone(&seat);
        let timer = Timer::after(deadline.saturating_sub(globals::now()), move || {
            let message = "the call took longer than totalTimeout allows";
            late.give_up(Error::new(Kind::Timeout, "total", message), JsValue::UNDEFINED);
        });
        let impatient = Rc::clone(&seat);
        let listener = options.on_abort(move |reason| {
            impatient.give_up(aborted(), reason);
        });
        seat.watch.set(Some((timer, listener)));
    }

    /// Leaves the flight before it lands.
    fn give_up(self: &Rc<Self>, mut error: Error, cause: JsValue) {
        error.attempts = self.flight.attempts();
        self.flight.leave(self);
        self.finish(Err(Failure::new(error, cause)));
    }

    /// Ends the wait.
    pub fn finish(&self, outcome: Outcome) {
        drop(self.watch.take());
        if let Some(done) = self.done.take() {
            done(outcome);
        }
    }
}

/// The error of a call whose signal is aborted.
pub fn aborted() -> Error {
    Error::new(Kind::Abort, "aborted", "the call was aborted by its signal")
}
