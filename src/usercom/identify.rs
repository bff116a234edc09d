//! From an anonymous visitor to a known one, as one operation (reference §9, the careful client).
//!
//! Three look-ups at most say who is there: `K`, the record of the cookie's key; `E`, the record of the person who
//! signs in, found by the own id, else by e-mail. A table, `decide`, says what follows; [`Identify`] carries it out.

use crate::error::{Error, Kind, Result};
use crate::http::Request;
use crate::text::{concat, decimal};
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
    key: Option<String>,
    /// What the caller knows of who signs in, the own id or the address at least.
    person: Record,
    changes: Changes,
    stage: Stage,
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
    Changed { into: u64, from: u64 },
    Merged { into: u64 },
    Made,
    Last,
}

impl Identify {
    /// Begins with the cookie's key, if there is one, and what is known of the person.
    ///
    /// # Errors
    /// `input` for neither an own id nor an e-mail address, or for one that `changes` contradict.
    pub fn new(
        config: &Config,
        key: Option<&str>,
        changes: &[(String, Value)],
        user_id: Option<&str>,
        email: Option<&str>,
    ) -> Result<Self> {
        if user_id.is_none() && email.is_none() {
            return Err(Error::input(
                "identify needs userId, email or both: by what the person is known",
            ));
        }
        let mut members = changes.to_vec();
        for (name, value) in [("user_id", user_id), ("email", email)] {
            members.extend(value.map(|value| (name.to_owned(), Value::from(value))));
        }
        Ok(Self {
            config: config.clone(),
            key: key.map(Into::into),
            person: Record {
                id: 0,
                user_id: user_id.map(Into::into),
                email: email.map(Into::into),
            },
            changes: Changes::new(&members)?,
            stage: Stage::Start,
            visitor: None,
            action: "updated",
            reset_widget: false,
        })
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
        match self.stage {
            Stage::Start => match self.key.take() {
                Some(key) => {
                    self.stage = Stage::Visitor;
                    Ok(Some(users::find_by_key(&self.config, &key)))
                }
                None => self.look_up_own_id(),
            },
            Stage::Visitor => {
                self.visitor = found.first().cloned();
                self.look_up_own_id()
            }
            Stage::OwnId => match found.first() {
                Some(known) => self.act(Some(known)),
                None => self.look_up_email(),
            },
            Stage::Email => {
                let known = self.one_of(found)?;
                self.act(known.as_ref())
            }
            Stage::Changed { into, from } => {
                self.stage = Stage::Merged { into };
                users::merge(&self.config, into, &[from]).map(Some)
            }
            Stage::Merged { into } => self.fetch(into),
            Stage::Made => {
                self.action = if made { "created" } else { "updated" };
                let id = found.first().map(|record| record.id);
                id.map_or(Ok(None), |id| self.fetch(id))
            }
            Stage::Last => Ok(None),
        }
    }

    fn look_up_own_id(&mut self) -> Result<Option<Request>> {
        let Some(user_id) = self.person.user_id.clone() else { return self.look_up_email() };
        self.stage = Stage::OwnId;
        users::find(&self.config, Who::UserId(&user_id)).map(Some)
    }

    fn look_up_email(&mut self) -> Result<Option<Request>> {
        let Some(email) = &self.person.email else { return self.act(None) };
        self.stage = Stage::Email;
        Ok(Some(users::find_all_by_email(&self.config, email)))
    }

    /// The one record with the person's address that can be theirs.
    fn one_of(&self, found: &[Record]) -> Result<Option<Record>> {
        let mut possible = found.iter().filter(|record| agree(&self.person, record));
        let (first, second) = (possible.next(), possible.next());
        let visitor = self
            .visitor
            .as_ref()
            .filter(|visitor| found.iter().any(|record| record.id == visitor.id));
        match (first, second, visitor) {
            (Some(_), Some(_), Some(visitor)) => Ok(Some(visitor.clone())),
            (Some(_), Some(_), None) => Err(ambiguous(found)),
            (one, _, _) => Ok(one.cloned()),
        }
    }

    fn act(&mut self, known: Option<&Record>) -> Result<Option<Request>> {
        let (decision, reset_widget) = decide(&self.person, self.visitor.as_ref(), known);
        self.reset_widget = reset_widget;
        let (id, stage) = match decision {
            Decision::Update(id) => (id, Stage::Last),
            Decision::Merge { into, from } => {
                self.action = "merged";
                (into, Stage::Changed { into, from })
            }
            Decision::Create => return self.create(),
        };
        self.stage = stage;
        users::update(&self.config, Who::Id(id), &self.changes).map(Some)
    }

    /// With an own id the service itself sees to it that no second record is made.
    fn create(&mut self) -> Result<Option<Request>> {
        if self.person.user_id.is_some() {
            self.stage = Stage::Made;
            return Ok(Some(users::write_or_create(&self.config, &self.changes)));
        }
        self.stage = Stage::Last;
        self.action = "created";
        users::create(&self.config, &self.changes).map(Some)
    }

    fn fetch(&mut self, id: u64) -> Result<Option<Request>> {
        self.stage = Stage::Last;
        users::find(&self.config, Who::Id(id)).map(Some)
    }
}

/// The error when an address is several people's.
fn ambiguous(found: &[Record]) -> Error {
    let mut ids = String::new();
    for record in found {
        ids.push_str(if ids.is_empty() { "" } else { ", " });
        ids.push_str(&decimal(record.id));
    }
    let message = concat(&[
        "several users have this e-mail address (ids ",
        &ids,
        "): pass userId, or update one of them",
    ]);
    let mut error = Error::new(Kind::Conflict, "ambiguous_email", message);
    let ids = found.iter().map(|record| Value::Number(decimal(record.id))).collect();
    error.answer = Some(crate::error::Refusal {
        status: 200,
        body: Some(Value::object([("ids", Value::List(ids))])),
        ..crate::error::Refusal::default()
    });
    error
}

#[cfg(test)]
mod tests;
