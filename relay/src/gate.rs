//! Whether a request may go on: the policy's limits in memory, and those that instances share (rule Q).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use userkey::relay::{Admission, Breaker, Limits, Outcome, Permit, Refused, Visit};

use crate::settings::Settings;
use crate::store::Store;

/// The limits of this instance, and the store's if there is one.
///
/// What is counted here is part of what is counted there, so the first never refuses what the second would allow, and
/// keeps a flood off the store.
#[derive(Debug)]
pub struct Gate {
    local: Mutex<Local>,
    store: Option<Store>,
    since: Instant,
}

#[derive(Debug)]
struct Local {
    limits: Limits,
    breaker: Breaker,
}

impl Gate {
    /// Nobody has called yet.
    ///
    /// # Errors
    /// When the store's address is none.
    pub fn new(settings: &Settings) -> Result<Self> {
        let local =
            Local { limits: Limits::new(settings.policy.rates()), breaker: Breaker::default() };
        let store = match &settings.redis {
            None => None,
            Some(url) => Some(Store::new(url, &settings.secrets, settings.policy.rates())?),
        };
        Ok(Self { local: Mutex::new(local), store, since: Instant::now() })
    }

    /// Whether this visitor may make a request.
    ///
    /// # Errors
    /// Why not, and when to come again.
    pub async fn admit(&self, visit: &Visit) -> Result<(), Refused> {
        let alive = {
            let mut local = self.local();
            local.limits.admit(visit, self.now())?;
            local.limits.is_alive(&visit.subject, self.now())
        };
        match &self.store {
            None => Ok(()),
            Some(store) => store.admit(visit, alive).await,
        }
    }

    /// Takes what the request needs of the budget, once, before it first asks User.com. It may have to wait for it.
    ///
    /// # Errors
    /// Why not, and when to come again.
    pub async fn spend(&self, visit: &Visit) -> Result<(), Refused> {
        let (wait, alive) = {
            let mut local = self.local();
            local.breaker.check(self.now())?;
            let wait = match local.limits.spend(visit, self.now()) {
                Admission::Go => 0,
                Admission::Wait { ms } => ms,
                Admission::Refused(refused) => return Err(refused),
            };
            (wait, local.limits.is_alive(&visit.subject, self.now()))
        };
        let wait = match &self.store {
            None => wait,
            Some(store) => wait.max(store.spend(visit, alive).await?),
        };
        if wait > 0 {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        Ok(())
    }

    /// Takes note of what came of a request.
    pub async fn learn(&self, visit: &Visit, outcome: &Outcome) {
        {
            let mut local = self.local();
            local.limits.settle(visit, outcome, self.now());
            local.breaker.settle(outcome, self.now());
        }
        if let Some(store) = &self.store {
            store.learn(visit, outcome).await;
        }
    }

    /// Whether two records may become one: the store's to say, so without one, or while it is down, they may not.
    pub async fn permits(&self, permit: &Permit, now: u64) -> bool {
        match &self.store {
            None => false,
            Some(store) => store.permits(permit, now).await,
        }
    }

    fn local(&self) -> MutexGuard<'_, Local> {
        self.local.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds by a clock that nobody sets.
    fn now(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
