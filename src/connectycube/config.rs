//! Where ConnectyCube is, and how an application speaks to it.

use std::fmt;

use crate::args::is_header_value;
use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::{concat, ends};

use super::refusal;
use super::session::Session;

/// ConnectyCube's own address.
pub const BASE_URL: &str = "https://api.connectycube.com";

/// The address of ConnectyCube, and the application that speaks to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    base: String,
    app_id: u64,
    auth_key: String,
}

/// What a request is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The user it names: `{"user":{…}}`.
    User,
    /// The user who was looked up, or nobody: `{"user":{…}}`.
    Found,
    /// The user it makes, another one at each repetition: `{"user":{…}}`.
    Made,
    /// The user who logs in: `{"user":{…}}`.
    LoggedIn,
    /// A page of a list, which may be asked for its first user only.
    Page,
    /// A page of users who were looked up, or nobody.
    FoundPage,
    /// A session: `{"session":{…}}`.
    Session,
    /// An object of its own.
    Object,
    /// Nothing, once what it names is gone or has been told.
    Done,
    /// Nothing, once the session is another.
    Changed,
}

impl Answer {
    /// What an answer of success must hold, and what a 404 means.
    pub(super) const fn read_as(self) -> (Expect, Miss) {
        match self {
            Self::User => (Expect::Object, Miss::NotFound),
            Self::Found => (Expect::Object, Miss::Nobody),
            Self::Page => (Expect::Page, Miss::WrongAddress),
            Self::FoundPage => (Expect::Page, Miss::Nobody),
            Self::Made | Self::LoggedIn | Self::Session | Self::Object => {
                (Expect::Object, Miss::WrongAddress)
            }
            Self::Done => (Expect::Anything, Miss::NotFound),
            Self::Changed => (Expect::Anything, Miss::WrongAddress),
        }
    }
}

impl Config {
    /// Takes the application's id and authorization key from the Credentials page of the admin panel.
    ///
    /// `base_url` is everything before `/users`, the last slash being optional; without it, [`BASE_URL`].
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option.
    pub fn new(app_id: u64, auth_key: &str, base_url: Option<&str>) -> Result<Self> {
        let base = url::base("baseUrl", base_url.unwrap_or(BASE_URL))?;
        if app_id == 0 {
            return Err(Error::option(
                "appId must be the application's id, a number, from the Credentials page",
            ));
        }
        if !is_header_value(auth_key) {
            return Err(Error::option(
                "authKey must be the application's authorization key from the Credentials page",
            ));
        }
        Ok(Self { base, app_id, auth_key: auth_key.into() })
    }

    /// The address below which every request goes, without a last slash.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The application's id and key, which every request for a session holds.
    pub(super) fn application(&self) -> (u64, &str) {
        (self.app_id, &self.auth_key)
    }

    /// A request without credentials and body.
    pub(super) fn request(&self, method: Method, path: &str, answer: Answer) -> Request {
        let mut request = Request::new(method, concat(&[&self.base, path]));
        (request.expect, request.miss) = answer.read_as();
        request.creates = answer == Answer::Made;
        request
    }

    /// Adds the header that says who asks: the session's token; for a sign-up without a session the application's key;
    /// nothing where a session is only asked for, since a dead token there would be in the way (reference §1.2).
    ///
    /// # Errors
    /// `auth` / `token_missing` for any other request without a session.
    pub fn authorize(&self, mut request: Request, session: Option<&Session>) -> Result<Request> {
        let posts = |path| request.method == Method::Post && ends(&request.url, path);
        let header = match session {
            _ if posts("/session") => return Ok(request),
            Some(session) => ("CB-Token", session.token().into()),
            None if posts("/users") => ("CB-AuthKey", self.auth_key.clone()),
            None => {
                let message = concat(&["there is no session yet", refusal::SESSION_NEEDED]);
                return Err(Error::new(Kind::Auth, "token_missing", message));
            }
        };
        request.headers.push(header);
        Ok(request)
    }
}

/// Doesn't show the key.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base", &self.base)
            .field("app_id", &self.app_id)
            .field("auth_key", &"…")
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_connectycubes_own_unless_another_is_given() {
        for (base_url, url) in [
            (None, "https://api.connectycube.com/users"),
            (Some("http://127.0.0.1:1/cube/"), "http://127.0.0.1:1/cube/users"),
        ] {
            let config = Config::new(21, "AUTHKEY", base_url).unwrap();
            assert_eq!(config.request(Method::Get, "/users", Answer::Page).url, url);
        }
    }

    #[test]
    fn an_option_that_cannot_be_used_is_named_and_not_shown() {
        for (app_id, auth_key, base_url, words) in [
            (0, "AUTHKEY", None, "appId must be the application's id"),
            (21, "", None, "authKey must be the application's authorization key"),
            (21, "two words", None, "authKey must be the application's authorization key"),
            (21, "AUTHKEY", Some("api.connectycube.com"), "baseUrl must be an address like"),
        ] {
            let error = Config::new(app_id, auth_key, base_url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Config, "invalid_option"));
            assert!(error.message.starts_with(words), "{error}");
            assert!(!error.message.contains("two words"));
        }
    }
}
