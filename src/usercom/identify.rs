//! From an anonymous visitor to a known one, as one operation (reference §9, the careful client).
//!
//! Three look-ups at most say who is there: `K`, the record of the cookie's key; `E`, the record of the person who
//! signs in, found by the own id, else by e-mail. A table, `decide`, says what follows; [`Identify`] carries it out.

use crate::error::{Error, Kind, Result};
use crate::http::Request;
use crate::text::{concat, push_decimal};
use crate::value::Value;

use super::changes::Changes;
use super::config::Config;
use super::users;
use super::who::Who;

/// A record as far as it says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// User.com's id.
    pub id: u64,
    /// The client's own id.
    pub user_id: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// What is to be done with the records that were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// Change this record.
    Update(u64),
    /// Change this record, then merge the other into it.
    Merge { into: u64, from: u64 },
    /// Make a record.
    Create,
}

/// Whether two records can be one person's: merging two people on a shared computer can't be undone.
fn agree(a: &Record, b: &Record) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>, same: fn(&str, &str) -> bool| matches!((a, b), (Some(a), Some(b)) if !same(a, b));
    !differ(&a.user_id, &b.user_id, str::eq)
        && !differ(&a.email, &b.email, str::eq_ignore_ascii_case)
}

/// The table of reference §9: what to do with the visitor's record and the person's, and whether the widget still
/// speaks for somebody else afterwards.
fn decide(person: &Record, visitor: Option<&Record>, known: Option<&Record>) -> (Decision, bool) {
    match (visitor, known) {
        (None, None) => (Decision::Create, false),
        (None, Some(known)) => (Decision::Update(known.id), false),
        (Some(visitor), None) if agree(person, visitor) => (Decision::Update(visitor.id), false),
        // Another person's browser: their record stays as it is.
        (Some(_), None) => (Decision::Create, true),
        (Some(visitor), Some(known)) if visitor.id == known.id => {
            (Decision::Update(known.id), false)
        }
        (Some(visitor), Some(known)) if agree(person, visitor) && agree(visitor, known) => {
            (Decision::Merge { into: known.id, from: visitor.id }, false)
        }
        (Some(_), Some(known)) => (Decision::Update(known.id), true),
    }
}

/// The operation on its way.
#[derive(Debug)]
pub struct Identify {
    config: Config,
    /// What the caller knows of who signs in, the own id or the address at least.
    person: Record,
    changes: Changes,
    stage: Stage,
    /// What may still have to be asked, the next one last.
    waiting: Vec<(Stage, Request)>,
    visitor: Option<Record>,
    action: &'static str,
    reset_widget: bool,
}

/// What was asked last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Visitor,
    OwnId,
    Email,
    Made,
    Changed,
}

impl Identify {
    /// Begins with the cookie's key, if there is one, and what is known of the person.
    ///
    /// # Errors
    /// `input` for neither an own id nor an e-mail address, for one that `changes` contradict, or an id that can't be
    /// addressed.
    pub fn new(
        config: &Config,
        key: Option<&str>,
        changes: &[(String, Value)],
        user_id: Option<&str>,
        email: Option<&str>,
    ) -> Result<Box<Self>> {
        if user_id.is_none() && email.is_none() {
            return Err(Error::input(
                "identify needs userId, email or both: by what the person is known",
            ));
        }
        let mut person = Vec::new();
        for (name, value) in [("user_id", user_id), ("email", email)] {
            if let Some(value) = value {
                person.push((name.into(), value.into()));
            }
        }
        let changes = Changes::of([changes, &person])?;
        let mut waiting = Vec::new();
        if let Some(email) = email {
            waiting.push((Stage::Email, users::find_all_by_email(config, email)));
        }
        if let Some(user_id) = user_id {
            waiting.push((Stage::OwnId, users::find(config, Who::UserId(user_id))?));
        }
        if let Some(key) = key {
            waiting.push((Stage::Visitor, users::find_by_key(config, key)));
        }
        Ok(Box::new(Self {
            config: config.clone(),
            person: Record {
                id: 0,
                user_id: user_id.map(Into::into),
                email: email.map(Into::into),
            },
            changes,
            stage: Stage::Start,
            waiting,
            visitor: None,
            action: "updated",
            reset_widget: false,
        }))
    }

