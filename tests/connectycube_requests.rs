//! Every request of every operation of ConnectyCube, as a golden file.
//!
//! `UPDATE_GOLDEN=1 cargo test` rewrites `tests/golden/connectycube.txt`; the change is then read in review.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fmt::Write;
use std::{env, fs};

use userkey::args::Args;
use userkey::connectycube::{Config, OPERATIONS, Session};
use userkey::http::Request;
use userkey::http::page::Page;
use userkey::{Error, Value};

const GOLDEN: &str = "tests/golden/connectycube.txt";

/// Each operation with arguments that show what it does; those that fail show the error.
const CALLS: &[(&str, &str)] = &[
    ("createSession", "[]"),
    ("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ("createSession", r#"[{"email":"ada@example.com","password":"example-pass-1"}]"#),
    ("createSession", r#"[{"guest":true,"full_name":"Guest Example"}]"#),
    ("createSession", r#"[{"provider":"facebook","keys":{"token":"FBTOKEN"}}]"#),
    ("createSession", r#"[{"provider":"twitter","keys":{"secret":"TWSECRET","token":"TWTOKEN"}}]"#),
    (
        "createSession",
        r#"[{"provider":"firebase_phone","firebase_phone":{"project_id":"PROJECT","access_token":"ACCESS"}}]"#,
    ),
    (
        "createSession",
        r#"[{"provider":"firebase_email","firebase_email":{"project_id":"PROJECT","access_token":"ACCESS"}}]"#,
    ),
    ("createSession", "[{}]"),
    ("createSession", r#"[{"login":"ada"}]"#),
    ("createSession", r#"[{"provider":"firebase_phone","firebase_phone[project_id]":"PROJECT"}]"#),
    ("getSession", "[]"),
    ("login", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ("login", r#"[{"email":"ada@example.com","password":"example-pass-1"}]"#),
    ("login", r#"[{"provider":"facebook","keys":{"token":"FBTOKEN"}}]"#),
    ("login", r#"[{"guest":true}]"#),
    ("logout", "[]"),
    ("destroySession", "[]"),
    (
        "users.signUp",
        r#"[{"login":"bob","password":"example-pass-2","email":"bob@example.com","full_name":"Bob Example","phone":"+15550101","website":"https://example.com","tags":["red","blue"],"custom_data":"{\"color\":\"red\"}","external_id":"ext-2","timezone":-120}]"#,
    ),
    ("users.signUp", r#"[{"login":"bob","password":"short"}]"#),
    (
        "users.list",
        r#"[{"full_name":{"start_with":"hunter"},"id":{"nin":[68647]}},{"sort":{"desc":"created_at"}}]"#,
    ),
    (
        "users.list",
        r#"[{"id":[51946,51943],"last_request_at":{"gt":"2018-12-06T09:21:41Z"}},{"pageSize":10,"offset":50,"sort":{"asc":"id"}}]"#,
    ),
    ("users.list", r#"[{"user_tags":"guest","created_at":{"lt":1690886495}}]"#),
    ("users.list", "[{}]"),
    (
        "users.listV1",
        r#"[{"id":{"in":[51943,51946]},"created_at":{"lt":"2019-01-01"}},{"sort":{"asc":"login"},"page":2,"pageSize":5}]"#,
    ),
    ("users.listV1", "[]"),
    ("users.listV1", r#"[{"custom_data":"x"}]"#),
    ("users.listOnline", r#"[{"pageSize":10,"offset":5}]"#),
    ("users.countOnline", "[]"),
    ("users.find", "[51946]"),
    ("users.find", r#"["51946"]"#),
    ("users.findOne", r#"[{"login":"a+b & c/#%"}]"#),
    ("users.findByLogin", r#"["ada+1"]"#),
    ("users.findByFullName", r#"["Ada Example",{"page":2,"pageSize":3}]"#),
    ("users.findByFacebookId", r#"["2001"]"#),
    ("users.findByTwitterId", r#"["3001"]"#),
    ("users.findByEmail", r#"["ada@example.com"]"#),
    ("users.findByTags", r#"[["red","blue"]]"#),
    ("users.findByTags", r#"[["a,b"]]"#),
    ("users.findByExternalUserId", "[52691165]"),
    ("users.findByPhone", r#"["+15550100"]"#),
    (
        "users.update",
        r#"[51946,{"login":"ada2","full_name":"Ada Example II","tags":[],"phone":null}]"#,
    ),
    ("users.update", "[51946,{}]"),
    ("users.update", r#"[51946,{"password":"example-pass-3"}]"#),
    (
        "users.changePassword",
        r#"[51946,{"password":"example-pass-3","old_password":"example-pass-1"}]"#,
    ),
    ("users.delete", "[51959]"),
    ("users.deleteByExternalUserId", "[52691165]"),
    ("users.resetPassword", r#"["ada@example.com"]"#),
];

fn session(token: &str) -> Session {
    Session::read(&Value::Object(vec![("token".into(), token.into())])).unwrap()
}

/// What a call sends in `session`.
fn request(operation: &str, args: &str, session: Option<&Session>) -> Result<Request, Error> {
    let config = Config::new(21, "AUTHKEY", None).unwrap();
    let known = OPERATIONS.iter().find(|known| known.name == operation).expect(operation);
    let args: Vec<Value> = serde_json::from_str(args).unwrap();
    config.authorize(known.request(&config, Args(&args))?, session)
}

fn describe(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method.as_str(), request.url);
    for (name, value) in &request.headers {
        writeln!(text, "{name}: {value}").unwrap();
    }
    if let Some(body) = &request.body {
        writeln!(text, "{body}").unwrap();
    }
    text
}

#[test]
fn every_request_is_as_the_golden_file_has_it() {
    let mut text = String::new();
    let token = session("TOKEN");
    for (operation, args) in CALLS {
        let shown = match request(operation, args, Some(&token)) {
            Ok(request) => describe(&request),
            Err(error) => format!("{} / {}: {error}\n", error.kind.as_str(), error.code),
        };
        writeln!(text, "## {operation} {args}\n{shown}").unwrap();
    }
    let key_only =
        request("users.signUp", r#"[{"login":"bob","password":"example-pass-2"}]"#, None);
    writeln!(text, "## users.signUp without a session\n{}", describe(&key_only.unwrap())).unwrap();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(GOLDEN, &text).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap();
    assert!(
        golden == text,
        "requests changed: UPDATE_GOLDEN=1 cargo test rewrites {GOLDEN}, and git diff shows how"
    );
}

#[test]
fn every_operation_is_in_the_golden_file() {
    for operation in OPERATIONS {
        assert!(
            CALLS.iter().any(|(name, _)| *name == operation.name),
            "{} has no golden request",
            operation.name
        );
    }
}

/// The pages of a list, each of which has as many users as the first one asks for.
fn pages(operation: &str, args: &str, total: u64) -> Vec<String> {
    let known = OPERATIONS.iter().find(|known| known.name == operation).expect(operation);
    let first = request(operation, args, Some(&session("TOKEN"))).unwrap();
    let args: Vec<Value> = serde_json::from_str(args).unwrap();
    let mut list = known.listing(Args(&args), &first).expect("a list");
    let mut pages = Vec::new();
    while let Some(url) = list.next_url() {
        pages.push(url.split_once('?').unwrap().1.into());
        list.take(Some(&Page { records: 5, total: Some(total), next: None }));
    }
    pages
}

#[test]
fn a_list_goes_on_where_its_page_ends_until_it_has_what_is_wanted() {
    assert_eq!(
        pages("users.list", r#"[{"login":{"start_with":"hunt"}},{"offset":10,"limit":9}]"#, 100),
        [
            "login%5Bstart_with%5D=hunt&offset=10&limit=5",
            "login%5Bstart_with%5D=hunt&limit=5&offset=15"
        ]
    );
    let all = pages("users.listV1", r#"[null,{"pageSize":5}]"#, 12);
    assert_eq!(all, ["per_page=5", "per_page=5&page=2", "per_page=5&page=3"]);
    let rest = pages("users.findByTags", r#"[["vip"],{"page":3,"pageSize":5,"limit":6}]"#, 100);
    assert_eq!(rest, ["tags=vip&page=3&per_page=5", "tags=vip&per_page=5&page=4"]);
    let online = pages("users.listOnline", r#"[{"limit":5}]"#, 100);
    assert_eq!(online, ["limit=5"]);
}

#[test]
fn without_a_session_only_a_session_and_a_sign_up_can_be_asked_for() {
    for (operation, args) in CALLS {
        match request(operation, args, None) {
            Ok(_) => assert!(["createSession", "users.signUp"].contains(operation), "{operation}"),
            Err(error) => assert!(["input", "auth"].contains(&error.kind.as_str())),
        }
    }
    let error = request("users.find", "[1]", None).unwrap_err();
    assert_eq!((error.code, error.attempts), ("token_missing", 0));
}
