//! HTTP dates.

/// Reads an HTTP date in any of its three forms (RFC 9110 §5.6.7), as seconds since 1970.
#[must_use]
pub fn parse_http(text: &str) -> Option<u64> {
    let mut words = [""; 6];
    let mut count = 0;
    for word in text.split([' ', ',', '-']).filter(|word| !word.is_empty()) {
        *words.get_mut(count)? = word;
        count += 1;
    }
    // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
    let [_, first, second, third, fourth, zone] = words;
    let (day, month, year, time) = match (count, zone) {
        (6, "GMT") => (first, second, third, fourth),
        (5, _) => (second, first, fourth, third),
        _ => return None,
    };
    let days = days(full_year(year)?, month_number(month)?, number(day, 31)?)?;
    Some(days * 86_400 + seconds(time)?)
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
    let mut parts = time.split(':');
    let hours = number(parts.next()?, 23)?;
    let minutes = number(parts.next()?, 59)?;
    let seconds = number(parts.next()?, 60)?;
    parts.next().is_none().then_some(hours * 3600 + minutes * 60 + seconds)
}

fn number(text: &str, max: u64) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&number| digits && number <= max)
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

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = parse_http(&text);
        }
    }
}
