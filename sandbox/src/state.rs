//! What every handler can reach.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Settings;
use crate::faults::Faults;
use crate::log::Log;
use crate::store::Store;
use crate::switches::{Panel, Switches};
use crate::throttle::Throttle;

/// The state of a running sandbox; clones share it.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// How the sandbox was set up.
    pub settings: Arc<Settings>,
    /// The switches as they stand.
    pub panel: Panel,
    /// The time.
    pub clock: Clock,
    /// The faults that are on.
    pub faults: Faults,
    /// The last requests.
    pub log: Log,
    /// The count that the rate limit compares.
    pub throttle: Throttle,
}

impl AppState {
    /// Starts with a store and settings, without faults, with an empty log and the real time.
    #[must_use]
    pub fn new(store: Store, settings: Settings) -> Self {
        Self {
            store,
            panel: Panel::new(settings.switches.clone()),
            settings: Arc::new(settings),
            clock: Clock::default(),
            faults: Faults::default(),
            log: Log::default(),
            throttle: Throttle::default(),
        }
    }

    /// Answers the switches of this moment.
    #[must_use]
    pub fn switches(&self) -> Arc<Switches> {
        self.panel.read()
    }
}
