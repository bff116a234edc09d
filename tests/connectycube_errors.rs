//! What becomes of every refusal of ConnectyCube that is known.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fs;

use userkey::Value;
use userkey::args::Args;
use userkey::connectycube::{Config, OPERATIONS, Session, sharpen};
use userkey::error::{Error, Kind};
use userkey::http::answer::{self, Found};
use userkey::http::{Body, Request, Response};

const UPDATE: (&str, &str) = ("users.update", r#"[1001,{"full_name":"Ada"}]"#);
const DELETE: (&str, &str) = ("users.delete", "[1001]");
const SIGN_UP: (&str, &str) = ("users.signUp", r#"[{"login":"ada","password":"example-pass-1"}]"#);
const CREATE: (&str, &str) = ("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#);
const LOGIN: (&str, &str) = ("login", r#"[{"login":"ada","password":"example-pass-1"}]"#);
const FIND: (&str, &str) = ("users.findByLogin", r#"["ada"]"#);
const LIST: (&str, &str) = ("users.list", r#"[{"login":"ada"}]"#);
const LIST_V1: (&str, &str) = ("users.listV1", "[]");
const RESET: (&str, &str) = ("users.resetPassword", r#"["ada@example.com"]"#);
const DESTROY: (&str, &str) = ("destroySession", "[]");
const LOGOUT: (&str, &str) = ("logout", "[]");

/// What a refusal comes to: kind and code, or an answer after all.
type Outcome = Result<Found, (Kind, &'static str)>;

const REJECTED: Outcome = Err((Kind::Validation, "rejected"));
const NOT_UNIQUE: Outcome = Err((Kind::Conflict, "not_unique"));
const EXPIRED: Outcome = Err((Kind::Auth, "session_expired"));
const MISSING: Outcome = Err((Kind::Auth, "token_missing"));
const WRONG: Outcome = Err((Kind::Auth, "wrong_credentials"));
const UNAUTHORIZED: Outcome = Err((Kind::Auth, "unauthorized"));
const FORBIDDEN: Outcome = Err((Kind::Forbidden, "forbidden"));
const NEED_USER: Outcome = Err((Kind::Forbidden, "need_user"));
const NOT_FOUND: Outcome = Err((Kind::NotFound, "not_found"));
const WRONG_ADDRESS: Outcome = Err((Kind::Config, "wrong_address"));
const NOBODY: Outcome = Ok(Found::Nobody);
const DONE: Outcome = Ok(Found::Data);

/// One body with what it comes to after each call that may meet it.
type Row = (&'static str, &'static [((&'static str, &'static str), Outcome)]);

/// Every entry of `errors-index.json`, by its file or, if it has none, by its text.
const TABLE: &[Row] = &[
    (
        "errors/401-required-session.json",
        &[
            (UPDATE, EXPIRED),
            (LIST, EXPIRED),
            (SIGN_UP, EXPIRED),
            (LOGIN, EXPIRED),
            (LOGOUT, EXPIRED),
            (DELETE, EXPIRED),
            (DESTROY, DONE),
        ],
    ),
    ("errors/401-token-required.json", &[(UPDATE, MISSING), (LOGIN, MISSING), (SIGN_UP, MISSING)]),
    ("errors/401-invalid-password.json", &[(CREATE, WRONG), (LOGIN, WRONG)]),
    ("errors/401-unauthorized.json", &[(CREATE, WRONG), (LOGIN, WRONG), (SIGN_UP, UNAUTHORIZED)]),
    ("errors/403-need-user.json", &[(UPDATE, NEED_USER), (DELETE, NEED_USER)]),
    ("errors/403-users-retrieving-forbidden.json", &[(LIST_V1, FORBIDDEN)]),
    ("errors/403-not-own-account.json", &[(UPDATE, FORBIDDEN), (DELETE, FORBIDDEN)]),
    (
        "errors/404-user-not-found.json",
        &[
            (FIND, NOBODY),
            (UPDATE, NOT_FOUND),
            (DELETE, NOT_FOUND),
            (RESET, NOT_FOUND),
            (CREATE, WRONG),
            (LOGIN, WRONG),
        ],
    ),
    ("errors/422-login-not-unique.json", &[(SIGN_UP, NOT_UNIQUE), (UPDATE, NOT_UNIQUE)]),
    ("errors/422-email-not-unique.json", &[(SIGN_UP, NOT_UNIQUE)]),
    ("errors/422-external-id-not-unique.json", &[(SIGN_UP, NOT_UNIQUE)]),
    ("errors/422-login-taken-legacy.json", &[(SIGN_UP, NOT_UNIQUE)]),
    ("errors/422-timestamp-invalid.json", &[(CREATE, REJECTED)]),
    ("errors/422-timestamp-bad-legacy.json", &[(CREATE, REJECTED)]),
    ("errors/422-unexpected-signature.json", &[(CREATE, REJECTED)]),
    ("errors/422-unexpected-signature-legacy.json", &[(CREATE, REJECTED)]),
    ("errors/422-password-blank.json", &[(LOGIN, REJECTED)]),
    ("errors/422-id-not-integer.json", &[(DELETE, REJECTED)]),
    ("errors/422-reset-password-disabled.json", &[(RESET, FORBIDDEN)]),
    ("errors/422-incorrect-search-field.json", &[(LIST_V1, REJECTED)]),
    ("errors/422-cidp-uid-required.json", &[(CREATE, REJECTED)]),
    ("errors/422-cidp-responded-with-error.json", &[(CREATE, REJECTED)]),
    ("errors/422-login-or-email-required.json", &[(SIGN_UP, REJECTED)]),
    ("errors/422-login-length.json", &[(SIGN_UP, REJECTED)]),
    ("errors/422-password-length.json", &[(SIGN_UP, REJECTED)]),
    ("errors/422-full-name-length.json", &[(SIGN_UP, REJECTED)]),
    ("errors/422-too-many-tags.json", &[(UPDATE, REJECTED)]),
    ("errors/422-old-password-blank.json", &[(UPDATE, REJECTED)]),
    ("errors/422-old-password-wrong.json", &[(UPDATE, REJECTED)]),
    ("errors/422-v2-no-primary.json", &[(LIST, REJECTED)]),
    ("errors/422-v2-compare-on-stand-alone.json", &[(LIST, REJECTED)]),
    ("errors/422-v2-start-with-too-short.json", &[(LIST, REJECTED)]),
    ("errors/422-v2-unknown-operator.json", &[(LIST, REJECTED)]),
    ("errors/422-v2-bad-value.json", &[(LIST, REJECTED)]),
    ("errors/400-malformed-body.json", &[(SIGN_UP, REJECTED)]),
    ("errors/429-too-many-requests.json", &[(LIST, Err((Kind::RateLimit, "rate_limited")))]),
    ("errors/500-internal-server-error.json", &[(LIST, Err((Kind::Server, "server_error")))]),
    ("errors/503-service-unavailable.json", &[(LIST, Err((Kind::Server, "server_error")))]),
    (
        "HttpException: E_ROUTE_NOT_FOUND: Route not found DELETE /session/list",
        &[
            (DESTROY, WRONG_ADDRESS),
            (FIND, WRONG_ADDRESS),
            (LIST, WRONG_ADDRESS),
            (CREATE, WRONG_ADDRESS),
        ],
    ),
    (
        "",
        &[
            (FIND, NOBODY),
            (UPDATE, NOT_FOUND),
            (DELETE, NOT_FOUND),
            (LIST, WRONG_ADDRESS),
            (CREATE, WRONG_ADDRESS),
        ],
    ),
];

fn request((operation, args): (&str, &str)) -> Request {
    let config = Config::new(21, "AUTHKEY", None).unwrap();
    let session = Session::read(&Value::Object(vec![("token".into(), "TOKEN".into())])).unwrap();
    let known = OPERATIONS.iter().find(|known| known.name == operation).expect(operation);
    let args: Vec<Value> = serde_json::from_str(args).unwrap();
    config.authorize(known.request(&config, Args(&args)).unwrap(), Some(&session)).unwrap()
}

/// Reads an answer to `call` as the state machine of a call does, on the given attempt.
fn outcome_of(call: (&str, &str), status: u16, body: Body, attempts: u32) -> Result<Found, Error> {
    let request = request(call);
    let response = Response { status, headers: Vec::new(), body, clock: 0 };
    answer::read(&request, response).or_else(|mut error| {
        error.attempts = attempts;
        sharpen(&request, error)
    })
}

fn fixture(name: &str) -> Body {
    let text = fs::read_to_string(format!("tests/fixtures/connectycube/{name}")).expect(name);
    Body::Json(serde_json::from_str(&text).expect(name))
}

fn refused(call: (&str, &str), status: u16, name: &str) -> Error {
    outcome_of(call, status, fixture(name), 1).unwrap_err()
}

#[test]
fn every_known_refusal_has_its_kind_and_code_after_every_call_that_may_meet_it() {
    let index = fs::read_to_string("tests/fixtures/connectycube/errors-index.json").unwrap();
    let index: Vec<serde_json::Value> = serde_json::from_str(&index).unwrap();
    assert_eq!(index.len(), TABLE.len());
    for entry in &index {
        let (name, body) = match (entry["file"].as_str(), entry["text"].as_str()) {
            (Some(file), _) => (file, fixture(file)),
            (None, Some("")) => ("", Body::Empty),
            (None, Some(text)) => (text, Body::Text(text.into())),
            (None, None) => panic!("{entry} has neither file nor text"),
        };
        let status = u16::try_from(entry["status"].as_u64().unwrap()).unwrap();
        let (_, rows) = TABLE.iter().find(|(known, _)| *known == name).expect(name);
        for (call, expected) in *rows {
            let outcome = outcome_of(*call, status, body.clone(), 1);
            let outcome = outcome.map_err(|error| (error.kind, error.code));
            assert_eq!(outcome, *expected, "{name} after {}", call.0);
        }
    }
}

#[test]
fn a_message_keeps_the_services_words_and_says_the_way_out() {
    for (call, status, name, words, way_out) in [
        (UPDATE, 401, "401-required-session", "Required session does not exist", "renew"),
        (UPDATE, 401, "401-token-required", "Token is required", "createSession"),
        (CREATE, 404, "404-user-not-found", "refused the credentials (404): User not found", ""),
        (CREATE, 401, "401-invalid-password", "refused the credentials (401): Invalid", ""),
        (UPDATE, 403, "403-need-user", "Forbidden. Need user.", "log in first"),
        (UPDATE, 422, "403-need-user", "Forbidden. Need user.", "log in first"),
        (LIST_V1, 403, "403-users-retrieving-forbidden", "Users retrieving", "use list (V2)"),
        (RESET, 422, "422-reset-password-disabled", "is disabled", "admin panel can enable"),
    ] {
        let error = refused(call, status, &format!("errors/{name}.json"));
        assert!(error.message.contains(words), "{error}");
        assert!(error.message.contains(way_out), "{error}");
    }
}

#[test]
fn complaints_go_by_the_names_that_callers_use() {
    for (name, field, text) in [
        ("422-too-many-tags", "tags", "can have 5 tags at most"),
        ("422-login-not-unique", "login", "must be unique"),
        ("422-external-id-not-unique", "external_id", "must be unique"),
        ("422-login-taken-legacy", "login", "has already been taken"),
        ("422-password-length", "password", "must be between 6 and 40 characters"),
    ] {
        let error = refused(SIGN_UP, 422, &format!("errors/{name}.json"));
        let fields = &error.answer.as_ref().unwrap().field_errors;
        assert_eq!(*fields, [(field.to_owned(), text.to_owned())], "{name}");
    }
}

#[test]
fn only_the_exact_text_in_a_map_means_that_the_session_is_over() {
    for (status, json) in [
        (401, r#"{"errors":["Required session does not exist"]}"#),
        (401, r#"{"errors":{"base":["Required session does not exist."]}}"#),
        (401, r#"{"errors":{"base":["x","Required session does not exist"]}}"#),
        (401, r#"{"errors":{"base":"Required session does not exist"}}"#),
        (403, r#"{"errors":{"base":["Required session does not exist"]}}"#),
    ] {
        let body = Body::Json(serde_json::from_str(json).unwrap());
        let error = outcome_of(LIST, status, body, 1).unwrap_err();
        assert_ne!(error.code, "session_expired", "{status} {json}");
    }
}

#[test]
fn a_repeated_deletion_whose_session_is_gone_was_done_by_the_attempt_before() {
    let over = || fixture("errors/401-required-session.json");
    assert_eq!(outcome_of(DELETE, 401, over(), 2), Ok(Found::Data));
    assert!(outcome_of(DELETE, 401, over(), 1).is_err());
    assert!(outcome_of(UPDATE, 401, over(), 2).is_err());
    let another = outcome_of(DELETE, 403, fixture("errors/403-not-own-account.json"), 2);
    assert_eq!(another.unwrap_err().kind, Kind::Forbidden);
}

#[test]
fn a_page_of_a_proxy_is_no_answer_to_a_look_up() {
    for body in [Body::Text("<html>Not Found</html>".into()), Body::Json(Value::Null)] {
        assert_eq!(outcome_of(FIND, 404, body, 1).unwrap_err().code, "wrong_address");
    }
}
