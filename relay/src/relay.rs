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

    /// Answers a request.
    pub async fn answer(self: Arc<Self>, request: Request) -> Answer {
        let request = Arc::new(request);
        let (relay, asked) = (Arc::clone(&self), Arc::clone(&request));
        self.survive(&request, async move { relay.work(&asked).await }).await
    }

    /// Carries the work for a request to its end even if nobody waits for it any more: a change that was begun is followed
    /// by what it makes stale, and those who share a read get it. If it panics, that is a failure like others.
    async fn survive(
        &self,
        request: &Request,
        work: impl Future<Output = (Answer, Option<Subject>)> + Send + 'static,
    ) -> Answer {
        let started = Instant::now();
        let done = tokio::spawn(work).await;
        let (answer, subject) = done.unwrap_or_else(|_| (fail(&self.config, request), None));
        self.note(request, &answer, subject.as_ref(), started.elapsed());
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::future::poll_fn;

    use super::*;
    use crate::cli::Serve;

    const TOKEN: &str = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";

    #[tokio::test]
    async fn rule_s_a_panic_is_a_failure_that_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let token_file = folder.path().join("token");
        fs::write(&token_file, TOKEN).unwrap();
        let settings = Settings::new(Serve {
            token_file: Some(token_file),
            subdomain: Some("acme".into()),
            public_origin: vec!["https://shop.example".into()],
            ..Serve::default()
        });
        let relay = Relay::new(&settings.unwrap()).unwrap();
        let request = Request { id: "r1".into(), ..Request::default() };
        let answer = relay.survive(&request, poll_fn(|_| panic!("{TOKEN}"))).await;
        assert_eq!((answer.status, answer.outcome.code), (500, "internal"));
        assert!(answer.headers.contains(&("X-Request-Id", "r1".to_owned())));
        assert!(!format!("{answer:?}{relay:?}").contains(&TOKEN[..8]), "{answer:?}");
        assert!(!telemetry::render().contains(&TOKEN[..8]));
    }
}
