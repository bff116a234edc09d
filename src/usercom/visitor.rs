//! The visitor of a page: the user behind the cookie, read directly or through a relay.

use crate::error::{Error, Kind};
use crate::http::answer::Found;
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::concat;
use crate::{Result, cookie};

use super::changes::Changes;

/// The address of a relay: `/userkey` in a page, or an absolute address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    base: String,
}

impl Relay {
    /// Takes a path with one leading slash, or an absolute address; the last slash is optional.
    ///
    /// # Errors
    /// `config`: `invalid_option` for anything else, `relative_url` for a path where there is no page to resolve it.
    pub fn new(address: &str, in_page: bool) -> Result<Self> {
        if !address.starts_with('/') || address.starts_with("//") {
            return url::base("relay", address).map(|base| Self { base });
        }
        if !in_page {
            return Err(Error::new(
                Kind::Config,
                "relative_url",
                "relay must be an absolute address outside a page, like https://shop.example/userkey",
            ));
        }
        // Checked as the path of some page's address.
        url::base("relay", &concat(&["http://page", address]))?;
        Ok(Self { base: address.strip_suffix("/").unwrap_or(address).into() })
    }

    /// The origin of an absolute address; none of a path.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        Some(url::origin(&self.base)).filter(|origin| !origin.is_empty())
    }

    fn request(&self, method: Method, key: &str, in_page: bool) -> Request {
        let mut request = Request::new(method, concat(&[&self.base, "/visitor"]));
        request.expect = Expect::Object;
        request.miss = Miss::WrongAddress;
        request.headers.push(("X-Userkey", "1".into()));
        if key.bytes().all(|byte| byte.is_ascii_graphic()) {
            request.headers.push(("X-Userkey-Expect", key.into()));
            if !in_page {
                request.headers.push(("Cookie", concat(&[cookie::VISITOR_COOKIE, "=", key])));
            }
        }
        request
    }

    /// Asks for the visitor: `GET {relay}/visitor`.
    ///
    /// `key` is the one the caller sees. A page's browser sends the cookie itself; off the page it is passed on, and
    /// nothing else of the caller's cookies.
    #[must_use]
    pub fn find(&self, key: &str, in_page: bool) -> Request {
        self.request(Method::Get, key, in_page)
    }

    /// Changes the visitor: `PATCH {relay}/visitor`.
    #[must_use]
    pub fn update(&self, key: &str, in_page: bool, changes: &Changes) -> Request {
        let mut request = self.request(Method::Patch, key, in_page);
        request.headers.push(("Content-Type", "application/json".into()));
        request.body = Some(changes.to_relay());
        request
    }
}

/// The codes a relay names in its problem details and what they are to a caller.
const PROBLEMS: &[(&str, Kind)] = &[
    ("no_visitor", Kind::NotFound),
    ("ambiguous_cookie", Kind::Conflict),
    ("visitor_changed", Kind::Conflict),
    ("cookie_missing", Kind::Conflict),
    ("field_not_allowed", Kind::Validation),
    ("identity_required", Kind::Forbidden),
    ("identity_unusable", Kind::Forbidden),
    ("identity_invalid", Kind::Auth),
    ("identity_expired", Kind::Auth),
    ("upstream_auth", Kind::Server),
    ("upstream_config", Kind::Server),
    ("busy", Kind::Server),
];

/// Takes the code that a relay's problem details name. That nobody is there is an answer to a question.
///
/// # Errors
/// `error`, sharpened.
pub fn sharpen(request: &Request, mut error: Error) -> Result<Found> {
    let body = error.answer.as_ref().and_then(|answer| answer.body.as_ref());
    let named = body.and_then(|body| body.get("code")).and_then(|code| code.as_text());
    if let Some((code, kind)) = PROBLEMS.iter().find(|(code, _)| named == Some(code)) {
        error.code = code;
        error.kind = *kind;
    }
    if error.code == "no_visitor" && request.method == Method::Get {
        Ok(Found::Nobody)
    } else {
        Err(error)
    }
}

/// The error of a change when nobody is there to change.
#[must_use]
pub fn nobody(has_cookie: bool) -> Error {
    let message = if has_cookie {
        "no user has the key in the visitor's cookie: it was merged or deleted since, or the widget hasn't sent it yet"
    } else {
        "there is no visitor cookie yet: the widget sets it after the page has loaded, so pass waitForCookie, in milliseconds"
    };
    Error::new(Kind::NotFound, "no_visitor", message)
}
