//! Leaves User.com alone for as long as it asks for (rule R).

use super::{Refused, busy};
use crate::relay::message::Outcome;

/// Until when nobody calls User.com. Times are in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Breaker {
    until: u64,
}

impl Breaker {
    /// Whether User.com may be called.
    ///
    /// # Errors
    /// 503, with the rest of the pause.
    pub fn check(&self, now: u64) -> Result<(), Refused> {
        if now < self.until { Err(busy(self.until - now)) } else { Ok(()) }
    }

    /// Takes note of what came of a request; a pause never gets shorter.
    pub fn settle(&mut self, outcome: &Outcome, now: u64) {
        if outcome.pause > 0 {
            self.until = self.until.max(now.saturating_add(outcome.pause.saturating_mul(1_000)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_r_nobody_calls_until_the_pause_is_over() {
        let outcome = |pause| Outcome { route: "visitor", code: "busy", unknown_key: false, pause };
        let mut breaker = Breaker::default();
        breaker.settle(&outcome(0), 1_000);
        assert_eq!(breaker.check(1_000), Ok(()));
        breaker.settle(&outcome(60), 1_000);
        breaker.settle(&outcome(1), 1_000);
        assert_eq!(breaker.check(1_000), Err(Refused::Busy { seconds: 60 }));
        assert_eq!(breaker.check(60_999), Err(Refused::Busy { seconds: 1 }));
        assert_eq!(breaker.check(61_000), Ok(()));
    }
}
