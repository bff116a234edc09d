//! A client's calls: what they share, and how each of them ends for its caller.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};
use crate::http::call::Sharpen;
use crate::http::{Budget, Call, Method, Request, Seen, Step};
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
    /// Whether identical reads under way are one request.
    shares: bool,
    /// How many more requests may be under way.
    free: Cell<u32>,
    budget: Cell<Budget>,
    /// In the order in which they began.
    flights: RefCell<Vec<Rc<Flight>>>,
    /// What is waited for that isn't a request.
    waits: RefCell<Vec<Rc<Wait>>>,
    closed: Cell<bool>,
}

/// The right to have one request under way; given back when dropped.
pub struct Permit(Rc<Transport>);

impl Permit {
    pub fn new(transport: &Rc<Transport>) -> Self {
        transport.free.update(|free| free - 1);
        Self(Rc::clone(transport))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.free.update(|free| free + 1);
        self.0.hand_out();
    }
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
            shares,
            free: Cell::new(max_concurrent),
            budget: Cell::default(),
            flights: RefCell::default(),
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
        let reads = request.method == Method::Get;
        let open = reads && self.shares && options.extras.headers.is_empty();
        let known = self.find(&|flight| open && flight.serves(&request, options.policy));
        if let Some(flight) = known {
            return Seat::take(flight, options, started, done);
        }
        let call = Call::new(request, options.policy, sharpen, started);
        let flight = Flight::new(self, call, options, open);
        self.flights.borrow_mut().push(Rc::clone(&flight));
        Seat::take(flight, options, started, if reads { done } else { self.sealing(done) });
        self.hand_out();
    }

    /// Lets no call join a read under way, neither now nor when `done` is called: a write may have changed what it brings.
    fn sealing(self: &Rc<Self>, done: Done) -> Done {
        self.seal();
        let transport = Rc::clone(self);
        Box::new(move |outcome| {
            transport.seal();
            done(outcome);
        })
    }

    /// Lets no call join one that is under way.
    pub fn seal(&self) {
        self.flights.borrow().iter().for_each(|flight| flight.seal());
    }

    /// Begins a wait for what isn't a request; it ends with the client, too.
    pub fn wait(&self, options: &CallOptions, started: u64, done: wait::Done) -> Rc<Wait> {
        let wait = Wait::begin(options, started, done);
        let mut waits = self.waits.borrow_mut();
        waits.retain(|wait| !wait.is_over());
        waits.push(Rc::clone(&wait));
        wait
    }

    fn find(&self, wanted: &dyn Fn(&Flight) -> bool) -> Option<Rc<Flight>> {
        self.flights.borrow().iter().find(|flight| wanted(flight)).cloned()
    }

    /// Gives the places that are free to flights that wait for one.
    pub fn hand_out(&self) {
        while self.free.get() > 0
            && let Some(flight) = self.find(&Flight::is_queued)
        {
            flight.start();
        }
    }

    /// Decides what follows from what was seen.
    pub fn decide(&self, call: &mut Call, seen: Seen) -> Step {
        let mut budget = self.budget.get();
        let step = call.seen(seen, globals::now(), js_sys::Math::random(), &mut budget);
        self.budget.set(budget);
        step
    }

    /// Drops a flight that is over.
    pub fn forget(&self, over: &Flight) {
        self.flights.borrow_mut().retain(|flight| !ptr::eq(&raw const **flight, over));
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
