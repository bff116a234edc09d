//! What several instances share: rate limits (rule Q) and what is used once (rule L), in Redis.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisResult, Script};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use userkey::relay::{Outcome, Permit, Rates, Refused, Subject, Visit, counted};

use crate::hash::{hex, keyed};
use crate::secrets::Secrets;
use crate::telemetry;

/// All keys are in one slot of a cluster, since one script takes several of them.
const PREFIX: &str = "{userkey-relay}:";
/// A store that is slower than this is as good as down.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long a store that failed is left alone, in milliseconds.
const REST: u64 = 1_000;
/// In what time an address may name so many unknown keys, in milliseconds.
const UNKNOWN_WINDOW: u64 = 600_000;
/// In what time one person's records may be merged a few times, in seconds.
const A_DAY: u64 = 86_400;
/// The longest wait for the budget, in milliseconds, and the most who wait.
const MAX_WAIT: u64 = 1_000;
const MAX_QUEUE: u64 = 64;

/// Limits that count all instances. While the store is down there are only those in memory.
#[derive(Debug)]
pub struct Store {
    connection: ConnectionManager,
    take: Script,
    stranger: Script,
    once: Script,
    rates: Rates,
    names: Names,
    since: Instant,
    /// Until when the store is left alone, in milliseconds since the start; 0 if it answers.
    down_until: AtomicU64,
}

/// One bucket of those that are taken from at once.
struct Bucket {
    name: String,
    each: u64,
    burst: u64,
    count: u64,
    patience: u64,
    keeps: bool,
    refused: fn(u64) -> Refused,
}

impl Store {
    /// Prepares the way to the store; that it is down is no reason not to start.
    ///
    /// # Errors
    /// When the address is none.
    pub fn new(url: &SecretString, secrets: &Secrets, rates: Rates) -> Result<Self> {
        let client = Client::open(url.expose_secret()).context(
            "--redis must be an address like redis://10.0.0.5:6379 or rediss://user:password@host",
        )?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(0);
        Ok(Self {
            connection: ConnectionManager::new_lazy_with_config(client, config)
                .context("can't use the address that --redis names")?,
            take: Script::new(include_str!("take.lua")),
            stranger: Script::new(include_str!("stranger.lua")),
            once: Script::new(include_str!("once.lua")),
            rates,
            names: Names {
                key: SecretBox::new(Box::new(secrets.derive("names in the shared store"))),
            },
            since: Instant::now(),
            down_until: AtomicU64::new(0),
        })
    }

    /// Whether this visitor, at this address, may make a request at any of the instances.
    ///
    /// # Errors
    /// 429.
    pub async fn admit(&self, visit: &Visit, alive: bool) -> Result<(), Refused> {
        let rates = self.rates;
        let mut buckets = vec![Bucket {
            name: self.names.visitor("visitor", visit),
            ..Bucket::a_second(rates.key, rates.key_burst)
        }];
        if visit.address.is_some() {
            if !alive {
                let unknown = Bucket {
                    each: self.unknown_each(),
                    keeps: false,
                    ..Bucket::a_second(1, self.half())
                };
                buckets.push(Bucket { name: self.names.address("unknown", visit), ..unknown });
            }
            buckets.push(Bucket {
                name: self.names.address("address", visit),
                ..Bucket::a_second(rates.address, rates.address_burst)
            });
        }
        self.take(&buckets).await.map(drop)
    }

    /// Takes what a request needs of the budget of all instances: how long it is to wait, in milliseconds.
    ///
    /// # Errors
    /// 429 if the address has had its share, 503 if the budget is spent or User.com wants a pause.
    pub async fn spend(&self, visit: &Visit, alive: bool) -> Result<u64, Refused> {
        let rate = self.rates.upstream;
        let (quarter, half) = ((rate / 4).max(1), (rate / 2).max(1));
        let share =
            |rate: u64| Bucket { count: visit.calls, ..Bucket::a_second(rate, rate.max(8)) };
        let patience = MAX_WAIT.min(MAX_QUEUE * 1_000 / rate);
        let total = Bucket { patience, refused: busy, ..share(rate) };
        let mut buckets = vec![Bucket { name: plain("total"), ..total }];
        if !alive {
            buckets.push(Bucket { name: plain("fresh"), refused: busy, ..share(half) });
        }
        if visit.address.is_some() {
            buckets.push(Bucket { name: self.names.address("share", visit), ..share(quarter) });
        }
        self.take(&buckets).await
    }

    /// Tells the other instances what came of a request, as far as it concerns them.
    pub async fn learn(&self, visit: &Visit, outcome: &Outcome) {
        if outcome.pause > 0 {
            self.pause(outcome.pause * 1_000).await;
        }
        if outcome.unknown_key && visit.address.is_some() {
            let mut counted = self.stranger.key(self.names.visitor("stranger", visit));
            counted
                .key(self.names.address("unknown", visit))
                .arg(UNKNOWN_WINDOW)
                .arg(self.unknown_each());
            let mut connection = self.connection.clone();
            let _: Option<i64> = self.ask(counted.invoke_async(&mut connection)).await;
        }
    }

