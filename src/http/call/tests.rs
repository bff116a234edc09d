use super::*;
use crate::http::answer::{Body, Shape};

fn answer(status: u16, headers: &[(&'static str, &str)]) -> Seen {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let record = Body::Data(Shape::Object { id: true, page: false, detail: None });
    let body = if status == 200 { record } else { Body::Empty };
    Seen::Answer(Response { status, headers, body, clock: 0 })
}

fn call(method: Method) -> Call {
    Call::new(
        Request::new(method, "https://a.b/c/".into()),
        Policy::default(),
        |_, error| Err(error),
        1000,
    )
}

/// Plays a script of what is seen, one entry an attempt, each a second long, and tells the waits and the end.
fn play(call: &mut Call, script: &[Seen]) -> (Vec<u64>, Result<Found>) {
    let (mut now, mut waits, mut script) = (1000, Vec::new(), script.iter());
    let mut budget = Budget::default();
    let mut step = call.start(now);
    loop {
        step = match step {
            Step::Send { .. } => {
                now += 1000;
                call.seen(script.next().expect("no more attempts").clone(), now, 0.5, &mut budget)
            }
            Step::Wait { ms } => {
                waits.push(ms);
                now += ms;
                call.start(now)
            }
            Step::Done(result) => {
                assert_eq!(script.len(), 0, "attempts left");
                return (waits, result);
            }
        }
    }
}

#[test]
fn a_good_answer_ends_the_call() {
    assert_eq!(play(&mut call(Method::Get), &[answer(200, &[])]), (vec![], Ok(Found::Data)));
}

#[test]
fn what_may_pass_is_tried_three_times_in_all() {
    for seen in [answer(503, &[]), answer(408, &[]), Seen::Failed, Seen::TimedOut] {
        for method in [Method::Get, Method::Put, Method::Patch, Method::Delete] {
            let mut call = call(method);
            let (waits, result) = play(&mut call, &[seen.clone(), seen.clone(), seen.clone()]);
            assert_eq!(waits, [150, 300]);
            assert_eq!((result.unwrap_err().attempts, call.attempts()), (3, 3));
        }
    }
}

#[test]
fn what_cannot_pass_is_tried_once() {
    for status in [400, 401, 403, 404, 409, 422, 501] {
        let (waits, result) = play(&mut call(Method::Get), &[answer(status, &[])]);
        assert!(waits.is_empty() && result.is_err(), "{status}");
    }
}

#[test]
fn a_success_after_a_failure_is_a_success() {
    let script = [Seen::TimedOut, answer(500, &[]), answer(200, &[])];
    assert_eq!(play(&mut call(Method::Get), &script).1, Ok(Found::Data));
}

#[test]
fn retry_after_is_obeyed() {
    let script = [answer(429, &[("retry-after", "2")]), answer(200, &[])];
    assert_eq!(play(&mut call(Method::Post), &script), (vec![2000], Ok(Found::Data)));
}

#[test]
fn a_retry_after_beyond_the_limit_fails_at_once_and_says_how_long() {
    let (waits, result) = play(&mut call(Method::Get), &[answer(503, &[("retry-after", "31")])]);
    let error = result.unwrap_err();
    assert!(waits.is_empty());
    assert_eq!((error.kind, error.status()), (Kind::RateLimit, Some(503)));
    assert_eq!(error.answer.as_ref().unwrap().retry_after_ms, Some(31_000));
}

#[test]
fn a_wait_that_would_pass_the_deadline_is_not_begun() {
    let policy = Policy { total_timeout: 3000, ..Policy::default() };
    let mut call =
        Call::new(Request::new(Method::Get, String::new()), policy, |_, error| Err(error), 1000);
    let (waits, result) = play(&mut call, &[answer(429, &[("retry-after", "2")])]);
    assert_eq!((waits, result.unwrap_err().kind), (vec![], Kind::RateLimit));
}

#[test]
fn an_attempt_never_outlives_the_call() {
    let mut call = call(Method::Get);
    assert_eq!(call.start(1000), Step::Send { timeout_ms: 10_000 });
    assert_eq!(call.start(29_000), Step::Send { timeout_ms: 2000 });
    let Step::Done(Err(error)) = call.start(31_000) else { panic!("time is over") };
    assert_eq!((error.kind, error.code), (Kind::Timeout, "total"));
    call.extend(41_000);
    call.extend(0);
    assert_eq!(call.start(35_000), Step::Send { timeout_ms: 6000 });
}

#[test]
fn an_attempt_lasts_longer_for_who_joins_it() {
    let policy = Policy { total_timeout: 3000, ..Policy::default() };
    let request = Request::new(Method::Get, String::new());
    let mut call = Call::new(request, policy, |_, error| Err(error), 1000);
    assert_eq!(call.start(1000), Step::Send { timeout_ms: 3000 });
    call.extend(6000);
    assert_eq!((call.left(3999), call.left(4000)), (2001, 2000));
    call.extend(60_000);
    assert_eq!((call.left(4000), call.left(11_000), call.left(12_000)), (7000, 0, 0));
}

#[test]
fn a_timeout_says_which_limit_it_was() {
    let end = |now| match call(Method::Post).seen(Seen::TimedOut, now, 0.5, &mut Budget::default())
    {
        Step::Done(Err(error)) => error.code,
        step => panic!("{step:?}"),
    };
    assert_eq!((end(30_999), end(31_000)), ("attempt", "total"));
}

#[test]
fn a_removal_whose_answer_was_lost_is_done_when_its_object_is_gone() {
    let script = [Seen::Failed, answer(404, &[])];
    assert_eq!(play(&mut call(Method::Delete), &script).1, Ok(Found::Data));
    assert_eq!(play(&mut call(Method::Put), &script).1.unwrap_err().kind, Kind::NotFound);
    let error = play(&mut call(Method::Delete), &[answer(404, &[])]).1.unwrap_err();
    assert_eq!(error.kind, Kind::NotFound);
}

#[test]
fn an_ambiguous_creation_says_that_it_may_have_been_carried_out() {
    for (seen, code) in [
        (Seen::TimedOut, "maybe_created"),
        (Seen::Failed, "maybe_created"),
        (answer(502, &[]), "maybe_created"),
        (answer(503, &[("retry-after", "999")]), "rate_limited"),
        (answer(400, &[]), "rejected"),
    ] {
        let mut call = call(Method::Post);
        call.request.creates = true;
        assert_eq!(play(&mut call, &[seen]).1.unwrap_err().code, code);
    }
}

#[test]
fn an_empty_budget_ends_retries() {
    let mut budget = Budget::default();
    while budget.take(false).is_some() {}
    let mut call = call(Method::Get);
    call.start(1000);
    let step = call.seen(answer(500, &[]), 1001, 0.5, &mut budget);
    assert!(matches!(step, Step::Done(Err(_))), "{step:?}");
}

#[test]
fn a_success_after_retries_gives_back_what_the_last_one_took() {
    let mut budget = Budget::default();
    for _ in 0..100 {
        let mut call = call(Method::Get);
        call.start(1000);
        assert!(matches!(call.seen(answer(500, &[]), 1001, 0.5, &mut budget), Step::Wait { .. }));
        call.start(2000);
        call.seen(answer(200, &[]), 2001, 0.5, &mut budget);
    }
    assert_eq!(budget, Budget::default());
}

#[test]
fn a_system_has_the_last_word_on_an_error() {
    let request = Request::new(Method::Get, String::new());
    let mut call = Call::new(
        request,
        Policy::default(),
        |_, error| if error.kind == Kind::Forbidden { Ok(Found::Nobody) } else { Err(error) },
        0,
    );
    assert_eq!(play(&mut call, &[answer(403, &[])]).1, Ok(Found::Nobody));
}
