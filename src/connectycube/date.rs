//! Times as ConnectyCube writes and reads them (reference §1.6, §1.8).

use crate::http::date;
use crate::text::concat;
use crate::value::Value;

/// The last second that has ten digits, in the year 2286: what has more counts milliseconds.
const MAX_UNIX: i64 = 9_999_999_999;

/// Whether `value` is a number of seconds since 1970.
#[must_use]
pub fn is_unix(value: &Value) -> bool {
    value.as_integer().is_some_and(|seconds| (0..=MAX_UNIX).contains(&seconds))
}

/// Whether `text` has the shape of an ISO 8601 date: a day, or a day and a time with a fraction and a zone or without.
#[must_use]
pub fn is_iso(text: &str) -> bool {
    let Some((day, time)) = text.split_at_checked(10) else { return false };
    let time = time.split_at_checked(9);
    fits(day, "0000-00-00")
        && match time {
            Some((clock, rest)) => fits(clock, "T00:00:00") && is_zone(without_fraction(rest)),
            None => text.len() == 10,
        }
}

fn without_fraction(rest: &str) -> &str {
    rest.strip_prefix('.')
        .map_or(rest, |digits| digits.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn is_zone(text: &str) -> bool {
    let offset = text.strip_prefix(['+', '-']);
    matches!(text, "" | "Z") || offset.is_some_and(|offset| fits(offset, "00:00"))
}

/// Whether `text` is `shape` with any digit for each `0`.
pub(super) fn fits(text: &str, shape: &str) -> bool {
    let fit = |(a, b): (u8, u8)| if b == b'0' { a.is_ascii_digit() } else { a == b };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fit)
}

/// Reads the `CB-Token-ExpirationDate` header, `2024-01-02 05:04:05 UTC`, as seconds since 1970.
#[must_use]
pub fn parse_expiration(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, time) = text.strip_suffix(" UTC")?.split_once(' ')?;
    let mut parts = day.splitn(3, '-');
    let year = parts.next()?;
    let month: usize = parts.next()?.parse().ok()?;
    // The same instant as HTTP writes it, for the one calendar there is.
    let month = MONTHS.get(month.checked_sub(1)?)?;
    date::parse_http(&concat(&["UTC, ", parts.next()?, " ", month, " ", year, " ", time, " GMT"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_or_an_instant() {
        for text in [
            "2018-12-06",
            "2018-12-06T09:21:41",
            "2018-12-06T09:21:41Z",
            "2018-12-06T09:21:41.678Z",
            "2018-12-06T09:21:41+02:00",
        ] {
            assert!(is_iso(text), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2018-12",
            "2018-12-06 09:21:41",
            "2018-12-06T",
            "2018-12-06T09:21",
            "2018-12-06T09:21:41z",
            "2018-12-06T09:21:41+2",
            "2018-12-06T09:21:41.678Zulu",
            "06.12.2018",
            "２018-12-06",
            "Tue Jan 02 2024 00:00:00 GMT+0000",
        ] {
            assert!(!is_iso(text), "{text}");
        }
    }

    #[test]
    fn milliseconds_are_no_unix_time() {
        assert!(is_unix(&1_690_886_495.into()) && is_unix(&0.into()));
        for bad in [
            Value::from(1_690_886_495_000),
            (-1).into(),
            Value::Number("1.5".into()),
            "1690886495".into(),
        ] {
            assert!(!is_unix(&bad), "{bad:?}");
        }
    }

    #[test]
    fn the_expiration_is_read_to_the_second() {
        assert_eq!(parse_expiration("1970-01-01 00:00:01 UTC"), Some(1));
        assert_eq!(parse_expiration("2024-01-02 05:04:05 UTC"), Some(1_704_171_845));
        assert_eq!(parse_expiration("2024-12-31 23:59:59 UTC"), Some(1_735_689_599));
        for text in [
            "",
            "2024-01-02 05:04:05",
            "2024-01-02T05:04:05Z",
            "2024-00-02 05:04:05 UTC",
            "2024-13-02 05:04:05 UTC",
            "2024-01 05:04:05 UTC",
            "2024-01-02 25:04:05 UTC",
            "2024-01-02-03 05:04:05 UTC",
        ] {
            assert_eq!(parse_expiration(text), None, "{text}");
        }
    }
}
