//! The core of a client, as both its hosts use it: flights that calls share, a list's pages, ConnectyCube's session.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use userkey::args::Args;
use userkey::client::{Content, Cube, Raw, Sight, Task, Told, Work};
use userkey::connectycube::session::{Effect, Holder, Recovery};
use userkey::connectycube::{self, Credentials, Session, sign_in, users};
use userkey::http::answer::Found;
use userkey::http::page::Page;
use userkey::http::traffic::{Admission, Id};
use userkey::http::{Body, Call, Expect, Method, Policy, Request, Seen, Shape, Step, Traffic};
use userkey::usercom::plan::Target;
use userkey::usercom::{self, Config, Version};
use userkey::{Kind, Value};

const RECORD: Shape = Shape::Object { id: true, page: false, detail: None };

fn answer(status: u16, content: Content<'_>) -> Sight<'_> {
    Sight::Answer(Raw { status, headers: [""; 4], content, clock: 0 })
}

fn request(method: Method, path: &str) -> Request {
    let mut request = Request::new(method, format!("https://a.b/{path}/"));
    request.headers.push(("Authorization", "Token hidden".into()));
    request
}

fn board(flights: &mut Traffic, method: Method, started: u64) -> Admission {
    let request = request(method, "users/7");
    flights.admit(Call::new(request, Policy::default(), usercom::sharpen, started), false)
}

/// Tells what was seen of an attempt, as a host does.
fn see(
    flights: &mut Traffic,
    id: Id,
    sight: Sight<'_>,
    now: u64,
    random: f64,
) -> Option<(Step, bool)> {
    let (seen, left_out) = sight.read(flights.call(id)?.request());
    Some((flights.seen(id, seen, now, random)?, left_out))
}

fn attempts(flights: &Traffic, id: Id) -> u32 {
    flights.call(id).map_or(0, Call::attempts)
}

fn left(flights: &Traffic, id: Id, now: u64) -> u64 {
    flights.call(id).map_or(0, |call| call.left(now))
}

fn begun(admission: Admission) -> Id {
    match admission {
        Admission::Begins(id) => id,
        Admission::Joins(id) => panic!("joins {id:?}"),
    }
}

/// Begins a flight and its first attempt, at 0.
fn sent(flights: &mut Traffic) -> Id {
    let id = begun(board(flights, Method::Get, 0));
    assert_eq!(flights.send_next(), Some(id));
    assert_eq!(flights.start(id, 0), Some(Step::Send { timeout_ms: 10_000 }));
    id
}

#[test]
fn a_read_shared_by_two_callers_is_one_flight() {
    let mut flights = Traffic::new(6, true);
    let id = sent(&mut flights);
    assert_eq!(board(&mut flights, Method::Get, 5), Admission::Joins(id));
    assert_eq!(flights.send_next(), None);
    assert_eq!(attempts(&flights, id), 1);
    let seen = see(&mut flights, id, answer(200, Content::Data(RECORD)), 9, 0.0);
    assert_eq!(seen, Some((Step::Done(Ok(Found::Data)), false)));
    assert_eq!(see(&mut flights, id, Sight::Failed, 9, 0.0), None, "it is over");
    assert!(!flights.leave(id));
}

#[test]
fn who_joins_gives_a_flight_the_own_time() {
    let mut flights = Traffic::new(6, true);
    let id = begun(board(&mut flights, Method::Get, 0));
    flights.send_next();
    assert_eq!(flights.start(id, 25_000), Some(Step::Send { timeout_ms: 5_000 }));
    board(&mut flights, Method::Get, 25_000);
    assert_eq!(left(&flights, id, 30_000), 5_000);
}

#[test]
fn nobody_joins_what_was_under_way_when_a_write_began_or_somebody_else_signed_in() {
    let mut flights = Traffic::new(6, true);
    begun(board(&mut flights, Method::Get, 0));
    begun(board(&mut flights, Method::Put, 0));
    begun(board(&mut flights, Method::Get, 0));
    flights.seal();
    begun(board(&mut flights, Method::Get, 0));
}

#[test]
fn a_flight_that_pauses_gives_its_place_to_others() {
    let mut flights = Traffic::new(1, true);
    let id = sent(&mut flights);
    let other = begun(board(&mut flights, Method::Put, 0));
    assert_eq!(flights.send_next(), None);
    let seen = see(&mut flights, id, answer(503, Content::Text("")), 10, 0.5);
    assert_eq!(seen, Some((Step::Wait { ms: 150 }, false)));
    assert_eq!(flights.send_next(), Some(other));
    flights.resume(id);
    assert!(flights.leave(other));
    assert_eq!(flights.send_next(), Some(id));
    assert_eq!(flights.start(id, 160), Some(Step::Send { timeout_ms: 10_000 }));
    assert_eq!(attempts(&flights, id), 2);
}

#[test]
fn the_last_to_leave_ends_a_flight() {
    let mut flights = Traffic::new(1, true);
    let id = sent(&mut flights);
    board(&mut flights, Method::Get, 0);
    assert!(!flights.leave(id));
    assert!(flights.leave(id));
    assert_eq!((flights.start(id, 0), left(&flights, id, 0), attempts(&flights, id)), (None, 0, 0));
    let next = begun(board(&mut flights, Method::Get, 0));
    assert_eq!(flights.send_next(), Some(next));
}

#[test]
fn a_flight_whose_time_was_over_in_the_queue_ends_unsent() {
    let mut flights = Traffic::new(1, true);
    let id = begun(board(&mut flights, Method::Get, 0));
    flights.send_next();
    let Some(Step::Done(Err(error))) = flights.start(id, 30_000) else { panic!("goes on") };
    assert_eq!((error.kind, error.code, error.attempts), (Kind::Timeout, "total", 0));
    let next = begun(board(&mut flights, Method::Get, 30_000));
    assert_eq!(flights.send_next(), Some(next));
}

#[test]
fn what_repeats_a_secret_of_the_request_is_left_out() {
    let request = request(Method::Get, "users/7");
    let mut raw = Raw {
        status: 400,
        headers: ["req-1", "text/plain", "", "for Token hidden"],
        content: Content::Json(r#"{"detail":"Token hidden"}"#),
        clock: 7,
    };
    let (Seen::Answer(response), left_out) = Sight::Answer(raw.clone()).read(&request) else {
        panic!()
    };
    let headers = [("x-request-id", "req-1".into()), ("content-type", "text/plain".into())];
    assert_eq!((response.headers.as_slice(), left_out), (headers.as_slice(), true));
    let Body::Text(text) = response.body else { panic!("the body is kept") };
    assert!(text.starts_with("the answer is left out"));
    raw.headers = [""; 4];
    assert!(!Sight::Answer(raw).read(&request).1);
}

#[test]
fn data_is_looked_at_as_far_as_it_matters() {
    let shape = |expect, looks| {
        let mut request = Request::new(Method::Get, String::new());
        request.expect = expect;
        match answer(200, Content::Data(looks)).read(&request).0 {
            Seen::Answer(response) => response.body,
            seen => panic!("{seen:?}"),
        }
    };
    let looks = Shape::Object { id: true, page: true, detail: Some("no".into()) };
    for (expect, id, page, detail) in [
        (Expect::Record, true, false, None),
        (Expect::Page, false, true, None),
        (Expect::Records, true, true, None),
        (Expect::Object, false, false, Some("no".into())),
        (Expect::Anything, false, false, Some("no".into())),
    ] {
        let expected = Body::Data(Shape::Object { id, page, detail });
        assert_eq!(shape(expect, looks.clone()), expected, "{expect:?}");
    }
    assert_eq!(shape(Expect::Records, Shape::List), Body::Data(Shape::List));
    assert_eq!(shape(Expect::Record, Shape::Scalar), Body::Data(Shape::Scalar));
}

/// A list of User.com.
fn list(limit: u32) -> Task {
    let target = Target::Direct(Config::of_subdomain("acme", Some("KEY"), Version::V1).unwrap());
    let options = Value::object([("limit", i64::from(limit).into())]);
    let list = target.list("users.list", Args(&[Value::Null, options])).unwrap();
    let listing = list.listing();
    Task::new(Work::List(list.request, listing), list.sharpen)
}

fn next_url(task: &mut Task) -> Option<String> {
    task.next(&[], false).unwrap().map(|(request, _)| request.url.clone())
}

fn page(records: u64, next: &str) -> Page {
    Page { records, total: None, next: Some(next.into()) }
}

#[test]
fn a_list_goes_on_by_its_pages_and_ends_at_a_404() {
    let mut task = list(250);
    let first = next_url(&mut task).unwrap();
    assert_eq!(next_url(&mut task), Some(first.clone()), "until the page has come");
    assert!(!task.ends(404), "the first is a failure");
    assert_eq!(task.take(&page(100, "http://elsewhere/?cursor=2")), 100);
    let second = next_url(&mut task).unwrap();
    assert!(second.starts_with("https://acme.user.com/") && second.ends_with("?cursor=2"));
    assert!(task.ends(404) && !task.ends(500));
    assert_eq!(task.take(&page(100, "?cursor=3")), 100);
    assert!(next_url(&mut task).is_some());
    assert_eq!(task.take(&page(100, "?cursor=4")), 50, "as many as are wanted");
    assert_eq!(next_url(&mut task), None);
}

#[test]
fn what_has_no_request_is_done_at_once() {
    let mut task = Task::new(Work::None, usercom::sharpen);
    assert!(task.next(&[], false).unwrap().is_none());
    assert_eq!((task.take(&page(1, "?")), task.ends(404)), (0, false));
    assert_eq!(task.effect(), Effect::Prolongs);
}

fn cube() -> Cube {
    Cube::new(connectycube::Config::new(21, "AUTHKEY", None).unwrap())
}

fn session(token: &str) -> Value {
    Value::object([("token", token.into())])
}

fn ada() -> Credentials {
    let named = |name: &str, value: &str| (name.to_owned(), Value::from(value));
    Credentials::new(&[named("login", "ada"), named("password", "example-pass-1")]).unwrap()
}

/// Sends a request and does what an answer of success does; says whether the session may be another then.
fn succeed(cube: &mut Cube, request: Request, told: Told<'_>) -> bool {
    let task = send(cube, request);
    cube.apply(&task, told).unwrap()
}

fn send(cube: &Cube, request: Request) -> Task {
    let mut task = Task::new(Work::Request(request.clone()), connectycube::sharpen);
    cube.authorize(&mut task, request).unwrap();
    task
}

fn begin(cube: &mut Cube, token: &str) {
    let request = sign_in::create(&cube.config, &Credentials::application());
    let told = session(token);
    assert!(succeed(cube, request, Told { session: Some(&told), ..Told::default() }));
}

#[test]
fn a_session_is_begun_made_a_users_given_back_and_ended() {
    let mut cube = cube();
    let token = |cube: &Cube| cube.session.as_ref().map(|session| session.token().to_owned());
    let holder = |cube: &Cube| cube.session.as_ref().map(Session::holder);
    begin(&mut cube, "T1");
    assert_eq!((token(&cube), holder(&cube)), (Some("T1".into()), Some(Holder::Application)));
    let log_in = sign_in::login(&cube.config, &ada()).unwrap();
    assert!(succeed(&mut cube, log_in, Told { user_id: Some(1001), ..Told::default() }));
    assert_eq!((token(&cube), holder(&cube)), (Some("T1".into()), Some(Holder::User)));
    let log_out = sign_in::logout(&cube.config);
    assert!(succeed(&mut cube, log_out, Told::default()));
    assert_eq!(holder(&cube), Some(Holder::Application));
    let end = sign_in::destroy(&cube.config);
    assert!(succeed(&mut cube, end, Told::default()));
    assert_eq!(token(&cube), None);
}

#[test]
fn an_answer_in_the_session_prolongs_it_and_one_in_a_former_does_not() {
    let mut cube = cube();
    begin(&mut cube, "T1");
    let former = send(&cube, users::find(&cube.config, 1));
    begin(&mut cube, "T2");
    let (date, clock) = ("Tue, 02 Jan 2024 03:04:05 GMT", 1_000);
    let told = Told { end: "2024-01-02 05:04:05 UTC", date, clock, ..Told::default() };
    let end = |cube: &Cube| cube.session.as_ref().and_then(Session::expires_at);
    assert_eq!((cube.apply(&former, told), end(&cube)), (Ok(false), None));
    let find = users::find(&cube.config, 1);
    assert!(!succeed(&mut cube, find.clone(), Told { end: "", ..told }));
    assert!(succeed(&mut cube, find, told));
    assert_eq!(end(&cube), Some(8_200));
}

#[test]
fn a_session_that_is_over_is_renewed_once_and_the_call_sent_again() {
    let mut cube = cube();
    begin(&mut cube, "T1");
    let task = send(&cube, users::find(&cube.config, 1));
    assert_eq!(cube.recover(&task, "session_expired"), Recovery::Create);
    assert_eq!(cube.recover(&task, "need_user"), Recovery::None);
    begin(&mut cube, "T2");
    assert_eq!(cube.recover(&task, "session_expired"), Recovery::Repeat);
    let of_user = Value::object([("token", "T3".into()), ("user_id", 1001.into())]);
    cube.session = Some(Session::read(&of_user).expect("a session"));
    assert_eq!(cube.recover(&task, "session_expired"), Recovery::None, "somebody else's");
    let task = send(&cube, users::find(&cube.config, 1));
    assert_eq!(cube.recover(&task, "session_expired"), Recovery::Renew);
}

#[test]
fn an_answer_without_the_session_that_was_asked_for_is_malformed() {
    let mut cube = cube();
    let task = send(&cube, sign_in::create(&cube.config, &Credentials::application()));
    for told in [None, Some(&session(""))] {
        let told = Told { session: told, ..Told::default() };
        let error = cube.apply(&task, told).expect_err("no session");
        assert_eq!((error.kind, error.code), (Kind::Decode, "malformed"));
    }
}
