//! A client's whole traffic under a virtual clock: hundreds of calls, a service that fails as the dice say, nobody who
//! really waits.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics fails, as it should"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use proptest::prelude::*;
use userkey::http::traffic::{Admission, Id, Traffic};
use userkey::http::{Body, Call, Method, Policy, Request, Response, Seen, Shape, Step, retry};

const CALLS: usize = 200;
const AT_ONCE: u32 = 6;

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn seen(&mut self) -> Seen {
        let answer = |status, headers| {
            let body = Body::Data(Shape::Object { id: true, page: false, detail: None });
            let body = if status == 200 { body } else { Body::Empty };
            Seen::Answer(Response { status, headers, body, clock: 0 })
        };
        match self.below(12) {
            0 => answer(503, vec![]),
            1 => answer(429, vec![("retry-after", self.below(3).to_string())]),
            2 => Seen::Failed,
            3 => answer(400, vec![]),
            _ => answer(200, vec![]),
        }
    }
}

/// What happens next, and when.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Answered(usize),
    Resumed(usize),
}

/// One call, and what was seen of it.
struct Trip {
    id: Id,
    began: u64,
    sent: Vec<u64>,
    ended: Option<u64>,
}

/// A client that plays all calls to their ends.
struct Client {
    now: u64,
    dice: Dice,
    traffic: Traffic,
    events: BinaryHeap<Reverse<(u64, Event)>>,
    trips: Vec<Trip>,
    under_way: u32,
    /// The calls in the order in which their first request went out.
    firsts: Vec<usize>,
}

impl Client {
    fn begin(&mut self, method: Method, policy: Policy) {
        let url = format!("https://a.b/{}/", self.trips.len());
        let request = Request::new(method, url);
        let call = Call::new(request, policy, |_, error| Err(error), self.now);
        let Admission::Begins(id) = self.traffic.admit(call, false) else {
            panic!("no two are alike");
        };
        self.trips.push(Trip { id, began: self.now, sent: Vec::new(), ended: None });
    }

    fn run(&mut self) {
        self.send();
        while let Some(Reverse((at, event))) = self.events.pop() {
            assert!(at >= self.now, "time goes on");
            self.now = at;
            match event {
                Event::Answered(trip) => self.answered(trip),
                Event::Resumed(trip) => self.traffic.resume(self.trips[trip].id),
            }
            self.send();
        }
    }

    fn send(&mut self) {
        while let Some(id) = self.traffic.send_next() {
            let index = self.trips.iter().position(|trip| trip.id == id).expect("a known call");
            let step = self.traffic.start(id, self.now).expect("a call under way");
            self.follow(index, &step);
        }
    }

    fn answered(&mut self, index: usize) {
        self.under_way -= 1;
        let seen = self.dice.seen();
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let random = self.dice.below(1000) as f64 / 1000.0;
        let id = self.trips[index].id;
        let step = self.traffic.seen(id, seen, self.now, random).expect("a call under way");
        self.follow(index, &step);
    }

    fn follow(&mut self, index: usize, step: &Step) {
        let trip = &mut self.trips[index];
        match *step {
            Step::Send { timeout_ms } => {
                assert!(timeout_ms > 0, "an attempt without time");
                if trip.sent.is_empty() {
                    self.firsts.push(index);
                }
                trip.sent.push(self.now);
                self.under_way += 1;
                assert!(self.under_way <= AT_ONCE, "{} at once", self.under_way);
                let at = self.now + 1 + self.dice.below(300);
                self.events.push(Reverse((at, Event::Answered(index))));
            }
            Step::Wait { ms } => {
                self.events.push(Reverse((self.now + ms, Event::Resumed(index))));
            }
            Step::Done(_) => {
                assert_eq!(trip.ended, None, "nothing ends twice");
                trip.ended = Some(self.now);
                assert!(self.traffic.call(trip.id).is_none(), "what is over is forgotten");
            }
        }
    }
}

fn play(seed: u64, policy: Policy) -> Client {
    let mut client = Client {
        now: 1000,
        dice: Dice(seed),
        traffic: Traffic::new(AT_ONCE, true),
        events: BinaryHeap::new(),
        trips: Vec::new(),
        under_way: 0,
        firsts: Vec::new(),
    };
    for index in 0..CALLS {
        let method = [Method::Get, Method::Put, Method::Post, Method::Delete][index % 4];
        client.begin(method, policy);
    }
    client.run();
    client
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_call_of_many_ends_in_its_turn_and_its_time(seed: u64, max_retries in 0_u32..5) {
        let policy = Policy { max_retries, ..Policy::default() };
        let client = play(seed, policy);
        prop_assert_eq!(client.under_way, 0);
        for trip in &client.trips {
            let ended = trip.ended.expect("every call ends");
            prop_assert!(trip.sent.len() <= max_retries as usize + 1);
            // The last answer may come late: ending that in time is a timer's matter.
            prop_assert!(trip.sent.iter().all(|at| *at < trip.began + u64::from(policy.total_timeout)));
            prop_assert!(ended >= trip.began);
        }
        prop_assert!(client.firsts.is_sorted(), "first requests go out in the order of the calls");
    }

    #[test]
    fn retries_stay_within_the_budget(seed: u64) {
        let client = play(seed, Policy { max_retries: 4, ..Policy::default() });
        let retries = client.trips.iter().map(|trip| trip.sent.len().saturating_sub(1)).sum::<usize>();
        // Every retry throttled and every success giving back: more can't be paid for.
        prop_assert!(retries <= 500 / 5 + CALLS);
    }
}

#[test]
fn the_same_seed_plays_the_same() {
    let sent = |seed| {
        let client = play(seed, Policy::default());
        client.trips.into_iter().map(|trip| trip.sent).collect::<Vec<_>>()
    };
    assert_eq!(sent(7), sent(7));
    assert_ne!(sent(7), sent(8));
}

#[test]
fn exactly_these_statuses_are_retried() {
    let retried: Vec<u16> = (100..600).filter(|status| retry::is_retried_status(*status)).collect();
    assert_eq!(retried, [408, 425, 429, 500, 502, 503, 504]);
}
