//! One call as a state machine.
//!
//! The host does what a [`Step`] says and reports what it saw; every decision is made here, with the time and a random
//! number as arguments:
//!
//! ```text
//!           ┌────────────────────────── Wait { ms } ◄──────────┐
//!           ▼                                                  │
//!  start ─► Send { timeout_ms } ── host sends ──► seen ── again? ── no ─► Done
//! ```

use std::rc::Rc;

use crate::error::{Error, Kind, Result};

use super::answer::{self, Found, Response};
use super::request::{Method, Request};
use super::retry::{self, Budget, Policy};

/// What the host has to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send the request and report what comes within `timeout_ms`, the body included.
    Send {
        /// The time the attempt has, in milliseconds.
        timeout_ms: u64,
    },
    /// Wait, then call [`Call::start`] again.
    Wait {
        /// How long, in milliseconds.
        ms: u64,
    },
    /// The call is over.
    Done(Result<Found>),
}

/// What the host saw of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// An answer, read to its end.
    Answer(Response),
    /// No answer, or one that broke off.
    Failed,
    /// Something that can't be an answer, which another attempt wouldn't change.
    Unusable(Error),
    /// The time given to the attempt is over.
    TimedOut,
}

impl Seen {
    /// The status, if an answer came.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Answer(response) => Some(response.status),
            _ => None,
        }
    }
}

/// A system's last word on an answer that isn't a success: a sharper error, or what it is an answer to after all.
pub type Sharpen = fn(&Request, Error) -> Result<Found>;

/// One call, from its first attempt to its result.
#[derive(Debug)]
pub struct Call {
    request: Rc<Request>,
    policy: Policy,
    sharpen: Sharpen,
    deadline: u64,
    sent_at: u64,
    attempts: u32,
    taken: u32,
}

impl Call {
    /// Makes a call that began at `now`, in milliseconds of any clock that never goes back.
    #[must_use]
    pub fn new(request: Rc<Request>, policy: Policy, sharpen: Sharpen, now: u64) -> Self {
        let deadline = now + u64::from(policy.total_timeout);
        Self { request, policy, sharpen, deadline, sent_at: now, attempts: 0, taken: 0 }
    }

    /// The request this call sends.
    #[must_use]
    pub const fn request(&self) -> &Rc<Request> {
        &self.request
    }

    /// How many requests were sent.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Gives the call time until `deadline`, if that is later than what it has. An attempt under way may last longer, too.
    pub fn extend(&mut self, deadline: u64) {
        self.deadline = self.deadline.max(deadline);
    }

    /// How long the attempt under way has left, in milliseconds: longer than it was told, if the call was given time.
    #[must_use]
    pub fn left(&self, now: u64) -> u64 {
        self.deadline.min(self.sent_at + u64::from(self.policy.timeout)).saturating_sub(now)
    }

    /// The next attempt, or the end if there is no time left for one.
    pub fn start(&mut self, now: u64) -> Step {
        if now >= self.deadline {
            return self.fail(self.timed_out(now));
        }
        self.attempts += 1;
        self.sent_at = now;
        Step::Send { timeout_ms: self.left(now) }
    }

    /// Decides what follows from what the host saw. `random` is in `0.0..1.0`.
    pub fn seen(&mut self, seen: Seen, now: u64, random: f64, budget: &mut Budget) -> Step {
        let error = match seen {
            Seen::Answer(response) => {
                let read = answer::read(&self.request, response).or_else(|mut error| {
                    error.attempts = self.attempts;
                    // An attempt before has removed it, though its answer was lost.
                    if error.kind == Kind::NotFound && self.is_repeated_removal() {
                        return Ok(Found::Data);
                    }
                    (self.sharpen)(&self.request, error)
                });
                match read {
                    Ok(found) => {
                        budget.give_back(self.taken);
                        return Step::Done(Ok(found));
                    }
                    Err(error) => error,
                }
            }
            Seen::Failed => no_answer(),
            Seen::Unusable(error) => error,
            Seen::TimedOut => self.timed_out(now),
        };
        self.again(error, now, random, budget)
    }

    /// Waits for another attempt, or ends the call with `error`.
    fn again(&mut self, mut error: Error, now: u64, random: f64, budget: &mut Budget) -> Step {
        let status = error.status();
        let retry_after = error.answer.as_ref().and_then(|answer| answer.retry_after_ms);
        if !error.retryable || !retry::may_repeat(&self.request, status, retry_after.is_some()) {
            return self.fail(error);
        }
        if retry_after.is_some_and(|ms| ms > u64::from(self.policy.max_retry_after)) {
            error.kind = Kind::RateLimit;
            error.code = "rate_limited";
            return self.fail(error);
        }
        let ms = retry::wait_ms(self.attempts, random, retry_after);
        let in_time = now.saturating_add(ms) < self.deadline;
        if self.attempts > self.policy.max_retries || !in_time {
            return self.fail(error);
        }
        match budget.take(error.kind == Kind::RateLimit) {
            Some(taken) => {
                self.taken = taken;
                Step::Wait { ms }
            }
            None => self.fail(error),
        }
    }