    /// What became of it: `updated`, `merged` or `created`.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        self.action
    }

    /// Whether the widget still speaks for somebody else: then the page calls `UE.resetAuth`, or sets
    /// `civchat.user_id`.
    #[must_use]
    pub const fn reset_widget(&self) -> bool {
        self.reset_widget
    }

    /// The next request, once the one before brought `found`, and whether it made a record; none when it is done.
    ///
    /// # Errors
    /// `conflict` / `ambiguous_email` if several records have the address and no own id says which.
    pub fn next(&mut self, found: &[Record], made: bool) -> Result<Option<Request>> {
        let known = match self.stage {
            Stage::Start | Stage::Changed => None,
            Stage::Visitor => {
                self.visitor = found.first().cloned();
                None
            }
            Stage::OwnId => found.first(),
            Stage::Email => one_of(found, &self.person, self.visitor.as_ref())?,
            Stage::Made => {
                self.stage = Stage::Changed;
                self.action = if made { "created" } else { "updated" };
                if let Some(made) = found.first() {
                    self.fetch(made.id)?;
                }
                None
            }
        };
        if known.is_none()
            && let Some((stage, request)) = self.waiting.pop()
        {
            self.stage = stage;
            return Ok(Some(request));
        }
        if self.stage == Stage::Changed {
            return Ok(None);
        }
        let (decision, reset_widget) = decide(&self.person, self.visitor.as_ref(), known);
        self.reset_widget = reset_widget;
        self.carry_out(decision).map(Some)
    }

    fn carry_out(&mut self, decision: Decision) -> Result<Request> {
        self.stage = Stage::Changed;
        self.waiting = Vec::new();
        let id = match decision {
            Decision::Update(id) => id,
            Decision::Merge { into, from } => {
                self.action = "merged";
                self.fetch(into)?;
                let merge = users::merge(&self.config, into, &[from])?;
                self.waiting.push((Stage::Changed, merge));
                into
            }
            // With an own id the service itself sees to it that no second record is made.
            Decision::Create if self.person.user_id.is_some() => {
                self.stage = Stage::Made;
                return Ok(users::write_or_create(&self.config, &self.changes));
            }
            Decision::Create => {
                self.action = "created";
                return users::create(&self.config, &self.changes);
            }
        };
        users::update(&self.config, Who::Id(id), &self.changes)
    }

    /// Sees to it that the record with that id is asked for in the end.
    fn fetch(&mut self, id: u64) -> Result<()> {
        self.waiting.push((Stage::Changed, users::find(&self.config, Who::Id(id))?));
        Ok(())
    }
}

/// The one record with the person's address that can be theirs; of several, the visitor's own.
fn one_of<'a>(
    found: &'a [Record],
    person: &Record,
    visitor: Option<&'a Record>,
) -> Result<Option<&'a Record>> {
    let (mut possible, mut own, mut several) = (None, None, false);
    for record in found {
        if agree(person, record) {
            several = possible.is_some();
            possible = possible.or(Some(record));
        }
        own = own.or_else(|| visitor.filter(|visitor| visitor.id == record.id));
    }
    match own {
        _ if !several => Ok(possible),
        Some(_) => Ok(own),
        None => Err(ambiguous(found)),
    }
}

/// The error when an address is several people's.
fn ambiguous(found: &[Record]) -> Error {
    let (mut ids, mut body) = (String::new(), String::from("{\"ids\":["));
    // The reader of JSON takes no blanks.
    let mut before = ("", "");
    for record in found {
        ids.push_str(before.0);
        push_decimal(&mut ids, record.id);
        body.push_str(before.1);
        push_decimal(&mut body, record.id);
        before = (", ", ",");
    }
    body.push_str("]}");
    let message = concat(&[
        "several users have this e-mail address (ids ",
        &ids,
        "): pass userId, or update one of them",
    ]);
    let mut error = Error::new(Kind::Conflict, "ambiguous_email", message);
    let answer = error.answer.get_or_insert_default();
    answer.status = 200;
    answer.body = Value::from_json(&body);
    error
}

#[cfg(test)]
mod tests;
