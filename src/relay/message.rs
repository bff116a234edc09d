//! A request to the relay and its answer, as plain data.

use std::fmt;
use std::net::IpAddr;

/// The longest body a page may send: 16 KiB.
pub const MAX_BODY: usize = 16 << 10;

/// A request as it came off the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// The target of the request line, as sent: nothing decoded, nothing normalised.
    pub target: String,
    /// The headers in their order, repeated ones repeatedly; names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, or why there is none.
    pub body: Result<Vec<u8>, Incomplete>,
    /// The other end of the connection, if the host knows.
    pub peer: Option<IpAddr>,
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// The host's own name for the request; it comes back as `X-Request-Id`.
    pub id: String,
}

/// Why a body isn't there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomplete {
    /// It is longer than [`Request::MAX_BODY`].
    TooLong,
    /// It didn't come in time.
    TooSlow,
    /// It ended before its end, or its framing is broken.
    Broken,
}

impl Request {
    /// The longest body in bytes: a host stops reading there.
    pub const MAX_BODY: usize = MAX_BODY;

    /// All values of the header of that lower-case name.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let named = move |(known, _): &&(String, Vec<u8>)| known == name;
        self.headers.iter().filter(named).map(|(_, value)| value.as_slice())
    }

    /// The header of that lower-case name, if there is one and it is text.
    pub(super) fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.values(name).next().and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Whether the header is there, readable or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: String::new(),
            target: String::new(),
            headers: Vec::new(),
            body: Ok(Vec::new()),
            peer: None,
            tls: false,
            id: String::new(),
        }
    }
}

/// What the relay answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, all of them the relay's own.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// What a log or a metric may say about it.
    pub outcome: Outcome,
}

/// Doesn't show the body: it is somebody's data.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// What became of a request, in words that hold nothing of the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The route: `visitor`, `identify`, or `none`.
    pub route: &'static str,
    /// `ok`, or the code of the problem.
    pub code: &'static str,
    /// Whether User.com knows nobody by the key: counted against the address.
    pub unknown_key: bool,
    /// For how many seconds nobody may call User.com; 0 for no pause.
    pub pause: u64,
}
