//! A refusal, as `application/problem+json` (RFC 9457) with the codes that the SDK knows.

use crate::value::Value;

/// What the relay answers when it doesn't do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The case, stable across versions.
    pub code: &'static str,
    /// What happened and the way out; nothing of upstream's, of the client's only what [`super::seen::shown`] gives.
    pub detail: String,
    /// The field that is to blame.
    pub field: Option<String>,
    /// Whether a client may repeat the request, if its status alone would tell it wrong.
    pub retryable: Option<bool>,
    /// A header of its own: `Allow`, `WWW-Authenticate` or `Retry-After`.
    pub header: Option<(&'static str, String)>,
    /// Whether the connection can't be trusted any more.
    pub close: bool,
    /// For how many seconds nobody may call User.com.
    pub pause: u64,
}

impl Problem {
    /// Makes a problem with a sentence.
    pub fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            field: None,
            retryable: None,
            header: None,
            close: false,
            pause: 0,
        }
    }

    /// Names the field that is to blame.
    pub fn of(self, field: &str) -> Self {
        Self { field: Some(super::seen::shown(field)), ..self }
    }

    /// The framing of the request can be read in two ways: the connection ends here.
    pub fn framing(detail: &str) -> Self {
        Self { close: true, ..Self::new(400, "bad_request", detail) }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(400, "bad_request", detail)
    }

    pub fn invalid_body(why: &str) -> Self {
        Self::new(400, "invalid_body", format!("The body must be one JSON object: {why}."))
    }

    pub fn field_not_allowed(field: &str, why: impl Into<String>) -> Self {
        Self::new(400, "field_not_allowed", why).of(field)
    }

    pub fn no_changes() -> Self {
        Self::new(400, "no_changes", "There is nothing to change: name at least one field.")
    }

    pub fn foreign_origin() -> Self {
        Self::new(
            403,
            "forbidden",
            "This page may not call the relay: its origin must be one of publicOrigins or corsOrigins.",
        )
    }

    pub fn no_origin() -> Self {
        Self::forbidden(
            "A write must say which page it comes from: browsers do; a server sends that page's Origin.",
        )
    }

    pub fn forbidden(detail: &str) -> Self {
        Self::new(403, "forbidden", detail)
    }

    pub fn identity_required(detail: &str) -> Self {
        Self::new(403, "identity_required", detail)
    }

    pub fn identity_unusable(why: &str) -> Self {
        Self::new(403, "identity_unusable", why)
    }

    pub fn identity_invalid() -> Self {
        let detail =
            "The identity token can't be verified: mint a new one with the relay's secret.";
        Self::challenge(Self::new(401, "identity_invalid", detail))
    }

    pub fn identity_expired() -> Self {
        Self::challenge(Self::new(
            401,
            "identity_expired",
            "The identity token has expired: mint a new one.",
        ))
    }

    fn challenge(self) -> Self {
        let header = Some(("WWW-Authenticate", "Bearer error=\"invalid_token\"".to_owned()));
        Self { header, ..self }
    }

    pub fn no_visitor() -> Self {
        Self::new(404, "no_visitor", "Nobody is known by this request's cookie.")
    }

    pub fn no_person() -> Self {
        Self::new(
            404,
            "no_visitor",
            "User.com has no record of this person yet: POST visitor/identify makes one.",
        )
    }

    pub fn not_found() -> Self {
        Self::new(404, "not_found", "The relay has no such route.")
    }

    pub fn method_not_allowed(allow: &'static str) -> Self {
        let header = Some(("Allow", allow.to_owned()));
        Self {
            header,
            ..Self::new(405, "method_not_allowed", format!("This route takes {allow}."))
        }
    }

    pub fn ambiguous_cookie() -> Self {
        Self::new(
            409,
            "ambiguous_cookie",
            "The request carries several different __ca__chat cookies: send X-Userkey-Expect.",
        )
    }

    pub fn cookie_missing() -> Self {
        Self::new(
            409,
            "cookie_missing",
            "X-Userkey-Expect names a visitor, but the request carries no __ca__chat cookie.",
        )
    }

    pub fn visitor_changed() -> Self {
        Self::new(
            409,
            "visitor_changed",
            "The cookie names another visitor than expected: read the visitor again.",
        )
    }

    pub fn too_large() -> Self {
        Self { close: true, ..Self::new(413, "too_large", "The body exceeds 16 KiB.") }
    }

    pub fn too_slow() -> Self {
        Self { close: true, ..Self::new(408, "too_slow", "The body didn't come within 5 seconds.") }
    }

    pub fn unsupported_media_type() -> Self {
        Self::new(
            415,
            "unsupported_media_type",
            "Send the body as application/json, not compressed.",
        )
    }

    pub fn misdirected() -> Self {
        Self::new(
            421,
            "misdirected",
            "This host isn't the relay's: it must be that of one of publicOrigins.",
        )
    }

    /// User.com refused a value.
    pub fn rejected() -> Self {
        Self::new(422, "rejected", "User.com refused a value.")
    }

    pub fn too_many_requests(seconds: u64) -> Self {
        Self::new(429, "too_many_requests", "Too many requests: wait as Retry-After says.")
            .after(seconds)
    }

    /// Something is wrong with User.com's answer or with the way there; `retryable` unless an operator must act.
    pub fn upstream(code: &'static str, detail: &str, retryable: bool) -> Self {
        Self { retryable: Some(retryable), ..Self::new(502, code, detail) }
    }

    pub fn busy(seconds: u64) -> Self {
        Self::new(503, "busy", "User.com can't be asked right now: wait as Retry-After says.")
            .after(seconds)
    }

    pub fn upstream_timeout() -> Self {
        Self::new(504, "upstream_timeout", "User.com didn't answer in time.")
    }

    fn after(self, seconds: u64) -> Self {
        Self { header: Some(("Retry-After", seconds.max(1).to_string())), ..self }
    }

    /// The body of the answer.
    pub fn to_json(&self) -> String {
        let mut members = vec![
            ("type".to_owned(), Value::from("about:blank")),
            ("title".to_owned(), Value::from(title(self.status))),
            ("status".to_owned(), Value::from(i64::from(self.status))),
            ("code".to_owned(), Value::from(self.code)),
            ("detail".to_owned(), Value::from(self.detail.as_str())),
        ];
        members.extend(self.field.as_deref().map(|field| ("field".to_owned(), field.into())));
        members.extend(self.retryable.map(|may| ("retryable".to_owned(), may.into())));
        Value::Object(members).to_json()
    }
}

const fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    #[test]
    fn a_problem_says_what_the_sdk_reads() {
        let problem = Problem::field_not_allowed("sco\"re", "No.");
        assert_eq!(
            value(&problem.to_json()),
            value(
                r#"{"type":"about:blank","title":"Bad Request","status":400,"code":"field_not_allowed","detail":"No.","field":"sco\\\"re"}"#
            )
        );
        let problem = Problem::upstream("upstream_auth", "…", false);
        assert_eq!(value(&problem.to_json()).get("retryable"), Some(&Value::Bool(false)));
    }

    #[test]
    fn rule_q_retry_after_is_a_whole_number_of_at_least_one_second() {
        assert_eq!(Problem::busy(0).header, Some(("Retry-After", "1".to_owned())));
        assert_eq!(Problem::too_many_requests(7).header, Some(("Retry-After", "7".to_owned())));
    }
}
