//! User.com for Rust apps.

use std::rc::Rc;

use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::http::{Policy, Request};
use crate::usercom::changes::Changes;
use crate::usercom::who::Who;
use crate::usercom::{self, Config, User, users};

use super::platform::now;
use super::transport::{Transport, data};
use super::typed;

/// A client of User.com for Rust apps that run in a browser.
///
/// Retries, timeouts and the sharing of identical reads are those of the npm package. Clones share everything.
///
/// ```no_run
/// use userkey::{js::UserCom, usercom::{Config, Version}};
///
/// # async fn greet() -> userkey::Result<()> {
/// let client = UserCom::new(Config::new("http://127.0.0.1:8000/api/public", None, Version::V1)?);
/// if let Some(user) = client.find_by_key("g3FaYocCy0U6").await? {
///     // user.name, user.attribute("topic"), …
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct UserCom {
    config: Rc<Config>,
    policy: Policy,
    transport: Rc<Transport>,
}

impl UserCom {
    /// Makes a client with the default patience.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::with_policy(config, Policy::default())
    }

    /// Makes a client that is as patient as `policy` says.
    #[must_use]
    pub fn with_policy(config: Config, policy: Policy) -> Self {
        Self { config: Rc::new(config), policy, transport: Transport::new() }
    }

    /// Finds the user with that key, the value of the `__ca__chat` cookie.
    ///
    /// # Errors
    /// `auth`, `forbidden`, `rate_limit`, `server`, `network`, `timeout`, `decode`, `config`.
    pub async fn find_by_key(&self, key: &str) -> Result<Option<User>> {
        self.call(users::find_by_key(&self.config, key)).await
    }

    /// Changes the user with that id of your own and answers the changed one.
    ///
    /// # Errors
    /// `input` for an id that can't be addressed, `not_found`, `validation`, and those of [`UserCom::find_by_key`].
    pub async fn update_by_user_id(&self, user_id: &str, changes: &Changes) -> Result<User> {
        self.call(users::update(&self.config, Who::UserId(user_id), changes)?).await
    }

    /// Changes the user with that integer id and answers the changed one.
    ///
    /// # Errors
    /// `not_found`, `validation`, and those of [`UserCom::find_by_key`].
    pub async fn update(&self, id: u64, changes: &Changes) -> Result<User> {
        self.call(users::update(&self.config, Who::Id(id), changes)?).await
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        let call = self.transport.call(request, usercom::sharpen, self.policy, now());
        typed(data(call.await)?)
    }
}
