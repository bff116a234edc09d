//! From a browser's record to a person's (rule L).

use super::body::Wanted;
use super::config::Config;
use super::forward::{Next, Step};
use super::merge::Permit;
use super::problem::Problem;
use super::record::Record;
use super::token::Claims;
use super::upstream::{self, Asked};
use crate::http::Request;
use crate::usercom::users;
use crate::usercom::who::Who;
use crate::value::Value;

/// A sign-in on its way.
pub struct Identify {
    claims: Claims,
    wanted: Wanted,
    visitor: Option<Record>,
    linked: bool,
    action: &'static str,
    stage: Stage,
    /// Whether a record that is merged into the person's is one that this browser has had from the start.
    may_merge: bool,
    /// The anonymous record that becomes part of the person's.
    child: Option<u64>,
}

/// What was asked last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// For the record of the cookie's key.
    Visitor(String),
    /// For all of that record, since the look-up left out whether it has an own id.
    Confirm,
    /// For the record of the person.
    Person,
    /// For the change of the record with that id.
    Changed(u64),
    /// For a record of the person to be made.
    Made,
    /// For the record that was made, or merged into.
    Fetched,
    /// For another record to be merged into this one.
    Merged(Record),
}

/// Begins with the claims of a token and, if there is one, the cookie's key.
///
/// # Errors
/// 403 `identity_unusable` for an id that can't be addressed.
pub fn begin(
    config: &Config,
    claims: Claims,
    wanted: Wanted,
    key: Option<String>,
    is_bound: bool,
) -> Result<(Request, Step), Problem> {
    let (request, stage) = match key {
        Some(key) => (users::find_by_key(&config.usercom, &key), Stage::Visitor(key)),
        None => (find_person(config, &claims)?, Stage::Person),
    };
    let may_merge = config.merges && is_bound && claims.jti.is_some();
    let identify = Identify {
        claims,
        wanted,
        visitor: None,
        linked: false,
        action: "updated",
        stage,
        may_merge,
        child: None,
    };
    Ok((request, Step::Identify(Box::new(identify))))
}

fn find_person(config: &Config, claims: &Claims) -> Result<Request, Problem> {
    let request = users::find(&config.usercom, Who::UserId(&claims.sub));
    request.map_err(|_| {
        Problem::identity_unusable("The identity token's sub can't be addressed at User.com.")
    })
}

fn find_by_id(config: &Config, id: u64) -> Result<Request, Problem> {
    users::find(&config.usercom, Who::Id(id)).map_err(|_| upstream::misconfigured())
}

impl Identify {
    /// What was asked last.
    pub const fn asked(&self) -> Asked {
        match self.stage {
            Stage::Changed(_) | Stage::Made => Asked::Change,
            Stage::Merged(_) => Asked::Merge,
            _ => Asked::Record,
        }
    }

    /// What follows from the answer.
    ///
    /// # Errors
    /// 400 for changes that contradict each other; 502 if a record is gone that was just there.
    pub fn next(
        mut self: Box<Self>,
        config: &Config,
        found: Option<Record>,
    ) -> Result<Next, Problem> {
        match self.stage.clone() {
            Stage::Visitor(key) => {
                self.visitor = found.filter(|record| record.key() == Some(&key));
                match self.visitor.as_ref().filter(|visitor| !visitor.tells_own_id()) {
                    Some(visitor) => {
                        let request = find_by_id(config, visitor.id)?;
                        Ok(self.ask(request, Stage::Confirm))
                    }
                    None => self.visitor_is_known(config),
                }
            }
            Stage::Confirm => {
                let before = self.visitor.take().map(|visitor| visitor.id);
                self.visitor = found.filter(|record| Some(record.id) == before);
                self.visitor_is_known(config)
            }
            Stage::Person => self.person_is_known(config, found),
            Stage::Changed(id) => {
                let record =
                    found.filter(|record| record.id == id).ok_or_else(upstream::misconfigured)?;
                Ok(self.written(record))
            }
            Stage::Merged(person) => {
                // Whoever is gone meanwhile can't be merged; the person's record is as it was.
                if found.is_none() {
                    return Ok(self.done(person));
                }
                (self.action, self.linked) = ("merged", true);
                let request = find_by_id(config, person.id)?;
                Ok(self.ask(request, Stage::Fetched))
            }
            Stage::Made => {
                let made = found.ok_or_else(upstream::misconfigured)?;
                let created = made.value.get("created") == Some(&Value::Bool(true));
                self.action = if created { "created" } else { "updated" };
                let request = find_by_id(config, made.id)?;
                Ok(self.ask(request, Stage::Fetched))
            }
            Stage::Fetched => {
                let record = found.ok_or_else(upstream::misconfigured)?;
                Ok(self.done(record))
            }
        }
    }

