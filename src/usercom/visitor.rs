//! The visitor of a page: the user behind the cookie, read directly or through a relay.

use crate::error::{Error, Kind};
use crate::http::{Expect, Method, Miss, Request, url};
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
        let base = url::base("relay", &["http://page", address].concat())?;
        Ok(Self { base: base.trim_start_matches("http://page").into() })
    }

    /// The origin of an absolute address; none of a path.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        let host = self.base.find("://")? + 3;
        let end = self.base.get(host..)?.find('/').map_or(self.base.len(), |slash| host + slash);
        self.base.get(..end)
    }

    fn request(&self, method: Method, key: Option<&str>) -> Request {
        let mut request = Request::new(method, [&self.base, "/visitor"].concat());
        request.expect = Expect::Object;
        request.miss = Miss::WrongAddress;
        request.headers.push(("X-Userkey", "1".into()));
        if let Some(key) = key.filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic())) {
            request.headers.push(("X-Userkey-Expect", key.into()));
        }
        request
    }

    /// Asks for the visitor: `GET {relay}/visitor`. `key` is the one the page sees, if it sees any.
    #[must_use]
    pub fn find(&self, key: Option<&str>) -> Request {
        self.request(Method::Get, key)
    }

    /// Changes the visitor: `PATCH {relay}/visitor`.
    #[must_use]
    pub fn update(&self, key: Option<&str>, changes: &Changes) -> Request {
        let mut request = self.request(Method::Patch, key);
        request.headers.push(("Content-Type", "application/json".into()));
        request.body = Some(changes.to_relay());
        request
    }

    /// Adds the visitor's cookie for a relay that is called from a server, and nothing else of the caller's cookies.
    pub fn carry_cookie(request: &mut Request, key: &str) {
        if key.bytes().all(|byte| byte.is_ascii_graphic()) {
            request.headers.push(("Cookie", [cookie::VISITOR_COOKIE, "=", key].concat()));
        }
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

/// Takes the code that a relay's problem details name.
pub fn sharpen(_: &Request, error: &mut Error) {
    let body = error.answer.as_ref().and_then(|answer| answer.body.as_ref());
    let named = body.and_then(|body| body.get("code")).and_then(|code| code.as_text());
    if let Some((code, kind)) = PROBLEMS.iter().find(|(code, _)| named == Some(code)) {
        error.code = code;
        error.kind = *kind;
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
