//! What the module of the npm package's fetch handler exports: the relay's policy, with one instance's memory.
//!
//! Plain texts and bytes go across: the handler asks what is to be sent, sends it and tells what it saw. No promise and no
//! object of a request is kept here, so requests share nothing but the memory.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::relay::{
    Admission, Answer, Breaker, Cache, Config, Decision, Failure, Forward, Incomplete, Limits,
    Refused, Reply, Request, Secrets, Ticket, Visit, decide,
};

/// A relay: its configuration and what it remembers of who called.
#[wasm_bindgen]
pub struct Relay(Rc<Instance>);

struct Instance {
    config: Config,
    memory: RefCell<Memory>,
}

struct Memory {
    limits: Limits,
    breaker: Breaker,
    cache: Cache,
}

#[wasm_bindgen]
impl Relay {
    /// Makes a relay of its options, as JSON, and its secrets.
    ///
    /// # Errors
    /// What is wrong with the options, as a sentence.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, token: String, identity: Vec<String>) -> Result<Relay, String> {
        let options = serde_json::from_str(options).map_err(|error| error.to_string())?;
        let config = Config::new(&options, Secrets { token, identity });
        let config = config.map_err(|error| error.message.clone())?;
        let rates = config.rates();
        let memory = Memory {
            limits: Limits::new(rates),
            breaker: Breaker::default(),
            cache: Cache::new(rates),
        };
        Ok(Self(Rc::new(Instance { config, memory: RefCell::new(memory) })))
    }

    /// What the operator should know.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.0.config.warnings()
    }

    /// Begins with a request. `head` holds method, target, id, the client's address or nothing, then names and values of
    /// headers; `fault` says why the body didn't come whole; `now` is in milliseconds.
    #[must_use]
    pub fn begin(
        &self,
        head: Vec<String>,
        body: Vec<u8>,
        fault: &str,
        tls: bool,
        now: f64,
    ) -> Exchange {
        let request = request(head, body, fault, tls);
        let mut exchange = Exchange {
            instance: Rc::clone(&self.0),
            phase: Phase::Over,
            visit: None,
            ticket: None,
            wait: 0,
        };
        let decision = decide(&self.0.config, &request, seconds(now));
        exchange.go_on(decision, milliseconds(now));
        exchange
    }
}

/// One request on its way to its answer.
#[wasm_bindgen]
pub struct Exchange {
    instance: Rc<Instance>,
    phase: Phase,
    visit: Option<Visit>,
    /// When the look-up began whose answer may be kept.
    ticket: Option<Ticket>,
    wait: u32,
}

enum Phase {
    /// User.com is to be asked this.
    Ask(Box<Forward>),
    /// This is the answer.
    Done(Answer),
    /// Something is being decided.
    Over,
}

#[wasm_bindgen]
impl Exchange {
    /// For how many milliseconds to wait before the next question.
    #[must_use]
    pub fn wait(&self) -> u32 {
        self.wait
    }

    /// The next question: method, URL, body or nothing, then names and values of headers; none once there is an answer.
    #[must_use]
    pub fn question(&self) -> Option<Vec<String>> {
        let Phase::Ask(forward) = &self.phase else { return None };
        let request = forward.request();
        let body = request.body.clone().unwrap_or_default();
        let mut question = vec![request.method.as_str().to_owned(), request.url.clone(), body];
        for (name, value) in &request.headers {
            question.extend([(*name).to_owned(), value.clone()]);
        }
        Some(question)
    }

    /// The answer: status, body, route, code, then names and values of headers; nothing while there is none.
    #[must_use]
    pub fn answer(&self) -> Vec<String> {
        let Phase::Done(answer) = &self.phase else { return Vec::new() };
        let Answer { status, headers, body, outcome } = answer;
        let mut parts =
            vec![status.to_string(), body.clone(), outcome.route.into(), outcome.code.into()];
        for (name, value) in headers {
            parts.extend([(*name).to_owned(), value.clone()]);
        }
        parts
    }

    /// Goes on with User.com's answer.
    pub fn resume(
        &mut self,
        status: u16,
        retry_after: Option<String>,
        date: Option<String>,
        body: Vec<u8>,
        now: f64,
    ) {
        self.seen(Ok(Reply { status, retry_after, date, body }), now);
    }

