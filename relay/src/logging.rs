//! The log: lines of JSON on standard error, with nothing in them that a client wrote (rule S).

use std::io;
use std::panic::{self, PanicHookInfo};

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to log, and turns panics into lines of the log.
pub fn start(level: Level) {
    // A second start, in one program of tests, keeps the first.
    let _ = subscriber(level, io::stderr).try_init();
    panic::set_hook(Box::new(tell));
}

/// Says where a panic was. Its message is left out: it may quote what was at hand.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, ToString::to_string);
    tracing::error!(place, "panic");
}

/// The libraries say at most `info`: below that they show what they send.
fn subscriber<W>(level: Level, writer: W) -> impl SubscriberInitExt + tracing::Subscriber
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter =
        Targets::new().with_target("userkey_relay", level).with_default(level.min(Level::INFO));
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_writer(writer);
    tracing_subscriber::registry().with(filter).with(lines)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn rule_s_a_panic_is_a_line_that_says_where_and_not_what() {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(subscriber(Level::TRACE, move || writer.clone()), || {
            let usual = panic::take_hook();
            panic::set_hook(Box::new(tell));
            let _ = panic::catch_unwind(|| panic!("3f9c0a7be1d24586"));
            panic::set_hook(usual);
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("logging.rs:") && !text.contains("3f9c0a7b"), "{text}");
    }

    #[test]
    fn rule_s_libraries_are_not_heard_below_info_whatever_the_level() {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(subscriber(Level::TRACE, move || writer.clone()), || {
            tracing::trace!(target: "userkey_relay::server", "ours");
            tracing::debug!(target: "hyper::proto", "theirs");
            tracing::debug!(target: "h2::codec", "theirs");
            tracing::info!(target: "rustls", "told");
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("ours") && text.contains("told") && !text.contains("theirs"),
            "{text}"
        );
        for line in text.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).unwrap().is_object(), "{line}");
        }
    }
}
