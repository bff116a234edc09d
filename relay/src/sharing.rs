//! Reads that ask the same at the same time, or shortly after, share one request to User.com (rule P).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::OnceCell;
use userkey::relay::{Cache, Failure, Rates, Refused, Reply, Subject, Ticket, Visit};

use crate::telemetry;

/// What User.com said, why it said nothing, or why it wasn't asked.
pub type Heard = Result<Result<Reply, Failure>, Refused>;

/// The policy's cache, and the look-ups that are on their way.
#[derive(Debug)]
pub struct Sharing {
    state: Mutex<State>,
    since: Instant,
}

#[derive(Debug)]
struct State {
    cache: Cache,
    flights: HashMap<Subject, Arc<Flight>>,
}

/// A look-up that is on its way. If who began it is gone, the next who waits goes on with a look-up of its own.
#[derive(Debug)]
struct Flight {
    ticket: Ticket,
    heard: OnceCell<Heard>,
}

impl Sharing {
    /// Nothing was read yet.
    pub fn new(rates: Rates) -> Self {
        let state = State { cache: Cache::new(rates), flights: HashMap::new() };
        Self { state: Mutex::new(state), since: Instant::now() }
    }

    /// Reads a record by `ask`, unless somebody has just done so or is doing it.
    ///
    /// Failures are shared by those who wait for them, and forgotten. That the one who began may not ask is his alone.
    pub async fn read<F>(&self, visit: &Visit, ask: impl Fn() -> F) -> Heard
    where
        F: Future<Output = Heard>,
    {
        loop {
            let flight = match self.look(visit) {
                Ok(reply) => {
                    telemetry::read("cache");
                    return Ok(Ok(reply));
                }
                Err(flight) => flight,
            };
            let mut leads = false;
            let begin = || {
                leads = true;
                ask()
            };
            let heard = flight.heard.get_or_init(begin).await.clone();
            if leads {
                self.land(visit, &flight);
            }
            telemetry::read(if leads { "upstream" } else { "flight" });
            if leads || heard.is_ok() {
                return heard;
            }
        }
    }

    /// To be called when a write begins and when it has ended: what is being read meanwhile is of no use to who asks later.
    pub fn wrote(&self, visit: &Visit) {
        let mut state = self.state();
        state.cache.wrote(visit);
        for subject in std::iter::once(&visit.subject).chain(&visit.related) {
            state.flights.remove(subject);
        }
    }

    fn look(&self, visit: &Visit) -> Result<Reply, Arc<Flight>> {
        let mut state = self.state();
        if let Some(reply) = state.cache.get(visit, self.now()) {
            return Ok(reply);
        }
        let ticket = state.cache.ticket();
        let flight = state.flights.entry(visit.subject.clone());
        Err(Arc::clone(
            flight.or_insert_with(|| Arc::new(Flight { ticket, heard: OnceCell::new() })),
        ))
    }

    fn land(&self, visit: &Visit, flight: &Arc<Flight>) {
        let mut state = self.state();
        if let Some(Ok(Ok(reply))) = flight.heard.get() {
            state.cache.put(visit, flight.ticket, reply, self.now());
        }
        // After a write another flight may be in its place.
        if state.flights.get(&visit.subject).is_some_and(|open| Arc::ptr_eq(open, flight)) {
            state.flights.remove(&visit.subject);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds by a clock that nobody sets.
    fn now(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
