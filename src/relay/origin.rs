//! Which pages may call (rule G).

use std::net::{IpAddr, Ipv6Addr};

use super::problem::Problem;
use crate::error::{Error, Result};

/// The address of a page's site, as browsers serialise it: `https://shop.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Takes one exact origin of the option `name`: https, or http on loopback.
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option and the fix.
    pub fn new(name: &str, text: &str) -> Result<Self> {
        let refuse = |fix: &str| Error::option(format!("{name} can't hold {text:?}: {fix}"));
        let form = "write each origin as browsers do, like https://shop.example: scheme, host and port if it isn't the usual one, in lower case, without a path, a pattern or a last slash";
        let (scheme, authority) = text.split_once("://").ok_or_else(|| refuse(form))?;
        let (host, port) = split_authority(authority).ok_or_else(|| refuse(form))?;
        let usual = matches!((scheme, port), ("http", Some(80)) | ("https", Some(443)));
        if usual || !is_host(host) || !matches!(scheme, "http" | "https") {
            return Err(refuse(form));
        }
        if scheme == "http" && !is_loopback(host) {
            return Err(refuse("use https; http is for loopback only"));
        }
        Ok(Self(text.into()))
    }

    /// The origin as it stands in headers.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, as a `Host` header names them.
    pub fn authority(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, authority)| authority)
    }

    fn host(&self) -> &str {
        split_authority(self.authority()).map_or("", |(host, _)| host)
    }

    /// Whether two origins look like one site: the same host, or names with a common end of two labels.
    ///
    /// The public suffix list decides in browsers; this is for a warning and a header that browsers check once more.
    pub fn looks_same_site(&self, other: &Self) -> bool {
        let end =
            |host: &str| -> Vec<String> { host.rsplit('.').take(2).map(str::to_owned).collect() };
        let (a, b) = (self.host(), other.host());
        let named = a.contains('.') && a.parse::<IpAddr>().is_err() && !a.starts_with('[');
        a == b || (named && end(a) == end(b))
    }
}

fn split_authority(authority: &str) -> Option<(&str, Option<u16>)> {
    let colon = match authority.rfind(']') {
        Some(bracket) => authority.get(bracket..)?.find(':').map(|at| at + bracket),
        None => authority.find(':'),
    };
    let Some(colon) = colon else { return Some((authority, None)) };
    let (host, port) = (authority.get(..colon)?, authority.get(colon + 1..)?);
    let canonical = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
    canonical.then(|| port.parse().ok().map(|port| (host, Some(port)))).flatten()
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return v6.parse::<Ipv6Addr>().is_ok_and(|address| address.to_string() == v6);
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    host.split('.').all(label)
}

/// Whether a host name or address is this machine itself.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().map_or_else(
        |_| host == "localhost" || host.ends_with(".localhost"),
        |address| address.is_loopback(),
    )
}

/// What a request says about the page it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
    /// Whether the request writes.
    pub writes: bool,
}

/// The origins that may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins {
    /// Where the site's pages are, and the relay with them.
    pub public: Vec<Origin>,
    /// Pages elsewhere that may call too.
    pub cors: Vec<Origin>,
}

impl Origins {
    /// Whether the page may call.
    ///
    /// # Errors
    /// 403 `forbidden`.
    pub fn admit(&self, sender: Sender<'_>) -> Result<(), Problem> {
        let listed = match (sender.site, sender.origin) {
            (Some("same-origin"), None | Some("null")) => true,
            (Some("same-origin"), Some(origin)) => self.is_public(origin),
            (Some("same-site" | "cross-site"), Some(origin)) => self.is_cors(origin),
            (None, Some(origin)) => self.is_public(origin) || self.is_cors(origin),
            // A same-origin GET carries no Origin; over plain http there is no Sec-Fetch-Site either.
            (None, None) => !sender.writes,
            (Some(_), _) => false,
        };
        match (listed, sender.site, sender.origin) {
            (true, ..) => Ok(()),
            (false, None, None) => Err(Problem::no_origin()),
            (false, ..) => Err(Problem::foreign_origin()),
        }
    }

    /// Whether it is one of the site's own.
    pub fn is_public(&self, origin: &str) -> bool {
        self.public.iter().any(|known| known.as_str() == origin)
    }

    /// Whether it is one of those elsewhere.
    pub fn is_cors(&self, origin: &str) -> bool {
        self.cors.iter().any(|known| known.as_str() == origin)
    }

    /// Whether a `Host` header or an absolute target names the relay.
    pub fn is_own_authority(&self, authority: &str) -> bool {
        self.public.iter().any(|known| known.authority().eq_ignore_ascii_case(authority))
    }

