//! An answer, and whether it is what the request asked for.

use crate::error::{Error, Kind, Result};
use crate::text::{self, concat};
use crate::value::Value;

use super::date;
use super::refusal;
use super::request::{Expect, Miss, Request};

/// The headers a host passes on, where the answer has them and they can be read. With data, the first one is enough.
pub const READ_HEADERS: [&str; 4] = ["x-request-id", "content-type", "retry-after", "date"];

/// An answer as the host saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status; 0 for a redirect that the platform hides.
    pub status: u16,
    /// Those of [`READ_HEADERS`] that are there.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Body,
    /// The host's clock when the answer came, in seconds since 1970.
    pub clock: u64,
}

/// The body of an answer. Data stays with the host, which only tells its shape; the text of an error is read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing, or blanks.
    Empty,
    /// JSON in an answer of success.
    Data(Shape),
    /// JSON in any other answer.
    Json(Value),
    /// Anything else.
    Text(String),
}

/// What the host's parsed data looks like from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// An object.
    Object {
        /// Whether it has an `id`.
        id: bool,
        /// Whether it has the array of a page.
        page: bool,
        /// Its `detail`, if that is a string: the form of an error, whatever the status.
        detail: Option<String>,
    },
    /// An array.
    List,
    /// A string, number, boolean or null.
    Scalar,
}

/// What a good answer comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The host holds the data.
    Data,
    /// Nobody is there: `null`.
    Nobody,
}

impl Response {
    /// The header of that lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the status says success.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// How long the service asks to stay away, in milliseconds: `Retry-After` as seconds or as a date, the latter
    /// against the answer's own `Date` where that can be read. A header that makes no sense counts as absent.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<u64> {
        let header = self.header("retry-after")?.trim_ascii();
        let seconds = if text::span(header, u8::is_ascii_digit) == header.len() {
            text::number(header).unwrap_or(u64::MAX)
        } else {
            let now = self.header("date").and_then(date::parse_http).unwrap_or(self.clock);
            date::parse_http(header)?.saturating_sub(now)
        };
        (!header.is_empty()).then(|| seconds.min(u64::MAX / 1000) * 1000)
    }

    /// Whether this is a web page: nothing the services answer with, but what proxies and wrong addresses do.
    #[must_use]
    pub fn is_html(&self) -> bool {
        let declared =
            self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        match &self.body {
            Body::Text(text) => declared || text::begins(text.trim_ascii_start(), "<"),
            _ => false,
        }
    }
}

/// Reads an answer: what the request asked for, or the error it stands for.
///
/// # Errors
/// Every kind a status stands for, and `decode` for a success that doesn't hold what it must.
pub fn read(request: &Request, response: Response) -> Result<Found> {
    if !response.is_success() {
        let nobody = match request.miss {
            Miss::Nobody => matches!(response.body, Body::Empty),
            Miss::Absent => !response.is_html(),
            Miss::NotFound | Miss::WrongAddress => false,
        };
        let is_miss = response.status == 404 && nobody;
        return if is_miss { Ok(Found::Nobody) } else { Err(refusal::read(request, response)) };
    }
    if holds(request.expect, &response.body) {
        return Ok(Found::Data);
    }
    match &response.body {
        Body::Data(Shape::Object { detail: Some(detail), .. }) => {
            let message = concat(&["the service answered: ", refusal::quote(detail)]);
            Err(refusal::error(Kind::Server, "server_error", message, response))
        }
        _ if response.is_html() => Err(refusal::wrong_address(response)),
        _ => Err(malformed(request.expect, response)),
    }
}

/// Whether the body of a success is what was expected.
fn holds(expect: Expect, body: &Body) -> bool {
    let shape = match body {
        Body::Data(shape) => shape,
        Body::Empty => return expect == Expect::Anything,
        _ => return false,
    };
    let (is_record, is_page, is_object) = match shape {
        Shape::Object { id, page, detail } => (*id, *page, detail.is_none()),
        _ => (false, false, false),
    };
    match expect {
        Expect::Record => is_record,
        Expect::Object => is_object,
        Expect::Page => is_page,
        Expect::Records => is_record || is_page || matches!(shape, Shape::List),
        Expect::Anything => true,
    }
}

