//! ConnectyCube for Rust apps.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::connectycube::{Config, Credentials, Page, Session, User, sign_in, users};
use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Policy, Request};
use crate::value::Value;

use super::platform::member;
use super::sessions::Sessions;
use super::transport::data;
use super::typed;

/// A client of ConnectyCube for Rust apps that run in a browser: one session, and all about users.
///
/// Retries, timeouts and the session are handled as in the npm package: the application's session renews itself, after
/// the end of a user's calls fail with `session_expired`, since the client keeps no password. Clones share everything.
///
/// ```no_run
/// use userkey::{connectycube::{Config, Credentials}, js::ConnectyCube};
///
/// # async fn greet() -> userkey::Result<()> {
/// let cube = ConnectyCube::new(Config::new(21, "AUTHKEY", None)?);
/// cube.create_session(&Credentials::application()).await?;
/// if let Some(ada) = cube.find_one(&[("login".into(), "ada".into())]).await? {
///     // ada.full_name, ada.tags, …
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct ConnectyCube(Rc<Sessions>);

impl ConnectyCube {
    /// Makes a client with the default patience.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::with_policy(config, Policy::default())
    }

    /// Makes a client that is as patient as `policy` says.
    #[must_use]
    pub fn with_policy(config: Config, policy: Policy) -> Self {
        Self(Sessions::new(config, policy))
    }

    /// The session there is.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.0.cube.borrow().session.clone()
    }

    /// Goes on in a session that was kept, or in none.
    pub fn set_session(&self, session: Option<Session>) {
        self.0.cube.borrow_mut().session = session;
    }

    /// Begins a session, which all calls are made in from then on.
    ///
    /// # Errors
    /// `auth` / `wrong_credentials`, `validation`, `rate_limit`, `server`, `network`, `timeout`, `decode`, `config`.
    pub async fn create_session(&self, credentials: &Credentials) -> Result<Session> {
        self.0.send(sign_in::create(&self.0.config, credentials)).await?;
        let gone = || Error::new(Kind::Auth, "token_missing", "the session was ended meanwhile");
        self.session().ok_or_else(gone)
    }

    /// Makes the session a user's; its token stays.
    ///
    /// # Errors
    /// `input` for credentials of nobody, and those of [`ConnectyCube::create_session`].
    pub async fn login(&self, credentials: &Credentials) -> Result<User> {
        self.call(sign_in::login(&self.0.config, credentials)?).await
    }

    /// Makes the session the application's again; its token stays.
    ///
    /// # Errors
    /// `auth`, `rate_limit`, `server`, `network`, `timeout`, `config`.
    pub async fn logout(&self) -> Result<()> {
        self.0.send(sign_in::logout(&self.0.config)).await.map(drop)
    }

    /// Ends the session: its token is worth nothing then.
    ///
    /// # Errors
    /// Those of [`ConnectyCube::logout`].
    pub async fn destroy_session(&self) -> Result<()> {
        self.0.send(sign_in::destroy(&self.0.config)).await.map(drop)
    }

    /// Makes a user of these fields. It doesn't log in.
    ///
    /// # Errors
    /// `input`, `conflict` / `not_unique`, `validation`; with the code `maybe_created` if nobody knows whether it was made.
    pub async fn sign_up(&self, user: &[(String, Value)]) -> Result<User> {
        self.call(users::sign_up(&self.0.config, user)?).await
    }

    /// Finds the user with that id.
    ///
    /// # Errors
    /// Those of [`ConnectyCube::list`].
    pub async fn find(&self, id: u64) -> Result<Option<User>> {
        self.call(users::find(&self.0.config, id)).await
    }

    /// Finds the first of the users that `filter` describes.
    ///
    /// # Errors
    /// Those of [`ConnectyCube::list`].
    pub async fn find_one(&self, filter: &[(String, Value)]) -> Result<Option<User>> {
        self.call(users::find_one(&self.0.config, filter, &[])?).await
    }

    /// Gives a page of the users that `filter` describes. Options: `sort`, `offset`, `pageSize`.
    ///
    /// # Errors
    /// `input` for a query the service would refuse, `auth`, `forbidden`, `rate_limit`, `server`, `network`, `timeout`.
    pub async fn list(
        &self,
        filter: &[(String, Value)],
        options: &[(String, Value)],
    ) -> Result<Page> {
        let request = users::list(&self.0.config, filter, options)?;
        typed(data(self.0.send(request).await)?)
    }

    /// Changes the user with that id, the session's own, and answers the changed one.
    ///
    /// # Errors
    /// `input`, `forbidden`, `not_found`, `conflict`, `validation`, and those of [`ConnectyCube::list`].
    pub async fn update(&self, id: u64, changes: &[(String, Value)]) -> Result<User> {
        self.call(users::update(&self.0.config, id, changes)?).await
    }

    /// Deletes the user with that id, the session's own, and with it the session.
    ///
    /// # Errors
    /// `forbidden`, `not_found`, and those of [`ConnectyCube::list`].
    pub async fn delete(&self, id: u64) -> Result<()> {
        self.0.send(users::delete(&self.0.config, id)).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        let first = request.expect == Expect::Page;
        typed(unwrapped(data(self.0.send(request).await)?, first))
    }
}

/// Takes the user out of its wrapping; of a page that was asked for one user, the first.
fn unwrapped(data: JsValue, first: bool) -> JsValue {
    let user = member(&data, "user");
    if user.is_object() {
        return user;
    }
    if first { member(&member(&data, "items"), "0") } else { data }
}
