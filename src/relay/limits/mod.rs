//! How often one may call (rule Q): pure state, told the time in milliseconds.

mod breaker;
mod bucket;
mod rates;
#[cfg(test)]
mod tests;

use self::bucket::Bucket;
use super::address::counted;
use super::forward::{Subject, Visit};
use super::message::Outcome;
use super::table::{MAX_ENTRIES, Table};

pub use self::breaker::Breaker;
pub use self::rates::Rates;

/// How long a visitor counts as alive, in milliseconds.
const ALIVE: u64 = 3_600_000;
/// In what time an address may name so many unknown keys, in milliseconds.
const UNKNOWN_WINDOW: u64 = 600_000;
/// How many requests may wait for the budget, and how long.
const MAX_QUEUE: u64 = 64;
const MAX_WAIT: u64 = 1_000;

/// Why a request is kept back; whole seconds, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// This visitor or address calls too often: 429.
    TooMany {
        /// When it may call again.
        seconds: u64,
    },
    /// User.com can't be asked right now, whoever calls: 503.
    Busy {
        /// When to call again.
        seconds: u64,
    },
}

/// Whether User.com may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// At once.
    Go,
    /// After a wait: the place is taken already.
    Wait {
        /// How long, in milliseconds; at most a second.
        ms: u64,
    },
    /// Not now.
    Refused(Refused),
}

/// The limits of one instance, in memory.
///
/// A host calls [`Limits::admit`] for each request that isn't answered at once, [`Limits::spend`] before the first
/// question to User.com (not for what a cache answers), and [`Limits::settle`] with what came of it.
#[derive(Debug)]
pub struct Limits {
    rates: Rates,
    visitors: Table<(Subject, u128), Bucket>,
    addresses: Table<u128, Bucket>,
    shares: Table<u128, Bucket>,
    unknown: Table<u128, Bucket>,
    /// Who was unknown lately, so that a key counts once.
    strangers: Table<(Subject, u128), u64>,
    alive: Table<Subject, u64>,
    total: Bucket,
    fresh: Bucket,
}

impl Limits {
    /// Nobody has called yet.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            rates,
            visitors: Table::new(MAX_ENTRIES),
            addresses: Table::new(MAX_ENTRIES),
            shares: Table::new(MAX_ENTRIES),
            unknown: Table::new(MAX_ENTRIES),
            strangers: Table::new(MAX_ENTRIES),
            alive: Table::new(MAX_ENTRIES),
            total: Bucket::default(),
            fresh: Bucket::default(),
        }
    }

    /// Whether this visitor, at this address, may make a request.
    ///
    /// # Errors
    /// 429: too many of the visitor's, of the address's, or too many unknown keys from there.
    pub fn admit(&mut self, visit: &Visit, now: u64) -> Result<(), Refused> {
        let rates = self.rates;
        let address = visit.address.map(counted);
        let visitor = (visit.subject.clone(), address.unwrap_or_default());
        let bucket = self.visitors.get_or(&visitor, Bucket::default);
        bucket.take(1, rates.key, rates.key_burst, now).map_err(too_many)?;
        let Some(address) = address else { return Ok(()) };
        if !self.is_alive(&visit.subject, now) && !self.strangers_welcome(address, now) {
            let wait = UNKNOWN_WINDOW / (rates.unknown_keys / 2).max(1);
            return Err(too_many(wait));
        }
        let bucket = self.addresses.get_or(&address, Bucket::default);
        bucket.take(1, rates.address, rates.address_burst, now).map_err(too_many)
    }

    /// Whether User.com may be asked as often as this request needs: the budget is shared by all, one address has a
    /// quarter of it at most, and visitors who weren't there in the last hour half.
    pub fn spend(&mut self, visit: &Visit, now: u64) -> Admission {
        let (calls, rate) = (visit.calls, self.rates.upstream);
        // What one request needs must fit into every share, however small the budget is.
        let (quarter, half) = ((rate / 4).max(1), (rate / 2).max(1));
        let burst = |rate: u64| rate.max(8);
        if let Some(address) = visit.address.map(counted) {
            let share = self.shares.get_or(&address, Bucket::default);
            if let Err(wait) = share.take(calls, quarter, burst(quarter), now) {
                return Admission::Refused(too_many(wait));
            }
        }
        let own = if self.is_alive(&visit.subject, now) { 0 } else { calls };
        if let Err(wait) = self.fresh.take(own, half, burst(half), now) {
            return Admission::Refused(busy(wait));
        }
        let patience = MAX_WAIT.min(MAX_QUEUE * 1_000 / rate);
        match self.total.reserve(calls, rate, burst(rate), patience, now) {
            Ok(0) => Admission::Go,
            Ok(ms) => Admission::Wait { ms },
            Err(wait) => Admission::Refused(busy(wait)),
        }
    }

    /// Takes note of what came of a request.
    pub fn settle(&mut self, visit: &Visit, outcome: &Outcome, now: u64) {
        if outcome.code == "ok" {
            self.alive.insert(visit.subject.clone(), now);
        }
        let Some(address) = visit.address.map(counted).filter(|_| outcome.unknown_key) else {
            return;
        };
        let stranger = (visit.subject.clone(), address);
        let seen = self
            .strangers
            .get(&stranger)
            .is_some_and(|at| now.saturating_sub(*at) < UNKNOWN_WINDOW);
        if !seen {
            self.strangers.insert(stranger, now);
            let half = (self.rates.unknown_keys / 2).max(1);
            self.unknown.get_or(&address, Bucket::default).force(UNKNOWN_WINDOW, half, now);
        }
    }

    /// Whether the visitor was there in the last hour; a person is, by a signature.
    pub fn is_alive(&mut self, subject: &Subject, now: u64) -> bool {
        let seen = |at: &mut u64| now.saturating_sub(*at) < ALIVE;
        matches!(subject, Subject::Person(_)) || self.alive.get(subject).is_some_and(seen)
    }

    /// Half of the unknown keys at once, half over the time: so never more than all of them within it.
    fn strangers_welcome(&mut self, address: u128, now: u64) -> bool {
        let half = (self.rates.unknown_keys / 2).max(1);
        self.unknown.get(&address).is_none_or(|bucket| bucket.has_room(UNKNOWN_WINDOW, half, now))
    }
}

fn too_many(wait: u64) -> Refused {
    Refused::TooMany { seconds: seconds(wait) }
}

fn busy(wait: u64) -> Refused {
    Refused::Busy { seconds: seconds(wait) }
}

fn seconds(ms: u64) -> u64 {
    ms.div_ceil(1_000).max(1)
}