fn malformed(expect: Expect, response: Response) -> Error {
    let found = match &response.body {
        Body::Empty => "nothing",
        Body::Data(Shape::Object { .. }) => "an object of another kind",
        Body::Data(Shape::List) => "an array",
        Body::Data(Shape::Scalar) => "a single value",
        Body::Json(_) | Body::Text(_) => "no JSON",
    };
    let wanted = match expect {
        Expect::Record => "a record",
        Expect::Object => "an object",
        Expect::Page => "a page of records",
        Expect::Records => "records",
        Expect::Anything => "JSON",
    };
    let message =
        concat(&["the answer was malformed: ", wanted, " was expected, ", found, " came"]);
    refusal::error(Kind::Decode, "malformed", message, response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::Method;

    fn response(status: u16, headers: &[(&'static str, &str)], body: Body) -> Response {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).into())).collect();
        Response { status, headers, body, clock: 784_111_777 }
    }

    fn asking(expect: Expect) -> Request {
        Request::new(Method::Get, "https://a.b/c/".into()).expecting(expect)
    }

    fn object(id: bool, detail: Option<&str>) -> Body {
        Body::Data(Shape::Object { id, page: false, detail: detail.map(Into::into) })
    }

    const PAGE: Body = Body::Data(Shape::Object { id: false, page: true, detail: None });

    #[test]
    fn a_success_is_data_only_if_it_holds_what_it_must() {
        let cases = [
            (Expect::Record, object(true, None), true),
            (Expect::Record, object(true, Some("a field of the record")), true),
            (Expect::Record, object(false, None), false),
            (Expect::Record, Body::Data(Shape::List), false),
            (Expect::Record, Body::Data(Shape::Scalar), false),
            (Expect::Record, Body::Empty, false),
            (Expect::Record, Body::Text("{\"id\":1".into()), false),
            (Expect::Object, object(false, None), true),
            (Expect::Page, PAGE, true),
            (Expect::Page, object(true, None), false),
            (Expect::Page, Body::Data(Shape::List), false),
            (Expect::Records, PAGE, true),
            (Expect::Records, Body::Data(Shape::List), true),
            (Expect::Records, object(true, None), true),
            (Expect::Records, object(false, None), false),
            (Expect::Anything, Body::Empty, true),
            (Expect::Anything, object(false, None), true),
            (Expect::Anything, Body::Text("ok".into()), false),
        ];
        for (expect, body, good) in cases {
            let answer = response(200, &[], body.clone());
            match read(&asking(expect), answer) {
                Ok(found) => assert!(good && found == Found::Data, "{expect:?} {body:?}"),
                Err(error) => {
                    assert!(!good, "{expect:?} {body:?}");
                    assert_eq!((error.kind, error.code), (Kind::Decode, "malformed"));
                    assert_eq!(error.status(), Some(200));
                }
            }
        }
    }

    #[test]
    fn an_error_disguised_as_success_is_an_error() {
        let answer =
            response(200, &[], object(false, Some("You didn't pay... please pay for app...")));
        let error = read(&asking(Expect::Record), answer).unwrap_err();
        assert_eq!(error.kind, Kind::Server);
        assert!(error.message.contains("You didn't pay"), "{}", error.message);
    }

    #[test]
    fn a_page_instead_of_data_is_a_wrong_address() {
        let page =
            response(200, &[("content-type", "text/html; charset=utf-8")], Body::Text("hi".into()));
        assert_eq!(read(&asking(Expect::Record), page).unwrap_err().code, "wrong_address");
    }

    #[test]
    fn only_an_empty_404_means_nobody() {
        let request = asking(Expect::Record).missing(Miss::Nobody);
        assert_eq!(read(&request, response(404, &[], Body::Empty)), Ok(Found::Nobody));
        let other = response(
            404,
            &[],
            Body::Json(Value::Object(vec![("detail".into(), "Not found.".into())])),
        );
        assert_eq!(read(&request, other).unwrap_err().code, "wrong_address");
    }

    #[test]
    fn a_404_of_something_that_may_be_absent_means_nobody_unless_it_is_a_page() {
        let request = asking(Expect::Record).missing(Miss::Absent);
        let words = Body::Json(Value::Object(vec![("detail".into(), "Not found.".into())]));
        for body in [Body::Empty, words] {
            assert_eq!(read(&request, response(404, &[], body)), Ok(Found::Nobody));
        }
        let page = response(404, &[], Body::Text("<h1>Not Found</h1>".into()));
        assert_eq!(read(&request, page).unwrap_err().code, "wrong_address");
    }

    #[test]
    fn retry_after_is_read_in_every_form() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        for (header, ms) in [
            ("3", Some(3000)),
            ("0", Some(0)),
            (" 7 ", Some(7000)),
            ("99999999999999999999", Some(u64::MAX / 1000 * 1000)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3000)),
            ("Sunday, 06-Nov-94 08:49:40 GMT", Some(3000)),
            ("Sun Nov  6 08:49:40 1994", Some(3000)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(252_618_189_022_000)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let answer = response(429, &[("retry-after", header), date], Body::Empty);
            assert_eq!(answer.retry_after_ms(), ms, "{header:?}");
        }
    }

    #[test]
    fn without_a_readable_date_the_own_clock_counts() {
        let header = ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT");
        assert_eq!(response(503, &[header], Body::Empty).retry_after_ms(), Some(3000));
        assert_eq!(response(503, &[], Body::Empty).retry_after_ms(), None);
    }
}
