//! A call under way, and everybody who waits for it.
//!
//! The core says what to do next; what comes of it (an answer, a timer, a free place) calls back here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::AbortController;

use crate::error::Error;
use crate::http::traffic::Id;
use crate::http::{Call, Request, Seen, Step};

use super::exchange::Kept;
use super::globals;
use super::hooks::Event;
use super::options::CallOptions;
use super::seat::Seat;
use super::transport::{Answer, Failure, Transport};
use super::wake::Timer;

/// One call under way. Identical reads are one flight; it is given up when the last who waits leaves.
///
/// It and its seats, it and the transport hold each other until it is over, which its seats' time limits see to.
pub struct Flight {
    pub id: Id,
    transport: Rc<Transport>,
    options: Rc<CallOptions>,
    call: RefCell<Call>,
    sent_at: Cell<u64>,
    seats: RefCell<Vec<Rc<Seat>>>,
    phase: Cell<Phase>,
    held: Cell<Held>,
}

/// What the flight waits for.
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    /// A place among the requests under way.
    Queued,
    /// An answer, or the end of the attempt's time.
    Sent,
    /// The core's decision on what came.
    Seen,
    /// The end of a wait between two attempts.
    Paused,
    /// Nothing any more.
    Over,
}

/// What a phase holds; dropping it gives it back.
#[derive(Default)]
struct Held {
    request: Option<AbortController>,
    _timer: Option<Timer>,
}

impl Flight {
    /// Prepares a call.
    pub fn new(
        transport: &Rc<Transport>,
        id: Id,
        call: Call,
        options: &Rc<CallOptions>,
    ) -> Rc<Self> {
        Rc::new(Self {
            id,
            transport: Rc::clone(transport),
            options: Rc::clone(options),
            call: RefCell::new(call),
            sent_at: Cell::default(),
            seats: RefCell::default(),
            phase: Cell::new(Phase::Queued),
            held: Cell::default(),
        })
    }

    fn request(&self) -> Rc<Request> {
        Rc::clone(self.call.borrow().request())
    }

    /// How many requests were sent.
    pub fn attempts(&self) -> u32 {
        self.call.borrow().attempts()
    }

    /// Takes somebody on, and goes on at least until `deadline` for it.
    pub fn board(&self, seat: Rc<Seat>, deadline: u64) {
        self.call.borrow_mut().extend(deadline);
        self.seats.borrow_mut().push(seat);
    }

    /// Lets somebody off, and with the last one ends the flight.
    pub fn leave(&self, seat: &Rc<Seat>) {
        self.seats.borrow_mut().retain(|known| !Rc::ptr_eq(known, seat));
        if self.transport.leave(self.id) {
            self.end();
        }
    }

    /// Ends the flight for everybody, with the same error.
    pub fn cancel(&self, error: Error) {
        self.end();
        let failure = Failure::from(error);
        for seat in self.seats.take() {
            seat.finish(Err(failure.clone()));
        }
    }

    fn end(&self) {
        self.enter(Phase::Over, Held::default());
        self.transport.end(self.id);
    }

    /// Changes the phase, and gives back what the one before held.
    fn enter(&self, phase: Phase, held: Held) {
        let before = self.held.replace(held);
        if let (Phase::Sent, Some(controller)) = (self.phase.replace(phase), &before.request) {
            // Without a reason, which not every platform can pass on.
            controller.abort();
        }
    }

    /// Goes on, since there is a place.
    pub fn start(self: &Rc<Self>) {
        let step = self.call.borrow_mut().start(globals::now());
        self.follow(step, Kept::default());
    }

    /// Takes what was seen of an attempt, unless that is over by now.
    fn seen(self: &Rc<Self>, attempt: u32, seen: Seen, kept: Kept) {
        if self.phase.get() != Phase::Sent || self.attempts() != attempt {
            return;
        }
        // Aborting what is over has no effect but costs more than the rest of a call.
        if !matches!(seen, Seen::TimedOut) {
            self.phase.set(Phase::Seen);
        }
        let status = seen.status();
        let step = self.transport.decide(&mut self.call.borrow_mut(), seen);
        self.tell("onResponse", attempt, status, globals::now() - self.sent_at.get());
        if let Step::Wait { ms } = step {
            self.tell("onRetry", attempt, status, ms);
        }
        // An app's hook may have ended the flight.
        if self.phase.get() != Phase::Over {
            self.follow(step, kept);
        }
    }

    /// Tells the app's hooks of a request.
    fn tell(&self, hook: &'static str, attempt: u32, status: Option<u16>, ms: u64) {
        let (operation, request) = (&self.options.operation, &self.request());
        self.transport.hooks.tell(&Event { hook, operation, request, attempt, status, ms });
    }

    /// Does what the core says.
    fn follow(self: &Rc<Self>, step: Step, mut kept: Kept) {
        match step {
            Step::Send { timeout_ms } => self.send(timeout_ms),
            Step::Wait { ms } => {
                let flight = Rc::clone(self);
                let timer = Timer::after(ms, move || {
                    flight.enter(Phase::Queued, Held::default());
                    flight.transport.resume(flight.id);
                });
                self.enter(Phase::Paused, Held { request: None, _timer: Some(timer) });
                self.transport.pause(self.id);
            }
            Step::Done(result) => {
                let attempts = self.attempts();
                self.end();
                let result = result.map_err(|error| Failure::new(error, kept.cause.clone()));
                for seat in self.seats.take() {
                    seat.finish(match &result {
                        Ok(found) => Ok(Answer {
                            data: kept.data(*found),
                            head: kept.head.clone(),
                            request_id: kept.request_id.clone(),
                            attempts,
                        }),
                        Err(failure) => Err(failure.clone()),
                    });
                }
            }
        }
    }

    /// Ends the attempt in `ms`, unless who has joined by then has more time.
    fn limit(self: &Rc<Self>, ms: u64) -> Timer {
        let flight = Rc::clone(self);
        Timer::after(ms, move || {
            let left = flight.call.borrow().left(globals::now());
            if left == 0 {
                return flight.seen(flight.attempts(), Seen::TimedOut, Kept::default());
            }
            let held = flight.held.take();
            flight.held.set(Held { _timer: Some(flight.limit(left)), ..held });
        })
    }

    /// Sends the request once, for `timeout_ms` at most.
    fn send(self: &Rc<Self>, timeout_ms: u64) {
        let Ok(controller) = AbortController::new() else { return };
        let (attempt, signal) = (self.attempts(), controller.signal());
        let timer = self.limit(timeout_ms);
        self.enter(Phase::Sent, Held { request: Some(controller), _timer: Some(timer) });
        self.sent_at.set(globals::now());
        let request = self.request();
        self.tell("onRequest", attempt, None, 0);
        if self.phase.get() == Phase::Over {
            return;
        }
        let flight = Rc::clone(self);
        self.transport.sender.exchange(
            request,
            &self.options.extras,
            &signal,
            Box::new(move |seen, kept| flight.seen(attempt, seen, kept)),
        );
    }
}
