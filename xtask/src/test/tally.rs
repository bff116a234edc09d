//! Counts tests by what their runners print at the end.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Tally {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };

    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`, one line for each test program.
    pub fn of_cargo(output: &str) -> Self {
        output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result: "))
            .map(cargo_line)
            .sum()
    }

    /// Reads the closing lines of Node's test runner: `ℹ pass 3`, or `# pass 3`.
    pub fn of_node(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let ["ℹ" | "#", what, number] = words.as_slice() else { continue };
            let number = number.parse().unwrap_or(0);
            match *what {
                "pass" => tally.passed += number,
                "fail" | "cancelled" => tally.failed += number,
                "skipped" | "todo" => tally.skipped += number,
                _ => {}
            }
        }
        tally
    }

    /// The count in the light of how the runner ended: one that failed has a failure, whatever it
    /// says, and one that ran nothing has tested nothing.
    pub fn judged(self, success: bool) -> Self {
        let ran = self.passed + self.failed > 0;
        if self.failed == 0 && !(success && ran) { self + Self::FAILED } else { self }
    }
}

fn cargo_line(line: &str) -> Tally {
    let count = |what: &str| {
        let before = line.split(&[';', '.']).find_map(|part| part.trim().strip_suffix(what));
        before.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    Tally { passed: count("passed"), failed: count("failed"), skipped: count("ignored") }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Self::add)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_all_cargo_test_programs_are_added_up() {
        let output = "running 3 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 40 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Tally::of_cargo(output), Tally { passed: 42, failed: 2, skipped: 1 });
    }

    #[test]
    fn both_forms_of_the_lines_of_nodes_runner_are_read() {
        let spec = "ℹ tests 7\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n";
        let expected = Tally { passed: 3, failed: 2, skipped: 2 };
        assert_eq!(Tally::of_node(spec), expected);
        assert_eq!(Tally::of_node(&spec.replace('ℹ', "#")), expected);
    }

    #[test]
    fn a_runner_that_fails_or_runs_nothing_counts_as_a_failure() {
        assert_eq!(Tally::default().judged(true), Tally::FAILED);
        assert_eq!(Tally::default().judged(false), Tally::FAILED);
        assert_eq!(Tally::PASSED.judged(true), Tally::PASSED);
        assert_eq!(Tally::PASSED.judged(false), Tally::PASSED + Tally::FAILED);
        assert_eq!(Tally::FAILED.judged(false), Tally::FAILED);
    }

    #[test]
    fn the_closing_line_names_what_was_skipped_only_if_something_was() {
        assert_eq!(Tally { passed: 2, failed: 1, skipped: 0 }.to_string(), "2 passed, 1 failed");
        assert_eq!(
            Tally { passed: 2, failed: 1, skipped: 3 }.to_string(),
            "2 passed, 1 failed, 3 skipped"
        );
    }
}
