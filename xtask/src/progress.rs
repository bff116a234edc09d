//! One line of progress for a step that may take long, written to standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often a log, where no line can be redrawn, is told that a step is still running.
const LOG_EVERY: Duration = Duration::from_secs(15);
/// What a redrawn line may hold without wrapping in a terminal of the usual width.
const WIDTH: usize = 78;

/// The progress of one step: redrawn in a terminal, a line now and then in a log.
pub struct Progress<'a> {
    name: &'a str,
    started: Instant,
    logged: Instant,
    note: String,
    terminal: bool,
}

impl<'a> Progress<'a> {
    /// Starts the clock of the step `name`.
    pub fn start(name: &'a str) -> Self {
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        let progress = Self { name, started: now, logged: now, note: String::new(), terminal };
        progress.draw();
        progress
    }

    /// Remembers the last line that the step has said.
    pub fn note(&mut self, line: &str) {
        if !line.trim().is_empty() {
            line.trim().clone_into(&mut self.note);
        }
    }

    /// Shows that the step is still running.
    pub fn tick(&mut self) {
        self.draw();
        if !self.terminal && self.logged.elapsed() >= LOG_EVERY {
            self.logged = Instant::now();
            eprintln!("  … {}", self.line());
        }
    }

    /// Ends the line with how it went and how long it took.
    pub fn finish(self, success: bool) {
        let clear = if self.terminal { "\r\x1b[2K" } else { "" };
        let mark = if success { '✓' } else { '✗' };
        eprintln!("{clear}  {mark} {} ({:.1} s)", self.name, self.started.elapsed().as_secs_f64());
    }

    fn draw(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K  … {}", self.line());
            // A progress line that can't be shown is no reason to stop.
            let _ = io::stderr().flush();
        }
    }

    fn line(&self) -> String {
        let line = format!("{} {} s · {}", self.name, self.started.elapsed().as_secs(), self.note);
        line.chars().filter(|c| !c.is_control()).take(WIDTH).collect()
    }
}
