//! A client's calls: what they share, and how each of them ends for its caller.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use gloo_net::http::Headers;
use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};
use crate::http::call::Sharpen;
use crate::http::{Budget, Call, Method, Request, Seen, Step};

use super::exchange::Sender;
use super::flight::Flight;
use super::globals;
use super::hooks::Hooks;
use super::options::CallOptions;
use super::queue::Queue;
use super::seat::Seat;

/// Everything one client's calls share.
pub struct Transport {
    pub sender: Sender,
    pub hooks: Hooks,
    pub queue: Queue,
    /// Whether identical reads under way are one request.
    shares: bool,
    budget: Cell<Budget>,
    flights: RefCell<Vec<Rc<Flight>>>,
    closed: Cell<bool>,
}

/// What a call brought.
pub struct Answer {
    /// The data; `null` if nobody is there.
    pub data: JsValue,
    /// The last answer's status and headers; none if nothing was sent.
    pub head: Option<web_sys::Response>,
    /// How many requests were sent.
    pub attempts: u32,
}

impl Answer {
    /// The id of the record in the data; none if that is `null`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ids are whole numbers above 0"
    )]
    pub fn id(&self) -> Option<u64> {
        globals::member(&self.data, "id").as_f64().map(|id| id as u64)
    }

    /// The service's name for the request.
    pub fn request_id(&self) -> Option<String> {
        Headers::from_raw(self.head.as_ref()?.headers()).get("x-request-id")
    }
}

/// How a call ended.
pub type Outcome = Result<Answer, Failure>;

/// What is done with an outcome.
pub type Done = Box<dyn FnOnce(Outcome)>;

/// Why a call failed, with what JavaScript threw.
pub struct Failure {
    pub error: Error,
    pub cause: JsValue,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, cause: JsValue::UNDEFINED }
    }
}

impl Transport {
    pub fn new(sender: Sender, hooks: Hooks, max_concurrent: u32, shares: bool) -> Rc<Self> {
        Rc::new(Self {
            sender,
            hooks,
            queue: Queue::new(max_concurrent),
            shares,
            budget: Cell::default(),
            flights: RefCell::default(),
            closed: Cell::new(false),
        })
    }

    /// Sends `request`; `done` gets what it brings, unless `options` end the wait before.
    pub fn call(
        self: &Rc<Self>,
        request: Request,
        sharpen: Sharpen,
        options: &CallOptions,
        done: Done,
    ) {
        if self.closed.get() {
            return done(Err(closed().into()));
        }
        if request.method == Method::Get {
            return self.board(request, sharpen, options, done);
        }
        // A write lets no call join a read under way, neither when it starts nor when it ends.
        self.seal();
        let transport = Rc::clone(self);
        let done = move |outcome: Outcome| {
            transport.seal();
            done(outcome);
        };
        self.board(request, sharpen, options, Box::new(done));
    }

    /// Boards the flight that gets what `request` asks for: one under way, or a new one.
    fn board(
        self: &Rc<Self>,
        request: Request,
        sharpen: Sharpen,
        options: &CallOptions,
        done: Done,
    ) {
        let open =
            self.shares && request.method == Method::Get && options.extras.headers.is_empty();
        let policy = options.policy;
        let serves = |flight: &&Rc<Flight>| open && flight.serves(&request, policy);
        let known = self.flights.borrow().iter().find(serves).cloned();
        if let Some(flight) = known {
            return Seat::take(&flight, options, done);
        }
        let call = Call::new(request, policy, sharpen, options.started);
        let flight = Flight::new(self, call, policy, options, open);
        self.flights.borrow_mut().push(Rc::clone(&flight));
        Seat::take(&flight, options, done);
        flight.queue();
    }

    /// Lets no call join a read that is under way: it may bring what a write has changed since.
    fn seal(&self) {
        self.flights.borrow().iter().for_each(|flight| flight.seal());
    }

    /// Decides what follows from what was seen.
    pub fn decide(&self, call: &mut Call, seen: &Seen) -> Step {
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
        // First, since each place that gets free is handed on.
        self.queue.clear();
        for flight in self.flights.take() {
            flight.cancel(&closed());
        }
    }
}

fn closed() -> Error {
    Error::new(Kind::Abort, "client_closed", "the client was closed")
}
