//! What ConnectyCube means by an answer that isn't a success (reference §5).

use crate::error::{Error, Kind, Refusal, Result};
use crate::http::answer::Found;
use crate::http::{Method, Miss, Request};
use crate::saying::{self, Saying};
use crate::text::{concat, ends, split_once};
use crate::value::Value;

use super::session::{Effect, effect};

/// The text that says that a session is over; it is exact, and its body is a map.
const SESSION_OVER: &str = "Required session does not exist";

/// The code of an error that says that the session a request was sent in is over.
pub const SESSION_EXPIRED: &str = "session_expired";

/// How the service says that somebody else has a value: after the field's name.
const NOT_UNIQUE: &str = "must be unique";

/// The way out for who has no session.
pub(super) const SESSION_NEEDED: &str =
    "; call createSession first, or setSession with one you kept";

/// What the service says in words only: the words, the kind and code they stand for, and the way out.
const SAYINGS: &[Saying] = &[
    ("Token is required", Kind::Auth, "token_missing", SESSION_NEEDED),
    (
        "Forbidden. Need user.",
        Kind::Forbidden,
        "need_user",
        "; this is the application's session: log in first",
    ),
    (
        "Users retrieving forbidden",
        Kind::Forbidden,
        "forbidden",
        "; use list (V2), or untick DISABLE LIST USERS API V1 under Overview, Permissions in the admin panel",
    ),
    (
        "Reset password by email is disabled",
        Kind::Forbidden,
        "forbidden",
        "; the admin panel can enable it for the application",
    ),
];

/// Tells apart what ConnectyCube says in words only, and takes for an answer what is one.
///
/// # Errors
/// `error`, sharpened.
pub fn sharpen(request: &Request, mut error: Error) -> Result<Found> {
    let status = error.status().unwrap_or(0);
    let has_words = errors(&error).is_some();
    if status == 404 && has_words && request.miss == Miss::Nobody {
        return Ok(Found::Nobody);
    }
    if is_gone(request, &error) {
        return Ok(Found::Data);
    }
    if is_session_over(&error) {
        error.code = SESSION_EXPIRED;
        error.message.push_str("; create a new one, or give the client renew to do so");
    } else if matches!(status, 401 | 404)
        && has_words
        && matches!(effect(request), Effect::Begins | Effect::LogsIn)
    {
        refuse_log_in(&mut error);
    }
    if matches!(status, 401 | 403 | 422) {
        saying::sharpen(&mut error, SAYINGS);
        if let Some(answer) = &mut error.answer {
            name_fields(answer);
        }
    }
    Err(error)
}

/// Whether the service says that the session the request was sent in is over.
fn is_session_over(error: &Error) -> bool {
    let base = errors(error).and_then(|errors| errors.get("base"));
    error.status() == Some(401) && base.map_or("", first_text) == SESSION_OVER
}

/// Whether what was to be removed is gone: its session, or on a repetition the account, and the session with it.
fn is_gone(request: &Request, error: &Error) -> bool {
    request.method == Method::Delete
        && is_session_over(error)
        && (error.attempts > 1 || ends(&request.url, "/session"))
}

/// Makes one error of the many ways to say that name, password or key are wrong.
fn refuse_log_in(error: &mut Error) {
    if error.status() == Some(404) {
        let words = errors(error).map_or("", first_text);
        error.message = concat(&["the service refused the credentials (404): ", words]);
    }
    error.kind = Kind::Auth;
    error.code = "wrong_credentials";
}

/// Names fields as callers do, also the one in `login must be unique`.
fn name_fields(answer: &mut Refusal) {
    for (name, _) in &mut answer.field_errors {
        if name == "tag_list" {
            *name = "tags".into();
        }
    }
    let base = answer.body.as_ref().and_then(|body| body.get("errors")?.get("base"));
    if let Some((field, NOT_UNIQUE)) = split_once(base.map_or("", first_text), " ") {
        answer.field_errors.push((field.into(), NOT_UNIQUE.into()));
    }
}

/// The service's own form of an error, a list of texts or a map to such lists; nobody else's answers have it.
fn errors(error: &Error) -> Option<&Value> {
    error.answer.as_ref()?.body.as_ref()?.get("errors")
}

/// The first of a list of texts; else nothing.
#[inline(never)]
fn first_text(list: &Value) -> &str {
    match list {
        Value::List(items) => match items.as_slice() {
            [Value::Text(text), ..] => text,
            _ => "",
        },
        _ => "",
    }
}
