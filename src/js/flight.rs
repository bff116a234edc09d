//! A call under way, and everybody who waits for it.
//!
//! The core says what to do next; what comes of it (an answer, a timer, a free place) calls back here.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use web_sys::AbortController;

use crate::error::Error;
use crate::http::{Call, Policy, Request, Seen, Step};

use super::exchange::{Extras, Kept};
use super::globals::{self, Timer};
use super::options::CallOptions;
use super::queue::{Permit, Turn};
use super::seat::Seat;
use super::transport::Transport;

/// One call under way. Identical reads are one flight; it is given up when the last who waits leaves.
pub struct Flight {
    transport: Weak<Transport>,
    request: Rc<Request>,
    operation: Rc<str>,
    policy: Policy,
    extras: Extras,
    call: RefCell<Call>,
    open: Cell<bool>,
    sent_at: Cell<u64>,
    seats: RefCell<Vec<Rc<Seat>>>,
    phase: RefCell<Phase>,
}

/// What the flight waits for; dropping it ends that.
enum Phase {
    /// A place among the requests under way.
    Queued,
    /// An answer, or the end of the attempt's time.
    Sent { attempt: u32, _permit: Permit, request: Attempt, _timer: Timer },
    /// The end of a wait between two attempts.
    Paused { _timer: Timer },
    /// Nothing any more.
    Over,
}

/// A request, which dropping ends if it is still under way.
struct Attempt(Option<AbortController>);

impl Drop for Attempt {
    /// Without a reason, which not every platform can pass on.
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Flight {
    /// Prepares a call; reads that are alike may join it if it is `open`.
    pub fn new(
        transport: &Rc<Transport>,
        call: Call,
        policy: Policy,
        options: &CallOptions,
        open: bool,
    ) -> Rc<Self> {
        Rc::new(Self {
            transport: Rc::downgrade(transport),
            request: Rc::clone(call.request()),
            operation: Rc::clone(&options.operation),
            policy,
            extras: options.extras.clone(),
            call: RefCell::new(call),
            open: Cell::new(open),
            sent_at: Cell::default(),
            seats: RefCell::default(),
            phase: RefCell::new(Phase::Queued),
        })
    }

    /// Whether another call for `request` can join.
    pub fn serves(&self, request: &Request, policy: Policy) -> bool {
        self.open.get() && self.policy == policy && *self.request == *request
    }

    /// Lets nobody join any more: what it brings may be older than a write.
    pub fn seal(&self) {
        self.open.set(false);
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
    pub fn leave(&self, seat: &Seat) {
        let mut seats = self.seats.borrow_mut();
        seats.retain(|known| !std::ptr::eq(&raw const **known, seat));
        let deserted = seats.is_empty();
        drop(seats);
        if deserted {
            self.end();
        }
    }

    /// Ends the flight for everybody, with the same error.
    pub fn cancel(&self, error: &Error) {
        self.end();
        for seat in self.seats.take() {
            seat.fail(error.clone());
        }
    }

    fn end(&self) {
        self.seal();
        self.enter(Phase::Over);
        if let Some(transport) = self.transport.upgrade() {
            transport.forget(self);
        }
    }

    /// Changes the phase. The one before is dropped only when nothing is borrowed: its end may call back.
    fn enter(&self, phase: Phase) {
        drop(self.phase.replace(phase));
    }

    /// Waits for a place among the requests under way.
    pub fn queue(self: &Rc<Self>) {
        self.enter(Phase::Queued);
        if let Some(transport) = self.transport.upgrade() {
            let turn: Rc<Self> = Rc::clone(self);
            transport.queue.enter(turn);
        }
    }

    /// Sends the request once, for `timeout_ms` at most.
    fn send(self: &Rc<Self>, permit: Permit, timeout_ms: u64) {
        let (Ok(controller), Some(transport)) = (AbortController::new(), self.transport.upgrade())
        else {
            return;
        };
        let (attempt, signal) = (self.attempts(), controller.signal());
        self.sent_at.set(globals::now());
        transport.hooks.request(&self.operation, &self.request, attempt);
        let flight = Rc::clone(self);
        let timer = Timer::after(timeout_ms, move || {
            flight.seen(attempt, &Seen::TimedOut, Kept::default());
        });
        self.enter(Phase::Sent {
            attempt,
            _permit: permit,
            request: Attempt(Some(controller)),
            _timer: timer,
        });
        let flight = Rc::clone(self);
        transport.sender.exchange(&self.request, &self.extras, &signal, move |seen, kept| {
            flight.seen(attempt, &seen, kept);
        });
    }

    /// Takes what was seen of an attempt, unless that is over by now.
    fn seen(self: &Rc<Self>, attempt: u32, seen: &Seen, kept: Kept) {
        let awaited = match &mut *self.phase.borrow_mut() {
            Phase::Sent { attempt: current, request, .. } if *current == attempt => {
                // Aborting what is over has no effect but costs more than the rest of a call.
                request.0 = request.0.take().filter(|_| *seen == Seen::TimedOut);
                true
            }
            _ => false,
        };
        if let (true, Some(transport)) = (awaited, self.transport.upgrade()) {
            let step = transport.decide(&mut self.call.borrow_mut(), seen);
            let ms = globals::now() - self.sent_at.get();
            transport.hooks.response(&self.operation, &self.request, attempt, seen, ms);
            if let Step::Wait { ms } = step {
                transport.hooks.retry(&self.operation, &self.request, attempt, seen, ms);
            }
            self.follow(step, kept);
        }
    }

    /// Does what the core says, but for sending.
    fn follow(self: &Rc<Self>, step: Step, kept: Kept) {
        match step {
            Step::Send { .. } => self.queue(),
            Step::Wait { ms } => {
                let flight = Rc::clone(self);
                self.enter(Phase::Paused { _timer: Timer::after(ms, move || flight.queue()) });
            }
            Step::Done(result) => {
                let attempts = self.attempts();
                self.end();
                let mut kept = kept;
                for seat in self.seats.take() {
                    seat.land(&result, &mut kept, attempts);
                }
            }
        }
    }
}

impl Turn for Flight {
    fn is_waiting(&self) -> bool {
        matches!(*self.phase.borrow(), Phase::Queued)
    }

    fn take(self: Rc<Self>, permit: Permit) {
        let step = self.call.borrow_mut().start(globals::now());
        match step {
            Step::Send { timeout_ms } => self.send(permit, timeout_ms),
            step => self.follow(step, Kept::default()),
        }
    }
}