    fn is_repeated_removal(&self) -> bool {
        self.request.method == Method::Delete && self.attempts > 1
    }

    fn fail(&self, mut error: Error) -> Step {
        let retry_after = error.answer.as_ref().and_then(|answer| answer.retry_after_ms);
        let unknown = matches!(error.kind, Kind::Network | Kind::Timeout | Kind::Server);
        if self.request.creates
            && unknown
            && retry::is_ambiguous(error.status(), retry_after.is_some())
        {
            error.code = "maybe_created";
            error
                .message
                .push_str("; what was to be created may exist: look for it before you try again");
        }
        error.attempts = self.attempts;
        Step::Done(Err(error))
    }

    fn timed_out(&self, now: u64) -> Error {
        if now >= self.deadline {
            Error::new(Kind::Timeout, "total", "the call took longer than totalTimeout allows")
        } else {
            Error::new(Kind::Timeout, "attempt", "the answer took longer than timeout allows")
        }
    }
}

/// The platform's own words are left out: they may repeat the URL or a header.
fn no_answer() -> Error {
    let message = "no answer came: the network is down, the address is wrong, or the server refuses this page's origin (CORS)";
    Error::new(Kind::Network, "no_answer", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::answer::{Body, Shape};

    fn answer(status: u16, headers: &[(&'static str, &str)]) -> Seen {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let record = Body::Data(Shape::Object { id: true, page: false, detail: None });
        let body = if status == 200 { record } else { Body::Empty };
        Seen::Answer(Response { status, headers, body, clock: 0 })
    }

    fn call(method: Method) -> Call {
        Call::new(
            Rc::new(Request::new(method, "https://a.b/c/".into())),
            Policy::default(),
            |_, error| Err(error),
            1000,
        )
    }

    /// Plays a script of what is seen, one entry an attempt, each a second long, and tells the waits and the end.
    fn play(call: &mut Call, script: &[Seen]) -> (Vec<u64>, Result<Found>) {
        let (mut now, mut waits, mut script) = (1000, Vec::new(), script.iter());
        let mut budget = Budget::default();
        let mut step = call.start(now);
        loop {
            step = match step {
                Step::Send { .. } => {
                    now += 1000;
                    call.seen(
                        script.next().expect("no more attempts").clone(),
                        now,
                        0.5,
                        &mut budget,
                    )
                }
                Step::Wait { ms } => {
                    waits.push(ms);
                    now += ms;
                    call.start(now)
                }
                Step::Done(result) => {
                    assert_eq!(script.len(), 0, "attempts left");
                    return (waits, result);
                }
            }
        }
    }

    #[test]
    fn a_good_answer_ends_the_call() {
        assert_eq!(play(&mut call(Method::Get), &[answer(200, &[])]), (vec![], Ok(Found::Data)));
    }

    #[test]
    fn what_may_pass_is_tried_three_times_in_all() {
        for seen in [answer(503, &[]), answer(408, &[]), Seen::Failed, Seen::TimedOut] {
            for method in [Method::Get, Method::Put, Method::Patch, Method::Delete] {
                let mut call = call(method);
                let (waits, result) = play(&mut call, &[seen.clone(), seen.clone(), seen.clone()]);
                assert_eq!(waits, [150, 300]);
                assert_eq!((result.unwrap_err().attempts, call.attempts()), (3, 3));
            }
        }
    }

    #[test]
    fn what_cannot_pass_is_tried_once() {
        for status in [400, 401, 403, 404, 409, 422, 501] {
            let (waits, result) = play(&mut call(Method::Get), &[answer(status, &[])]);
            assert!(waits.is_empty() && result.is_err(), "{status}");
        }
    }

    #[test]
    fn a_success_after_a_failure_is_a_success() {
        let script = [Seen::TimedOut, answer(500, &[]), answer(200, &[])];
        assert_eq!(play(&mut call(Method::Get), &script).1, Ok(Found::Data));
    }

    #[test]
    fn retry_after_is_obeyed() {
        let script = [answer(429, &[("retry-after", "2")]), answer(200, &[])];
        assert_eq!(play(&mut call(Method::Post), &script), (vec![2000], Ok(Found::Data)));
    }

    #[test]
    fn a_retry_after_beyond_the_limit_fails_at_once_and_says_how_long() {
        let (waits, result) =
            play(&mut call(Method::Get), &[answer(503, &[("retry-after", "31")])]);
        let error = result.unwrap_err();
        assert!(waits.is_empty());
        assert_eq!((error.kind, error.status()), (Kind::RateLimit, Some(503)));
        assert_eq!(error.answer.as_ref().unwrap().retry_after_ms, Some(31_000));
    }

    #[test]
    fn a_wait_that_would_pass_the_deadline_is_not_begun() {
        let policy = Policy { total_timeout: 3000, ..Policy::default() };
        let mut call = Call::new(
            Rc::new(Request::new(Method::Get, String::new())),
            policy,
            |_, error| Err(error),
            1000,
        );
        let (waits, result) = play(&mut call, &[answer(429, &[("retry-after", "2")])]);
        assert_eq!((waits, result.unwrap_err().kind), (vec![], Kind::RateLimit));
    }

    #[test]
    fn an_attempt_never_outlives_the_call() {
        let mut call = call(Method::Get);
        assert_eq!(call.start(1000), Step::Send { timeout_ms: 10_000 });
        assert_eq!(call.start(29_000), Step::Send { timeout_ms: 2000 });
        let Step::Done(Err(error)) = call.start(31_000) else { panic!("time is over") };
        assert_eq!((error.kind, error.code), (Kind::Timeout, "total"));
        call.extend(41_000);
        call.extend(0);
        assert_eq!(call.start(35_000), Step::Send { timeout_ms: 6000 });
    }

    #[test]
    fn an_attempt_lasts_longer_for_who_joins_it() {
        let policy = Policy { total_timeout: 3000, ..Policy::default() };
        let request = Rc::new(Request::new(Method::Get, String::new()));
        let mut call = Call::new(request, policy, |_, error| Err(error), 1000);
        assert_eq!(call.start(1000), Step::Send { timeout_ms: 3000 });
        call.extend(6000);
        assert_eq!((call.left(3999), call.left(4000)), (2001, 2000));
        call.extend(60_000);
        assert_eq!((call.left(4000), call.left(11_000), call.left(12_000)), (7000, 0, 0));
    }

    #[test]
    fn a_timeout_says_which_limit_it_was() {
        let end =
            |now| match call(Method::Post).seen(Seen::TimedOut, now, 0.5, &mut Budget::default()) {
                Step::Done(Err(error)) => error.code,
                step => panic!("{step:?}"),
            };
        assert_eq!((end(30_999), end(31_000)), ("attempt", "total"));
    }

    #[test]
    fn a_removal_whose_answer_was_lost_is_done_when_its_object_is_gone() {
        let script = [Seen::Failed, answer(404, &[])];
        assert_eq!(play(&mut call(Method::Delete), &script).1, Ok(Found::Data));
        assert_eq!(play(&mut call(Method::Put), &script).1.unwrap_err().kind, Kind::NotFound);
        let error = play(&mut call(Method::Delete), &[answer(404, &[])]).1.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound);
    }

    #[test]
    fn an_ambiguous_creation_says_that_it_may_have_been_carried_out() {
        for (seen, code) in [
            (Seen::TimedOut, "maybe_created"),
            (Seen::Failed, "maybe_created"),
            (answer(502, &[]), "maybe_created"),
            (answer(503, &[("retry-after", "999")]), "rate_limited"),
            (answer(400, &[]), "rejected"),
        ] {
            let mut call = call(Method::Post);
            Rc::make_mut(&mut call.request).creates = true;
            assert_eq!(play(&mut call, &[seen]).1.unwrap_err().code, code);
        }
    }

    #[test]
    fn an_empty_budget_ends_retries() {
        let mut budget = Budget::default();
        while budget.take(false).is_some() {}
        let mut call = call(Method::Get);
        call.start(1000);
        let step = call.seen(answer(500, &[]), 1001, 0.5, &mut budget);
        assert!(matches!(step, Step::Done(Err(_))), "{step:?}");
    }

    #[test]
    fn a_success_after_retries_gives_back_what_the_last_one_took() {
        let mut budget = Budget::default();
        for _ in 0..100 {
            let mut call = call(Method::Get);
            call.start(1000);
            assert!(matches!(
                call.seen(answer(500, &[]), 1001, 0.5, &mut budget),
                Step::Wait { .. }
            ));
            call.start(2000);
            call.seen(answer(200, &[]), 2001, 0.5, &mut budget);
        }
        assert_eq!(budget, Budget::default());
    }

    #[test]
    fn a_system_has_the_last_word_on_an_error() {
        let request = Rc::new(Request::new(Method::Get, String::new()));
        let mut call = Call::new(
            request,
            Policy::default(),
            |_, error| if error.kind == Kind::Forbidden { Ok(Found::Nobody) } else { Err(error) },
            0,
        );
        assert_eq!(play(&mut call, &[answer(403, &[])]).1, Ok(Found::Nobody));
    }
}
