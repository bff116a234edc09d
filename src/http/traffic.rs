//! A client's requests: which calls are one request, which wait for a place, and which goes next.

use super::call::{Call, Seen, Step};
use super::request::Method;
use super::retry::Budget;

/// Names one request under way, its repetitions included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(u32);

impl Id {
    /// That with this number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number, from 1 up.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It gets what the request with this name brings.
    Joins(Id),
    /// It begins a request, which waits for a place.
    Begins(Id),
}

/// A client's requests under way, each with its repetitions and all who wait for it.
///
/// The host tells what happens to each; [`Traffic::send_next`] says which may be sent. A request that is unknown, since it
/// is over, is nothing to be afraid of: whatever is told of it has no effect.
#[derive(Debug)]
pub struct Traffic {
    shares: bool,
    free: u32,
    budget: Budget,
    last: u32,
    /// In the order in which they began, which is the order of their turns.
    flights: Vec<Flight>,
}

#[derive(Debug)]
struct Flight {
    id: Id,
    call: Call,
    /// Whether calls may join.
    open: bool,
    place: Place,
    callers: u32,
}

/// A place among the requests that run at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    Taken,
    /// None: there is a pause between two attempts.
    Unneeded,
}

impl Traffic {
    /// Lets `max_concurrent` requests run at once; equal reads are one request if the client `shares`.
    #[must_use]
    pub fn new(max_concurrent: u32, shares: bool) -> Self {
        let flights = Vec::new();
        Self { shares, free: max_concurrent, budget: Budget::default(), last: 0, flights }
    }

    /// Takes a call on. It joins a request that is the same, with the same patience and begun after the last write, unless
    /// it has to be `alone`; whoever joins gives the request the time that the own call has.
    pub fn admit(&mut self, call: Call, alone: bool) -> Admission {
        let reads = call.request().method == Method::Get;
        let open = reads && self.shares && !alone;
        for known in &mut self.flights {
            if open && known.open && known.call.is_joined_by(&call) {
                known.callers += 1;
                known.call.extend(call.deadline());
                return Admission::Joins(known.id);
            }
        }
        if !reads {
            self.seal();
        }
        self.last = self.last.wrapping_add(1);
        let id = Id(self.last);
        self.flights.push(Flight { id, call, open, place: Place::Waiting, callers: 1 });
        Admission::Begins(id)
    }

    /// Lets no call join what is under way: what it brings may be older than a write, or of somebody else.
    pub fn seal(&mut self) {
        self.flights.iter_mut().for_each(|flight| flight.open = false);
    }

    /// The next request to be sent, which takes a place; none if no place is free or nobody waits.
    pub fn send_next(&mut self) -> Option<Id> {
        self.free.checked_sub(1)?;
        let next = self.flights.iter_mut().find(|flight| flight.place == Place::Waiting)?;
        next.place = Place::Taken;
        self.free -= 1;
        Some(next.id)
    }

    /// The call behind a request.
    #[must_use]
    pub fn call(&self, id: Id) -> Option<&Call> {
        self.flights.iter().find(|flight| flight.id == id).map(|flight| &flight.call)
    }

    /// Begins an attempt, or ends the request if there is no time left for one.
    pub fn start(&mut self, id: Id, now: u64) -> Option<Step> {
        let step = self.flight(id)?.call.start(now);
        self.end_if_done(id, &step);
        Some(step)
    }

    /// Decides what follows from what was seen of an attempt: the request is over then, or pauses, and others have its
    /// place. `random` is in `0.0..1.0`.
    pub fn seen(&mut self, id: Id, seen: Seen, now: u64, random: f64) -> Option<Step> {
        self.place(id, Place::Unneeded);
        let known = self.flights.iter_mut().find(|flight| flight.id == id)?;
        let step = known.call.seen(seen, now, random, &mut self.budget);
        self.end_if_done(id, &step);
        Some(step)
    }

    /// Takes note that a request's pause is over: it waits for a place again, before those that began later.
    pub fn resume(&mut self, id: Id) {
        self.place(id, Place::Waiting);
    }

    /// Takes note that a caller has had enough; says whether it was the last, with whom the request is over.
    pub fn leave(&mut self, id: Id) -> bool {
        let Some(flight) = self.flight(id) else { return false };
        flight.callers = flight.callers.saturating_sub(1);
        let is_last = flight.callers == 0;
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
        self.place(id, Place::Unneeded);
        let reads = self.call(id).is_none_or(|call| call.request().method == Method::Get);
        self.flights.retain(|flight| flight.id != id);
        if !reads {
            self.seal();
        }
    }

    fn place(&mut self, id: Id, place: Place) {
        let Some(flight) = self.flight(id) else { return };
        let gives_back = flight.place == Place::Taken;
        flight.place = place;
        self.free += u32::from(gives_back);
    }

