//! What User.com's answers mean (rule R).

use super::problem::Problem;
use super::record::Record;
use crate::http::{Body, Response};
use crate::usercom::Version;
use crate::value::Value;

/// The longest answer that is read: 1 MiB.
pub const MAX_ANSWER: usize = 1 << 20;

/// How long nobody calls User.com once it has refused the token, in seconds.
const AUTH_PAUSE: u64 = 60;
/// The longest pause that User.com may ask for, in seconds.
const MAX_PAUSE: u64 = 3600;

/// An answer of User.com's, as far as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The HTTP status; 0 for a redirect that the platform hides.
    pub status: u16,
    /// The header `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// The header `Date`, as sent.
    pub date: Option<String>,
    /// The body, at most [`MAX_ANSWER`] bytes.
    pub body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// There was no connection, so nothing was carried out.
    Connect,
    /// It took too long.
    Timeout,
    /// The answer is longer than [`MAX_ANSWER`].
    TooLong,
    /// The connection broke, or the answer's framing is none.
    Broken,
}

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// For a record that may not be there.
    Record,
    /// For a change.
    Change,
    /// For a merge, whose answer holds no record.
    Merge,
}

/// Reads an answer: the record, or none.
///
/// # Errors
/// 422, 502, 503 or 504, in words that hold nothing of User.com's.
pub fn read(
    seen: Result<Reply, Failure>,
    asked: Asked,
    version: Version,
    now: u64,
) -> Result<Option<Record>, Problem> {
    let reply = seen.map_err(failed)?;
    match (reply.status, asked) {
        (200..=299, Asked::Merge) => Ok(Some(Record::none(version))),
        (200..=299, _) => record(&reply.body, version).map(Some),
        // Nobody, or who was just found is gone: merged or deleted since.
        (404, _) if is_empty_or_json(&reply.body) => Ok(None),
        (400 | 409 | 422, Asked::Change | Asked::Merge) => Err(Problem::rejected()),
        (401 | 403, _) => {
            let detail = "User.com refuses the relay's token: its operator must look after it.";
            let problem = Problem::upstream("upstream_auth", detail, false);
            Err(Problem { pause: AUTH_PAUSE, ..problem })
        }
        (429, _) => {
            let seconds = retry_after(&reply, now).unwrap_or(1).clamp(1, MAX_PAUSE);
            Err(Problem { pause: seconds, ..Problem::busy(seconds) })
        }
        (500..=599, _) => Err(Problem::upstream("upstream_error", "User.com failed.", true)),
        _ => Err(misconfigured()),
    }
}

fn failed(failure: Failure) -> Problem {
    match failure {
        Failure::Timeout => Problem::upstream_timeout(),
        Failure::Connect | Failure::Broken => {
            Problem::upstream("upstream_unreachable", "User.com couldn't be reached.", true)
        }
        Failure::TooLong => misconfigured(),
    }
}

/// The answer isn't User.com's, or not of the API that is expected.
pub fn misconfigured() -> Problem {
    let detail = "What answered isn't User.com's API: the relay's operator must check its address.";
    Problem::upstream("upstream_config", detail, false)
}

fn record(body: &[u8], version: Version) -> Result<Record, Problem> {
    let value = serde_json::from_slice::<Value>(body).ok();
    value.and_then(|value| Record::new(value, version)).ok_or_else(misconfigured)
}

fn is_empty_or_json(body: &[u8]) -> bool {
    body.trim_ascii().is_empty() || serde_json::from_slice::<Value>(body).is_ok()
}

