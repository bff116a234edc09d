//! A call's requests in their order: most have one, some look a record up first.

use std::mem;

use crate::args::Args;
use crate::error::{Error, Kind, Result};
use crate::http::call::Sharpen;
use crate::http::page::{Listing, Paging};
use crate::http::{Expect, Request};
use crate::text::concat;
use crate::value::Value;

use super::changes::Changes;
use super::config::{Config, Version};
use super::identify::{Identify, Record};
use super::operations::{OPERATIONS, Operation};
use super::users;
use super::visitor::{self, Proof, Relay, Visitor};
use super::who::Who;

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
    steps: Steps,
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

#[derive(Debug)]
enum Steps {
    /// Nothing more.
    Done,
    /// One request.
    One(Request),
    /// A look-up, then a change of who was found.
    Find(Request, Config, Changes),
    /// The change of who was just found.
    Change(Config, Changes),
    /// From an anonymous visitor to a known one.
    Identify(Box<Identify>),
}

impl Plan {
    /// Whether what a request brings decides about the next.
    #[must_use]
    pub const fn reads_records(&self) -> bool {
        matches!(self.steps, Steps::Change(..) | Steps::Identify(_))
    }

    /// What `identify` came to, in the end.
    #[must_use]
    pub fn identified(&self) -> Option<&Identify> {
        match &self.steps {
            Steps::Identify(identify) => Some(identify),
            _ => None,
        }
    }

    /// The next request, once the one before brought the records `found` and told whether one was `made`; none when the
    /// call is done.
    ///
    /// # Errors
    /// `not_found` / `no_visitor` if the next would change what the one before didn't find; what identify refuses.
    pub fn next(&mut self, found: &[Record], made: bool) -> Result<Option<(Request, Sharpen)>> {
        let request = match mem::replace(&mut self.steps, Steps::Done) {
            Steps::Done => return Ok(None),
            Steps::One(request) => request,
            Steps::Find(request, config, changes) => {
                self.steps = Steps::Change(config, changes);
                request
            }
            Steps::Change(config, changes) => {
                let found = found.first().ok_or_else(|| visitor::nobody(true))?;
                users::update(&config, Who::Id(found.id), &changes)?
            }
            Steps::Identify(mut identify) => {
                let next = identify.next(found, made);
                self.steps = Steps::Identify(identify);
                match next? {
                    Some(request) => request,
                    None => return Ok(None),
                }
            }
        };
        Ok(Some((request, self.sharpen)))
    }
}

/// A list, as its first request and how it goes on.
#[derive(Debug)]
pub struct List {
    /// The request for the first page.
    pub request: Request,
    /// The last word on an answer that isn't a success.
    pub sharpen: Sharpen,
    paging: Paging,
    limit: Option<u64>,
}

impl List {
    /// The list before its first page.
    #[must_use]
    pub fn listing(&self) -> Listing {
        Listing::new(self.request.url.clone(), self.paging, 0, self.limit)
    }
}

impl Target {
    /// Plans the list `operation`, whose last argument may hold `limit`: how many records are wanted in all.
    ///
    /// # Errors
    /// As [`Target::plan`].
    pub fn list(&self, operation: &str, args: Args<'_>) -> Result<List> {
        let (config, known) = self.operation(operation)?;
        let paging = known.paging.ok_or_else(|| no_operation(operation))?;
        let mut limit = None;
        for (name, value) in args.members(known.arity - 1, "options")? {
            match name.as_str() {
                "limit" => limit = Some(Args(std::slice::from_ref(value)).id(0, "limit")?),
                "match" if operation == "users.findByAttribute" => {}
                _ => return Err(Error::input(concat(&[name, " is no option of this list"]))),
            }
        }
        Ok(List { request: (known.request)(config, args)?, sharpen: super::sharpen, paging, limit })
    }

    fn operation(&self, name: &str) -> Result<(&Config, &'static Operation)> {
        let Self::Direct(config) = self else { return Err(relay_forbids(name)) };
        let known = OPERATIONS.iter().find(|known| known.name == name);
        Ok((config, known.ok_or_else(|| no_operation(name))?))
    }

    /// Plans `operation`, named as JavaScript names it. The operations on the visitor have the page's own cookies as their
    /// first argument, `proof` says who it is elsewhere.
    ///
    /// # Errors
    /// `input` for arguments that can't be used, `relay_forbids` for anything a relay doesn't serve; `not_found` /
    /// `no_visitor` for a change when there is no cookie.
    pub fn plan(&self, operation: &str, args: Args<'_>, proof: Proof<'_>) -> Result<Plan> {
        match operation {
            "visitorKey" => {
                let known = Visitor::read(args, proof)?.key.map(Into::into);
                Ok(Plan { known, ..self.of(Steps::Done) })
            }
            "visitor" => {
                let request = self.find_visitor(Visitor::read(args, proof)?);
                Ok(self.of(request.map_or(Steps::Done, Steps::One)))
            }
            "identify" => self.identify(args, proof),
            "updateVisitor" => {
                let changes = Changes::new(args.object(1, "changes")?)?;
                self.update_visitor(Visitor::read(args, proof)?, changes)
            }
            _ => self.one(operation, args),
        }
    }

