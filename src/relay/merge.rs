//! Two records that become one, which can't be undone (rule L).

use std::fmt;

use super::config::Config;
use super::decide::Decision;
use super::forward::{Asking, Forward, Next, Visit};
use super::identify::Identify;

/// What must be allowed by the store that all instances share, at once: nobody has used this token to merge before, and
/// this person has merged less than [`Permit::MAX_A_DAY`] times today. A store that doesn't answer allows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Permit {
    /// What the token is called; to be remembered until it expires.
    pub jti: String,
    /// Whom it is about.
    pub sub: String,
    /// When nobody takes the token any more, in seconds since 1970.
    pub expires: u64,
}

impl Permit {
    /// How often one person's records may be merged in a day.
    pub const MAX_A_DAY: u64 = 3;
}

/// Doesn't say whom it is about.
impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// A merge that waits for its permit.
pub struct Merge {
    asking: Asking,
    identify: Box<Identify>,
}

impl fmt::Debug for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merge").field("visit", &self.asking.visit).finish_non_exhaustive()
    }
}

impl Merge {
    pub(super) fn new(asking: Asking, identify: Box<Identify>) -> Self {
        Self { asking, identify }
    }

    /// What the store must allow.
    #[must_use]
    pub fn permit(&self) -> Permit {
        self.identify.permit()
    }

    /// What limits and caches go by.
    #[must_use]
    pub const fn visit(&self) -> &Visit {
        &self.asking.visit
    }

    /// Goes on with what the store said: without its leave both records stay.
    #[must_use]
    pub fn decide(self, config: &Config, allowed: bool) -> Decision {
        let Self { asking, identify } = self;
        match identify.merge(config, allowed) {
            Ok(Next::Ask(request, step)) => Forward::begin(config, asking, request, step),
            Ok(Next::Done(record, members)) => {
                Decision::Answer(asking.done(config, &record, members))
            }
            Ok(Next::Merge(identify)) => Decision::Merge(Box::new(Self::new(asking, identify))),
            Err(problem) => Decision::Answer(asking.envelope.problem(config, &problem)),
        }
    }
}
