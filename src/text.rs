//! The few text functions of the core, in less code than `core::fmt` and the standard searcher bring along.

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

/// Writes `number` in decimal.
#[inline(never)]
#[must_use]
pub fn decimal(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
        if number == 0 {
            return digits.iter().rev().copied().map(char::from).collect();
        }
    }
}

/// Where `needle`, which isn't empty, begins in `text`.
#[inline(never)]
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len().max(1)).position(|window| window == needle.as_bytes())
}

/// Whether `text` holds `needle`.
#[must_use]
pub fn contains(text: &str, needle: &str) -> bool {
    find(text, needle).is_some()
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

    #[test]
    fn zero_has_one_digit() {
        assert_eq!(decimal(0), "0");
    }
}
