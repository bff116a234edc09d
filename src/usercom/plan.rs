//! A call's requests in their order: most have one, some look a record up first.

use crate::args::{Args, id, text};
use crate::error::{Error, Result};
use crate::http::call::Sharpen;
use crate::http::page::{Listing, Paging};
use crate::http::{Expect, Request};
use crate::template::no_operation;
use crate::text::before;
use crate::value::Value;

use super::changes::Changes;
use super::config::{Config, Version};
use super::identify::{Identify, Record};
use super::operations::{self, Operation};
use super::users;
use super::visitor::{self, Proof, Relay};
use super::who::Who;
use super::{refused, unusable};

/// The way to the users: the API itself, or a relay in front of it.
///
/// The visitor has version 1's form in both, so that code written against the one runs against the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// User.com's API, with the key to everything.
    Direct(Config),
    /// A relay, which serves the page's visitor only.
    Relay(Relay),
}

/// The requests of one call that are still to be sent.
#[derive(Debug)]
pub struct Plan {
    /// The next request.
    next: Option<Request>,
    /// The change of who is found by it, without an address.
    change: Option<Request>,
    /// From an anonymous visitor to a known one, instead of both.
    identify: Option<Box<Identify>>,
    sharpen: Sharpen,
    /// What the call answers if nothing is sent; none for `null`.
    pub known: Option<String>,
    /// What is made of the last answer.
    pub form: Form,
}

/// What is made of an answer's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Nothing: it is what the call gives.
    Data,
    /// A list of records, in whatever form they come.
    Records,
    /// The user of an `identify`, beside what became of it.
    User,
    /// What a relay says of an `identify`, with advice if the browser's record isn't the person's.
    Linked,
}

impl Plan {
    /// Whether what a request brings decides about the next.
    #[must_use]
    pub const fn reads_records(&self) -> bool {
        self.identify.is_some() || self.next.is_none() && self.change.is_some()
    }

    /// What `identify` came to, in the end.
    #[must_use]
    pub fn identified(&self) -> Option<&Identify> {
        self.identify.as_deref()
    }

    /// The next request, once the one before brought the records `found` and told whether one was `made`; none when the
    /// call is done.
    ///
    /// # Errors
    /// `not_found` / `no_visitor` if the next would change what the one before didn't find; what identify refuses.
    pub fn next(&mut self, found: &[Record], made: bool) -> Result<Option<(Request, Sharpen)>> {
        let mut request = self.next.take();
        if let Some(identify) = &mut self.identify {
            request = identify.next(found, made)?;
        } else if request.is_none() {
            request = self.change.take();
            if let Some(change) = &mut request {
                let Some(found) = found.first() else { return Err(visitor::nobody(true)) };
                users::address(change, Who::Id(found.id))?;
            }
        }
        Ok(request.map(|request| (request, self.sharpen)))
    }
}

/// A list, as its first request and how it goes on.
#[derive(Debug)]
pub struct List {
    /// The request for the first page.
    pub request: Request,
    /// The last word on an answer that isn't a success.
    pub sharpen: Sharpen,
    limit: Option<u64>,
}

impl List {
    /// The list before its first page.
    #[must_use]
    pub fn listing(&self) -> Listing {
        Listing::new(self.request.url.clone(), Paging::Cursor, 0, self.limit)
    }
}

impl Target {
    /// Plans the list `operation`, whose last argument may hold `limit`: how many records are wanted in all.
    ///
    /// # Errors
    /// As [`Target::plan`].
    pub fn list(&self, operation: &str, args: Args<'_>) -> Result<List> {
        let (config, known) = self.operation(operation)?;
        if !known.is_list() {
            return Err(no_operation(operation));
        }
        let mut limit = None;
        for (name, value) in args.members(known.arity - 1, "options")? {
            if name == "limit" {
                limit = Some(id(value, name)?);
            } else if name != "match" || before(operation, "#") != "users.findByAttribute" {
                return Err(unusable(&[name, " is no option of this list"]));
            }
        }
        Ok(List { request: known.request(config, args)?, sharpen: super::sharpen, limit })
    }

    fn operation(&self, name: &str) -> Result<(&Config, &'static Operation)> {
        let Self::Direct(config) = self else { return Err(relay_forbids(name)) };
        match operations::find(name) {
            Some(known) => Ok((config, known)),
            None => Err(no_operation(name)),
        }
    }