    /// Goes on without an answer of User.com's.
    pub fn fail(&mut self, failure: &str, now: f64) {
        let failure = match failure {
            "connect" => Failure::Connect,
            "timeout" => Failure::Timeout,
            "too_long" => Failure::TooLong,
            _ => Failure::Broken,
        };
        self.seen(Err(failure), now);
    }
}

impl Exchange {
    fn seen(&mut self, seen: Result<Reply, Failure>, now: f64) {
        let Phase::Ask(forward) = std::mem::replace(&mut self.phase, Phase::Over) else { return };
        if let (Some(ticket), Ok(reply)) = (self.ticket.take(), &seen) {
            let cache = &mut self.instance.memory.borrow_mut().cache;
            cache.put(forward.visit(), ticket, reply, milliseconds(now));
        }
        let decision = forward.resume(&self.instance.config, seen, seconds(now));
        self.go_on(decision, milliseconds(now));
    }

    fn go_on(&mut self, decision: Decision, now: u64) {
        self.wait = 0;
        match decision {
            Decision::Answer(answer) => self.finish(answer, now),
            // There is no store here that all instances share, so nobody is merged.
            Decision::Merge(merge) => {
                let decision = merge.decide(&self.instance.config, false);
                self.go_on(decision, now);
            }
            Decision::Forward(forward) => match self.admit(&forward, now) {
                Err(refused) => {
                    let answer = forward.refuse(&self.instance.config, refused);
                    self.finish(answer, now);
                }
                Ok(Some(kept)) => {
                    let decision = forward.resume(&self.instance.config, Ok(kept), now / 1_000);
                    self.go_on(decision, now);
                }
                Ok(None) => self.phase = Phase::Ask(forward),
            },
        }
    }

    /// Asks the limits, once for a request, and the cache.
    fn admit(&mut self, forward: &Forward, now: u64) -> Result<Option<Reply>, Refused> {
        let memory = &mut *self.instance.memory.borrow_mut();
        if self.visit.is_some() {
            return memory.breaker.check(now).map(|()| None);
        }
        let visit = forward.visit();
        memory.limits.admit(visit, now)?;
        if forward.is_shareable() {
            if let Some(kept) = memory.cache.get(visit, now) {
                return Ok(Some(kept));
            }
            self.ticket = Some(memory.cache.ticket());
        }
        memory.breaker.check(now)?;
        match memory.limits.spend(visit, now) {
            Admission::Go => {}
            Admission::Wait { ms } => self.wait = u32::try_from(ms).unwrap_or(u32::MAX),
            Admission::Refused(refused) => return Err(refused),
        }
        if visit.writes {
            memory.cache.wrote(visit);
        }
        self.visit = Some(visit.clone());
        Ok(None)
    }

    fn finish(&mut self, answer: Answer, now: u64) {
        let memory = &mut *self.instance.memory.borrow_mut();
        memory.breaker.settle(&answer.outcome, now);
        if let Some(visit) = self.visit.take() {
            memory.limits.settle(&visit, &answer.outcome, now);
            if visit.writes {
                memory.cache.wrote(&visit);
            }
        }
        self.phase = Phase::Done(answer);
    }
}

fn request(head: Vec<String>, body: Vec<u8>, fault: &str, tls: bool) -> Request {
    let mut parts = head.into_iter();
    let mut next = || parts.next().unwrap_or_default();
    let (method, target, id, peer) = (next(), next(), next(), next());
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        // JavaScript has a header's bytes as characters.
        headers
            .push((name, value.chars().map(|byte| u8::try_from(byte).unwrap_or(b'?')).collect()));
    }
    let body = match fault {
        "" => Ok(body),
        "too_long" => Err(Incomplete::TooLong),
        "too_slow" => Err(Incomplete::TooSlow),
        _ => Err(Incomplete::Broken),
    };
    Request { method, target, headers, body, peer: peer.parse().ok(), tls, id }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a clock's milliseconds fit for ages"
)]
const fn milliseconds(now: f64) -> u64 {
    now as u64
}

const fn seconds(now: f64) -> u64 {
    milliseconds(now) / 1_000
}
