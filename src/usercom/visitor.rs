//! The visitor of a page: the user behind the cookie, read directly or through a relay.

use crate::args::{Args, is_header_value};
use crate::error::{Error, Kind};
use crate::http::answer::Found;
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::{begins, concat, split};
use crate::value::Value;
use crate::{Result, cookie};

use super::changes::Changes;
use super::config;

/// By what a call says who the visitor is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Proof<'a> {
    /// The `Cookie` header that a call off the page was given.
    pub cookies: Option<&'a str>,
    /// The identity token of who is signed in; for a relay only.
    pub token: Option<&'a str>,
}

/// Reads the visitor's key from the page's cookies, the first argument, or off the page from those the call was given.
///
/// # Errors
/// `input`: `cookie_required` off the page without cookies, unless somebody is signed in; `invalid_input` for cookies
/// given in a page.
pub(super) fn key<'a>(args: Args<'a>, proof: Proof<'a>) -> Result<Option<&'a str>> {
    let page = args.at(0).as_text();
    if page.is_some() && proof.cookies.is_some() {
        return Err(Error::input(
            "cookie is for servers: in a page the page's own cookies are read",
        ));
    }
    let cookies = page.or(proof.cookies);
    if cookies.is_none() && proof.token.is_none() {
        let message = "outside a page the visitor is found in the request's cookies: pass the Cookie header as cookie";
        return Err(Error::new(Kind::Input, "cookie_required", message));
    }
    Ok(cookies.and_then(cookie::visitor_key))
}

/// The address of a relay: `/userkey` in a page, or an absolute address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    base: String,
}

const PAGE: &str = "http://page";

impl Relay {
    /// Takes a path with one leading slash, or an absolute address; the last slash is optional.
    ///
    /// # Errors
    /// `config`: `invalid_option` for anything else, `relative_url` for a path where there is no page to resolve it.
    pub fn new(address: &str, in_page: bool) -> Result<Self> {
        if !begins(address, "/") || begins(address, "//") {
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
        let base = url::base("relay", &concat(&[PAGE, address]))?;
        Ok(Self { base: base.get(PAGE.len()..).unwrap_or_default().into() })
    }

    /// The origin of an absolute address; none of a path.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        Some(url::origin(&self.base)).filter(|origin| !origin.is_empty())
    }

    /// A request in the name of the visitor with that key, and of who is signed in.
    fn request(&self, method: Method, path: &str, key: Option<&str>, proof: Proof<'_>) -> Request {
        let mut request = Request::new(method, concat(&[&self.base, path]));
        request.expect = Expect::Object;
        request.miss = Miss::WrongAddress;
        config::header(&mut request, "X-Userkey", &["1"]);
        if let Some(key) = key.filter(|key| is_header_value(key)) {
            config::header(&mut request, "X-Userkey-Expect", &[key]);
            if proof.cookies.is_some() {
                config::header(&mut request, "Cookie", &[cookie::VISITOR_COOKIE, "=", key]);
            }
        }
        if let Some(token) = proof.token {
            config::header(&mut request, "Authorization", &["Bearer ", token]);
        }
        request
    }

    /// Asks for the visitor: `GET {relay}/visitor`.
    ///
    /// A page's browser sends the cookie itself; off the page it is passed on, and nothing else of the caller's cookies.
    pub(super) fn find(&self, key: Option<&str>, proof: Proof<'_>) -> Request {
        self.request(Method::Get, "/visitor", key, proof)
    }

    /// Changes the visitor: `PATCH {relay}/visitor`.
    pub(super) fn update(&self, key: Option<&str>, proof: Proof<'_>, changes: &Changes) -> Request {
        let mut request = self.request(Method::Patch, "/visitor", key, proof);
        config::write(&mut request, changes.to_relay());
        request
    }

    /// Tells the relay who the visitor is, which it knows by the token alone: `POST {relay}/visitor/identify`.
    ///
    /// # Errors
    /// `input` for changes that can't be made; `forbidden` / `identity_required` without a token.
    pub(super) fn identify(
        &self,
        key: Option<&str>,
        proof: Proof<'_>,
        changes: &[(String, Value)],
    ) -> Result<Request> {
        let body = if changes.is_empty() { "{}".into() } else { Changes::new(changes)?.to_relay() };
        if proof.token.is_none() {
            let message = "nobody is signed in: identify through a relay needs the client's option identity, and a token from it";
            return Err(Error::new(Kind::Forbidden, "identity_required", message));
        }
        let mut request = self.request(Method::Post, "/visitor/identify", key, proof);
        config::write(&mut request, body);
        Ok(request)
    }
}

