//! The faults that are on, and the choice which of them hits a request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderValue;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::answer::Asked;
use super::fault::Fault;
use super::read::{Invalid, read_header};
use super::short;

/// How many faults there may be.
const MOST: usize = 1000;
/// How many different header faults are counted at a time.
const COUNTED: usize = 1000;

/// The faults that are on; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    last_id: u64,
    listed: Vec<Armed>,
    /// Header faults that hit some of their requests, by their text, the oldest first.
    by_header: VecDeque<(HeaderValue, Armed)>,
    /// Ends every stall.
    released: CancellationToken,
}

/// A fault with its count.
#[derive(Debug)]
struct Armed {
    /// Its number; `None` if it came by header.
    id: Option<u64>,
    fault: Arc<Fault>,
    remaining: Option<u32>,
    hits: u64,
    random: Xoshiro256PlusPlus,
    released: CancellationToken,
}

/// A fault that hits a request.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What happens to the request.
    pub fault: Arc<Fault>,
    /// Ends waits and stalls.
    pub released: CancellationToken,
    id: Option<u64>,
}

/// What the request log says of a fault.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    id: Option<u64>,
    does: String,
}

/// A fault as the API lists it.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    id: Option<u64>,
    /// How often it will still hit; without end if null.
    remaining: Option<u32>,
    /// How often it has hit.
    hits: u64,
    /// The fault in the short form.
    does: String,
    /// The fault in the JSON form.
    #[serde(flatten)]
    fault: Map<String, Value>,
}

impl Faults {
    /// Adds a fault behind the others.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are a thousand.
    pub fn add(&self, fault: Fault) -> Result<Listed, Invalid> {
        let mut kept = self.lock();
        if kept.listed.len() == MOST {
            return Err(Invalid::new("fault", format!("there are {MOST}: remove some")));
        }
        kept.last_id += 1;
        let armed = Armed::new(Some(kept.last_id), fault, &kept.released);
        let listed = armed.listed();
        kept.listed.push(armed);
        Ok(listed)
    }

    /// Lists the faults, used up or not, in the order they are tried.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        self.lock().listed.iter().map(Armed::listed).collect()
    }

    /// Removes a fault, which ends its stalls; says whether it was there.
    pub fn remove(&self, id: u64) -> bool {
        let mut kept = self.lock();
        let index = kept.listed.iter().position(|armed| armed.id == Some(id));
        index.map(|index| kept.listed.remove(index).released.cancel()).is_some()
    }

    /// Removes every fault and forgets what header faults counted, which ends all stalls.
    pub fn clear(&self) {
        let mut kept = self.lock();
        kept.released.cancel();
        *kept = Kept { last_id: kept.last_id, ..Kept::default() };
    }

    /// Answers the fault that hits a request: the first that matches, isn't used up and has luck.
    #[must_use]
    pub fn pick(&self, asked: &Asked) -> Option<Hit> {
        let mut kept = self.lock();
        let mut matching =
            kept.listed.iter_mut().filter(|armed| asked.matches(&armed.fault.matching));
        matching.find_map(Armed::fire)
    }

    /// Answers the fault that a header orders, unless it is used up or has no luck.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is no fault.
    pub fn by_header(&self, text: &HeaderValue) -> Result<Option<Hit>, Invalid> {
        let mut kept = self.lock();
        if let Some((_, armed)) = kept.by_header.iter_mut().find(|(known, _)| known == text) {
            return Ok(armed.fire());
        }
        let fault = read_header(&String::from_utf8_lossy(text.as_bytes()))?;
        let counts = fault.times.is_some() || fault.probability.is_some();
        let mut armed = Armed::new(None, fault, &kept.released);
        let hit = armed.fire();
        if counts {
            if kept.by_header.len() == COUNTED {
                kept.by_header.pop_front();
            }
            kept.by_header.push_back((text.clone(), armed));
        }
        Ok(hit)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Armed {
    fn new(id: Option<u64>, fault: Fault, released: &CancellationToken) -> Self {
        Self {
            id,
            remaining: fault.times.map(Into::into),
            hits: 0,
            random: Xoshiro256PlusPlus::seed_from_u64(fault.seed),
            released: released.child_token(),
            fault: Arc::new(fault),
        }
    }

    /// Counts a hit, unless the fault is used up or has no luck.
    fn fire(&mut self) -> Option<Hit> {
        let remaining = match self.remaining {
            Some(remaining) => Some(remaining.checked_sub(1)?),
            None => None,
        };
        if !self.random.random_bool(self.fault.probability.unwrap_or(1.0)) {
            return None;
        }
        self.remaining = remaining;
        self.hits += 1;
        Some(Hit { fault: Arc::clone(&self.fault), released: self.released.clone(), id: self.id })
    }

    fn listed(&self) -> Listed {
        let fault = self.fault.fields();
        let does = short::write(&fault);
        Listed { id: self.id, remaining: self.remaining, hits: self.hits, does, fault }
    }
}

impl Hit {
    /// Writes the fault for the log.
    #[must_use]
    pub fn note(&self) -> Note {
        Note { id: self.id, does: short::write(&self.fault.fields()) }
    }
}