    fn one(&self, operation: &str, args: Args<'_>) -> Result<Plan> {
        let (config, known) = self.operation(operation)?;
        let request = (known.request)(config, args)?;
        let records = request.expect == Expect::Records;
        let form = if records { Form::Records } else { Form::Data };
        Ok(Plan { form, ..self.of(Steps::One(request)) })
    }

    fn find_visitor(&self, visitor: Visitor<'_>) -> Option<Request> {
        match self {
            Self::Direct(config) => {
                visitor.key.map(|key| users::find_by_key(&config.in_version(Version::V1), key))
            }
            Self::Relay(relay) => visitor.is_somebody().then(|| relay.find(visitor)),
        }
    }

    fn update_visitor(&self, visitor: Visitor<'_>, changes: Changes) -> Result<Plan> {
        let steps = match (self, visitor.key) {
            (Self::Relay(relay), _) if visitor.is_somebody() => {
                Steps::One(relay.update(visitor, &changes))
            }
            (Self::Direct(config), Some(key)) => {
                let config = config.in_version(Version::V1);
                Steps::Find(users::find_by_key(&config, key), config, changes)
            }
            _ => return Err(visitor::nobody(false)),
        };
        Ok(self.of(steps))
    }

    /// The third argument says by what the person is known, unless a token does; without a cookie that alone decides.
    fn identify(&self, args: Args<'_>, proof: Proof<'_>) -> Result<Plan> {
        let (changes, who) = (args.members(1, "changes")?, args.members(2, "options")?);
        let text = |name: &str| match who.iter().find(|(known, _)| known == name) {
            Some((_, value)) => Args(std::slice::from_ref(value)).text(0, name).map(Some),
            None => Ok(None),
        };
        let (user_id, email) = (text("userId")?, text("email")?);
        let has_cookies = proof.cookies.is_some() || *args.at(0) != Value::Null;
        let visitor = if has_cookies || proof.token.is_some() {
            Some(Visitor::read(args, proof)?)
        } else {
            None
        };
        match self {
            Self::Direct(config) => {
                let key = visitor.and_then(|visitor| visitor.key);
                let identify = Identify::new(config, key, changes, user_id, email)?;
                let steps = Steps::Identify(Box::new(identify));
                Ok(Plan { form: Form::User, ..self.of(steps) })
            }
            Self::Relay(_) if user_id.or(email).is_some() => Err(Error::input(
                "through a relay the identity token says who somebody is: leave userId and email out",
            )),
            Self::Relay(relay) => {
                let request = relay.identify(visitor.unwrap_or_default(), changes)?;
                Ok(Plan { form: Form::Linked, ..self.of(Steps::One(request)) })
            }
        }
    }

    fn of(&self, steps: Steps) -> Plan {
        let sharpen = match self {
            Self::Direct(_) => super::sharpen,
            Self::Relay(_) => visitor::sharpen,
        };
        Plan { steps, sharpen, known: None, form: Form::Data }
    }
}

fn no_operation(name: &str) -> Error {
    Error::input(concat(&[name, " is no operation"]))
}

