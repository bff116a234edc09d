//! One caller's wait for a flight: until it lands, or until the caller has had enough.

use std::cell::Cell;
use std::rc::Rc;

use super::flight::Flight;
use super::options::CallOptions;
use super::transport::{Done, Failure, Outcome};
use super::wait::Watch;

/// One caller on a flight.
pub struct Seat {
    flight: Rc<Flight>,
    done: Cell<Option<Done>>,
    watch: Cell<Option<Watch>>,
}

impl Seat {
    /// Boards `flight`; `done` is called once, when it lands or when the caller's time or patience is over.
    pub fn take(flight: Rc<Flight>, options: &CallOptions, started: u64, done: Done) {
        let deadline = started + u64::from(options.policy.total_timeout);
        let seat = Rc::new(Self { flight, done: Cell::new(Some(done)), watch: Cell::default() });
        seat.flight.board(Rc::clone(&seat), deadline);
        let tired = Rc::clone(&seat);
        seat.watch.set(Some(Watch::begin(options, started, Rc::new(move |why| tired.leave(why)))));
    }

    /// Leaves the flight before it lands.
    fn leave(self: &Rc<Self>, why: Failure) {
        let why = why.after(self.flight.attempts());
        self.flight.leave(self);
        self.finish(Err(why));
    }

    /// Ends the wait.
    pub fn finish(&self, outcome: Outcome) {
        drop(self.watch.take());
        if let Some(done) = self.done.take() {
            done(outcome);
        }
    }
}
