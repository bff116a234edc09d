//! The sandbox's own clock: real time, which tests may move ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Tells the time to everything that stores or compares it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Answers the current time, as far ahead as the clock was moved.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms.load(Ordering::Relaxed));
        Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock ahead; what waits for a time need not wait for real.
    pub fn advance(&self, milliseconds: i64) {
        self.ahead_ms.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// Writes a time as the service does: UTC, microseconds, `2017-06-07T09:41:13.466897Z`.
#[must_use]
pub fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_six_fraction_digits() {
        let time: Timestamp = "2017-06-07T11:41:13.4668+02:00".parse().unwrap();
        assert_eq!(iso(time), "2017-06-07T09:41:13.466800Z");
    }

    #[test]
    fn a_moved_clock_stays_ahead() {
        let clock = Clock::default();
        clock.advance(7_200_000);
        let ahead = clock.now().duration_since(Timestamp::now());
        assert!(ahead > SignedDuration::from_mins(119) && ahead <= SignedDuration::from_hours(2));
    }
}
