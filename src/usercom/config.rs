//! Where User.com is, and how a client speaks to it.

use std::fmt;

use crate::args::is_header_value;
use crate::error::{Error, Result};
use crate::http::{Method, Request, url};
use crate::text::{any_char, begins, concat, ends};

/// The version of the API: the same URLs, other names (reference §1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The one the source documents show: `user_id`, `key`, `attributes`.
    #[default]
    V1,
    /// `custom_id`, `user_key`, attributes flat.
    V2,
}

/// The address of one User.com application, the key to it and the version spoken.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    base: String,
    api_key: Option<String>,
    version: Version,
}

impl Config {
    /// Takes everything before `users/…` as the address, the last slash being optional:
    /// `https://acme.user.com/api/public`. Without `api_key` no `Authorization` is sent: a proxy adds it.
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option.
    pub fn new(base_url: &str, api_key: Option<&str>, version: Version) -> Result<Self> {
        let base = url::base("baseUrl", base_url)?;
        if !api_key.is_none_or(is_header_value) {
            return Err(Error::option(
                "apiKey must be the key of 64 characters from Settings → App settings → Advanced → Public REST API keys",
            ));
        }
        Ok(Self { base, api_key: api_key.map(Into::into), version })
    }

    /// Takes the application's name in `https://{subdomain}.user.com`.
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option.
    pub fn of_subdomain(subdomain: &str, api_key: Option<&str>, version: Version) -> Result<Self> {
        let strange = |c| !matches!(c, 'a'..='z' | '0'..='9' | '-');
        let hyphen = begins(subdomain, "-") || ends(subdomain, "-");
        if !matches!(subdomain.len(), 1..=63) || hyphen || any_char(subdomain, strange) {
            return Err(Error::option(
                "subdomain must be the first word of your User.com address alone, like acme of acme.user.com, in lower case",
            ));
        }
        Self::new(&concat(&["https://", subdomain, ".user.com/api/public"]), api_key, version)
    }

    /// The version spoken.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The same in another version.
    #[must_use]
    pub fn in_version(&self, version: Version) -> Self {
        Self { version, ..self.clone() }
    }

    /// The address below which every request goes, without a last slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A request for `path` with the headers every request carries.
    pub(super) fn request(&self, method: Method, path: &str) -> Request {
        let mut request = Request::new(method, concat(&[&self.base, "/", path]));
        if let Some(key) = &self.api_key {
            header(&mut request, "Authorization", &["Token ", key]);
        }
        if self.version == Version::V2 {
            header(&mut request, "Accept", &["*/*; version=2"]);
        }
        request
    }
}

/// Adds a header, whose value is given in `parts`.
pub(super) fn header(request: &mut Request, name: &'static str, parts: &[&str]) {
    request.headers.push((name, concat(parts)));
}

/// Gives `request` a JSON body.
pub(super) fn write(request: &mut Request, json: String) {
    header(request, "Content-Type", &["application/json"]);
    request.body = Some(json);
}

/// Doesn't show the key.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base", &self.base)
            .field("api_key", &self.api_key.as_ref().map(|_| "…"))
            .field("version", &self.version)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subdomain_is_one_label() {
        let config = Config::of_subdomain("acme-1", None, Version::V1).unwrap();
        assert_eq!(config.base(), "https://acme-1.user.com/api/public");
        let long = "a".repeat(64);
        for bad in ["", "-a", "a-", "A", "a.b", "a_b", "a/b", "é", &long] {
            let error = Config::of_subdomain(bad, None, Version::V1).unwrap_err();
            assert!(error.message.starts_with("subdomain must"), "{bad}");
        }
        assert!(Config::of_subdomain(&long[1..], None, Version::V1).is_ok());
    }

    #[test]
    fn an_unusable_key_is_refused_and_not_repeated() {
        for bad in ["", "a b", "a\n", "é"] {
            let error = Config::new("https://a.b", Some(bad), Version::V1).unwrap_err();
            assert!(error.message.starts_with("apiKey must"));
        }
    }

    #[test]
    fn debug_hides_the_key() {
        let config = Config::new("https://a.b", Some("hidden"), Version::V1).unwrap();
        assert!(!format!("{config:?}").contains("hidden"));
    }

    #[test]
    fn a_request_carries_key_version_and_type() {
        let config = Config::new("https://a.b", Some("k"), Version::V2).unwrap();
        let mut request = config.request(Method::Put, "x/");
        write(&mut request, "{}".into());
        assert_eq!(request.url, "https://a.b/x/");
        assert_eq!(
            request.headers,
            [
                ("Authorization", "Token k".into()),
                ("Accept", "*/*; version=2".into()),
                ("Content-Type", "application/json".to_owned())
            ]
        );
        let bare = Config::new("https://a.b", None, Version::V1).unwrap();
        assert!(bare.request(Method::Get, "").headers.is_empty());
    }
}