    /// The origins elsewhere whose pages share no cookie with the site: they can use tokens only.
    pub fn cookieless(&self) -> impl Iterator<Item = &Origin> {
        let near = |one: &Origin| self.public.iter().any(|public| public.looks_same_site(one));
        self.cors.iter().filter(move |one| !near(one))
    }

    /// Whether a page elsewhere shares the site's cookies.
    pub fn has_same_site(&self) -> bool {
        self.cookieless().count() < self.cors.len()
    }

    /// Whether that sender's browser sends the site's cookies along.
    pub fn shares_cookies(&self, sender: Sender<'_>) -> bool {
        match sender.site {
            Some(site) => site != "cross-site",
            None => !self.cookieless().any(|one| Some(one.as_str()) == sender.origin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        let list =
            |texts: &[&str]| texts.iter().map(|text| Origin::new("x", text).unwrap()).collect();
        Origins {
            public: list(&["https://shop.example"]),
            cors: list(&["https://www.shop.example", "https://partner.test"]),
        }
    }

    #[test]
    fn rule_g_an_origin_is_exact() {
        for good in [
            "https://shop.example",
            "https://shop.example:8443",
            "http://localhost:5173",
            "http://127.0.0.1",
            "http://[::1]:5173",
        ] {
            assert!(Origin::new("publicOrigins", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "*",
            "null",
            "https://*",
            "https://*.shop.example",
            "https://shop.example/",
            "https://shop.example/a",
            "HTTPS://shop.example",
            "https://Shop.example",
            "https://shop.example:443",
            "http://localhost:80",
            "https://shop.example:08443",
            "https://shop.example:",
            "https://a@b",
            "https://a b",
            "shop.example",
            "//shop.example",
            "ftp://shop.example",
            "https://shop..example",
            "https://[::01]",
            "https://shop.example:99999",
            "https://.a",
        ] {
            let error = Origin::new("publicOrigins", bad).unwrap_err();
            assert!(
                error.message.starts_with("publicOrigins can't hold"),
                "{bad}: {}",
                error.message
            );
        }
        let plain = Origin::new("corsOrigins", "http://shop.example").unwrap_err();
        assert!(
            plain.message.ends_with("use https; http is for loopback only"),
            "{}",
            plain.message
        );
    }

    #[test]
    fn rule_g_who_may_call() {
        const PUBLIC: Option<&str> = Some("https://shop.example");
        const CORS: Option<&str> = Some("https://partner.test");
        const FOREIGN: Option<&str> = Some("https://evil.example");
        const NULL: Option<&str> = Some("null");
        // Sec-Fetch-Site, Origin, may it read, may it write
        for (site, origin, reads, writes) in [
            (Some("same-origin"), None, true, true),
            (Some("same-origin"), PUBLIC, true, true),
            (Some("same-origin"), NULL, true, true),
            (Some("same-origin"), FOREIGN, false, false),
            (Some("same-origin"), CORS, false, false),
            (Some("same-site"), CORS, true, true),
            (Some("same-site"), PUBLIC, false, false),
            (Some("same-site"), None, false, false),
            (Some("cross-site"), CORS, true, true),
            (Some("cross-site"), FOREIGN, false, false),
            (Some("cross-site"), NULL, false, false),
            (Some("cross-site"), None, false, false),
            (Some("none"), None, false, false),
            (Some("none"), PUBLIC, false, false),
            (Some("Same-Origin"), PUBLIC, false, false),
            (Some(""), PUBLIC, false, false),
            (None, PUBLIC, true, true),
            (None, CORS, true, true),
            (None, FOREIGN, false, false),
            (None, NULL, false, false),
            (None, None, true, false),
        ] {
            for (write, may) in [(false, reads), (true, writes)] {
                let sender = Sender { origin, site, writes: write };
                assert_eq!(origins().admit(sender).is_ok(), may, "{sender:?}");
            }
        }
    }

    #[test]
    fn rule_g_an_origin_of_another_site_gets_no_cookie() {
        let origins = origins();
        let cookieless: Vec<_> = origins.cookieless().map(Origin::as_str).collect();
        assert_eq!(cookieless, ["https://partner.test"]);
        assert!(origins.has_same_site());
        for (site, origin, shares) in [
            (Some("same-site"), "https://partner.test", true),
            (Some("cross-site"), "https://www.shop.example", false),
            (None, "https://www.shop.example", true),
            (None, "https://partner.test", false),
        ] {
            let sender = Sender { origin: Some(origin), site, writes: false };
            assert_eq!(origins.shares_cookies(sender), shares, "{sender:?}");
        }
    }
}