/// The codes a relay names in its problem details, by what they are to a caller.
const PROBLEMS: &[(Kind, &str)] = &[
    (Kind::NotFound, "no_visitor"),
    (Kind::Conflict, "ambiguous_cookie visitor_changed cookie_missing"),
    (Kind::Validation, "field_not_allowed"),
    (Kind::Forbidden, "identity_required identity_unusable"),
    (Kind::Auth, "identity_invalid identity_expired"),
    (Kind::Server, "upstream_auth upstream_config busy"),
];

/// Takes the code that a relay's problem details name. That nobody is there is an answer to a question.
///
/// # Errors
/// `error`, sharpened.
pub fn sharpen(request: &Request, mut error: Error) -> Result<Found> {
    let details = &mut *error;
    if let Some(answer) = &mut details.answer {
        let told = |name| answer.body.as_ref()?.get(name)?.as_text();
        let named = told("code").unwrap_or_default();
        for (kind, codes) in PROBLEMS {
            for code in split(codes, " ") {
                if code == named {
                    details.code = code;
                    details.kind = *kind;
                }
            }
        }
        // What a problem says of a field is filed under the field's name.
        if let (Some(field), Some(detail)) = (told("field"), told("detail")) {
            answer.field_errors = vec![(field.into(), detail.into())];
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Body, Response, answer};
    use crate::testing::value;

    /// What a relay's refusal of a request with that method comes to.
    fn refused(method: Method, status: u16, body: &str) -> Result<Found> {
        let mut request = Request::new(method, "https://a.b/visitor".into());
        request.miss = Miss::WrongAddress;
        let body = Body::Json(value(body));
        let response = Response { status, headers: Vec::new(), body, clock: 0 };
        answer::read(&request, response).or_else(|error| sharpen(&request, error))
    }

    #[test]
    fn each_problem_of_a_relay_has_its_kind_and_code() {
        for (status, told, kind, code) in [
            (400, "field_not_allowed", Kind::Validation, "field_not_allowed"),
            (400, "invalid_body", Kind::Validation, "rejected"),
            (401, "identity_expired", Kind::Auth, "identity_expired"),
            (401, "identity_invalid", Kind::Auth, "identity_invalid"),
            (403, "forbidden", Kind::Forbidden, "forbidden"),
            (403, "identity_required", Kind::Forbidden, "identity_required"),
            (403, "identity_unusable", Kind::Forbidden, "identity_unusable"),
            (404, "no_visitor", Kind::NotFound, "no_visitor"),
            (404, "not_found", Kind::Config, "wrong_address"),
            (405, "method_not_allowed", Kind::Config, "wrong_address"),
            (408, "too_slow", Kind::Server, "server_error"),
            (409, "ambiguous_cookie", Kind::Conflict, "ambiguous_cookie"),
            (409, "cookie_missing", Kind::Conflict, "cookie_missing"),
            (409, "visitor_changed", Kind::Conflict, "visitor_changed"),
            (413, "too_large", Kind::Validation, "rejected"),
            (415, "unsupported_media_type", Kind::Config, "wrong_address"),
            (421, "misdirected", Kind::Config, "wrong_address"),
            (422, "rejected", Kind::Validation, "rejected"),
            (429, "too_many_requests", Kind::RateLimit, "rate_limited"),
            (502, "upstream_auth", Kind::Server, "upstream_auth"),
            (502, "upstream_config", Kind::Server, "upstream_config"),
            (502, "upstream_error", Kind::Server, "server_error"),
            (503, "busy", Kind::Server, "busy"),
            (504, "upstream_timeout", Kind::Server, "server_error"),
        ] {
            let body = format!(r#"{{"code":"{told}","detail":"Words.","retryable":false}}"#);
            let error = refused(Method::Patch, status, &body).unwrap_err();
            assert_eq!((error.kind, error.code), (kind, code), "{status} {told}");
            assert!(!error.retryable, "{told}: a relay that says so is believed");
        }
    }

    #[test]
    fn nobody_is_an_answer_to_a_question_only() {
        let nobody = r#"{"code":"no_visitor"}"#;
        assert_eq!(refused(Method::Get, 404, nobody), Ok(Found::Nobody));
        assert_eq!(refused(Method::Patch, 404, nobody).unwrap_err().code, "no_visitor");
    }

    #[test]
    fn a_field_that_a_relay_refuses_is_named() {
        let body = r#"{"code":"field_not_allowed","detail":"\"score\" can't be written here.","field":"score"}"#;
        let error = refused(Method::Patch, 400, body).unwrap_err();
        let answer = error.answer.as_ref().unwrap();
        let complaint = "\"score\" can't be written here.";
        assert_eq!(answer.field_errors, [("score".into(), complaint.into())]);
        assert!(error.message.ends_with("\"score\" can't be written here."), "{error}");
    }
}
