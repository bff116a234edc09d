//! Several instances with one Redis (rule Q). `cargo xtask test attack` brings the Redis.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that fails")]

mod support;

use support::{Instance, Redis, Sandbox, status};
use tempfile::TempDir;

const JANE: &str = "g3FaYocCy0U6";

/// Ten at once, and one a second after that: a test may take its time.
const SLOW: &str = "[limits]\nkey = 1\nkeyBurst = 10\nupstream = 1000";

async fn two(sandbox: &Sandbox, store: &TempDir) -> (Instance, Instance) {
    (Instance::start(sandbox, store, SLOW).await, Instance::start(sandbox, store, SLOW).await)
}

/// How often Jane is served, at one instance and the other by turns, until one has enough.
async fn served(one: &Instance, other: &Instance) -> usize {
    for count in 0..200 {
        let instance = if count % 2 == 0 { one } else { other };
        let answer = instance.read(JANE).await;
        if status(&answer) == 429 {
            assert_eq!(answer.headers()["retry-after"], "1");
            return count;
        }
        assert_eq!(status(&answer), 200);
    }
    200
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_q_instances_count_a_visitor_together() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let (one, other) = two(&sandbox, &redis.folder).await;
    assert!(served(&one, &other).await < 20);
    assert_eq!(status(&one.read("an0nym0us123").await), 200, "another visitor");
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_q_unknown_keys_count_against_an_address_at_all_instances() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let limits = "[limits]\nunknownKeys = 8\nupstream = 1000";
    let one = Instance::start(&sandbox, &redis.folder, limits).await;
    let other = Instance::start(&sandbox, &redis.folder, limits).await;
    assert_eq!(status(&other.read(JANE).await), 200);
    for guess in ["guess-0001", "guess-0002", "guess-0003", "guess-0003", "guess-0004"] {
        assert_eq!(status(&one.read(guess).await), 404, "{guess}");
    }
    assert_eq!(status(&other.read("guess-0005").await), 429);
    assert_eq!(status(&other.read(JANE).await), 200, "who is known there");
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_r_a_pause_that_user_com_asks_for_is_every_instances() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let (one, other) = two(&sandbox, &redis.folder).await;
    sandbox.spoil("status=429; retry-after=30; path=/users/search/; times=1").await;
    assert_eq!(status(&one.read(JANE).await), 503);
    let held = other.read(JANE).await;
    assert_eq!(status(&held), 503);
    let seconds: u64 = held.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&seconds), "{seconds}");
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_q_while_the_store_is_down_each_instance_counts_for_itself() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let (one, other) = two(&sandbox, &redis.folder).await;
    assert_eq!(status(&one.read(JANE).await), 200);
    let folder = redis.stop().await;
    assert!(served(&one, &other).await >= 18);
    // It comes back empty, and counts for instances that haven't met it as for those that have.
    let redis = Redis::start_in(folder).await;
    let (one, other) = two(&sandbox, &redis.folder).await;
    assert!(served(&one, &other).await < 20);
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_q_a_relay_starts_without_its_store() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let folder = redis.stop().await;
    let alone = Instance::start(&sandbox, &folder, SLOW).await;
    assert_eq!(status(&alone.read(JANE).await), 200);
}

#[tokio::test]
#[ignore = "needs redis-server: cargo xtask test attack"]
async fn rule_s_nothing_in_the_store_says_who_somebody_is() {
    let (sandbox, redis) = (Sandbox::start().await, Redis::start().await);
    let one = Instance::start(&sandbox, &redis.folder, SLOW).await;
    one.read(JANE).await;
    one.read("nobody-has-this").await;
    let names = redis.keys().await;
    assert!(names.len() >= 5, "{names:?}");
    for name in &names {
        let hidden = ["g3Fa", "nobody-", "127.0", support::TOKEN.get(..8).unwrap()];
        assert!(
            name.starts_with("{userkey-relay}:") && hidden.iter().all(|text| !name.contains(text)),
            "{name}"
        );
    }
}