    /// Plans `operation`, named as JavaScript names it. The operations on the visitor have the page's own cookies as their
    /// first argument, `proof` says who it is elsewhere.
    ///
    /// # Errors
    /// `input` for arguments that can't be used, `relay_forbids` for anything a relay doesn't serve; `not_found` /
    /// `no_visitor` for a change when there is no cookie.
    pub fn plan(&self, operation: &str, args: Args<'_>, proof: Proof<'_>) -> Result<Plan> {
        let sharpen = match self {
            Self::Direct(_) => super::sharpen,
            Self::Relay(_) => visitor::sharpen,
        };
        let (next, change, identify, known, form) = (None, None, None, None, Form::Data);
        let mut plan = Plan { next, change, identify, sharpen, known, form };
        self.lay_out(&mut plan, operation, args, proof)?;
        Ok(plan)
    }

    /// Fills in `plan`. In one function with `plan`, each way out would have to take it apart.
    #[inline(never)]
    fn lay_out(
        &self,
        plan: &mut Plan,
        operation: &str,
        args: Args<'_>,
        proof: Proof<'_>,
    ) -> Result<()> {
        plan.next = match operation {
            "visitorKey" => {
                plan.known = visitor::key(args, proof)?.map(Into::into);
                None
            }
            "visitor" => {
                let key = visitor::key(args, proof)?;
                match self {
                    Self::Direct(config) => key.map(|key| find(config, key)),
                    Self::Relay(relay) => key.or(proof.token).map(|_| relay.find(key, proof)),
                }
            }
            "updateVisitor" => {
                let changes = Changes::new(args.object(1, "changes")?)?;
                let key = visitor::key(args, proof)?;
                match (self, key) {
                    (Self::Direct(config), Some(key)) => {
                        plan.change =
                            Some(users::change(&config.in_version(Version::V1), &changes));
                        Some(find(config, key))
                    }
                    (Self::Relay(relay), _) if key.or(proof.token).is_some() => {
                        Some(relay.update(key, proof, &changes))
                    }
                    _ => return Err(visitor::nobody(false)),
                }
            }
            "identify" => self.identify(plan, args, proof)?,
            _ => {
                let (config, known) = self.operation(operation)?;
                let request = known.request(config, args)?;
                if request.expect == Expect::Records {
                    plan.form = Form::Records;
                }
                Some(request)
            }
        };
        Ok(())
    }

    /// The third argument says by what the person is known, unless a token does; without a cookie that alone decides.
    fn identify(
        &self,
        plan: &mut Plan,
        args: Args<'_>,
        proof: Proof<'_>,
    ) -> Result<Option<Request>> {
        let changes = args.members(1, "changes")?;
        args.members(2, "options")?;
        let (user_id, email) = (given(args, "userId")?, given(args, "email")?);
        let mut key = None;
        if proof.cookies.is_some() || proof.token.is_some() || !matches!(args.at(0), Value::Null) {
            key = visitor::key(args, proof)?;
        }
        match self {
            Self::Direct(config) => {
                plan.form = Form::User;
                plan.identify = Some(Identify::new(config, key, changes, user_id, email)?);
                Ok(None)
            }
            Self::Relay(_) if user_id.or(email).is_some() => Err(Error::input(
                "through a relay the identity token says who somebody is: leave userId and email out",
            )),
            Self::Relay(relay) => {
                plan.form = Form::Linked;
                relay.identify(key, proof, changes).map(Some)
            }
        }
    }
}

/// Asks for the visitor in version 1's form, whatever the client speaks.
fn find(config: &Config, key: &str) -> Request {
    users::find_by_key(&config.in_version(Version::V1), key)
}

/// What the third argument of an identify holds under `name`.
fn given<'a>(args: Args<'a>, name: &str) -> Result<Option<&'a str>> {
    match args.at(2).get(name) {
        Some(value) => text(value, name).map(Some),
        None => Ok(None),
    }
}

fn relay_forbids(operation: &str) -> Error {
    let why = " isn't possible through a relay, which serves the page's own visitor only: use visitor, updateVisitor and identify, or call it on your server with an apiKey";
    refused("relay_forbids", &[before(operation, "#"), why])
}

#[cfg(test)]
mod tests;
