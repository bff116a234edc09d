//! One caller's wait for a flight: until it lands, or until the caller has had enough.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::error::{Error, Kind, Result};
use crate::http::answer::Found;

use super::exchange::Kept;
use super::flight::Flight;
use super::globals::{self, Timer};
use super::options::{AbortListener, CallOptions};
use super::transport::{Answer, Done, Failure, Outcome};

/// One caller on a flight.
pub struct Seat {
    flight: Weak<Flight>,
    done: RefCell<Option<Done>>,
    watch: RefCell<Option<(Timer, Option<AbortListener>)>>,
}

impl Seat {
    /// Boards `flight`; `done` is called once, when it lands or when the caller's time or patience is over.
    pub fn take(flight: &Rc<Flight>, options: &CallOptions, done: Done) {
        let seat = Rc::new(Self {
            flight: Rc::downgrade(flight),
            done: RefCell::new(Some(done)),
            watch: RefCell::default(),
        });
        flight.board(Rc::clone(&seat), options.deadline());
        let late = Rc::clone(&seat);
        let left = options.deadline().saturating_sub(globals::now());
        let timer = Timer::after(left, move || {
            late.give_up(
                Kind::Timeout,
                "total",
                "the call took longer than totalTimeout allows",
                JsValue::UNDEFINED,
            );
        });
        let impatient = Rc::clone(&seat);
        let listener = options.on_abort(move |reason| {
            impatient.give_up(Kind::Abort, "aborted", "the call was aborted by its signal", reason);
        });
        if seat.done.borrow().is_some() {
            seat.watch.replace(Some((timer, listener)));
        }
    }

    /// Leaves the flight before it lands.
    fn give_up(&self, kind: Kind, code: &'static str, message: &str, cause: JsValue) {
        let mut error = Error::new(kind, code, message);
        if let Some(flight) = self.flight.upgrade() {
            error.attempts = flight.attempts();
            flight.leave(self);
        }
        self.finish(Err(Failure { error, cause }));
    }

    /// Ends the wait with an error.
    pub fn fail(&self, error: Error) {
        self.finish(Err(error.into()));
    }

    /// Ends the wait with what the flight brought.
    pub fn land(&self, result: &Result<Found>, kept: &mut Kept, attempts: u32) {
        let head = kept.head.clone();
        self.finish(match result {
            Ok(Found::Data) => Ok(Answer { data: own_copy(kept), head, attempts }),
            Ok(Found::Nobody) => Ok(Answer { data: JsValue::NULL, head, attempts }),
            Err(error) => Err(Failure { error: error.clone(), cause: kept.cause.clone() }),
        });
    }

    fn finish(&self, outcome: Outcome) {
        drop(self.watch.take());
        if let Some(done) = self.done.take() {
            done(outcome);
        }
    }
}

/// The data, for one caller alone: parsed again for each but the first, so that nobody sees another's changes to it.
fn own_copy(kept: &mut Kept) -> JsValue {
    let data = std::mem::replace(&mut kept.data, JsValue::UNDEFINED);
    if data.is_undefined() {
        JSON::parse(&kept.text.as_string().unwrap_or_default()).unwrap_or(data)
    } else {
        data
    }
}
