//! A call under way, and everybody who waits for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::error::Result;
use crate::http::answer::Found;
use crate::http::{Call, Policy, Request, Seen, Step};

use super::exchange::{Extras, Kept};
use super::globals::{self, Timer};
use super::queue::Permit;
use super::slot::Slot;
use super::transport::Transport;

/// How a wait for a flight ended.
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
    call: RefCell<Call>,
    policy: Policy,
    extras: Extras,
    open: Cell<bool>,
    attempts: Cell<u32>,
    waiting: RefCell<Vec<Slot<Ending>>>,
    /// Ends what the flight waits for just now.
    interrupt: RefCell<Option<Box<dyn Fn()>>>,
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
    /// Starts a call; reads that are alike may join it if it is `open`.
    pub fn start(
        transport: &Rc<Transport>,
        call: Call,
        policy: Policy,
        extras: Extras,
        open: bool,
    ) -> Rc<Self> {
        let flight = Rc::new(Self {
            call: RefCell::new(call),
            policy,
            extras,
            open: Cell::new(open),
            attempts: Cell::new(0),
            waiting: RefCell::default(),
            interrupt: RefCell::default(),
        });
        wasm_bindgen_futures::spawn_local(Rc::clone(&flight).fly(Rc::clone(transport)));
        flight
    }

    /// Whether another call for `request` can join.
    pub fn serves(&self, request: &Request, policy: Policy) -> bool {
        self.open.get() && self.policy == policy && **self.call.borrow().request() == *request
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
    pub fn announce(&self, ending: impl Fn() -> Ending) {
        for slot in self.waiting.borrow().iter() {
            slot.fill(ending());
        }
    }

    /// Gives up the seat, and with the last one the flight.
    fn leave(&self, ending: &Slot<Ending>) {
        self.waiting.borrow_mut().retain(|slot| !slot.is(ending));
        if self.is_empty() {
            self.seal();
            let interrupt = self.interrupt.take();
            interrupt.inspect(|interrupt| interrupt());
        }
    }

    fn is_empty(&self) -> bool {
        self.waiting.borrow().is_empty()
    }

    async fn fly(self: Rc<Self>, transport: Rc<Transport>) {
        let landing = self.run(&transport).await;
        transport.forget(&self);
        if let Some(landing) = landing.map(Rc::new) {
            self.announce(|| Ending::Landed(Rc::clone(&landing)));
        }
    }

    /// Carries out the call's steps; none if everybody left.
    async fn run(self: &Rc<Self>, transport: &Rc<Transport>) -> Option<Landing> {
        let mut kept = Kept::default();
        loop {
            let permit = self.permit(transport).await?;
            let mut step = self.call.borrow_mut().start(globals::now());
            if let Step::Send { timeout_ms } = step {
                self.attempts.set(self.call.borrow().attempts());
                let seen;
                (seen, kept) = self.attempt(transport, timeout_ms).await?;
                step = transport.decide(&mut self.call.borrow_mut(), &seen);
            }
            drop(permit);
            match step {
                Step::Wait { ms } => self.pause(ms).await?,
                Step::Done(result) => {
                    let attempts = self.attempts.get();
                    return Some(Landing { result, kept: RefCell::new(kept), attempts });
                }
                Step::Send { .. } => {}
            }
        }
    }

    /// Waits until `slot` is filled; leaving the flight fills it with `None`.
    async fn until<T: 'static>(&self, slot: Slot<Option<T>>) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let interrupt = slot.clone();
        self.interrupt.replace(Some(Box::new(move || {
            interrupt.fill(None);
        })));
        let value = slot.await;
        self.interrupt.take();
        value
    }

    async fn permit(&self, transport: &Transport) -> Option<Permit> {
        let turn = Slot::new();
        transport.queue.enter(&turn);
        self.until(turn).await
    }

    async fn pause(&self, ms: u64) -> Option<()> {
        let over = Slot::new();
        let alarm = over.clone();
        let _timer = Timer::after(ms, move || {
            alarm.fill(Some(()));
        });
        self.until(over).await
    }

    /// Sends the request once, for `timeout_ms` at most.
    async fn attempt(
        self: &Rc<Self>,
        transport: &Rc<Transport>,
        timeout_ms: u64,
    ) -> Option<(Seen, Kept)> {
        let Ok(controller) = AbortController::new() else {
            return Some((Seen::Failed, Kept::default()));
        };
        let over = Slot::new();
        let alarm = over.clone();
        let _timer = Timer::after(timeout_ms, move || {
            alarm.fill(Some((Seen::TimedOut, Kept::default())));
        });
        let (flight, transport, answer) = (Rc::clone(self), Rc::clone(transport), over.clone());
        let (request, signal) = (Rc::clone(self.call.borrow().request()), controller.signal());
        wasm_bindgen_futures::spawn_local(async move {
            answer.fill(Some(transport.sender.exchange(&request, &flight.extras, &signal).await));
        });
        let seen = self.until(over).await;
        // Ends the request if it is still under way; without a reason, which not every platform can pass on.
        controller.abort();
        seen
    }
}
