//! Dates of HTTP and of JSON.

use crate::text;

/// Reads an HTTP date in any of its three forms (RFC 9110 §5.6.7), as seconds since 1970.
#[must_use]
pub fn parse_http(text: &str) -> Option<u64> {
    // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
    let ((6, [_, day, month, year, time, "GMT"]) | (5, [_, month, day, time, year, _])) =
        words(text, " ,-")
    else {
        return None;
    };
    let days = days(full_year(year)?, month_number(month)?, number(day, 31)?)?;
    Some(days * 86_400 + seconds(time)?)
}

/// Reads an ISO 8601 day or instant (`2018-12-06`, `2018-12-06T09:21:41.5+02:00`) as seconds since 1970; without a
/// zone it is UTC.
#[must_use]
pub fn parse_iso(text: &str) -> Option<u64> {
    let (date, time) = text::split_once(text, "T").unwrap_or((text, "00:00:00Z"));
    let (3, [year, month, day, ..]) = words(date, "-") else { return None };
    if (date.len(), year.len(), month.len()) != (10, 4, 2) {
        return None;
    }
    let month = number(month, 12).filter(|&month| month > 0)?;
    let seconds =
        days(number(year, 9999)?, month, number(day, 31)?)? * 86_400 + seconds(time.get(..8)?)?;
    seconds.checked_add_signed(offset(without_fraction(time.get(8..)?))?)
}

fn without_fraction(rest: &str) -> &str {
    let Some(fraction) = rest.strip_prefix(".") else { return rest };
    fraction.get(text::span(fraction, u8::is_ascii_digit)..).unwrap_or_default()
}

/// The seconds to add for a zone: `Z`, nothing, or an offset.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z") {
        return Some(0);
    }
    let (hours, minutes) = text::split_once(zone.get(1..)?, ":")?;
    let ahead = i64::try_from(number(hours, 23)? * 3600 + number(minutes, 59)? * 60).ok()?;
    match zone.as_bytes() {
        [b'+', ..] => Some(-ahead),
        [b'-', ..] => Some(ahead),
        _ => None,
    }
}

/// Two digits count from 1970 to 2069; RFC 9110 would take them as at most 50 years ahead, which needs a clock.
fn full_year(text: &str) -> Option<u64> {
    let year = number(text, 9999)?;
    match text.len() {
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        4 => Some(year),
        _ => None,
    }
}

fn month_number(name: &str) -> Option<u64> {
    const NAMES: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    NAMES.chunks(3).position(|month| month == name.as_bytes()).map(|at| at as u64 + 1)
}

fn seconds(time: &str) -> Option<u64> {
    let (3, [hours, minutes, seconds, ..]) = words(time, ":") else { return None };
    let seconds = number(hours, 23)? * 3600 + number(minutes, 59)? * 60 + number(seconds, 60)?;
    (time.len() == 8).then_some(seconds)
}

/// How many words there are between separators, up to six of them, and which.
#[inline(never)]
fn words<'a>(text: &'a str, at: &'static str) -> (usize, [&'a str; 6]) {
    let mut words = [""; 6];
    let mut count = 0;
    for word in text::split(text, at).filter(|word| !word.is_empty()) {
        if let Some(place) = words.get_mut(count) {
            *place = word;
        }
        count += 1;
    }
    (count, words)
}

#[inline(never)]
fn number(text: &str, max: u64) -> Option<u64> {
    text::number(text).filter(|&number| number <= max)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar; none before it.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    // Years begin in March, so that the leap day is a year's last: then the months before have 30.6 days on average.
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    days.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_three_forms_mean_the_same() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(parse_http(text), Some(784_111_777), "{text}");
        }
    }

    #[test]
    fn the_calendar_is_right_at_its_edges() {
        assert_eq!(parse_http("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(parse_http("Tue, 29 Feb 2000 00:00:00 GMT"), Some(951_782_400));
        assert_eq!(parse_http("Wed, 01 Mar 2000 00:00:00 GMT"), Some(951_868_800));
        assert_eq!(parse_http("Fri, 31 Dec 9999 23:59:59 GMT"), Some(253_402_300_799));
        assert_eq!(parse_http("Wed, 31 Dec 1969 23:59:59 GMT"), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "now",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:00:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT x",
            "Sun, +6 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_http(text), None, "{text}");
        }
    }

    #[test]
    fn an_iso_text_is_a_day_or_an_instant_in_any_zone() {
        for (text, seconds) in [
            ("1994-11-06", 784_080_000),
            ("1994-11-06T08:49:37", 784_111_777),
            ("1994-11-06T08:49:37Z", 784_111_777),
            ("1994-11-06T08:49:37.466897Z", 784_111_777),
            ("1994-11-06T10:49:37+02:00", 784_111_777),
            ("1994-11-06T03:19:37.5-05:30", 784_111_777),
        ] {
            assert_eq!(parse_iso(text), Some(seconds), "{text}");
        }
        for text in [
            "",
            "1994",
            "1994-11-6",
            "1994-00-06",
            "1994-11-06T",
            "1994-11-06T8:49:37",
            "1994-11-06T08:49:37+2",
            "1994-11-06T08:49:37 Z",
            "1969-12-31",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = (parse_http(&text), parse_iso(&text));
        }
    }
}
