//! A request as plain data.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::text;

use super::url;

/// The HTTP methods the services know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or acts.
    Post,
    /// Changes.
    Put,
    /// Changes a part; the relay only.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as HTTP spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What an answer of success must hold; anything else is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// An object with an `id`.
    Record,
    /// Any object.
    Object,
    /// A page of a list: an object with an array of records.
    Page,
    /// Records in whatever form: an array, a page, or a single one.
    Records,
    /// Whatever comes, nothing included.
    Anything,
}

/// What a 404 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// An empty one is an answer: nobody is there. Any other comes from a wrong address.
    Nobody,
    /// Any that isn't a web page is an answer: nobody is there.
    Absent,
    /// What the request names isn't there.
    NotFound,
    /// The address is wrong, unless the answer says otherwise in words of its own.
    WrongAddress,
}

/// One request, ready to be sent, and how its answer is to be read.
///
/// One pointer wide, since each operation makes one and hands it on; it reads as its [`Parts`].
#[derive(Clone, PartialEq, Eq)]
pub struct Request(Box<Parts>);

/// What a [`Request`] consists of.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// The method.
    pub method: Method,
    /// The whole URL, encoded.
    pub url: String,
    /// The headers, names as they are sent.
    pub headers: Vec<(&'static str, String)>,
    /// The body, as JSON.
    pub body: Option<String>,
    /// What an answer of success must hold.
    pub expect: Expect,
    /// What a 404 means.
    pub miss: Miss,
    /// Whether carrying it out twice would leave two records.
    pub creates: bool,
}

impl Request {
    /// Makes a request without headers and body whose answer is a record.
    #[must_use]
    pub fn new(method: Method, url: String) -> Self {
        Self(Box::new(Parts {
            method,
            url,
            headers: Vec::new(),
            body: None,
            expect: Expect::Record,
            miss: Miss::NotFound,
            creates: false,
        }))
    }

    /// The same with an answer that must hold `expect`.
    #[must_use]
    pub fn expecting(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }

    /// The same with a 404 that means `miss`.
    #[must_use]
    pub fn missing(mut self, miss: Miss) -> Self {
        self.miss = miss;
        self
    }

    /// The same, which leaves two records if it is carried out twice.
    #[must_use]
    pub fn creating(mut self) -> Self {
        self.creates = true;
        self
    }

    /// Gives the request a body, which is JSON.
    pub fn write(&mut self, json: String) {
        self.headers.push(("Content-Type", "application/json".into()));
        self.body = Some(json);
    }

    /// The path of the URL: what a log may show, since keys and addresses stand in the query.
    #[must_use]
    pub fn path(&self) -> &str {
        let path = self.url.get(url::origin(&self.url).len()..).unwrap_or_default();
        text::before(path, "?")
    }

    /// Whether `text` repeats a secret of this request: a service or proxy that echoes what it was sent does.
    #[must_use]
    pub fn is_echoed_in(&self, text: &str) -> bool {
        self.headers.iter().any(|(name, value)| {
            let secret = matches!(*name, "Authorization" | "CB-Token" | "CB-AuthKey" | "Cookie");
            let parts = text::split(value, " =").filter(|part| !part.is_empty());
            secret && parts.last().is_some_and(|part| text::contains(text, part))
        })
    }
}

impl Deref for Request {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Request {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

/// Shows method, path and header names: the rest may hold a token, a password or a person's data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path())
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_has_neither_host_nor_query() {
        for (url, path) in [
            ("https://a.b/c/d/?key=x", "/c/d/"),
            ("https://a.b", ""),
            ("/userkey/visitor", "/userkey/visitor"),
            ("http://[::1]:80/x?y=http://z/", "/x"),
        ] {
            assert_eq!(Request::new(Method::Get, url.into()).path(), path);
        }
    }

    #[test]
    fn an_echoed_secret_is_noticed() {
        let mut request = Request::new(Method::Get, String::new());
        request.headers = vec![("Authorization", "Token abc".into()), ("Accept", "*/*".into())];
        assert!(request.is_echoed_in("bad header: Token abc"));
        assert!(!request.is_echoed_in("bad header Token or Accept */*"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let mut request = Request::new(Method::Put, "https://a.b/c/?key=hidden".into());
        request.headers.push(("Authorization", "Token hidden".into()));
        request.body = Some("hidden".into());
        let shown = format!("{request:?}");
        assert!(shown.contains("Authorization") && !shown.contains("hidden"), "{shown}");
    }
}
