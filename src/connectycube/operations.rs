//! The operations JavaScript can call by name: rows of data, each written as its request reads on the wire.
//!
//! ```text
//! put("users.update", r#"/users/<id> {"user":<changes>}"#)
//! ```
//!
//! A `<word>` stands for the next argument. It is called so in errors, and says what the argument must be (`write`); a
//! list takes its filter and its options after them.

use crate::args::{Args, id, list as items, object, text};
use crate::error::Result;
use crate::http::page::{Listing, Paging};
use crate::http::{Expect, Method, Miss, Request, url};
use crate::template::{fill, parts, told, words};
use crate::text::{begins, contains, number, push_decimal, split_once};
use crate::value::{Value, write_string};

use super::changes;
use super::config::{Answer, Config};
use super::credentials::Credentials;
use super::fields::natural;
use super::filter;
use super::listing::{self, Style};
use super::query;
use super::sign_in;

/// One operation: its name in JavaScript, its request, and how the answer is read.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findOne"` for `client.users.findOne`; the npm module has none.
    pub name: &'static str,
    method: Method,
    /// The path, and after a blank the body.
    template: &'static str,
    style: Option<Style>,
    expect: Expect,
    miss: Miss,
    creates: bool,
}

const fn get(name: &'static str, path: &'static str, answer: Answer) -> Operation {
    operation(Method::Get, name, path, answer)
}

/// Asks for a page of a list, or for the first of its users.
const fn list(name: &'static str, path: &'static str, answer: Answer, style: Style) -> Operation {
    Operation { style: Some(style), ..get(name, path, answer) }
}

const fn post(name: &'static str, template: &'static str, answer: Answer) -> Operation {
    operation(Method::Post, name, template, answer)
}

const fn put(name: &'static str, template: &'static str) -> Operation {
    operation(Method::Put, name, template, Answer::User)
}

const fn delete(name: &'static str, path: &'static str, answer: Answer) -> Operation {
    operation(Method::Delete, name, path, answer)
}

const fn operation(
    method: Method,
    name: &'static str,
    template: &'static str,
    answer: Answer,
) -> Operation {
    let (expect, miss) = answer.read_as();
    let creates = matches!(answer, Answer::Made);
    Operation { name: told(name), method, template, style: None, expect, miss, creates }
}

