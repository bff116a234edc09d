//! A client's calls: what they share, and how each of them ends for its caller.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};
use crate::http::call::Sharpen;
use crate::http::traffic::{Admission, Id};
use crate::http::{Call, Request, Seen, Step, Traffic};
use crate::usercom::identify::Record;

use super::exchange::{self, Sender};
use super::flight::Flight;
use super::globals;
use super::hooks::Hooks;
use super::options::CallOptions;
use super::seat::Seat;
use super::wait::{self, Wait};

/// Everything one client's calls share.
pub struct Transport {
    pub sender: Sender,
    pub hooks: Hooks,
    /// Which calls are one request, and which may be sent.
    traffic: RefCell<Traffic>,
    flights: RefCell<Vec<Rc<Flight>>>,
    sending: Cell<bool>,
    /// What is waited for that isn't a request.
    waits: RefCell<Vec<Rc<Wait>>>,
    closed: Cell<bool>,
}

/// What a call brought.
#[derive(Default)]
pub struct Answer {
    /// The data; `null` if nobody is there.
    pub data: JsValue,
    /// The last answer's status and headers; `undefined` if nothing was sent.
    pub head: JsValue,
    /// The service's name for the request, or `undefined`.
    pub request_id: JsValue,
    /// How many requests were sent.
    pub attempts: u32,
}

impl Answer {
    /// The records in the data, as far as they say whose they are.
    pub fn found(&self) -> Vec<Record> {
        exchange::records(&self.data).iter().filter_map(|record| record_of(&record)).collect()
    }

    /// Whether the service says that it made a record.
    pub fn made(&self) -> bool {
        globals::member(&self.data, "created").is_truthy()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ids are whole numbers above 0"
)]
fn record_of(data: &JsValue) -> Option<Record> {
    let text = |name| globals::member(data, name).as_string();
    Some(Record {
        id: globals::member(data, "id").as_f64()? as u64,
        user_id: text("user_id").or_else(|| text("custom_id")),
        email: text("email"),
    })
}

/// How a call ended.
pub type Outcome = Result<Answer, Failure>;

/// What is done with an outcome.
pub type Done = Box<dyn FnOnce(Outcome)>;

/// Why a call failed, with what JavaScript threw: for all who wait for it.
#[derive(Clone)]
pub struct Failure {
    pub error: Rc<Error>,
    pub cause: JsValue,
}

impl Failure {
    pub fn new(error: Error, cause: JsValue) -> Self {
        Self { error: Rc::new(error), cause }
    }

    /// The same after so many requests that were sent before.
    pub fn after(self, attempts: u32) -> Self {
        let mut error = (*self.error).clone();
        error.attempts += attempts;
        Self::new(error, self.cause)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error, JsValue::UNDEFINED)
    }
}

impl Transport {
    pub fn new(sender: Sender, hooks: Hooks, max_concurrent: u32, shares: bool) -> Rc<Self> {
        Rc::new(Self {
            sender,
            hooks,
            traffic: RefCell::new(Traffic::new(max_concurrent, shares)),
            flights: RefCell::default(),
            sending: Cell::new(false),
            waits: RefCell::default(),
            closed: Cell::new(false),
        })
    }

    /// Sends `request`; `done` gets what it brings, unless `options` end the wait before.
    pub fn call(
        self: &Rc<Self>,
        request: Request,
        sharpen: Sharpen,
        options: &Rc<CallOptions>,
        started: u64,
        done: Done,
    ) {
        if self.closed.get() {
            return done(Err(closed().into()));
        }
        if let Some(reason) = options.aborted() {
            return done(Err(Failure::new(wait::aborted(), reason)));
        }
        let request = Rc::new(request);
        let alone = !options.extras.headers.is_empty();
        let admission = self.traffic.borrow_mut().admit(&request, options.policy, alone);
        match admission {
            Admission::Joins(id) => {
                if let Some(flight) = self.flight(id) {
                    Seat::take(flight, options, started, done);
                }
            }
            Admission::Begins(id) => {
                let call = Call::new(request, options.policy, sharpen, started);
                let flight = Flight::new(self, id, call, options);
                self.flights.borrow_mut().push(Rc::clone(&flight));
                Seat::take(flight, options, started, done);
                self.hand_out();
            }
        }
    }

    /// Lets no call join one that is under way.
    pub fn seal(&self) {
        self.traffic.borrow_mut().seal();
    }

    /// Begins a wait for what isn't a request; it ends with the client, too.
    pub fn wait(&self, options: &CallOptions, started: u64, done: wait::Done) -> Rc<Wait> {
        let wait = Wait::begin(options, started, done);
        let mut waits = self.waits.borrow_mut();
        waits.retain(|wait| !wait.is_over());
        waits.push(Rc::clone(&wait));
        wait
    }

    fn flight(&self, id: Id) -> Option<Rc<Flight>> {
        self.flights.borrow().iter().find(|flight| flight.id == id).cloned()
    }

    /// Sends what may be sent now. What is sent may end at once, and so call this again.
    fn hand_out(&self) {
        if self.sending.replace(true) {
            return;
        }
        loop {
            let next = self.traffic.borrow_mut().send_next();
            let Some(flight) = next.and_then(|id| self.flight(id)) else { break };
            flight.start();
        }
        self.sending.set(false);
    }

    /// Decides what follows from what was seen.
    pub fn decide(&self, call: &mut Call, seen: Seen) -> Step {
        self.traffic.borrow_mut().decide(call, seen, globals::now(), js_sys::Math::random())
    }

    /// Takes note that a flight pauses.
    pub fn pause(&self, id: Id) {
        self.traffic.borrow_mut().pause(id);
        self.hand_out();
    }

    /// Takes note that a flight's pause is over.
    pub fn resume(&self, id: Id) {
        self.traffic.borrow_mut().resume(id);
        self.hand_out();
    }

    /// Takes note that a caller left a flight; says whether it was the last.
    pub fn leave(&self, id: Id) -> bool {
        self.traffic.borrow_mut().leave(id)
    }

    /// Drops a flight that is over.
    pub fn end(&self, id: Id) {
        self.traffic.borrow_mut().end(id);
        self.flights.borrow_mut().retain(|flight| flight.id != id);
        self.hand_out();
    }

    /// Ends every call under way, and all that may come.
    pub fn close(&self) {
        self.closed.set(true);
        for flight in self.flights.take() {
            flight.cancel(closed());
        }
        for wait in self.waits.take() {
            wait.end(Err(closed().into()));
        }
    }
}

fn closed() -> Error {
    Error::new(Kind::Abort, "client_closed", "the client was closed")
}
