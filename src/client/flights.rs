//! What a client's calls share: the requests under way.

use std::rc::Rc;

use crate::http::call::Sharpen;
use crate::http::traffic::{Admission, Id};
use crate::http::{Call, Policy, Request, Step, Traffic};

use super::sight::Sight;

/// A client's requests under way, each with its repetitions and all who wait for it.
///
/// A flight that is unknown, since it is over, is nothing to be afraid of: whatever is told of it has no effect.
#[derive(Debug)]
pub struct Flights {
    traffic: Traffic,
    calls: Vec<(Id, Call)>,
}

impl Flights {
    /// Lets `max_concurrent` requests run at once; equal reads are one request if the client `shares`.
    #[must_use]
    pub fn new(max_concurrent: u32, shares: bool) -> Self {
        Self { traffic: Traffic::new(max_concurrent, shares), calls: Vec::new() }
    }

    /// Takes on a call that began at `started`. Whoever joins a flight gives it the time that the own call has; nobody
    /// joins who has to be `alone`.
    pub fn board(
        &mut self,
        request: Rc<Request>,
        sharpen: Sharpen,
        policy: Policy,
        started: u64,
        alone: bool,
    ) -> Admission {
        let admission = self.traffic.admit(&request, policy, alone);
        match admission {
            Admission::Joins(id) => {
                if let Some(call) = self.call(id) {
                    call.extend(started + u64::from(policy.total_timeout));
                }
            }
            Admission::Begins(id) => {
                self.calls.push((id, Call::new(request, policy, sharpen, started)));
            }
        }
        admission
    }

    /// Lets nobody join what is under way: it may be older than a write, or of somebody else.
    pub fn seal(&mut self) {
        self.traffic.seal();
    }

    /// The flight that may be sent now; none if no place is free or nobody waits for one.
    pub fn send_next(&mut self) -> Option<Id> {
        self.traffic.send_next()
    }

    /// Begins an attempt, or ends the flight if there is no time left for one.
    pub fn start(&mut self, id: Id, now: u64) -> Option<Step> {
        let step = self.call(id)?.start(now);
        self.end_if_done(id, &step);
        Some(step)
    }

    /// How many requests were sent.
    #[must_use]
    pub fn attempts(&self, id: Id) -> u32 {
        self.known(id).map_or(0, Call::attempts)
    }

    /// How long the attempt has left, in milliseconds: more than it was told, if somebody with more time joined.
    #[must_use]
    pub fn left(&self, id: Id, now: u64) -> u64 {
        self.known(id).map_or(0, |call| call.left(now))
    }

    /// Takes what was seen of an attempt: the flight is over then, or pauses. Also tells whether a header was left out.
    /// `random` is in `0.0..1.0`.
    pub fn seen(
        &mut self,
        id: Id,
        sight: Sight<'_>,
        now: u64,
        random: f64,
    ) -> Option<(Step, bool)> {
        let (_, call) = self.calls.iter_mut().find(|(known, _)| *known == id)?;
        let (seen, left_out) = sight.read(call.request());
        let step = self.traffic.decide(call, seen, now, random);
        self.traffic.pause(id);
        self.end_if_done(id, &step);
        Some((step, left_out))
    }

    /// Takes note that a pause is over.
    pub fn resume(&mut self, id: Id) {
        self.traffic.resume(id);
    }

    /// Takes note that a caller waits no longer; says whether it was the last, which ends the flight.
    pub fn leave(&mut self, id: Id) -> bool {
        let is_last = self.traffic.leave(id);
        if is_last {
            self.end(id);
        }
        is_last
    }

    fn end_if_done(&mut self, id: Id, step: &Step) {
        if matches!(step, Step::Done(_)) {
            self.end(id);
        }
    }

    fn end(&mut self, id: Id) {
        self.traffic.end(id);
        self.calls.retain(|(known, _)| *known != id);
    }

    // Compiled once with its twin below.
    #[inline(never)]
    fn known(&self, id: Id) -> Option<&Call> {
        self.calls.iter().find(|(known, _)| *known == id).map(|(_, call)| call)
    }

    #[inline(never)]
    fn call(&mut self, id: Id) -> Option<&mut Call> {
        self.calls.iter_mut().find(|(known, _)| *known == id).map(|(_, call)| call)
    }
}
