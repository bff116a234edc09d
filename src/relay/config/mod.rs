//! What an operator decides, checked at the start: a relay that could be unsafe doesn't begin.

mod options;
mod secrets;
#[cfg(test)]
mod tests;
mod tier;
mod upstream;

use std::fmt;

use super::address::Cidr;
use super::cookie::KeyForm;
use super::limits::Rates;
use super::origin::{Origin, Origins};
use crate::error::{Error, Result};
use crate::usercom;
use crate::value::Value;

pub use self::options::Options;
pub use self::secrets::Secrets;
pub use self::tier::{Level, Tier};

/// A relay's whole configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// Who may call.
    pub(super) origins: Origins,
    /// The path before `/visitor`.
    pub(super) path: String,
    /// What a key looks like.
    pub(super) keys: KeyForm,
    /// The proxies whose word is taken.
    pub(super) proxies: Vec<Cidr>,
    /// Whether plain http is served to others than this machine: for demos.
    pub(super) sandbox: bool,
    /// Who must have issued identity tokens; none for whoever has the secret.
    pub(super) issuer: Option<String>,
    /// What the cookie alone allows.
    pub(super) browser: Tier,
    /// What an identity token allows.
    pub(super) person: Tier,
    /// How often one may call.
    pub(super) rates: Rates,
    /// User.com.
    pub(super) usercom: usercom::Config,
    /// Whether an anonymous record is merged into that of the person who signs in.
    pub(super) merges: bool,
    secrets: Secrets,
}

impl Config {
    /// Checks the options, named as in the relay's documentation, and the secrets.
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option and the fix.
    pub fn new(options: &Value, secrets: Secrets) -> Result<Self> {
        Self::read(options, secrets, false)
    }

    /// The same for a host whose instances share a store, in which a token can be used once: `merge` is an option, too.
    ///
    /// # Errors
    /// As [`Config::new`].
    pub fn with_store(options: &Value, secrets: Secrets) -> Result<Self> {
        Self::read(options, secrets, true)
    }

    fn read(options: &Value, secrets: Secrets, has_store: bool) -> Result<Self> {
        let all = Options::new("", options)?;
        let merges = merges(&all, has_store, &secrets)?;
        all.only(&[
            "subdomain",
            "sandbox",
            "apiVersion",
            "path",
            "publicOrigins",
            "corsOrigins",
            "keyLength",
            "behindProxy",
            "issuer",
            "merge",
            "browser",
            "person",
            "limits",
        ])?;
        let sandbox = all.text("sandbox")?;
        secrets.check(sandbox.is_some())?;
        let mut origins = Origins {
            public: origins(&all, "publicOrigins")?,
            cors: origins(&all, "corsOrigins")?,
        };
        if origins.public.is_empty() {
            return Err(Error::option(
                "publicOrigins is required: name the origins of your own pages, like https://shop.example",
            ));
        }
        let public = origins.public.clone();
        origins.cors.retain(|origin| !public.contains(origin));
        Ok(Self {
            origins,
            path: path(&all)?,
            keys: keys(&all)?,
            proxies: proxies(&all)?,
            sandbox: sandbox.is_some(),
            issuer: all.text("issuer")?.map(Into::into),
            browser: Tier::new(Level::Browser, &all.object("browser")?)?,
            person: Tier::new(Level::Person, &all.object("person")?)?,
            rates: Rates::new(&all.object("limits")?)?,
            usercom: upstream::of(&all, sandbox, &secrets.token)?,
            merges,
            secrets,
        })
    }

    /// The path before `/visitor`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How often one may call.
    #[must_use]
    pub const fn rates(&self) -> Rates {
        self.rates
    }

    /// Whether the word of proxies in front is taken.
    #[must_use]
    pub fn is_behind_proxy(&self) -> bool {
        !self.proxies.is_empty()
    }

    /// What an operator should know, though nothing is wrong.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let cookieless = self.origins.cookieless().map(|origin| {
            format!("corsOrigins: {} is another site, whose pages send no visitor cookie: they can use identity tokens only", origin.as_str())
        });
        let mut warnings: Vec<String> = cookieless.collect();
        if self.sandbox {
            warnings.push(
                "sandbox: this relay asks a stand-in and takes plain http: not for visitors".into(),
            );
        }
        warnings
    }

    /// The secrets that identity tokens are signed with.
    pub(super) fn identity_secrets(&self) -> &[String] {
        &self.secrets.identity
    }

    /// Whether `text` holds the token, or enough of it to be dangerous.
    pub(super) fn holds_secret(&self, text: &str) -> bool {
        text.contains(&self.secrets.token)
    }

    /// The tier of that level.
    pub(super) const fn tier(&self, level: Level) -> &Tier {
        match level {
            Level::Browser => &self.browser,
            Level::Person => &self.person,
        }
    }
}

fn origins(options: &Options<'_>, name: &str) -> Result<Vec<Origin>> {
    options.texts(name)?.into_iter().map(|text| Origin::new(name, text)).collect()
}

fn path(options: &Options<'_>) -> Result<String> {
    let path = options.text("path")?.unwrap_or("/userkey");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    let sound = path.starts_with('/') && !path.ends_with('/') && !path.contains("//");
    if sound && path.bytes().all(plain) {
        return Ok(path.into());
    }
    Err(Error::option(
        "path must begin with a slash and not end with one, of letters, digits, - and _, like /userkey",
    ))
}

/// Merging can't be undone, and a token that is used twice, or by two instances, would merge twice.
fn merges(options: &Options<'_>, has_store: bool, secrets: &Secrets) -> Result<bool> {
    match options.text("merge")? {
        None => Ok(false),
        Some(_) if !has_store => Err(Error::option(
            "merge needs a store that all instances share, in which a token is used once: name one, or leave merge out",
        )),
        Some("anonymous") if secrets.identity.is_empty() => Err(Error::option(
            "merge needs identity tokens: give an identity secret, or leave merge out",
        )),
        Some("anonymous") => Ok(true),
        Some(_) => {
            Err(Error::option("merge can only be \"anonymous\"; leave it out to merge nobody"))
        }
    }
}

fn keys(options: &Options<'_>) -> Result<KeyForm> {
    match options.integers("keyLength")?.as_deref() {
        None => Ok(KeyForm { min: 8, max: 64 }),
        Some(&[min, max]) if (8..=max).contains(&min) && max <= 256 => {
            Ok(KeyForm { min: to_usize(min), max: to_usize(max) })
        }
        Some(_) => Err(Error::option(
            "keyLength must be the shortest and the longest length of a key, between 8 and 256, like [8, 64]",
        )),
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn proxies(options: &Options<'_>) -> Result<Vec<Cidr>> {
    let block = |text: &str| {
        text.parse().map_err(|fix| Error::option(format!("behindProxy can't hold {text:?}: {fix}")))
    };
    options.texts("behindProxy")?.into_iter().map(block).collect()
}

/// Doesn't show secrets.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("origins", &self.origins)
            .field("path", &self.path)
            .field("browser", &self.browser)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}
