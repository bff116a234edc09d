//! What the facade saw of an attempt, as numbers and lines bring it.

use crate::client::{Content, Raw, Sight};
use crate::http::Shape;
use crate::http::answer::READ_HEADERS;
use crate::text::split_once;

use super::client::whole;

/// No answer came.
const FAILED: u32 = 0;
/// The time of the attempt is over.
const TIMED_OUT: u32 = 1;
/// What `fetch` gave is no answer.
const UNUSABLE: u32 = 2;
/// An answer whose body is text.
const TEXT: u32 = 3;
/// An answer whose body is JSON, but no data since the status isn't one of success.
const JSON: u32 = 4;
// An answer with data, which stays with the facade: 8, and what it is, added up.
const LIST: u32 = 16;
const OBJECT: u32 = 32;
const ID: u32 = 64;
const PAGE: u32 = 128;
const DETAIL: u32 = 256;

/// Reads how an attempt went and the answer's status, which are one number; a clock in milliseconds; and as text the
/// headers that are read, a line each, then the body if it is text or JSON, or of data its `detail`.
pub fn read(how_and_status: f64, clock: f64, text: &str) -> Sight<'_> {
    let number = u32::try_from(whole(how_and_status)).unwrap_or(0);
    let how = number / 1000;
    match how {
        FAILED => return Sight::Failed,
        TIMED_OUT => return Sight::TimedOut,
        UNUSABLE => return Sight::Unusable,
        _ => {}
    }
    let (mut headers, mut rest) = ([""; READ_HEADERS.len()], text);
    for header in &mut headers {
        (*header, rest) = split_once(rest, "\n").unwrap_or(("", rest));
    }
    let has = |part| how & part != 0;
    let content = match how {
        TEXT => Content::Text(rest),
        JSON => Content::Json(rest),
        _ if has(LIST) => Content::Data(Shape::List),
        _ if has(OBJECT) => Content::Data(Shape::Object {
            id: has(ID),
            page: has(PAGE),
            detail: has(DETAIL).then(|| rest.into()),
        }),
        _ => Content::Data(Shape::Scalar),
    };
    let status = u16::try_from(number % 1000).unwrap_or(0);
    Sight::Answer(Raw { status, headers, content, clock: whole(clock) / 1000 })
}