    fn visitor_is_known(mut self: Box<Self>, config: &Config) -> Result<Next, Problem> {
        match self.visitor.take() {
            Some(visitor) if visitor.own_id() == Some(&self.claims.sub) => {
                self.linked = true;
                self.update(config, visitor)
            }
            visitor => {
                self.visitor = visitor.filter(|visitor| self.may_become_the_person(visitor));
                let request = find_person(config, &self.claims)?;
                Ok(self.ask(request, Stage::Person))
            }
        }
    }

    /// Whether nobody else is known by the browser's record: it is anonymous, or has the address that the site verified.
    fn may_become_the_person(&self, visitor: &Record) -> bool {
        let same = |email: &str| {
            self.claims.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email))
        };
        visitor.own_id().is_none() && visitor.email().map_or_else(|| !visitor.is_known(), same)
    }

    fn person_is_known(
        mut self: Box<Self>,
        config: &Config,
        found: Option<Record>,
    ) -> Result<Next, Problem> {
        let is_other = |record: &Record| record.own_id().is_some_and(|id| id != self.claims.sub);
        match (found, self.visitor.take()) {
            (Some(record), _) if is_other(&record) => Err(upstream::misconfigured()),
            // Two records stay two, unless the operator wants it otherwise: merging can't be undone.
            (Some(record), visitor) => {
                self.linked = visitor.as_ref().is_some_and(|visitor| visitor.id == record.id);
                let child =
                    visitor.filter(|visitor| visitor.id != record.id && !visitor.is_known());
                self.child = child.map(|visitor| visitor.id).filter(|_| self.may_merge);
                self.update(config, record)
            }
            (None, Some(visitor)) => {
                self.linked = true;
                self.update(config, visitor)
            }
            (None, None) => {
                let changes = self.wanted.with(self.members(true))?;
                let request = users::write_or_create(&config.usercom, &changes);
                Ok(self.ask(request, Stage::Made))
            }
        }
    }

    /// Writes what the token and the page say into a record; nothing is sent if that is nothing.
    fn update(self: Box<Self>, config: &Config, record: Record) -> Result<Next, Problem> {
        let claims = self.members(record.own_id().is_none());
        if claims.is_empty() && self.wanted.is_empty() {
            return Ok(self.written(record));
        }
        let changes = self.wanted.with(claims)?;
        let request = users::update(&config.usercom, Who::Id(record.id), &changes);
        let request = request.map_err(|_| upstream::misconfigured())?;
        Ok(self.ask(request, Stage::Changed(record.id)))
    }

    /// What signed claims write: the own id where it isn't yet, and the address if it is verified.
    fn members(&self, with_id: bool) -> Vec<(String, Value)> {
        let id = with_id.then_some(("user_id", &self.claims.sub));
        let email = self.claims.email.as_ref().map(|email| ("email", email));
        id.into_iter()
            .chain(email)
            .map(|(name, text)| (name.to_owned(), text.as_str().into()))
            .collect()
    }

    /// The record is as it should be: the last that may follow is the merge.
    fn written(mut self: Box<Self>, record: Record) -> Next {
        if self.child.is_none() {
            return self.done(record);
        }
        self.stage = Stage::Merged(record);
        Next::Merge(self)
    }

    /// What the store is asked before a merge.
    pub fn permit(&self) -> Permit {
        let Claims { sub, jti, expires, .. } = &self.claims;
        Permit { jti: jti.clone().unwrap_or_default(), sub: sub.clone(), expires: *expires }
    }

    /// The question that merges, once the store has allowed it; else what there is without it.
    pub fn merge(self: Box<Self>, config: &Config, allowed: bool) -> Result<Next, Problem> {
        match (self.stage.clone(), self.child) {
            (Stage::Merged(person), Some(child)) if allowed => {
                let request = users::merge(&config.usercom, person.id, &[child]);
                let request = request.map_err(|_| upstream::misconfigured())?;
                Ok(Next::Ask(request, Step::Identify(self)))
            }
            (Stage::Merged(person), _) => Ok(self.done(person)),
            _ => Err(upstream::misconfigured()),
        }
    }

    fn ask(mut self: Box<Self>, request: Request, stage: Stage) -> Next {
        self.stage = stage;
        Next::Ask(request, Step::Identify(self))
    }

    fn done(&self, record: Record) -> Next {
        let members = vec![
            ("action".to_owned(), Value::from(self.action)),
            ("linked".to_owned(), Value::Bool(self.linked)),
        ];
        Next::Done(record, members)
    }
}
