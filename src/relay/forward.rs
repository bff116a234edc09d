//! What is asked of User.com for one request, step by step, until there is an answer.

use std::fmt;
use std::net::IpAddr;

use super::body::Wanted;
use super::config::{Config, Level};
use super::decide::Decision;
use super::headers::Envelope;
use super::identify::Identify;
use super::limits::Refused;
use super::merge::Merge;
use super::message::Answer;
use super::path;
use super::problem::Problem;
use super::projection;
use super::record::Record;
use super::upstream::{self, Asked, Failure, Reply};
use crate::http;
use crate::usercom::users;
use crate::usercom::who::Who;
use crate::value::Value;

/// Whose record a request is about. Its `Debug` doesn't say.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The browser with that key in its cookie.
    Key(String),
    /// The person with that id of the site's own, proved by a token.
    Person(String),
}

impl Subject {
    /// How sure it is who asks.
    pub(super) const fn level(&self) -> Level {
        match self {
            Self::Key(_) => Level::Browser,
            Self::Person(_) => Level::Person,
        }
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(…)",
            Self::Person(_) => "Person(…)",
        })
    }
}

/// What limits and caches go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Whose record it is about.
    pub subject: Subject,
    /// Other names of the same record, as far as the request tells: a write makes what is cached under them stale.
    pub related: Vec<Subject>,
    /// Where the request comes from; none if the host doesn't know.
    pub address: Option<IpAddr>,
    /// Whether it writes.
    pub writes: bool,
    /// How often it may have to ask User.com.
    pub calls: u64,
}

/// A request on its way: the next thing to ask User.com, and what follows from the answer.
pub struct Forward {
    request: http::Request,
    visit: Visit,
    envelope: Envelope,
    keys: Vec<String>,
    step: Step,
}

/// Shows neither the token nor whose record it is about.
impl fmt::Debug for Forward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forward")
            .field("route", &self.route())
            .field("visit", &self.visit)
            .finish_non_exhaustive()
    }
}

/// What was asked last.
pub(super) enum Step {
    /// For the record, to show it.
    Read,
    /// For the record, to change it.
    Find(Wanted),
    /// For the whole record, since the look-up left out whether it has an own id.
    Confirm(Wanted),
    /// For the change of the record with that id.
    Changed(u64),
    /// What `identify` needs.
    Identify(Box<Identify>),
}

/// What follows from an answer.
pub(super) enum Next {
    /// The next question.
    Ask(http::Request, Step),
    /// The store must allow the next question.
    Merge(Box<Identify>),
    /// The record to show, and what else the answer says.
    Done(Record, Vec<(String, Value)>),
}

/// What a request is about, as the rules before the first question found out.
pub(super) struct Asking {
    pub visit: Visit,
    pub envelope: Envelope,
    pub keys: Vec<String>,
}

impl Asking {
    /// The answer that shows a record, and what else there is to say.
    pub fn done(
        &self,
        config: &Config,
        record: &Record,
        mut members: Vec<(String, Value)>,
    ) -> Answer {
        let shown = projection::of(config, self.visit.subject.level(), record, &self.keys);
        let body = if members.is_empty() {
            shown
        } else {
            members.push(("user".into(), shown));
            Value::Object(members)
        };
        self.envelope.ok(config, body.to_json())
    }
}

impl Forward {
    /// Begins with a question.
    pub(super) fn begin(
        config: &Config,
        asking: Asking,
        request: http::Request,
        step: Step,
    ) -> Decision {
        let Asking { visit, envelope, keys } = asking;
        if !path::is_below(config.usercom.base(), &request.url) {
            let problem = Problem::identity_unusable(
                "The identity token's sub can't be addressed at User.com.",
            );
            return Decision::Answer(envelope.problem(config, &problem));
        }
        Decision::Forward(Box::new(Self { request, visit, envelope, keys, step }))
    }

    /// The request to send to User.com: without cookies, caches, redirects or decompression.
    #[must_use]
    pub const fn request(&self) -> &http::Request {
        &self.request
    }

    /// What limits and caches go by.
    #[must_use]
    pub const fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Whether the answer to [`Forward::request`] may come from a cache, and be kept in one.
    #[must_use]
    pub const fn is_shareable(&self) -> bool {
        matches!(self.step, Step::Read)
    }