fn relay_forbids(operation: &str) -> Error {
    let message = concat(&[
        operation,
        " isn't possible through a relay, which serves the page's own visitor only: use visitor, updateVisitor and identify, or call it on your server with an apiKey",
    ]);
    Error::new(Kind::Input, "relay_forbids", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;
    use crate::testing::value;

    fn direct() -> Target {
        Target::Direct(Config::new("https://a.b/api", None, Version::V1).unwrap())
    }

    fn relay() -> Target {
        Target::Relay(Relay::new("/userkey", true).unwrap())
    }

    fn plan(target: &Target, operation: &str, args: &str, cookies: Option<&str>) -> Result<Plan> {
        let Value::List(args) = value(args) else { panic!("an array") };
        target.plan(operation, Args(&args), Proof { cookies, token: None })
    }

    /// What is sent through a relay for who is signed in.
    fn signed(operation: &str, args: &str) -> Request {
        let Value::List(args) = value(args) else { panic!("an array") };
        let proof = Proof { cookies: None, token: Some("a.b.c") };
        let mut plan = relay().plan(operation, Args(&args), proof).unwrap();
        plan.next(&[], false).unwrap().unwrap().0
    }

    fn sent(plan: &mut Plan, found: Option<u64>) -> Option<(Method, String)> {
        let found: Vec<Record> =
            found.map(|id| Record { id, user_id: None, email: None }).into_iter().collect();
        plan.next(&found, false).unwrap().map(|(request, _)| (request.method, request.url.clone()))
    }

    const JAR: &str = r#"["a=1; __ca__chat=k1", {"city":"Rome"}]"#;

    #[test]
    fn a_visitor_without_cookie_is_nobody_and_nothing_is_sent() {
        for target in [direct(), relay()] {
            assert_eq!(
                sent(&mut plan(&target, "visitor", r#"["a=1"]"#, None).unwrap(), None),
                None
            );
            let error =
                plan(&target, "updateVisitor", r#"["",{"city":"Rome"}]"#, None).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::NotFound, "no_visitor"));
            assert!(error.message.contains("waitForCookie"));
        }
    }

    #[test]
    fn the_key_alone_needs_no_request() {
        for (args, key) in [(JAR, Some("k1")), (r#"["a=1"]"#, None)] {
            let mut plan = plan(&relay(), "visitorKey", args, None).unwrap();
            assert_eq!((sent(&mut plan, None), plan.known.as_deref()), (None, key));
        }
    }

    #[test]
    fn a_change_is_one_look_up_and_one_change() {
        let mut plan = plan(&direct(), "updateVisitor", JAR, None).unwrap();
        assert_eq!(
            sent(&mut plan, None),
            Some((Method::Get, "https://a.b/api/users/search/?key=k1".into()))
        );
        assert_eq!(
            sent(&mut plan, Some(7)),
            Some((Method::Put, "https://a.b/api/users/7/".into()))
        );
        assert_eq!(sent(&mut plan, Some(7)), None);
    }

    #[test]
    fn a_change_of_nobody_is_refused() {
        let mut plan = plan(&direct(), "updateVisitor", JAR, None).unwrap();
        sent(&mut plan, None);
        assert_eq!(plan.next(&[], false).unwrap_err().code, "no_visitor");
    }

    #[test]
    fn changes_are_checked_before_the_cookie() {
        assert_eq!(
            plan(&direct(), "updateVisitor", r#"["",{}]"#, None).unwrap_err().code,
            "no_changes"
        );
    }

    #[test]
    fn a_relay_is_asked_once_and_told_the_key_the_page_sees() {
        let mut found = plan(&relay(), "visitor", JAR, None).unwrap();
        let (request, _) = found.next(&[], false).unwrap().unwrap();
        assert_eq!((request.method, request.url.as_str()), (Method::Get, "/userkey/visitor"));
        assert_eq!(
            request.headers,
            [("X-Userkey", "1".to_owned()), ("X-Userkey-Expect", "k1".into())]
        );
        let mut changed = plan(&relay(), "updateVisitor", JAR, None).unwrap();
        let (request, _) = changed.next(&[], false).unwrap().unwrap();
        assert_eq!(
            (request.method, request.body.as_deref()),
            (Method::Patch, Some(r#"{"city":"Rome"}"#))
        );
        assert_eq!(sent(&mut changed, Some(7)), None);
    }

    #[test]
    fn off_the_page_the_cookie_belongs_to_the_call() {
        let mut plan_ = plan(&relay(), "visitor", "[null]", Some("b=2; __ca__chat=k2")).unwrap();
        let (request, _) = plan_.next(&[], false).unwrap().unwrap();
        assert!(
            request.headers.contains(&("Cookie", "__ca__chat=k2".into())),
            "and no other cookie goes along"
        );
        assert_eq!(plan(&direct(), "visitor", "[null]", None).unwrap_err().code, "cookie_required");
        assert_eq!(
            plan(&direct(), "visitor", r#"["a=1"]"#, Some("b=2")).unwrap_err().code,
            "invalid_input"
        );
    }

    #[test]
    fn who_is_signed_in_needs_no_cookie() {
        let bearer = ("Authorization", "Bearer a.b.c".to_owned());
        for (operation, args, method, path, cookie) in [
            ("visitor", "[\"\"]", Method::Get, "/userkey/visitor", false),
            ("visitor", "[null]", Method::Get, "/userkey/visitor", false),
            ("updateVisitor", JAR, Method::Patch, "/userkey/visitor", true),
            ("identify", JAR, Method::Post, "/userkey/visitor/identify", true),
            ("identify", "[null]", Method::Post, "/userkey/visitor/identify", false),
        ] {
            let request = signed(operation, args);
            assert_eq!((request.method, request.path()), (method, path), "{operation}");
            assert!(request.headers.contains(&bearer), "{operation}");
            let expects = request.headers.iter().any(|(name, _)| *name == "X-Userkey-Expect");
            assert_eq!(expects, cookie, "{operation} {args}");
        }
        assert_eq!(signed("identify", "[\"\"]").body.as_deref(), Some("{}"));
    }

    #[test]
    fn through_a_relay_only_a_token_says_who_somebody_is() {
        let error = plan(&relay(), "identify", JAR, None).unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Forbidden, "identity_required"));
        let named = r#"["__ca__chat=k1", {}, {"email":"ada@example.com"}]"#;
        let error = plan(&relay(), "identify", named, None).unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Input, "invalid_input"));
        let wrong = plan(&relay(), "identify", r#"["", {"firstName":"Ada"}]"#, None).unwrap_err();
        assert_eq!(wrong.code, "unknown_field", "changes are checked first");
    }

    #[test]
    fn a_relay_serves_the_visitor_only() {
        for operation in OPERATIONS {
            assert_eq!(
                plan(&relay(), operation.name, "[]", None).unwrap_err().code,
                "relay_forbids"
            );
        }
    }

    #[test]
    fn an_unknown_operation_is_refused() {
        assert_eq!(
            plan(&direct(), "users.get", "[]", None).unwrap_err().message,
            "users.get is no operation"
        );
    }
}
