//! What a host saw of an attempt, and what of it may be known.

use crate::error::Error;
use crate::http::answer::READ_HEADERS;
use crate::http::{Body, Expect, Request, Response, Seen, Shape};
use crate::value::Value;

/// What a host saw of an attempt, in its own terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight<'a> {
    /// No answer, or one that broke off.
    Failed,
    /// The time given to the attempt is over.
    TimedOut,
    /// Something that can't be an answer: a `fetch` that isn't the platform's may give anything.
    Unusable,
    /// An answer, read to its end.
    Answer(Raw<'a>),
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw<'a> {
    /// The HTTP status; 0 for a redirect that the platform hides.
    pub status: u16,
    /// The [`READ_HEADERS`], in their order; empty where one isn't there.
    pub headers: [&'a str; READ_HEADERS.len()],
    /// The body.
    pub content: Content<'a>,
    /// The host's clock, in seconds since 1970.
    pub clock: u64,
}

/// What an answer's body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'a> {
    /// Text, or nothing.
    Text(&'a str),
    /// JSON in an answer that is no success, as a parser has accepted it.
    Json(&'a str),
    /// JSON in an answer of success, which stays with the host.
    Data(Shape),
}

impl Sight<'_> {
    /// What the sight of an answer to `request` comes to, and whether a header was left out. Whatever repeats a secret of
    /// the request is: no error may hold it.
    #[must_use]
    pub fn read(self, request: &Request) -> (Seen, bool) {
        let seen = match self {
            Self::Failed => Seen::Failed,
            Self::TimedOut => Seen::TimedOut,
            Self::Unusable => Seen::Unusable(Error::option(
                "fetch must answer with a Response, which the one in use didn't",
            )),
            Self::Answer(raw) => return raw.read(request),
        };
        (seen, false)
    }
}

impl Raw<'_> {
    fn read(self, request: &Request) -> (Seen, bool) {
        let (mut headers, mut left_out) = (Vec::new(), false);
        for (name, value) in READ_HEADERS.into_iter().zip(self.headers) {
            if value.is_empty() {
                continue;
            }
            let echoes = request.is_echoed_in(value);
            left_out |= echoes;
            if !echoes {
                headers.push((name, value.into()));
            }
        }
        let body = self.content.read(request);
        (Seen::Answer(Response { status: self.status, headers, body, clock: self.clock }), left_out)
    }
}

impl Content<'_> {
    fn read(self, request: &Request) -> Body {
        let (text, is_json) = match self {
            Self::Data(shape) => return Body::Data(narrowed(shape, request.expect)),
            Self::Text(text) => (text, false),
            Self::Json(text) => (text, true),
        };
        if text.trim_ascii().is_empty() {
            return Body::Empty;
        }
        if request.is_echoed_in(text) {
            return Body::Text("the answer is left out: it repeats a secret of the request".into());
        }
        let json = if is_json { Value::from_json(text) } else { None };
        json.map_or_else(|| Body::Text(text.into()), Body::Json)
    }
}

/// The shape as far as it matters for what is expected.
fn narrowed(mut shape: Shape, expect: Expect) -> Shape {
    if let Shape::Object { id, page, detail } = &mut shape {
        *id &= matches!(expect, Expect::Record | Expect::Records);
        *page &= matches!(expect, Expect::Page | Expect::Records);
        if *id || *page {
            *detail = None;
        }
    }
    shape
}
