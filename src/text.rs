//! The few text functions of the core, in less code than `core::fmt` and the standard searcher bring along.

use std::str::Bytes;

/// Joins `parts`.
#[inline(never)]
#[must_use]
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// `number` in decimal.
#[inline(never)]
#[must_use]
pub fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number);
    text
}

/// Adds `number` in decimal.
#[inline(never)]
pub fn push_decimal(text: &mut String, number: u64) {
    let mut unit = 1;
    while number / unit > 9 {
        unit *= 10;
    }
    while unit > 0 {
        push_digit(text, "0123456789", number / unit % 10);
        unit /= 10;
    }
}

/// Adds `byte` in hexadecimal: two of `digits`.
#[inline(never)]
pub fn push_hex(text: &mut String, digits: &str, byte: u8) {
    push_digit(text, digits, u64::from(byte >> 4));
    push_digit(text, digits, u64::from(byte & 15));
}

fn push_digit(text: &mut String, digits: &str, digit: u64) {
    let at = usize::try_from(digit).unwrap_or(0);
    text.push_str(digits.get(at..=at).unwrap_or_default());
}

/// Reads a decimal number of at most 19 digits, and nothing else.
#[inline(never)]
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    if !matches!(text.len(), 1..=19) {
        return None;
    }
    let mut number = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

/// Where `needle`, which isn't empty, begins in `text`.
#[inline(never)]
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<usize> {
    let (first, mut at) = (needle.as_bytes().first(), 0);
    for byte in text.as_bytes() {
        if Some(byte) == first && begins(text.get(at..)?, needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether `text` holds `needle`.
#[must_use]
pub fn contains(text: &str, needle: &str) -> bool {
    find(text, needle).is_some()
}

/// Whether `text` begins with `start`. For one character, too: as a `char` it would bring the encoder of UTF-8 along.
#[inline(never)]
#[must_use]
pub fn begins(text: &str, start: &str) -> bool {
    text.starts_with(start)
}

/// Whether `text` ends with `end`; see [`begins`].
#[inline(never)]
#[must_use]
pub fn ends(text: &str, end: &str) -> bool {
    text.ends_with(end)
}

/// Whether `is` says so of any character of `text`.
#[inline(never)]
#[must_use]
pub fn any_char(text: &str, is: fn(char) -> bool) -> bool {
    text.chars().any(is)
}

/// Whether it is a blank or a control character, of those that are typed or pasted: all of Unicode's would need a table.
#[must_use]
pub const fn is_blank(character: char) -> bool {
    matches!(character, '\0'..=' ' | '\x7f'..='\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{3000}')
}

/// How long the beginning of `text` is whose bytes `is` holds of.
#[inline(never)]
#[must_use]
pub fn span(text: &str, is: fn(&u8) -> bool) -> usize {
    let mut length = 0;
    for byte in text.as_bytes() {
        if !is(byte) {
            break;
        }
        length += 1;
    }
    length
}

/// How many characters `text` has.
#[inline(never)]
#[must_use]
pub fn length(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// Whether two names are the same to a reader who ignores case and what parts words.
#[inline(never)]
#[must_use]
pub fn is_alike(one: &str, other: &str) -> bool {
    let mut left = other.bytes();
    for byte in one.bytes() {
        if !is_separator(byte) && !next_letter(&mut left).eq_ignore_ascii_case(&byte) {
            return false;
        }
    }
    is_separator(next_letter(&mut left))
}

/// The next byte that parts no words; at the end, one that does.
fn next_letter(bytes: &mut Bytes<'_>) -> u8 {
    for byte in bytes {
        if !is_separator(byte) {
            return byte;
        }
    }
    b' '
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'_' | b'-' | b'.')
}

/// The first `count` characters of `text`, or all of it.
#[inline(never)]
#[must_use]
pub fn start(text: &str, count: usize) -> &str {
    let mut left = count;
    for (at, byte) in text.bytes().enumerate() {
        if byte & 0xc0 != 0x80 {
            if left == 0 {
                return text.get(..at).unwrap_or(text);
            }
            left -= 1;
        }
    }
    text
}

/// The parts of a text between separators; of an empty text, one that is empty.
#[derive(Debug, Clone)]
pub struct Split<'a> {
    rest: Option<&'a str>,
    at: &'static str,
}

/// Splits `text` at each of the ASCII characters `at`.
#[must_use]
pub const fn split<'a>(text: &'a str, at: &'static str) -> Split<'a> {
    Split { rest: Some(text), at }
}

/// What stands before and after the first of the ASCII characters `at`; none if `text` has none of them.
#[must_use]
pub fn split_once<'a>(text: &'a str, at: &'static str) -> Option<(&'a str, &'a str)> {
    let mut parts = split(text, at);
    Some((parts.next()?, parts.rest?))
}

/// What stands before the first of the ASCII characters `at`, or all of `text`.
#[must_use]
pub fn before<'a>(text: &'a str, at: &'static str) -> &'a str {
    split(text, at).next().unwrap_or(text)
}

/// Whether `name` is one of `words`, between which there are blanks or commas.
#[inline(never)]
#[must_use]
pub fn is_one_of(name: &str, words: &'static str) -> bool {
    let mut known = split(words, ", ");
    !name.is_empty() && known.any(|word| word == name)
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.take()?;
        let mut end = 0;
        // `enumerate` would be called for each byte where size counts.
        while let Some(byte) = text.as_bytes().get(end) {
            for separator in self.at.as_bytes() {
                if byte == separator {
                    self.rest = text.get(end + 1..);
                    return text.get(..end);
                }
            }
            end += 1;
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_does(number in any::<u64>()) {
            prop_assert_eq!(decimal(number), number.to_string());
        }

        #[test]
        fn texts_are_found_as_the_standard_library_does(text in "[ab]{0,9}", needle in "[ab]{1,3}") {
            prop_assert_eq!(find(&text, &needle), text.find(&needle));
        }
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_the_standard_library_does(text in "[0-9]{0,19}|.{0,3}") {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(number(&text), text.parse().ok().filter(|_| digits));
        }

        #[test]
        fn texts_are_split_as_the_standard_library_does(text in "[a;,é]{0,9}") {
            prop_assert!(split(&text, ";,").eq(text.split([';', ','])));
            prop_assert_eq!(split_once(&text, ";"), text.split_once(';'));
            prop_assert_eq!(length(&text), text.chars().count());
        }
    }

    #[test]
    fn numbers_are_written_and_read_at_their_edges() {
        assert_eq!((decimal(0).as_str(), number("0")), ("0", Some(0)));
        assert_eq!(number(&decimal(i64::MAX as u64)), Some(i64::MAX as u64));
        assert_eq!(number(&decimal(u64::MAX)), None, "it has 20 digits");
    }

    #[test]
    fn names_are_alike_but_for_case_and_separators() {
        for (one, other, alike) in [
            ("first_name", "firstName", true),
            ("first_name", "First-Na me.", true),
            ("first_name", "first_names", false),
            ("first_names", "first_name", false),
            ("é", "É", false),
        ] {
            assert_eq!(is_alike(one, other), alike, "{one} {other}");
        }
    }

    #[test]
    fn a_byte_has_two_hexadecimal_digits() {
        let mut text = String::new();
        push_hex(&mut text, "0123456789abcdef", 0x0f);
        assert_eq!(text, "0f");
    }
}
