//! The one error type, and what may go wrong.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::value::Value;

/// What went wrong, in the coarsest terms a caller has to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The client is set up wrongly: an option, an address, or an answer that isn't the service's.
    Config,
    /// The call was refused before anything was sent.
    Input,
    /// The service refused a value (400, 422).
    Validation,
    /// The change contradicts what is there (409, a value that must be unique).
    Conflict,
    /// The credentials are missing, wrong or expired (401).
    Auth,
    /// The credentials don't allow this (403).
    Forbidden,
    /// What was named isn't there (404).
    NotFound,
    /// The service asks to be called less often (429).
    RateLimit,
    /// The service failed (5xx).
    Server,
    /// No answer came.
    Network,
    /// The answer took too long.
    Timeout,
    /// The caller gave up, or closed the client.
    Abort,
    /// The answer can't be read.
    Decode,
    /// The WebAssembly module can't run here.
    Wasm,
}

impl Kind {
    /// The kind as JavaScript spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Input => "input",
            Self::Validation => "validation",
            Self::Conflict => "conflict",
            Self::Auth => "auth",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimit => "rate_limit",
            Self::Server => "server",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Abort => "abort",
            Self::Decode => "decode",
            Self::Wasm => "wasm",
        }
    }
}

/// Why a call failed.
///
/// One pointer wide, since almost every function may return one; it reads as its [`Details`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// What an [`Error`] says.
///
/// `kind` is for decisions, `code` tells cases of one kind apart, `message` is for people. None of them, and no other
/// part of an error, holds a token, a password or a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// What went wrong, in the coarsest terms.
    pub kind: Kind,
    /// The case within the kind, stable across versions: `"too_long"`, `"no_visitor"`, ….
    pub code: &'static str,
    /// One sentence that says what happened and, where there is one, the way out.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// How many requests were sent.
    pub attempts: u32,
    /// What the service answered; none if no answer came.
    pub answer: Option<Refusal>,
}

/// What a service's answer adds to an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The service's name for the request, if it gave one.
    pub request_id: Option<String>,
    /// How long to stay away, in milliseconds, if the service said.
    pub retry_after_ms: Option<u64>,
    /// The service's complaints, each with the name of its field; those of a field are together.
    pub field_errors: Vec<(String, String)>,
    /// The answer's body, parsed if it was JSON, else as text; none if it was empty.
    pub body: Option<Value>,
}

/// A `Result` with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error that no answer of a service caused.
    pub fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        let retryable = matches!(kind, Kind::Network | Kind::Timeout | Kind::RateLimit);
        Self(Box::new(Details {
            kind,
            code,
            message: message.into(),
            retryable,
            attempts: 0,
            answer: None,
        }))
    }

    /// Makes the error for a value that is refused before anything is sent.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, "invalid_input", message)
    }

    /// Makes the error for an option that can't be used.
    pub fn option(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, "invalid_option", message)
    }

    /// The HTTP status, if an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
