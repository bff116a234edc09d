//! Sessions: what is signed, what answers do to them, what helps when one is over.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fs;

use serde_json::Value as Json;
use userkey::Value;
use userkey::args::Args;
use userkey::connectycube::session::{Effect, Holder, Recovery, effect, recovery};
use userkey::connectycube::sign_in::{self, Stamp};
use userkey::connectycube::{Config, Credentials, Session, operations, sharpen, users};
use userkey::error::{Error, Kind};
use userkey::http::{Body, Method, Request, Response, answer};

fn fixture(name: &str) -> Json {
    let text = fs::read_to_string(format!("tests/fixtures/connectycube/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn value(json: Json) -> Value {
    serde_json::from_value(json).unwrap()
}

fn members(json: &Json) -> Vec<(String, Value)> {
    json.as_object()
        .unwrap()
        .iter()
        .map(|(name, json)| (name.clone(), value(json.clone())))
        .collect()
}

fn config() -> Config {
    Config::new(21, "AUTHKEY", None).unwrap()
}

fn session(name: &str) -> Session {
    Session::read(&value(fixture(name)["session"].clone())).unwrap()
}

#[test]
fn the_text_to_sign_is_that_of_every_vector() {
    for vector in fixture("signature-vectors").as_array().unwrap() {
        let mut params = vector["params"].clone();
        let object = params.as_object_mut().unwrap();
        let mut take = |name: &str| object.remove(name);
        let number = |taken: Option<Json>| taken.and_then(|number| number.as_u64()).unwrap();
        let stamp = Stamp { nonce: number(take("nonce")), timestamp: number(take("timestamp")) };
        assert_eq!(
            (take("application_id"), take("auth_key")),
            (Some(21.into()), Some("AUTHKEY".into()))
        );
        let mut user = take("user");
        if let Some(guest) = user.as_mut().and_then(|user| user.get_mut("guest")) {
            *guest = true.into();
        }
        let credentials = match user.unwrap_or(params) {
            Json::Object(none) if none.is_empty() => Credentials::application(),
            given => Credentials::new(&members(&given)).unwrap(),
        };
        let text = sign_in::to_sign(&config(), &credentials, stamp);
        assert_eq!(text, vector["string_to_sign"].as_str().unwrap(), "{}", vector["name"]);
        let signature = vector["signature"].as_str().unwrap();
        let signed = sign_in::create_signed(&config(), &credentials, stamp, signature).unwrap();
        let sent: Json = serde_json::from_str(signed.body.as_deref().unwrap()).unwrap();
        let mut expected = vector["params"].clone();
        expected["signature"] = signature.into();
        assert_eq!(sent, expected, "{}", vector["name"]);
    }
}

#[test]
fn a_signature_that_is_none_is_refused() {
    let application = Credentials::application();
    let stamp = Stamp { nonce: 1, timestamp: 1 };
    for signature in ["", "abc", &"g".repeat(40), &"A".repeat(40), &"a".repeat(41)] {
        let error = sign_in::create_signed(&config(), &application, stamp, signature).unwrap_err();
        assert!(error.message.starts_with("signer must give"), "{error}");
    }
}

#[test]
fn a_session_is_whose_the_answer_says() {
    for (name, holder, user_id) in [
        ("session-app", Holder::Application, None),
        ("session-user", Holder::User, Some(1001)),
        ("session-get", Holder::User, Some(1001)),
        ("session-guest", Holder::Guest, Some(1003)),
    ] {
        let session = session(name);
        assert_eq!((session.holder(), session.user_id()), (holder, user_id), "{name}");
        assert_eq!(session.token(), "A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0");
    }
}

#[test]
fn a_session_that_was_kept_reads_as_it_was() {
    for name in ["session-app", "session-user", "session-guest"] {
        let mut session = session(name);
        session.prolong("2024-01-02 05:04:05 UTC", None, CLOCK);
        assert_eq!(Session::read(&session.to_value()), Ok(session), "{name}");
    }
}

#[test]
fn what_is_no_session_is_refused() {
    for json in [
        serde_json::json!({}),
        serde_json::json!("TOKEN"),
        serde_json::json!({"token": ""}),
        serde_json::json!({"token": "a\nb"}),
        serde_json::json!({"token": "T", "user_id": "1"}),
        serde_json::json!({"token": "T", "user_id": -1}),
        serde_json::json!({"token": "T", "expires_at": "x"}),
    ] {
        let error = Session::read(&value(json)).unwrap_err();
        assert!(error.message.starts_with("the session must be one that"), "{error}");
    }
}

/// 2024-01-02 02:04:05, which is an hour late.
const CLOCK: u64 = 1_704_161_045;

#[test]
fn the_end_is_measured_by_the_services_clock() {
    let mut session = session("session-user");
    assert_eq!(session.expires_at(), None);
    let mut end = |expiration: &str, date: Option<&str>| {
        session.prolong(expiration, date, CLOCK);
        session.expires_at().map(|end| end - CLOCK)
    };
    let date = Some("Tue, 02 Jan 2024 03:04:05 GMT");
    assert_eq!(end("2024-01-02 05:04:05 UTC", date), Some(7200));
    assert_eq!(end("2024-01-02 05:05:05 UTC", date), Some(7260), "each call moves it");
    assert_eq!(end("2024-01-02 03:04:05 UTC", None), Some(3600), "else by the local clock");
    assert_eq!(end("soon", None), Some(3600), "what can't be read is absent");
    assert_eq!(end("2024-01-01 00:00:00 UTC", None), Some(0), "it is over");
}

fn user() -> Credentials {
    let json = serde_json::json!({"login": "ada", "password": "example-pass-1"});
    Credentials::new(&members(&json)).unwrap()
}

/// Requests of each kind, with what their success does to the session.
fn requests() -> Vec<(Request, Effect)> {
    let login = r#"[{"login":"ada","password":"example-pass-1"}]"#;
    [
        ("createSession", login, Effect::Begins),
        ("getSession", "[]", Effect::Prolongs),
        ("login", login, Effect::LogsIn),
        ("logout", "[]", Effect::LogsOut),
        ("destroySession", "[]", Effect::Ends),
        ("users.find", "[1001]", Effect::Prolongs),
        ("users.findByLogin", r#"["/session"]"#, Effect::Prolongs),
        ("users.resetPassword", r#"["a@b.c"]"#, Effect::Prolongs),
        ("users.update", r#"[1001,{"phone":null}]"#, Effect::Prolongs),
        ("users.delete", "[1001]", Effect::Ends),
        ("users.deleteByExternalUserId", "[7]", Effect::Ends),
    ]
    .map(|(name, args, effect)| {
        let args: Vec<Value> = serde_json::from_str(args).unwrap();
        let operation = operations::find(name).unwrap();
        (operation.request(&config(), Args(&args)).unwrap(), effect)
    })
    .into()
}

#[test]
fn a_success_does_to_the_session_what_was_asked_for() {
    for (request, expected) in requests() {
        assert_eq!(effect(&request), expected, "{request:?}");
    }
}

#[test]
fn a_log_in_and_a_log_out_keep_the_token() {
    let mut session = session("session-app");
    session.log_in(1001);
    assert_eq!((session.holder(), session.user_id()), (Holder::User, Some(1001)));
    session.log_out();
    assert_eq!(session, self::session("session-app"));
}

/// The error of a session that is over, as it comes out of a call with `request`.
fn over(request: &Request) -> Option<Error> {
    let body = Body::Json(value(fixture("errors/401-required-session")));
    let response = Response { status: 401, headers: Vec::new(), body, clock: 0 };
    let error = answer::read(request, response).unwrap_err();
    sharpen(request, error).err()
}

#[test]
fn only_what_neither_logs_in_nor_deletes_is_sent_again_in_a_new_session() {
    let (application, user, guest) =
        (session("session-app"), session("session-user"), session("session-guest"));
    for (request, effect) in requests() {
        for (current, helps) in
            [(&application, Recovery::Create), (&user, Recovery::Renew), (&guest, Recovery::Renew)]
        {
            let sent = config().authorize(request.clone(), Some(current)).unwrap();
            let expected = if effect == Effect::Prolongs { helps } else { Recovery::None };
            let found = over(&sent).map_or(Recovery::None, |error| {
                recovery(&sent, error.code, current, Some(current))
            });
            assert_eq!(found, expected, "{request:?} by {:?}", current.holder());
        }
    }
}

#[test]
fn a_request_of_a_former_session_is_sent_again_in_the_same_name_only() {
    let former = session("session-user");
    let request = config().authorize(users::find(&config(), 1), Some(&former)).unwrap();
    let error = over(&request).expect("an error");
    let newer = |user_id: Json| {
        Session::read(&value(serde_json::json!({"token": "NEWER", "user_id": user_id}))).unwrap()
    };
    let helps = |current: Option<&Session>| recovery(&request, error.code, &former, current);
    assert_eq!(helps(Some(&newer(1001.into()))), Recovery::Repeat);
    assert_eq!(helps(Some(&newer(1002.into()))), Recovery::None);
    assert_eq!(helps(Some(&newer(Json::Null))), Recovery::None);
    assert_eq!(helps(None), Recovery::None);
}

#[test]
fn nothing_else_is_helped_by_a_new_session() {
    let current = session("session-app");
    let request = config().authorize(users::find(&config(), 1), Some(&current)).unwrap();
    for (status, name) in
        [(401, "401-token-required"), (403, "403-need-user"), (401, "401-unauthorized")]
    {
        let body = Body::Json(value(fixture(&format!("errors/{name}"))));
        let response = Response { status, headers: Vec::new(), body, clock: 0 };
        let error = answer::read(&request, response).unwrap_err();
        assert_eq!(
            recovery(&request, error.code, &current, Some(&current)),
            Recovery::None,
            "{name}"
        );
    }
    let unanswered = Error::new(Kind::Network, "network", "no answer");
    assert_eq!(recovery(&request, unanswered.code, &current, Some(&current)), Recovery::None);
}

#[test]
fn a_token_goes_along_but_where_a_session_is_asked_for() {
    let session = session("session-user");
    for (request, effect) in requests() {
        let sent = config().authorize(request, Some(&session)).unwrap();
        let carried = sent.headers.contains(&("CB-Token", session.token().into()));
        assert_eq!(carried, effect != Effect::Begins, "{sent:?}");
    }
}

#[test]
fn a_sign_up_carries_the_token_or_the_key_and_never_both() {
    let user = [("login".into(), "ada".into()), ("password".into(), "example-pass-1".into())];
    let request = users::sign_up(&config(), &user).unwrap();
    assert!(request.creates && request.method == Method::Post);
    let named = |session: Option<&Session>| {
        let sent = config().authorize(request.clone(), session).unwrap();
        sent.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>()
    };
    assert_eq!(named(Some(&session("session-app"))), ["Content-Type", "CB-Token"]);
    assert_eq!(named(None), ["Content-Type", "CB-AuthKey"]);
}

#[test]
fn nothing_that_is_shown_has_a_secret_in_it() {
    let credentials = user();
    let session = session("session-user");
    let request =
        config().authorize(sign_in::login(&config(), &credentials).unwrap(), Some(&session));
    let shown = format!("{:?} {credentials:?} {session:?} {:?}", config(), request.unwrap());
    for secret in ["AUTHKEY", "example-pass-1", "A0A0"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