    /// The route, for logs and metrics.
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.envelope.route.map_or("none", |route| route.name)
    }

    /// Goes on with what came. `now` is in seconds since 1970.
    #[must_use]
    pub fn resume(self, config: &Config, seen: Result<Reply, Failure>, now: u64) -> Decision {
        let Self { visit, envelope, keys, step, .. } = self;
        let asked = step.asked();
        let version = config.usercom.version();
        let next = upstream::read(seen, asked, version, now)
            .map_err(Refusal::from)
            .and_then(|found| step.next(config, &visit.subject, found));
        match next {
            Ok(Next::Ask(request, step)) => {
                Self::begin(config, Asking { visit, envelope, keys }, request, step)
            }
            Ok(Next::Merge(identify)) => {
                Decision::Merge(Box::new(Merge::new(Asking { visit, envelope, keys }, identify)))
            }
            Ok(Next::Done(record, members)) => {
                Decision::Answer(Asking { visit, envelope, keys }.done(config, &record, members))
            }
            Err(refusal) => {
                let mut answer = envelope.problem(config, &refusal.problem);
                answer.outcome.unknown_key = refusal.unknown_key;
                if refusal.foreign {
                    answer.outcome.code = "foreign_record";
                }
                Decision::Answer(answer)
            }
        }
    }

    /// The answer if a limit keeps the request back.
    #[must_use]
    pub fn refuse(&self, config: &Config, refused: Refused) -> Answer {
        let problem = match refused {
            Refused::TooMany { seconds } => Problem::too_many_requests(seconds),
            Refused::Busy { seconds } => Problem::busy(seconds),
        };
        self.envelope.problem(config, &problem)
    }
}

/// Why there is no next question.
pub(super) struct Refusal {
    problem: Box<Problem>,
    unknown_key: bool,
    foreign: bool,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), unknown_key: false, foreign: false }
    }
}

impl Step {
    fn asked(&self) -> Asked {
        match self {
            Self::Read | Self::Find(_) | Self::Confirm(_) => Asked::Record,
            Self::Changed(_) => Asked::Change,
            Self::Identify(identify) => identify.asked(),
        }
    }

    fn next(
        self,
        config: &Config,
        subject: &Subject,
        found: Option<Record>,
    ) -> Result<Next, Refusal> {
        match self {
            Self::Read => Ok(Next::Done(own(subject, found)?, Vec::new())),
            Self::Find(wanted) => {
                let record = own(subject, found)?;
                let unsure = subject.level() == Level::Browser
                    && wanted.names_somebody()
                    && !record.tells_own_id();
                if unsure {
                    let request = users::find(&config.usercom, Who::Id(record.id));
                    let request = request.map_err(|_| upstream::misconfigured())?;
                    return Ok(Next::Ask(request, Self::Confirm(wanted)));
                }
                change(config, subject, &record, &wanted)
            }
            Self::Confirm(wanted) => change(config, subject, &own(subject, found)?, &wanted),
            Self::Changed(id) => {
                let record = found.ok_or_else(|| nobody(subject))?;
                if record.id == id {
                    Ok(Next::Done(record, Vec::new()))
                } else {
                    Err(upstream::misconfigured().into())
                }
            }
            Self::Identify(identify) => identify.next(config, found).map_err(Refusal::from),
        }
    }
}

/// The record, if it is the subject's own: exactly that key, or no other own id.
fn own(subject: &Subject, found: Option<Record>) -> Result<Record, Refusal> {
    let record = found.ok_or_else(|| nobody(subject))?;
    let is_own = match subject {
        Subject::Key(key) => record.key() == Some(key),
        Subject::Person(sub) => record.own_id().is_none_or(|id| id == sub),
    };
    if is_own { Ok(record) } else { Err(Refusal { foreign: true, ..nobody(subject) }) }
}

fn nobody(subject: &Subject) -> Refusal {
    match subject {
        Subject::Key(_) => Refusal { unknown_key: true, ..Problem::no_visitor().into() },
        Subject::Person(_) => Problem::no_person().into(),
    }
}

/// The change of a record that was found, by its id.
fn change(
    config: &Config,
    subject: &Subject,
    record: &Record,
    wanted: &Wanted,
) -> Result<Next, Refusal> {
    if subject.level() == Level::Browser && wanted.names_somebody() && record.is_known() {
        let detail =
            "This visitor is known: names and phone number are a signed-in person's to change.";
        return Err(Problem::identity_required(detail).into());
    }
    let changes = wanted.with(Vec::new())?;
    let request = users::update(&config.usercom, Who::Id(record.id), &changes);
    let request = request.map_err(|_| upstream::misconfigured())?;
    Ok(Next::Ask(request, Step::Changed(record.id)))
}
