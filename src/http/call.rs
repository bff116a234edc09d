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
    request: Request,
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
    pub fn new(request: Request, policy: Policy, sharpen: Sharpen, now: u64) -> Self {
        let deadline = now + u64::from(policy.total_timeout);
        Self { request, policy, sharpen, deadline, sent_at: now, attempts: 0, taken: 0 }
    }

    /// The request this call sends.
    #[must_use]
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// How many requests were sent.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether `other` may have what this one brings: the same is asked, with the same patience.
    #[must_use]
    pub fn is_joined_by(&self, other: &Self) -> bool {
        self.policy == other.policy && self.request == other.request
    }

    /// When the call's time is over.
    #[must_use]
    pub const fn deadline(&self) -> u64 {
        self.deadline
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
        let mut error = match seen {
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
        match self.again(&mut error, now, random, budget) {
            Some(ms) => Step::Wait { ms },
            None => self.fail(error),
        }
    }

    /// How long to wait before another attempt, in milliseconds; none if `error` ends the call.
    fn again(
        &mut self,
        error: &mut Error,
        now: u64,
        random: f64,
        budget: &mut Budget,
    ) -> Option<u64> {
        let retry_after = retry_after(error);
        let says_when = retry_after.is_some();
        if !error.retryable || !retry::may_repeat(&self.request, error.status(), says_when) {
            return None;
        }
        if retry_after.is_some_and(|ms| ms > u64::from(self.policy.max_retry_after)) {
            error.kind = Kind::RateLimit;
            error.code = "rate_limited";
            return None;
        }
        let ms = retry::wait_ms(self.attempts, random, retry_after);
        let in_time = now.saturating_add(ms) < self.deadline;
        if self.attempts > self.policy.max_retries || !in_time {
            return None;
        }
        self.taken = budget.take(error.kind == Kind::RateLimit)?;
        Some(ms)
    }

    fn is_repeated_removal(&self) -> bool {
        self.request.method == Method::Delete && self.attempts > 1
    }

    fn fail(&self, mut error: Error) -> Step {
        let unknown = matches!(error.kind, Kind::Network | Kind::Timeout | Kind::Server);
        if self.request.creates
            && unknown
            && retry::is_ambiguous(error.status(), retry_after(&error).is_some())
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

fn retry_after(error: &Error) -> Option<u64> {
    error.answer.as_ref()?.retry_after_ms
}

/// The platform's own words are left out: they may repeat the URL or a header.
fn no_answer() -> Error {
    let message = "no answer came: the network is down, the address is wrong, or the server refuses this page's origin (CORS)";
    Error::new(Kind::Network, "no_answer", message)
}

#[cfg(test)]
mod tests;
