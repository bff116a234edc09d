//! The forms of times: how the service writes them, and what it reads.

use axum::http::HeaderValue;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Writes a user's time, given in seconds: `2024-01-02T03:04:05Z`.
#[must_use]
pub fn seconds(seconds: i64) -> String {
    format(Timestamp::from_second(seconds).ok(), "%Y-%m-%dT%H:%M:%SZ")
}

/// Writes a session's time, given in milliseconds: `2024-01-02T03:04:05.678Z`.
#[must_use]
pub fn milliseconds(milliseconds: i64) -> String {
    format(Timestamp::from_millisecond(milliseconds).ok(), "%Y-%m-%dT%H:%M:%S.%3fZ")
}

/// Writes the end of a session, given in milliseconds, for a header: `2024-01-02 05:04:05 UTC`.
#[must_use]
pub fn expiration(milliseconds: i64) -> HeaderValue {
    header(Timestamp::from_millisecond(milliseconds).ok(), "%Y-%m-%d %H:%M:%S UTC")
}

/// Writes the header `Date`: `Tue, 02 Jan 2024 03:04:05 GMT`.
#[must_use]
pub fn date(now: Timestamp) -> HeaderValue {
    header(Some(now), "%a, %d %b %Y %H:%M:%S GMT")
}

fn header(time: Option<Timestamp>, form: &str) -> HeaderValue {
    HeaderValue::try_from(format(time, form)).unwrap_or(HeaderValue::from_static(""))
}

fn format(time: Option<Timestamp>, form: &str) -> String {
    time.map(|time| time.strftime(form).to_string()).unwrap_or_default()
}

/// Reads a time as seconds: ISO text, unix seconds, or the text that JavaScript makes of a `Date`.
#[must_use]
pub fn read(text: &str) -> Option<i64> {
    let seconds = text.parse().ok().filter(|seconds| Timestamp::from_second(*seconds).is_ok());
    seconds.or_else(|| iso(text)).or_else(|| javascript(text))
}

/// Reads ISO text as seconds; without an offset it is UTC.
#[must_use]
pub fn iso(text: &str) -> Option<i64> {
    let time = text.parse::<Timestamp>().ok();
    let local = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    time.or_else(|| Some(local()?.timestamp())).map(Timestamp::as_second)
}

/// Reads `Tue Jan 02 2024 00:00:00 GMT+0000 (Coordinated Universal Time)` as seconds.
fn javascript(text: &str) -> Option<i64> {
    let text = text.split(" (").next()?;
    let time = Zoned::strptime("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?;
    Some(time.timestamp().as_second())
}

/// Reads a whole day, `2024-01-02` or `2024.01.02`, as its first and last second.
#[must_use]
pub fn day(text: &str) -> Option<(i64, i64)> {
    let date: Date = text.replace('.', "-").parse().ok().filter(|_| text.len() == 10)?;
    let start = date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    Some((start, start + 86_399))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_the_service_s_forms() {
        assert_eq!(seconds(1_704_164_645), "2024-01-02T03:04:05Z");
        assert_eq!(milliseconds(1_704_164_645_678), "2024-01-02T03:04:05.678Z");
        assert_eq!(expiration(1_704_171_845_678), "2024-01-02 05:04:05 UTC");
        let time = Timestamp::from_second(1_704_164_645).unwrap();
        assert_eq!(date(time), "Tue, 02 Jan 2024 03:04:05 GMT");
    }

    #[test]
    fn every_form_of_a_time_is_read() {
        for text in [
            "1704164645",
            "2024-01-02T03:04:05Z",
            "2024-01-02T03:04:05.678Z",
            "2024-01-02T05:04:05+02:00",
            "2024-01-02T03:04:05",
            "Tue Jan 02 2024 03:04:05 GMT+0000 (Coordinated Universal Time)",
            "Mon Jan 01 2024 20:04:05 GMT-0700 (Mountain Standard Time)",
        ] {
            assert_eq!(read(text), Some(1_704_164_645), "{text}");
        }
        assert_eq!(read("2024-01-02"), Some(1_704_153_600));
        for text in ["", "yesterday", "2024-13-02T03:04:05Z", "99999999999999", "Tue Jan 02 2024"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_goes_to_its_last_second() {
        for text in ["2024-01-02", "2024.01.02"] {
            assert_eq!(day(text), Some((1_704_153_600, 1_704_239_999)), "{text}");
        }
        assert_eq!(day("2024-01-02T03:04:05Z"), None);
        assert_eq!(day("2024-02-30"), None);
    }
}
