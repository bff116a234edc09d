//! What every handler can reach.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Settings;
use crate::log::Log;
use crate::store::Store;
use crate::usercom::Throttle;

/// The state of a running sandbox; clones share it.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The switches.
    pub settings: Arc<Settings>,
    /// The time.
    pub clock: Clock,
    /// The last requests.
    pub log: Log,
    /// The count that the rate limit compares.
    pub throttle: Throttle,
}

impl AppState {
    /// Starts with a store and settings, an empty log and the real time.
    #[must_use]
    pub fn new(store: Store, settings: Settings) -> Self {
        Self {
            store,
            settings: Arc::new(settings),
            clock: Clock::default(),
            log: Log::default(),
            throttle: Throttle::default(),
        }
    }
}
