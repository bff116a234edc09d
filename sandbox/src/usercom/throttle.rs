//! The rate limit: so many requests a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts the requests of the running second.
#[derive(Clone, Debug, Default)]
pub struct Throttle {
    second: Arc<Mutex<Option<(Instant, u32)>>>,
}

impl Throttle {
    /// Counts a request at the time `now` and says whether it is within `rate` a second.
    pub fn admits(&self, rate: u32, now: Instant) -> bool {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, count) = match &mut *second {
            Some(current) if now.duration_since(current.0) < Duration::from_secs(1) => current,
            other => other.insert((now, 0)),
        };
        *count = count.saturating_add(1);
        *count <= rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_starts_anew_each_second() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        assert!(throttle.admits(2, start));
        assert!(throttle.admits(2, start + Duration::from_millis(900)));
        assert!(!throttle.admits(2, start + Duration::from_millis(999)));
        assert!(throttle.admits(2, start + Duration::from_secs(1)));
    }
}
