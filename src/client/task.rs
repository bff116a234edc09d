//! A call, from its arguments to the last of its requests.

use crate::connectycube::Session;
use crate::connectycube::session::{Effect, effect};
use crate::error::Result;
use crate::http::Request;
use crate::http::call::Sharpen;
use crate::http::page::{Listing, Page};
use crate::usercom::identify::Record;
use crate::usercom::plan::Plan;

/// What a call has to do.
#[derive(Debug)]
pub enum Work {
    /// Nothing that needs a request.
    None,
    /// Requests of User.com, of which each may depend on what the one before brought.
    Plan(Box<Plan>),
    /// One request; of ConnectyCube without credentials.
    Request(Request),
    /// Such requests for the pages of a list.
    List(Request, Listing),
}

/// A call whose requests are asked for one after the other.
#[derive(Debug)]
pub struct Task {
    /// What there is to do.
    pub work: Work,
    /// The session of ConnectyCube that its request was sent in last.
    pub(super) sent: Option<Session>,
    sharpen: Sharpen,
    /// Whether a page was asked for that hasn't come yet: it may be asked for again.
    pending: bool,
}

impl Task {
    /// Prepares a call. `sharpen` has the last word on answers that are no success, unless there is a plan, which knows it.
    #[must_use]
    pub fn new(work: Work, sharpen: Sharpen) -> Self {
        Self { work, sent: None, sharpen, pending: false }
    }

    /// The next request, once the one before brought the records `found` and told whether one was `made`; none when the
    /// call is done. Unless a page was taken meanwhile, that of a list is the same again.
    ///
    /// # Errors
    /// Those of [`Plan::next`].
    pub fn next(&mut self, found: &[Record], made: bool) -> Result<Option<(Request, Sharpen)>> {
        let request = match &mut self.work {
            Work::None => return Ok(None),
            Work::Plan(plan) => return plan.next(found, made),
            Work::Request(request) => request,
            Work::List(request, listing) => {
                if !self.pending {
                    let Some(url) = listing.next_url() else { return Ok(None) };
                    request.url = url;
                    self.pending = true;
                }
                request
            }
        };
        Ok(Some((request.clone(), self.sharpen)))
    }

    /// Takes what came of a list's page, and tells how many of its records are wanted.
    pub fn take(&mut self, page: &Page) -> u64 {
        self.pending = false;
        match &mut self.work {
            Work::List(_, listing) => listing.take(Some(page)),
            _ => 0,
        }
    }

    /// Whether an answer with this status is the end of a list rather than a failure: services are known to name pages
    /// that they don't have.
    #[must_use]
    pub fn ends(&self, status: u16) -> bool {
        match &self.work {
            Work::List(_, listing) => status == 404 && !listing.is_first(),
            _ => false,
        }
    }

    /// What the success of its request does to ConnectyCube's session.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.request().map_or(Effect::Prolongs, effect)
    }

    pub(super) fn request(&self) -> Option<&Request> {
        match &self.work {
            Work::Request(request) | Work::List(request, _) => Some(request),
            Work::None | Work::Plan(_) => None,
        }
    }
}
