//! The operations JavaScript can call, by name.

use crate::args::Args;
use crate::error::Result;
use crate::http::Request;
use crate::http::page::{Listing, Paging};
use crate::value::Value;

use super::config::Config;
use super::credentials::Credentials;
use super::fields::natural;
use super::sign_in;
use super::users;

/// One operation: its name in JavaScript, and how its arguments become a request.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findOne"` for `client.users.findOne`.
    pub name: &'static str,
    /// How many arguments it takes, those of a list with the list's own options; the call's options follow them.
    pub arity: usize,
    /// How the list it answers goes on; none if it answers one thing.
    pub paging: Option<Paging>,
    /// What JavaScript calls the records of a page; empty if it asks for none.
    pub records: &'static str,
    /// Checks the arguments and makes the request, to which [`Config::authorize`] then adds the session's token.
    pub request: fn(&Config, Args<'_>) -> Result<Request>,
}

type Make = fn(&Config, Args<'_>) -> Result<Request>;

const fn call(name: &'static str, arity: usize, request: Make) -> Operation {
    Operation { name, arity, paging: None, records: "", request }
}

/// Asks for a page of a list, but for the first of its users only.
const fn first(name: &'static str, arity: usize, request: Make) -> Operation {
    Operation { name, arity, paging: None, records: "users", request }
}

const fn list(name: &'static str, arity: usize, paging: Paging, request: Make) -> Operation {
    Operation { name, arity, paging: Some(paging), records: "users", request }
}

const OFFSET: Paging = Paging::Offset("offset");
const PAGE: Paging = Paging::Number("page");

/// Every operation. A new one is a line here and a function in its resource's file.
pub const OPERATIONS: &[Operation] = &[
    call("createSession", 1, |c, a| Ok(sign_in::create(c, &Credentials::read(a)?))),
    call("getSession", 0, |c, _| Ok(sign_in::get(c))),
    call("destroySession", 0, |c, _| Ok(sign_in::destroy(c))),
    call("login", 1, |c, a| sign_in::login(c, &Credentials::read(a)?)),
    call("logout", 0, |c, _| Ok(sign_in::logout(c))),
    call("users.signUp", 1, |c, a| users::sign_up(c, a.object(0, "user")?)),
    list("users.list", 2, OFFSET, |c, a| users::list(c, a.object(0, "filter")?, options(a, 1)?)),
    list("users.listV1", 2, PAGE, |c, a| {
        users::list_v1(c, a.members(0, "filter")?, options(a, 1)?)
    }),
    list("users.listOnline", 1, OFFSET, |c, a| users::list_online(c, options(a, 0)?)),
    call("users.countOnline", 0, |c, _| Ok(users::count_online(c))),
    call("users.find", 1, |c, a| Ok(users::find(c, a.id(0, "id")?))),
    first("users.findOne", 2, |c, a| users::find_one(c, a.object(0, "filter")?, options(a, 1)?)),
    call("users.findByLogin", 1, |c, a| Ok(users::find_by_login(c, a.text(0, "login")?))),
    list("users.findByFullName", 2, PAGE, |c, a| {
        users::find_by_full_name(c, a.text(0, "fullName")?, options(a, 1)?)
    }),
    call("users.findByFacebookId", 1, |c, a| {
        Ok(users::find_by_facebook_id(c, a.text(0, "facebookId")?))
    }),
    call("users.findByTwitterId", 1, |c, a| {
        Ok(users::find_by_twitter_id(c, a.text(0, "twitterId")?))
    }),
    call("users.findByEmail", 1, |c, a| Ok(users::find_by_email(c, a.text(0, "email")?))),
    list("users.findByTags", 2, PAGE, |c, a| {
        users::find_by_tags(c, a.list(0, "tags")?, options(a, 1)?)
    }),
    call("users.findByExternalUserId", 1, |c, a| {
        Ok(users::find_by_external_user_id(c, a.id(0, "externalUserId")?))
    }),
    call("users.findByPhone", 1, |c, a| users::find_by_phone(c, a.text(0, "phone")?)),
    call("users.update", 2, |c, a| users::update(c, a.id(0, "id")?, a.object(1, "changes")?)),
    call("users.changePassword", 2, |c, a| {
        users::change_password(c, a.id(0, "id")?, a.object(1, "passwords")?)
    }),
    call("users.delete", 1, |c, a| Ok(users::delete(c, a.id(0, "id")?))),
    call("users.deleteByExternalUserId", 1, |c, a| {
        Ok(users::delete_by_external_user_id(c, a.id(0, "externalUserId")?))
    }),
    call("users.resetPassword", 1, |c, a| users::reset_password(c, a.text(0, "email")?)),
];

fn options(args: Args<'_>, index: usize) -> Result<&[(String, Value)]> {
    args.members(index, "options")
}

impl Operation {
    /// The list that begins with `request`, which `args` were made into; none if the operation answers one thing.
    #[must_use]
    pub fn listing(&self, args: Args<'_>, request: &Request) -> Option<Listing> {
        let paging = self.paging?;
        let options = args.at(self.arity - 1);
        let number = |name| options.get(name).and_then(natural);
        let start = match paging {
            Paging::Cursor => 0,
            Paging::Offset(name) => number(name).unwrap_or(0),
            Paging::Number(name) => number(name).unwrap_or(1),
        };
        Some(Listing::new(request.url.clone(), paging, start, number("limit")))
    }
}
