//! When a request is sent again, and after how long.

use super::request::{Method, Request};

/// The longest wait the backoff asks for by itself, in milliseconds.
pub const MAX_BACKOFF_MS: u64 = 8_000;
/// The first wait's upper bound, doubled with each attempt, in milliseconds.
pub const FIRST_BACKOFF_MS: u64 = 300;

/// How patient a call is. Times are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How long one attempt may take, its body included.
    pub timeout: u32,
    /// How long the call may take in all.
    pub total_timeout: u32,
    /// How often a failed request is sent again.
    pub max_retries: u32,
    /// The longest `Retry-After` that is waited for; beyond it the call fails at once.
    pub max_retry_after: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { timeout: 10_000, total_timeout: 30_000, max_retries: 2, max_retry_after: 30_000 }
    }
}

/// Whether the same request may fare better later when it was answered like this.
#[must_use]
pub const fn is_retried_status(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Whether `request` may be sent again after a failure: always if twice is as good as once, else only if the service
/// said that it didn't carry it out (429, or 503 with `Retry-After`).
#[must_use]
pub fn may_repeat(request: &Request, status: Option<u16>, has_retry_after: bool) -> bool {
    request.method != Method::Post || !is_ambiguous(status, has_retry_after)
}

/// Whether the request may have been carried out although it failed.
#[must_use]
pub const fn is_ambiguous(status: Option<u16>, has_retry_after: bool) -> bool {
    match status {
        Some(429) => false,
        Some(503) => !has_retry_after,
        Some(status) => status >= 500 || matches!(status, 408 | 425),
        None => true,
    }
}

/// The wait before the attempt after `attempts`: full jitter, or longer if the service asks for it.
///
/// `random` is in `0.0..1.0`.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the product is between 0 and MAX_BACKOFF_MS"
)]
pub fn wait_ms(attempts: u32, random: f64, retry_after_ms: Option<u64>) -> u64 {
    let doubled = FIRST_BACKOFF_MS << (attempts.saturating_sub(1)).min(8);
    let own = (doubled.min(MAX_BACKOFF_MS) as f64 * random) as u64;
    own.max(retry_after_ms.unwrap_or(0))
}

/// A client's allowance for retries: when most calls fail, retrying each of them only makes it worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    tokens: u32,
}

impl Budget {
    const FULL: u32 = 500;
    const RETRY: u32 = 14;
    const THROTTLED: u32 = 5;

    /// Takes what a retry costs; none if too little is left.
    pub fn take(&mut self, throttled: bool) -> Option<u32> {
        let cost = if throttled { Self::THROTTLED } else { Self::RETRY };
        self.tokens = self.tokens.checked_sub(cost)?;
        Some(cost)
    }

    /// Gives back what a call's last retry took, or 1 if it had none.
    pub fn give_back(&mut self, taken: u32) {
        self.tokens = (self.tokens + taken.max(1)).min(Self::FULL);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { tokens: Self::FULL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backoff_doubles_to_its_bound_and_jitters_fully() {
        assert_eq!(
            [1, 2, 3, 5, 6, 40].map(|n| wait_ms(n, 0.999_999, None)),
            [299, 599, 1199, 4799, 7999, 7999]
        );
        assert_eq!(wait_ms(3, 0.0, None), 0);
        assert_eq!(wait_ms(3, 0.5, None), 600);
    }

    #[test]
    fn retry_after_lengthens_the_wait_and_never_shortens_it() {
        assert_eq!(wait_ms(1, 0.5, Some(2000)), 2000);
        assert_eq!(wait_ms(1, 0.5, Some(0)), 150);
    }

    #[test]
    fn a_post_is_repeated_only_if_it_cannot_have_been_carried_out() {
        let post = Request::new(Method::Post, String::new());
        for (status, has_retry_after, repeated) in [
            (Some(429), false, true),
            (Some(503), true, true),
            (Some(503), false, false),
            (Some(500), true, false),
            (Some(502), false, false),
            (Some(504), false, false),
            (Some(408), false, false),
            (None, false, false),
        ] {
            assert_eq!(may_repeat(&post, status, has_retry_after), repeated, "{status:?}");
            for method in [Method::Get, Method::Put, Method::Patch, Method::Delete] {
                assert!(may_repeat(&Request::new(method, String::new()), status, has_retry_after));
            }
        }
    }

    #[test]
    fn the_budget_runs_out_and_comes_back() {
        let mut budget = Budget::default();
        let retries = std::iter::from_fn(|| budget.take(false)).count();
        assert_eq!(retries, 500 / 14);
        assert_eq!([(); 3].map(|()| budget.take(true)), [Some(5), Some(5), None]);
        budget.give_back(14);
        assert_eq!(budget.take(false), Some(14));
    }

    #[test]
    fn the_budget_never_exceeds_its_size() {
        let mut budget = Budget::default();
        budget.give_back(14);
        assert_eq!(budget, Budget::default());
    }
}
