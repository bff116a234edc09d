//! What is counted, for Prometheus: enumerations and numbers, no client's words (rule S).

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "userkey_relay_requests_total";
const SECONDS: &str = "userkey_relay_request_seconds";
const UPSTREAM: &str = "userkey_relay_upstream_total";
const UPSTREAM_SECONDS: &str = "userkey_relay_upstream_seconds";
const SHARED: &str = "userkey_relay_shared_total";
const STORE: &str = "userkey_relay_store_up";
/// From half a millisecond, what the relay itself takes, to the longest that an upstream may.
const BUCKETS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 8.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count. One program counts in one place, however many relays it runs.
pub fn start() {
    RECORDER.get_or_init(install);
}

fn install() -> Option<PrometheusHandle> {
    let seconds = |name: &str| Matcher::Full(name.to_owned());
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(seconds(SECONDS), &BUCKETS)
        .and_then(|builder| builder.set_buckets_for_metric(seconds(UPSTREAM_SECONDS), &BUCKETS));
    let handle = builder.and_then(PrometheusBuilder::install_recorder).ok()?;
    describe_counter!(REQUESTS, "Requests of pages, by route and outcome");
    describe_histogram!(SECONDS, "Seconds until a page had its answer");
    describe_counter!(UPSTREAM, "Requests to User.com, by outcome");
    describe_histogram!(UPSTREAM_SECONDS, "Seconds until User.com had answered");
    describe_counter!(SHARED, "Reads, by where their record came from");
    describe_gauge!(STORE, "Whether the shared store answers; absent without one");
    Some(handle)
}

/// Everything that was counted, in Prometheus' text form.
pub fn render() -> String {
    RECORDER.get().and_then(Option::as_ref).map(PrometheusHandle::render).unwrap_or_default()
}

/// Folds what was measured into its buckets, which else waits in memory for somebody to ask.
pub fn keep_up() {
    if let Some(Some(handle)) = RECORDER.get() {
        handle.run_upkeep();
    }
}

/// A page has its answer.
pub fn answered(route: &'static str, code: &'static str, took: Duration) {
    counter!(REQUESTS, "route" => route, "code" => code).increment(1);
    histogram!(SECONDS, "route" => route).record(took);
}

/// User.com has answered, or failed to.
pub fn asked(outcome: &'static str, took: Duration) {
    counter!(UPSTREAM, "outcome" => outcome).increment(1);
    histogram!(UPSTREAM_SECONDS).record(took);
}

/// A read was served: `fresh` from User.com, or `shared` with another that asked the same.
pub fn read(from: &'static str) {
    counter!(SHARED, "from" => from).increment(1);
}

/// Whether the shared store answers.
pub fn store_is_up(up: bool) {
    gauge!(STORE).set(if up { 1.0 } else { 0.0 });
}
