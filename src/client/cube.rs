//! ConnectyCube's side of a client: the session that its calls are made in.

use crate::connectycube::session::{Effect, Recovery, recovery};
use crate::connectycube::{Config, Session};
use crate::error::{Error, Kind, Result};
use crate::http::Request;
use crate::value::Value;

use super::task::Task;

/// An application of ConnectyCube, and the session there is.
#[derive(Debug)]
pub struct Cube {
    /// The application.
    pub config: Config,
    /// The session there is.
    pub session: Option<Session>,
}

/// What an answer tells of the session.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// The `session` in it, if it is to begin one.
    pub session: Option<&'a Value>,
    /// The id of the `user` in it.
    pub user_id: Option<u64>,
    /// The header `CB-Token-ExpirationDate`, empty if it can't be read.
    pub end: &'a str,
    /// The header `Date`, likewise.
    pub date: &'a str,
    /// The host's clock, in seconds since 1970.
    pub clock: u64,
}

impl Cube {
    /// Begins without a session.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self { config, session: None }
    }

    /// Makes the request one of the session there is, and takes note which that is.
    ///
    /// # Errors
    /// `auth` / `token_missing` if there is none, but has to be.
    pub fn authorize(&self, task: &mut Task, request: Request) -> Result<Request> {
        task.sent.clone_from(&self.session);
        self.config.authorize(request, task.sent.as_ref())
    }

    /// Does to the session what the answer to a task does; says whether it may be another now.
    ///
    /// # Errors
    /// `decode` / `malformed` for an answer that holds no session but should.
    pub fn apply(&mut self, task: &Task, told: Told<'_>) -> Result<bool> {
        let effect = task.effect();
        match (effect, &mut self.session, told.user_id) {
            (Effect::Begins, _, _) => {
                let read = told.session.and_then(|value| Session::read(value).ok());
                self.session = Some(read.ok_or_else(no_session)?);
            }
            (Effect::Ends, _, _) => self.session = None,
            (Effect::LogsIn, Some(session), Some(id)) => session.log_in(id),
            (Effect::LogsOut, Some(session), _) => session.log_out(),
            _ => {}
        }
        // A task without a request has set the session itself.
        let changes = effect != Effect::Prolongs || task.request().is_none();
        let Some(current) = &mut self.session else { return Ok(changes) };
        let own = task.sent.as_ref().is_some_and(|sent| sent.token() == current.token());
        if told.end.is_empty() || !(own || effect == Effect::Begins) {
            return Ok(changes);
        }
        current.prolong(told.end, Some(told.date), told.clock);
        Ok(true)
    }

    /// What helps a task that failed with `code`.
    #[must_use]
    pub fn recover(&self, task: &Task, code: &str) -> Recovery {
        match (task.request(), &task.sent) {
            (Some(request), Some(sent)) => recovery(request, code, sent, self.session.as_ref()),
            _ => Recovery::None,
        }
    }
}

fn no_session() -> Error {
    Error::new(Kind::Decode, "malformed", "the answer was malformed: a session was expected")
}