/// Every operation (reference §3 and §4). A new one is a row here.
///
/// `users.findByPhone` asks in the way that works (§4.16). `users.resetPassword` could be a GET, too, which would leave
/// the address in logs.
pub const OPERATIONS: &[Operation] = &[
    post("createSession", "/session <session>", Answer::Session),
    get("getSession", "/session", Answer::Session),
    delete("destroySession", "/session", Answer::Changed),
    post("login", "/login <credentials>", Answer::LoggedIn),
    delete("logout", "/login", Answer::Changed),
    post("users.signUp", r#"/users {"user":<user>}"#, Answer::Made),
    list("users.list", "/users/v2", Answer::Page, Style::V2),
    list("users.listV1", "/users", Answer::Page, Style::V1),
    list("users.listOnline", "/users/online", Answer::Page, Style::Online),
    get("users.countOnline", "/users/online?count=true", Answer::Object),
    get("users.find", "/users/<id>", Answer::Found),
    list("users.findOne", "/users/v2", Answer::Page, Style::First),
    get("users.findByLogin", "/users/by_login?login=<login>", Answer::Found),
    list(
        "users.findByFullName",
        "/users/by_full_name?full_name=<fullName>",
        Answer::FoundPage,
        Style::LookUp,
    ),
    get("users.findByFacebookId", "/users/by_facebook_id?facebook_id=<facebookId>", Answer::Found),
    get("users.findByTwitterId", "/users/by_twitter_id?twitter_id=<twitterId>", Answer::Found),
    get("users.findByEmail", "/users/by_email?email=<email>", Answer::Found),
    list("users.findByTags", "/users/by_tags?tags=<tags>", Answer::FoundPage, Style::LookUp),
    get("users.findByExternalUserId", "/users/external/<externalUserId>", Answer::Found),
    get("users.findByPhone", "/users/v2?phone=<phone>&limit=1", Answer::Page),
    put("users.update", r#"/users/<id> {"user":<changes>}"#),
    put("users.changePassword", r#"/users/<id> {"user":<passwords>}"#),
    delete("users.delete", "/users/<id>", Answer::Done),
    delete("users.deleteByExternalUserId", "/users/external/<externalUserId>", Answer::Done),
    post("users.resetPassword", r#"/users/password/reset {"email":<email>}"#, Answer::Done),
];

/// The operation of that name, or with that row, counted from 0: `login#3`. The npm module has no names, so its facade
/// gives both.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    match split_once(name, "#") {
        Some((_, row)) => OPERATIONS.get(usize::try_from(number(row)?).ok()?),
        None => OPERATIONS.iter().find(|known| known.name == name),
    }
}

impl Operation {
    /// How many arguments it takes, those of a list with the list's own options; the call's options follow them.
    #[must_use]
    pub const fn arity(&self) -> usize {
        let own = match self.style {
            Some(style) => style.takes_filter() as usize + 1,
            None => 0,
        };
        words(self.template) + own
    }

    /// What JavaScript calls the records of a page; empty if it asks for none.
    #[must_use]
    pub const fn records(&self) -> &'static str {
        if self.style.is_some() { "users" } else { "" }
    }

    /// How the list it answers goes on; none if it answers one thing.
    #[must_use]
    pub const fn paging(&self) -> Option<Paging> {
        match self.style {
            Some(style) => style.paging(),
            None => None,
        }
    }

    /// Checks the arguments and makes the request, to which [`Config::authorize`] then adds the session's token.
    ///
    /// # Errors
    /// `input` for arguments that can't be used.
    pub fn request(&self, config: &Config, args: Args<'_>) -> Result<Request> {
        let mut request = Request::new(self.method, config.base().into());
        request.expect = self.expect;
        request.miss = self.miss;
        request.creates = self.creates;
        let mut args = args.0;
        let write =
            &mut |word: &str, value: &Value, out: &mut String| write(word, value, config, out);
        let (path, body) = parts(self.template);
        fill(path, &mut args, &mut request.url, write)?;
        if let Some(style) = self.style {
            write_list(style, Args(args), &mut request.url)?;
        }
        if !body.is_empty() {
            let mut json = String::new();
            fill(body, &mut args, &mut json, write)?;
            request.write(json);
        }
        Ok(request)
    }

    /// The list that begins with `request`, which `args` were made into; none if the operation answers one thing.
    #[must_use]
    pub fn listing(&self, args: Args<'_>, request: &Request) -> Option<Listing> {
        let paging = self.paging()?;
        let options = args.at(self.arity() - 1);
        let number = |name| options.get(name).and_then(natural);
        let start = match paging {
            Paging::Cursor => 0,
            Paging::Offset(name) => number(name).unwrap_or(0),
            Paging::Number(name) => number(name).unwrap_or(1),
        };
        Some(Listing::new(request.url.clone(), paging, start, number("limit")))
    }
}

/// Writes `value` as `word` wants it: an id in a path, a text in a query or a body, and what else there is.
fn write(word: &str, value: &Value, config: &Config, out: &mut String) -> Result<()> {
    match word {
        "session" | "credentials" => {
            let credentials = Credentials::read(value)?;
            if word == "session" {
                sign_in::write(config, &credentials, None, out);
            } else {
                credentials.write_log_in(out)?;
            }
        }
        "user" | "changes" | "passwords" => {
            let write = match word {
                "user" => changes::sign_up,
                "changes" => changes::update,
                _ => changes::passwords,
            };
            write(object(value, word)?, out)?;
        }
        "tags" => url::encode(&changes::joined(items(value, word)?)?, out),
        _ if begins(out, "{") => {
            text(value, word)?;
            write_string(changes::email(value)?, out);
        }
        _ if contains(out, "?") => url::encode(text(value, word)?, out),
        _ => push_decimal(out, id(value, word)?),
    }
    Ok(())
}

/// Writes which users are asked for, and which part of them: the filter, if the list takes one, and the options.
fn write_list(style: Style, args: Args<'_>, url: &mut String) -> Result<()> {
    let filter = match style {
        Style::V2 | Style::First => args.object(0, "filter")?,
        Style::V1 => args.members(0, "filter")?,
        Style::LookUp | Style::Online => &[],
    };
    let options = args.members(usize::from(style.takes_filter()), "options")?;
    let most = match style {
        Style::V2 => query::write(url, filter)?,
        Style::First => query::write(url, filter)?.min(1),
        Style::V1 => filter::write(url, filter)?,
        Style::LookUp | Style::Online => query::MAX_PAGE,
    };
    listing::write(url, style, options, most)
}