    /// Whether a person's records may be merged: once with each token, and a few times a day. It fails closed.
    pub async fn permits(&self, permit: &Permit, now: u64) -> bool {
        // As long as anybody takes the token: longer than the time it has left, whatever the clocks say.
        let keep = permit.expires.saturating_sub(now).saturating_add(60);
        let mut script = self.once.key(self.names.hidden("token", &[&permit.sub, &permit.jti]));
        script
            .key(self.names.hidden("merges", &[&permit.sub]))
            .arg(keep)
            .arg(A_DAY)
            .arg(Permit::MAX_A_DAY);
        let mut connection = self.connection.clone();
        self.ask(script.invoke_async::<i64>(&mut connection)).await == Some(1)
    }

    /// A pause never gets shorter.
    async fn pause(&self, ms: u64) {
        let mut set = redis::cmd("SET");
        set.arg(plain("pause")).arg(1).arg("PX").arg(ms);
        let mut left = redis::cmd("PTTL");
        left.arg(plain("pause"));
        let mut connection = self.connection.clone();
        let left: Option<i64> = self.ask(left.query_async(&mut connection)).await;
        if left.is_some_and(|left| left < i64::try_from(ms).unwrap_or(i64::MAX)) {
            let _: Option<String> = self.ask(set.query_async(&mut connection)).await;
        }
    }

    /// Takes from all or from none: how long to wait, in milliseconds.
    async fn take(&self, buckets: &[Bucket]) -> Result<u64, Refused> {
        let mut script = self.take.key(plain("pause"));
        for bucket in buckets {
            script.key(&bucket.name);
        }
        for Bucket { each, burst, count, patience, keeps, .. } in buckets {
            script.arg(each).arg(burst).arg(count).arg(patience).arg(u8::from(*keeps));
        }
        let mut connection = self.connection.clone();
        match self.ask(script.invoke_async::<(i64, u64)>(&mut connection)).await {
            None => Ok(0),
            Some((0, wait)) => Ok(wait),
            Some((by, wait)) => {
                let by = usize::try_from(by - 1).ok().and_then(|at| buckets.get(at));
                Err(by.map_or(busy as fn(u64) -> Refused, |bucket| bucket.refused)(wait))
            }
        }
    }

    /// What the store answers, or none while it is down. Who finds that out spares the others the wait.
    async fn ask<T>(&self, question: impl Future<Output = RedisResult<T>>) -> Option<T> {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let down_until = self.down_until.load(Ordering::Relaxed);
        if now < down_until {
            return None;
        }
        let answer = tokio::time::timeout(PATIENCE, question).await;
        let up = matches!(answer, Ok(Ok(_)));
        let was_down = self.down_until.swap(if up { 0 } else { now + REST }, Ordering::Relaxed) > 0;
        telemetry::store_is_up(up);
        if up && was_down {
            tracing::info!("the shared store answers again");
        } else if !up && !was_down {
            // Its words are left out: they may quote its address, which may hold a password.
            tracing::error!("the shared store doesn't answer: each instance counts for itself");
        }
        answer.ok()?.ok()
    }

    fn half(&self) -> u64 {
        (self.rates.unknown_keys / 2).max(1)
    }

    fn unknown_each(&self) -> u64 {
        UNKNOWN_WINDOW * 1_000 / self.half()
    }
}

impl Bucket {
    fn a_second(rate: u64, burst: u64) -> Self {
        let each = 1_000_000 / rate.max(1);
        Self {
            name: String::new(),
            each,
            burst,
            count: 1,
            patience: 0,
            keeps: true,
            refused: too_many,
        }
    }
}

fn too_many(wait: u64) -> Refused {
    Refused::TooMany { seconds: wait.div_ceil(1_000).max(1) }
}

fn busy(wait: u64) -> Refused {
    Refused::Busy { seconds: wait.div_ceil(1_000).max(1) }
}

/// Names of keys, which say nothing of whom they are about: by a key that all instances derive from the token.
#[derive(Debug)]
struct Names {
    key: SecretBox<[u8; 32]>,
}

impl Names {
    fn visitor(&self, kind: &str, visit: &Visit) -> String {
        let (tier, subject) = match &visit.subject {
            Subject::Key(key) => ("key", key.as_str()),
            Subject::Person(sub) => ("person", sub.as_str()),
        };
        self.hidden(kind, &[tier, subject, &address(visit)])
    }

    fn address(&self, kind: &str, visit: &Visit) -> String {
        self.hidden(kind, &[&address(visit)])
    }

    fn hidden(&self, kind: &str, parts: &[&str]) -> String {
        format!("{PREFIX}{kind}:{}", hex(&keyed(self.key.expose_secret(), parts)))
    }
}

fn plain(kind: &str) -> String {
    format!("{PREFIX}{kind}")
}

fn address(visit: &Visit) -> String {
    visit.address.map_or_else(String::new, |address| counted(address).to_string())
}
