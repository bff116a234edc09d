//! A call under way, and everybody who waits for it.
//!
//! The core says what to do next; what comes of it (an answer, a timer, a free place) calls back here.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::error::Result;
use crate::http::answer::Found;
use crate::http::{Call, Policy, Request, Seen, Step};

use super::exchange::{self, Extras, Kept};
use super::globals::{self, Timer};
use super::queue::{Permit, Turn};
use super::slot::Slot;
use super::transport::Transport;

/// How a wait for a flight ended.
#[derive(Clone)]
pub enum Ending {
    /// The flight is over.
    Landed(Rc<Landing>),
    /// The caller's time is over.
    TimedOut,
    /// The caller's signal was aborted, for this reason.
    Aborted(JsValue),
    /// The client was closed.
    Closed,
}

/// What a flight brought, for everybody who waited.
pub struct Landing {
    /// What the answer came to.
    pub result: Result<Found>,
    /// What stayed in JavaScript of the last answer.
    pub kept: RefCell<Kept>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// One call under way. Identical reads are one flight; it is given up when the last who waits leaves.
pub struct Flight {
    transport: Weak<Transport>,
    request: Rc<Request>,
    policy: Policy,
    extras: Extras,
    call: RefCell<Call>,
    open: Cell<bool>,
    attempts: Cell<u32>,
    waiting: RefCell<Vec<Slot<Ending>>>,
    phase: RefCell<Phase>,
}

/// What the flight waits for; dropping it ends that.
enum Phase {
    /// A place among the requests under way.
    Queued,
    /// An answer, or the end of the attempt's time.
    Sent { _permit: Permit, _request: Attempt, _timer: Timer },
    /// The end of a wait between two attempts.
    Paused { _timer: Timer },
    /// Nothing any more.
    Over,
}

/// A request under way, which dropping ends.
struct Attempt(AbortController);

impl Drop for Attempt {
    /// Without a reason, which not every platform can pass on.
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A place on a flight, left when dropped.
pub struct Seat {
    flight: Rc<Flight>,
    /// Where the end is announced.
    pub ending: Slot<Ending>,
}

impl Seat {
    pub fn attempts(&self) -> u32 {
        self.flight.attempts.get()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.flight.leave(&self.ending);
    }
}

impl Flight {
    /// Prepares a call; reads that are alike may join it if it is `open`.
    pub fn new(
        transport: &Rc<Transport>,
        call: Call,
        policy: Policy,
        extras: Extras,
        open: bool,
    ) -> Rc<Self> {
        Rc::new(Self {
            transport: Rc::downgrade(transport),
            request: Rc::clone(call.request()),
            policy,
            extras,
            call: RefCell::new(call),
            open: Cell::new(open),
            attempts: Cell::new(0),
            waiting: RefCell::default(),
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

    /// Takes a seat; the flight goes on at least until `deadline` for it.
    pub fn board(self: &Rc<Self>, deadline: u64) -> Seat {
        self.call.borrow_mut().extend(deadline);
        let ending = Slot::new();
        self.waiting.borrow_mut().push(ending.clone());
        Seat { flight: Rc::clone(self), ending }
    }

    /// Tells everybody who waits that it is over.
    pub fn announce(&self, ending: &Ending) {
        for slot in self.waiting.borrow().iter() {
            slot.fill(ending.clone());
        }
    }

    /// Gives up the seat, and with the last one the flight.
    fn leave(&self, ending: &Slot<Ending>) {
        self.waiting.borrow_mut().retain(|slot| !slot.is(ending));
        if self.waiting.borrow().is_empty() {
            self.end();
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

    /// Reports what was seen of the attempt, unless it is over by now.
    fn seen(self: &Rc<Self>, attempt: u32, seen: &Seen, kept: Kept) {
        let Some(transport) = self.transport.upgrade() else { return };
        if self.attempts.get() == attempt && matches!(*self.phase.borrow(), Phase::Sent { .. }) {
            let step = transport.decide(&mut self.call.borrow_mut(), seen);
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
                let landing =
                    Landing { result, kept: RefCell::new(kept), attempts: self.attempts.get() };
                self.end();
                self.announce(&Ending::Landed(Rc::new(landing)));
            }
        }
    }

    /// Sends the request once, for `timeout_ms` at most.
    fn send(self: &Rc<Self>, permit: Permit, timeout_ms: u64) {
        let (Ok(controller), Some(transport)) = (AbortController::new(), self.transport.upgrade())
        else {
            return;
        };
        let attempt = self.call.borrow().attempts();
        self.attempts.set(attempt);
        let (flight, signal) = (Rc::clone(self), controller.signal());
        let timer = Timer::after(timeout_ms, move || {
            flight.seen(attempt, &Seen::TimedOut, Kept::default())
        });
        self.enter(Phase::Sent { _permit: permit, _request: Attempt(controller), _timer: timer });
        let flight = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let sent = transport.sender.send(&flight.request, &flight.extras, &signal);
            let (seen, kept) = exchange::receive(&flight.request, sent).await;
            flight.seen(attempt, &seen, kept);
        });
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
