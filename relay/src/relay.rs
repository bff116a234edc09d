//! One request from its arrival to its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use userkey::relay::{
    Answer, Config, Decision, Failure, Forward, Reply, Request, Subject, Visit, decide, fail,
};

use crate::gate::Gate;
use crate::pseudonym::Pseudonyms;
use crate::settings::Settings;
use crate::sharing::{Heard, Sharing};
use crate::telemetry;
use crate::upstream::Upstream;

/// The policy with everything that it needs of the world.
#[derive(Debug)]
pub struct Relay {
    config: Config,
    upstream: Upstream,
    sharing: Sharing,
    gate: Gate,
    pseudonyms: Pseudonyms,
    ids: Ids,
}

impl Relay {
    /// Sets everything up; User.com isn't asked.
    ///
    /// # Errors
    /// Naming the option and the fix.
    pub fn new(settings: &Settings) -> Result<Self> {
        telemetry::start();
        Ok(Self {
            upstream: Upstream::new(settings.upstream_proxy.as_deref(), settings.near)?,
            sharing: Sharing::new(settings.policy.rates()),
            gate: Gate::new(settings)?,
            pseudonyms: Pseudonyms::new(),
            ids: Ids::new(),
            config: settings.policy.clone(),
        })
    }

    /// A name for a request that is this relay's own: what a client calls its request isn't passed on.
    pub fn next_id(&self) -> String {
        self.ids.next()
    }

    /// Answers a request. It is carried to its end even if nobody waits for it any more: a change that was begun is
    /// followed by what it makes stale, and those who share a read get it. If something panics, that is a failure like others.
    pub async fn answer(self: Arc<Self>, request: Request) -> Answer {
        let started = Instant::now();
        let request = Arc::new(request);
        let work = tokio::spawn({
            let (relay, request) = (Arc::clone(&self), Arc::clone(&request));
            async move { relay.work(&request).await }
        });
        let (answer, subject) = work.await.unwrap_or_else(|_| (fail(&self.config, &request), None));
        self.note(&request, &answer, subject.as_ref(), started.elapsed());
        answer
    }

    async fn work(&self, request: &Request) -> (Answer, Option<Subject>) {
        match decide(&self.config, request, now()) {
            Decision::Answer(answer) => (answer, None),
            // Before User.com is asked there is nothing to merge.
            Decision::Merge(_) => (fail(&self.config, request), None),
            Decision::Forward(forward) => {
                let subject = forward.visit().subject.clone();
                (self.forward(*forward).await, Some(subject))
            }
        }
    }

    async fn forward(&self, forward: Forward) -> Answer {
        let visit = forward.visit().clone();
        if let Err(refused) = self.gate.admit(&visit).await {
            return forward.refuse(&self.config, refused);
        }
        let answer = if visit.writes {
            self.sharing.wrote(&visit);
            let answer = self.converse(forward, &visit).await;
            self.sharing.wrote(&visit);
            answer
        } else {
            self.converse(forward, &visit).await
        };
        self.gate.learn(&visit, &answer.outcome).await;
        answer
    }

    /// Asks User.com, step by step, until there is an answer.
    async fn converse(&self, forward: Forward, visit: &Visit) -> Answer {
        let first = if forward.is_shareable() {
            self.sharing.read(visit, || self.begin(&forward, visit)).await
        } else {
            self.begin(&forward, visit).await
        };
        let heard = match first {
            Ok(heard) => heard,
            Err(refused) => return forward.refuse(&self.config, refused),
        };
        let mut decision = forward.resume(&self.config, heard, now());
        loop {
            decision = match decision {
                Decision::Answer(answer) => return answer,
                Decision::Forward(next) => {
                    let heard = self.send(&next).await;
                    next.resume(&self.config, heard, now())
                }
                Decision::Merge(merge) => {
                    let allowed = self.gate.permits(&merge.permit(), now()).await;
                    merge.decide(&self.config, allowed)
                }
            };
        }
    }

    /// Asks the first question, if the budget allows the request as a whole.
    async fn begin(&self, forward: &Forward, visit: &Visit) -> Heard {
        self.gate.spend(visit).await?;
        Ok(self.send(forward).await)
    }

    async fn send(&self, forward: &Forward) -> Result<Reply, Failure> {
        let started = Instant::now();
        let heard = self.upstream.send(forward.request()).await;
        telemetry::asked(outcome(&heard), started.elapsed());
        heard
    }

    /// Tells operators, in words that hold nothing of the client's.
    fn note(&self, request: &Request, answer: &Answer, subject: Option<&Subject>, took: Duration) {
        let outcome = answer.outcome;
        telemetry::answered(outcome.route, outcome.code, took);
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let (tier, visitor) = match subject {
            None => ("none", String::new()),
            Some(Subject::Key(key)) => ("browser", self.pseudonyms.of(key, now())),
            Some(Subject::Person(sub)) => ("person", self.pseudonyms.of(sub, now())),
        };
        tracing::info!(
            id = request.id,
            route = outcome.route,
            status = answer.status,
            code = outcome.code,
            tier,
            visitor,
            ms = took.as_secs_f64() * 1e3,
            "request"
        );
    }
}

/// What a metric says about User.com's answer.
fn outcome(heard: &Result<Reply, Failure>) -> &'static str {
    match heard {
        Ok(reply) => match reply.status {
            200..=299 => "ok",
            404 => "nobody",
            401 | 403 => "auth",
            429 => "throttled",
            500..=599 => "failed",
            _ => "unexpected",
        },
        Err(Failure::Connect) => "unreachable",
        Err(Failure::Timeout) => "timeout",
        Err(Failure::TooLong) => "too_long",
        Err(Failure::Broken) => "broken",
    }
}

/// Names for requests: where this process begins is chance, so that no two instances use the same.
#[derive(Debug)]
struct Ids {
    first: u64,
    count: AtomicU64,
}

impl Ids {
    fn new() -> Self {
        Self { first: rand::random(), count: AtomicU64::new(0) }
    }

    fn next(&self) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}", self.first.wrapping_add(count))
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