    #[inline(never)]
    fn flight(&mut self, id: Id) -> Option<&mut Flight> {
        self.flights.iter_mut().find(|flight| flight.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Policy, Request};

    fn of(request: Request, policy: Policy) -> Call {
        Call::new(request, policy, |_, error| Err(error), 0)
    }

    fn call(method: Method, path: &str, policy: Policy) -> Call {
        of(Request::new(method, format!("https://a.b/{path}/")), policy)
    }

    fn read(traffic: &mut Traffic, path: &str) -> Admission {
        traffic.admit(call(Method::Get, path, Policy::default()), false)
    }

    fn begun(admission: Admission) -> Id {
        match admission {
            Admission::Begins(id) => id,
            Admission::Joins(id) => panic!("joins {id:?}"),
        }
    }

    fn joined(admission: Admission) -> Id {
        match admission {
            Admission::Joins(id) => id,
            Admission::Begins(id) => panic!("begins {id:?}"),
        }
    }

    #[test]
    fn no_more_run_at_once_than_may_and_the_others_come_in_their_order() {
        let mut traffic = Traffic::new(2, true);
        let ids = ["a", "b", "c", "d"].map(|path| begun(read(&mut traffic, path)));
        assert_eq!([(); 3].map(|()| traffic.send_next()), [Some(ids[0]), Some(ids[1]), None]);
        traffic.end(ids[1]);
        assert_eq!([(); 2].map(|()| traffic.send_next()), [Some(ids[2]), None]);
        traffic.end(ids[0]);
        traffic.end(ids[2]);
        assert_eq!([(); 2].map(|()| traffic.send_next()), [Some(ids[3]), None]);
    }

    #[test]
    fn a_pause_takes_no_place_and_loses_no_turn() {
        let mut traffic = Traffic::new(1, true);
        let ids = ["a", "b", "c"].map(|path| begun(read(&mut traffic, path)));
        assert_eq!(traffic.send_next(), Some(ids[0]));
        traffic.place(ids[0], Place::Unneeded);
        assert_eq!([(); 2].map(|()| traffic.send_next()), [Some(ids[1]), None]);
        traffic.resume(ids[0]);
        assert_eq!(traffic.send_next(), None);
        traffic.end(ids[1]);
        assert_eq!(traffic.send_next(), Some(ids[0]), "before the one that began later");
    }

    #[test]
    fn who_leaves_the_queue_or_ends_gives_back_a_place_once_at_most() {
        let mut traffic = Traffic::new(1, true);
        let ids = ["a", "b", "c", "d"].map(|path| begun(read(&mut traffic, path)));
        assert_eq!(traffic.send_next(), Some(ids[0]));
        assert!(traffic.leave(ids[1]));
        traffic.end(ids[1]);
        assert_eq!(traffic.send_next(), None, "it had no place to give back");
        traffic.place(ids[0], Place::Unneeded);
        traffic.end(ids[0]);
        traffic.end(ids[0]);
        assert_eq!([(); 2].map(|()| traffic.send_next()), [Some(ids[2]), None]);
    }

    #[test]
    fn equal_reads_are_one_request_until_the_last_caller_leaves() {
        let mut traffic = Traffic::new(6, true);
        let id = begun(read(&mut traffic, "a"));
        assert_eq!(joined(read(&mut traffic, "a")), id);
        assert_eq!(traffic.send_next(), Some(id));
        assert_eq!(joined(read(&mut traffic, "a")), id, "under way, too");
        assert_eq!([(); 3].map(|()| traffic.leave(id)), [false, false, true]);
        traffic.end(id);
        assert_ne!(begun(read(&mut traffic, "a")), id, "nothing is cached");
    }

    #[test]
    fn what_differs_in_anything_is_no_equal_read() {
        let mut traffic = Traffic::new(6, true);
        begun(read(&mut traffic, "a"));
        begun(read(&mut traffic, "b"));
        let hasty = Policy { timeout: 1, ..Policy::default() };
        begun(traffic.admit(call(Method::Get, "a", hasty), false));
        begun(traffic.admit(call(Method::Get, "a", Policy::default()), true));
        let mut other = Request::new(Method::Get, "https://a.b/a/".into());
        other.headers.push(("Authorization", "Token 2".into()));
        begun(traffic.admit(of(other, Policy::default()), false));
    }

    #[test]
    fn nobody_joins_a_read_that_was_alone_or_where_nothing_is_shared() {
        let mut traffic = Traffic::new(6, true);
        begun(traffic.admit(call(Method::Get, "a", Policy::default()), true));
        begun(read(&mut traffic, "a"));
        let mut traffic = Traffic::new(6, false);
        begun(read(&mut traffic, "a"));
        begun(read(&mut traffic, "a"));
    }

    #[test]
    fn a_write_lets_nobody_join_what_was_under_way_when_it_began_or_ended() {
        for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
            let mut traffic = Traffic::new(6, true);
            begun(read(&mut traffic, "a"));
            let write = begun(traffic.admit(call(method, "a", Policy::default()), false));
            let during = begun(read(&mut traffic, "a"));
            assert_eq!(joined(read(&mut traffic, "a")), during);
            begun(traffic.admit(call(method, "b", Policy::default()), false));
            begun(read(&mut traffic, "a"));
            traffic.end(write);
            begun(read(&mut traffic, "a"));
        }
    }

    #[test]
    fn writes_are_never_one() {
        let mut traffic = Traffic::new(6, true);
        for _ in 0..2 {
            begun(traffic.admit(call(Method::Put, "a", Policy::default()), false));
        }
    }
}
