//! A client's calls: what they share, and how each of them ends for its caller.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use gloo_net::http::Headers;
use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};
use crate::http::answer::Found;
use crate::http::call::Sharpen;
use crate::http::{Budget, Call, Method, Request, Seen, Step};

use super::exchange::{Kept, Sender};
use super::flight::{Ending, Flight, Landing, Seat};
use super::globals::{self, Timer};
use super::options::CallOptions;
use super::queue::Queue;

/// Everything one client's calls share.
pub struct Transport {
    pub sender: Sender,
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

impl Default for Answer {
    /// What a call brings that sent nothing.
    fn default() -> Self {
        Self { data: JsValue::NULL, head: None, attempts: 0 }
    }
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
    pub fn new(sender: Sender, max_concurrent: u32, shares: bool) -> Rc<Self> {
        Rc::new(Self {
            sender,
            queue: Queue::new(max_concurrent),
            shares,
            budget: Cell::default(),
            flights: RefCell::default(),
            closed: Cell::new(false),
        })
    }

    /// Sends `request` and waits for what it brings, as long as `options` allow.
    pub async fn call(
        self: &Rc<Self>,
        request: Request,
        sharpen: Sharpen,
        options: &CallOptions,
    ) -> Result<Answer, Failure> {
        if self.closed.get() {
            return Err(closed().into());
        }
        let is_write = request.method != Method::Get;
        if is_write {
            self.seal();
        }
        let seat = self.board(request, sharpen, options);
        let ending = wait(&seat, options).await;
        if is_write {
            self.seal();
        }
        finish(&seat, ending)
    }

    /// Takes a seat on the flight that gets what `request` asks for: one under way, or a new one.
    fn board(self: &Rc<Self>, request: Request, sharpen: Sharpen, options: &CallOptions) -> Seat {
        let open =
            self.shares && request.method == Method::Get && options.extras.headers.is_empty();
        let (policy, deadline) = (options.policy, options.deadline());
        let serves = |flight: &&Rc<Flight>| open && flight.serves(&request, policy);
        let known = self.flights.borrow().iter().find(serves).cloned();
        if let Some(flight) = known {
            return flight.board(deadline);
        }
        let call = Call::new(request, policy, sharpen, options.started);
        let flight = Flight::new(self, call, policy, options.extras.clone(), open);
        self.flights.borrow_mut().push(Rc::clone(&flight));
        let seat = flight.board(deadline);
        flight.queue();
        seat
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
        let flights = self.flights.take();
        for flight in &flights {
            flight.announce(&Ending::Closed);
        }
    }
}

/// Waits for the end of the flight, of the caller's time or of its patience.
async fn wait(seat: &Seat, options: &CallOptions) -> Ending {
    let left = options.deadline().saturating_sub(globals::now());
    let alarm = seat.ending.clone();
    let _timer = Timer::after(left, move || alarm.fill(Ending::TimedOut));
    let alarm = seat.ending.clone();
    let _listener = options.on_abort(move |reason| alarm.fill(Ending::Aborted(reason)));
    seat.ending.clone().await
}

fn finish(seat: &Seat, ending: Ending) -> Result<Answer, Failure> {
    let (mut error, cause) = match ending {
        Ending::Landed(landing) => return finish_landed(&landing),
        Ending::TimedOut => (
            Error::new(Kind::Timeout, "total", "the call took longer than totalTimeout allows"),
            JsValue::UNDEFINED,
        ),
        Ending::Aborted(reason) => (aborted(), reason),
        Ending::Closed => (closed(), JsValue::UNDEFINED),
    };
    error.attempts = seat.attempts();
    Err(Failure { error, cause })
}

fn finish_landed(landing: &Landing) -> Result<Answer, Failure> {
    let mut kept = landing.kept.borrow_mut();
    match &landing.result {
        Ok(found) => {
            let data = match found {
                Found::Data => own_copy(&mut kept),
                Found::Nobody => JsValue::NULL,
            };
            Ok(Answer { data, head: kept.head.clone(), attempts: landing.attempts })
        }
        Err(error) => Err(Failure { error: error.clone(), cause: kept.cause.clone() }),
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

/// The error of a call whose signal was aborted.
pub fn aborted() -> Error {
    Error::new(Kind::Abort, "aborted", "the call was aborted by its signal")
}

fn closed() -> Error {
    Error::new(Kind::Abort, "client_closed", "the client was closed")
}
