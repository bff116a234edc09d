//! A client's requests: the core says which are sent when, and which calls share one; here that is carried out.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot::{Receiver, Sender, channel};
use futures_util::FutureExt;
use futures_util::future::{Either, RemoteHandle, Shared, select};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use crate::client::Sight;
use crate::error::{Error, Kind, Result};
use crate::http::answer::Found;
use crate::http::call::Sharpen;
use crate::http::traffic::{Admission, Id};
use crate::http::{Call, Policy, Request, Step, Traffic};

use super::exchange::{Answer, exchange};
use super::platform::{now, sleep, until};

/// What a call brought, for all who wait for it; nobody there is no answer.
pub type Outcome = Result<Option<Rc<Answer>>>;

/// A flight's outcome, of which everybody on it has a copy; it is given up when the last is dropped.
type Landing = Shared<RemoteHandle<Outcome>>;

/// Everything one client's calls share.
pub struct Transport {
    traffic: RefCell<Traffic>,
    landings: RefCell<Vec<(Id, Landing)>>,
    /// The flights that wait for a place.
    turns: RefCell<Vec<(Id, Sender<()>)>>,
}

impl Transport {
    /// Lets six requests run at once, and equal reads be one.
    pub fn new() -> Rc<Self> {
        let traffic = RefCell::new(Traffic::new(6, true));
        Rc::new(Self { traffic, landings: RefCell::default(), turns: RefCell::default() })
    }

    /// Sends `request`, for a call that began at `started`; dropping it leaves the request to others who wait for it.
    pub async fn call(
        self: &Rc<Self>,
        request: Request,
        sharpen: Sharpen,
        policy: Policy,
        started: u64,
    ) -> Outcome {
        let call = Call::new(request.clone(), policy, sharpen, started);
        let admission = self.traffic.borrow_mut().admit(call, false);
        let (Admission::Joins(id) | Admission::Begins(id)) = admission;
        let _seat = Seat { transport: self, id };
        let landing = self.landing(id, request);
        self.hand_out();
        let outcome = until(started + u64::from(policy.total_timeout), landing).await;
        outcome
            .unwrap_or_else(|| Err(late(self.traffic.borrow().call(id).map_or(0, Call::attempts))))
    }

    /// What is to come of a flight, which departs if it hasn't.
    fn landing(self: &Rc<Self>, id: Id, request: Request) -> Landing {
        let mut landings = self.landings.borrow_mut();
        if let Some((_, landing)) = landings.iter().find(|(known, _)| *known == id) {
            return landing.clone();
        }
        let turn = self.turn(id);
        let (flight, landing) = Rc::clone(self).fly(id, request, turn).remote_handle();
        // Whether or not its callers poll: what runs takes a place from others.
        spawn_local(flight);
        let landing = landing.shared();
        landings.push((id, landing.clone()));
        landing
    }

    async fn fly(self: Rc<Self>, id: Id, request: Request, mut turn: Receiver<()>) -> Outcome {
        loop {
            // Nobody drops the other end but with the flight.
            let _ = turn.await;
            let started = self.traffic.borrow_mut().start(id, now());
            let (step, answer) = match started {
                Some(Step::Send { timeout_ms }) => self.attempt(id, &request, timeout_ms).await,
                other => (other, None),
            };
            match step {
                Some(Step::Wait { ms }) => {
                    self.hand_out();
                    sleep(ms).await;
                    turn = self.turn(id);
                    self.traffic.borrow_mut().resume(id);
                    self.hand_out();
                }
                Some(Step::Done(result)) => {
                    self.forget(id);
                    let found = result?;
                    return Ok(answer.filter(|_| found == Found::Data).map(Rc::new));
                }
                Some(Step::Send { .. }) | None => return Err(left()),
            }
        }
    }

    /// Sends the request once, for `ms` at most unless who joins has more time.
    async fn attempt(
        &self,
        id: Id,
        request: &Request,
        mut ms: u64,
    ) -> (Option<Step>, Option<Answer>) {
        let see = |sight: Sight<'_>| {
            let (now, random) = (now(), js_sys::Math::random());
            let (seen, _) = sight.read(request);
            self.traffic.borrow_mut().seen(id, seen, now, random)
        };
        let Ok(controller) = AbortController::new() else { return (see(Sight::Failed), None) };
        let signal = controller.signal();
        let _attempt = Attempt(controller);
        let mut exchange = pin!(exchange(request, &signal, see));
        loop {
            match select(exchange.as_mut(), pin!(sleep(ms))).await {
                Either::Left((seen, _)) => return seen,
                Either::Right(_) => {
                    ms = self.traffic.borrow().call(id).map_or(0, |call| call.left(now()));
                }
            }
            if ms == 0 {
                return (see(Sight::TimedOut), None);
            }
        }
    }

    fn turn(&self, id: Id) -> Receiver<()> {
        let (turn, wait) = channel();
        self.turns.borrow_mut().push((id, turn));
        wait
    }

    /// Lets go what may go now.
    fn hand_out(&self) {
        loop {
            let Some(next) = self.traffic.borrow_mut().send_next() else { break };
            let mut turns = self.turns.borrow_mut();
            let place = turns.iter().position(|(id, _)| *id == next);
            // Whoever waited may have left in the same moment.
            let _ = place.map(|place| turns.swap_remove(place).1.send(()));
        }
    }

    /// Forgets a flight that is over.
    fn forget(&self, id: Id) {
        self.landings.borrow_mut().retain(|(known, _)| *known != id);
        self.turns.borrow_mut().retain(|(known, _)| *known != id);
        self.hand_out();
    }
}

/// One caller on a flight, who leaves it in the end.
struct Seat<'a> {
    transport: &'a Transport,
    id: Id,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let is_last = self.transport.traffic.borrow_mut().leave(self.id);
        if is_last {
            self.transport.forget(self.id);
        }
    }
}

/// A request under way, aborted when it is dropped: without a reason, which not every platform can pass on.
struct Attempt(AbortController);

impl Drop for Attempt {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The error of a call whose time is over after so many requests.
pub fn late(attempts: u32) -> Error {
    let message = "the call took longer than totalTimeout allows";
    let mut error = Error::new(Kind::Timeout, "total", message);
    error.attempts = attempts;
    error
}

fn left() -> Error {
    Error::new(Kind::Abort, "aborted", "everybody who waited for the call has left")
}

/// The data of an outcome, `null` if there is none.
pub fn data(outcome: Outcome) -> Result<JsValue> {
    Ok(outcome?.map_or(JsValue::NULL, |answer| answer.data.clone()))
}
