//! What a log calls a visitor: the same word all day, and nothing that leads back to the key (rule S).

use std::sync::Mutex;

use crate::hash::{hex, keyed};

const DAY: u64 = 24 * 60 * 60;

/// A key of its own for each day, forgotten with it.
#[derive(Debug)]
pub struct Pseudonyms {
    today: Mutex<(u64, [u8; 32])>,
}

impl Pseudonyms {
    /// Starts with a random key.
    pub fn new() -> Self {
        Self { today: Mutex::new((0, rand::random())) }
    }

    /// The word for a visitor's key or a person's id at a time in Unix seconds.
    pub fn of(&self, subject: &str, now: u64) -> String {
        hex(&keyed(&self.key(now / DAY), &[subject]))
    }

    fn key(&self, day: u64) -> [u8; 32] {
        let mut today = self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if today.0 != day {
            *today = (day, rand::random());
        }
        today.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_s_a_visitor_has_one_word_a_day() {
        let pseudonyms = Pseudonyms::new();
        let monday = pseudonyms.of("g3FaYocCy0U6", 0);
        assert_eq!(monday.len(), 32);
        assert_eq!(pseudonyms.of("g3FaYocCy0U6", DAY - 1), monday);
        assert_ne!(pseudonyms.of("g3FaYocCy0U7", 0), monday);
        assert_ne!(pseudonyms.of("g3FaYocCy0U6", DAY), monday);
        assert_ne!(Pseudonyms::new().of("g3FaYocCy0U6", 0), monday);
    }
}