/// Seconds, rounded up; dates count against the answer's own.
fn retry_after(reply: &Reply, now: u64) -> Option<u64> {
    let named = |name, value: &Option<String>| value.clone().map(|value| (name, value));
    let headers = [named("retry-after", &reply.retry_after), named("date", &reply.date)];
    let headers = headers.into_iter().flatten().collect();
    let response = Response { status: reply.status, headers, body: Body::Empty, clock: now };
    response.retry_after_ms().map(|ms| ms.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::testing::NOW;

    fn reply(status: u16, body: &str) -> Reply {
        Reply { status, body: body.into(), ..Reply::default() }
    }

    fn code(reply: Reply, asked: Asked) -> (u16, &'static str, Option<bool>, u64) {
        let problem = read(Ok(reply), asked, Version::V1, NOW).unwrap_err();
        (problem.status, problem.code, problem.retryable, problem.pause)
    }

    #[test]
    fn rule_r_a_success_is_a_record_or_a_misconfiguration() {
        let found = read(Ok(reply(200, r#"{"id":7}"#)), Asked::Record, Version::V1, NOW).unwrap();
        assert_eq!(found.map(|record| record.id), Some(7));
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"id":"7"}"#,
            r#"{"id":7"#,
            "null",
            r#"{"detail":"You didn't pay"}"#,
        ] {
            assert_eq!(
                code(reply(200, body), Asked::Record),
                (502, "upstream_config", Some(false), 0),
                "{body}"
            );
        }
    }

    #[test]
    fn rule_r_a_404_is_nobody_only_if_it_is_the_api_s() {
        for body in ["", " ", r#"{"detail":"Not found."}"#] {
            for asked in [Asked::Record, Asked::Change] {
                assert_eq!(read(Ok(reply(404, body)), asked, Version::V1, NOW), Ok(None), "{body}");
            }
        }
        assert_eq!(code(reply(404, "<h1>Not Found</h1>"), Asked::Record).1, "upstream_config");
    }

    #[test]
    fn rule_r_each_status_has_its_meaning() {
        for (status, asked, meaning) in [
            (400, Asked::Change, (422, "rejected", None, 0)),
            (422, Asked::Change, (422, "rejected", None, 0)),
            (400, Asked::Record, (502, "upstream_config", Some(false), 0)),
            (401, Asked::Record, (502, "upstream_auth", Some(false), 60)),
            (403, Asked::Change, (502, "upstream_auth", Some(false), 60)),
            (0, Asked::Record, (502, "upstream_config", Some(false), 0)),
            (301, Asked::Record, (502, "upstream_config", Some(false), 0)),
            (307, Asked::Change, (502, "upstream_config", Some(false), 0)),
            (405, Asked::Change, (502, "upstream_config", Some(false), 0)),
            (500, Asked::Record, (502, "upstream_error", Some(true), 0)),
            (503, Asked::Change, (502, "upstream_error", Some(true), 0)),
            (429, Asked::Record, (503, "busy", None, 1)),
        ] {
            assert_eq!(code(reply(status, "secret words"), asked), meaning, "{status}");
        }
    }

    #[test]
    fn rule_r_a_429_passes_its_pause_on() {
        for (header, date, seconds) in [
            (Some("7"), None, 7),
            (Some("0"), None, 1),
            (Some("soon"), None, 1),
            (Some("999999999"), None, 3600),
            (Some("Tue, 14 Nov 2023 22:13:29 GMT"), None, 9),
            (Some("Tue, 14 Nov 2023 22:13:29 GMT"), Some("Tue, 14 Nov 2023 22:13:24 GMT"), 5),
            (None, None, 1),
        ] {
            let text = |text: Option<&str>| text.map(str::to_owned);
            let reply = Reply { retry_after: text(header), date: text(date), ..reply(429, "") };
            let problem = read(Ok(reply), Asked::Record, Version::V1, NOW).unwrap_err();
            assert_eq!(
                (problem.pause, problem.header),
                (seconds, Some(("Retry-After", seconds.to_string()))),
                "{header:?}"
            );
        }
    }

    #[test]
    fn rule_r_what_did_not_come_is_told_apart() {
        for (failure, status, code) in [
            (Failure::Connect, 502, "upstream_unreachable"),
            (Failure::Broken, 502, "upstream_unreachable"),
            (Failure::Timeout, 504, "upstream_timeout"),
            (Failure::TooLong, 502, "upstream_config"),
        ] {
            let problem = read(Err(failure), Asked::Record, Version::V1, NOW).unwrap_err();
            assert_eq!((problem.status, problem.code), (status, code));
        }
    }
}
