//! The rate limit: so many requests a second for each token.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How long requests are counted before the count starts anew.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Counts the requests of the running second; clones share the count.
#[derive(Clone, Debug, Default)]
pub struct Throttle(Arc<Mutex<Second>>);

#[derive(Debug, Default)]
struct Second {
    start: Timestamp,
    counts: HashMap<String, u32>,
}

impl Throttle {
    /// Counts a request with a token at the time `now` and says whether it is within `rate`.
    pub fn admits(&self, token: &str, rate: NonZeroU32, now: Timestamp) -> bool {
        let mut second = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(second.start) >= SECOND {
            *second = Second { start: now, counts: HashMap::new() };
        }
        let count = second.counts.entry(token.to_owned()).or_default();
        *count = count.saturating_add(1);
        *count <= rate.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_is_counted_anew_each_second() {
        let (throttle, start) = (Throttle::default(), Timestamp::UNIX_EPOCH + SECOND);
        let admits = |token, ms| {
            let now = start + SignedDuration::from_millis(ms);
            throttle.admits(token, NonZeroU32::new(2).unwrap(), now)
        };
        assert!(admits("a", 0) && admits("a", 900) && !admits("a", 999));
        assert!(admits("b", 999));
        assert!(admits("a", 1000));
    }
}
