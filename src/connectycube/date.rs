//! Times as ConnectyCube writes and reads them (reference §1.6, §1.8).

use crate::http::date::parse_iso;
use crate::text::concat;
use crate::value::Value;

/// The last second that has ten digits, in the year 2286: what has more counts milliseconds.
const MAX_UNIX: i64 = 9_999_999_999;

/// Whether `value` is a number of seconds since 1970.
pub fn is_unix(value: &Value) -> bool {
    value.as_integer().is_some_and(|seconds| (0..=MAX_UNIX).contains(&seconds))
}

/// Whether `text` is a day with points in it, `2024.01.02`: V1 knows that form, too.
pub fn is_pointed_day(text: &str) -> bool {
    let dashed: String = text.chars().map(|c| if c == '.' { '-' } else { c }).collect();
    text.len() == 10 && !text.contains('-') && parse_iso(&dashed).is_some()
}

/// Reads the `CB-Token-ExpirationDate` header, `2024-01-02 05:04:05 UTC`, as seconds since 1970.
pub fn parse_expiration(text: &str) -> Option<u64> {
    let (day, time) = text.strip_suffix(" UTC")?.split_once(' ')?;
    parse_iso(&concat(&[day, "T", time]))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_pointed_day_has_points_only() {
        assert!(is_pointed_day("2019.12.31"));
        for bad in
            ["2019-12-31", "2019.12-31", "31.12.2019", "2019.13.01", "2019.12.31T00:00:00Z", ""]
        {
            assert!(!is_pointed_day(bad), "{bad}");
        }
    }

    #[test]
    fn the_expiration_is_read_to_the_second() {
        assert_eq!(parse_expiration("1970-01-01 00:00:01 UTC"), Some(1));
        assert_eq!(parse_expiration("2024-01-02 05:04:05 UTC"), Some(1_704_171_845));
        for bad in ["", "2024-01-02 05:04:05", "2024-01-02T05:04:05Z", "2024-01-02 UTC", "soon UTC"]
        {
            assert_eq!(parse_expiration(bad), None, "{bad}");
        }
    }
}
