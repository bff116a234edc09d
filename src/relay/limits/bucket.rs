//! A token bucket in one number (the generic cell rate algorithm).

/// How full a bucket is: the time, in microseconds, at which it is empty of debts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bucket {
    paid: u64,
}

impl Bucket {
    /// Takes `count` at `rate` a second, `burst` at once. A refusal takes nothing.
    ///
    /// # Errors
    /// How long to wait, in milliseconds.
    pub fn take(&mut self, count: u64, rate: u64, burst: u64, now: u64) -> Result<(), u64> {
        self.reserve(count, rate, burst, 0, now).map(drop)
    }

    /// The same, where the taker waits `patience` milliseconds at most: how long it is to wait.
    ///
    /// # Errors
    /// As [`Bucket::take`].
    pub fn reserve(
        &mut self,
        count: u64,
        rate: u64,
        burst: u64,
        patience: u64,
        now: u64,
    ) -> Result<u64, u64> {
        let (each, now) = (1_000_000 / rate.clamp(1, 1_000_000), now.saturating_mul(1_000));
        let paid = self.paid.max(now) + each * count;
        let wait = paid.saturating_sub(now + each * burst).div_ceil(1_000);
        if wait > patience {
            return Err(wait);
        }
        self.paid = paid;
        Ok(wait)
    }

    /// Whether one of `count` in `window` milliseconds is left.
    pub fn has_room(self, window: u64, count: u64, now: u64) -> bool {
        let (each, now) = (window * 1_000 / count, now.saturating_mul(1_000));
        self.paid.max(now) + each <= now + each * count
    }

    /// Takes one of `count` in `window` milliseconds, whether there is one or not.
    pub fn force(&mut self, window: u64, count: u64, now: u64) {
        self.paid = self.paid.max(now.saturating_mul(1_000)) + window * 1_000 / count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let mut bucket = Bucket::default();
        for _ in 0..10 {
            assert_eq!(bucket.take(1, 5, 10, 1_000), Ok(()));
        }
        assert_eq!(bucket.take(1, 5, 10, 1_000), Err(200));
        assert_eq!(bucket.take(1, 5, 10, 1_199), Err(1));
        assert_eq!(bucket.take(1, 5, 10, 1_200), Ok(()));
        assert_eq!(bucket.take(2, 5, 10, 1_200), Err(400));
    }

    #[test]
    fn who_is_patient_gets_a_place_and_a_time() {
        let mut bucket = Bucket::default();
        assert_eq!(bucket.reserve(4, 2, 4, 1_000, 0), Ok(0));
        assert_eq!(bucket.reserve(2, 2, 4, 1_000, 0), Ok(1_000));
        assert_eq!(bucket.reserve(1, 2, 4, 1_000, 0), Err(1_500));
    }
}
