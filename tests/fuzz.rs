//! The readers of what strangers write, and the writers that they read, on inputs made at random: a cookie jar, a
//! `Retry-After`, an error's body, a query, the address of a next page.
//!
//! `FUZZ_CASES` says how many inputs each gets (2,000 by default); `cargo xtask fuzz` sets it high and shows the counts.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that panics fails, as it should")]

use std::env;
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use userkey::Value;
use userkey::cookie;
use userkey::http::answer::{self, Body, Response};
use userkey::http::page::{Listing, Page, Paging};
use userkey::http::{Method, Miss, Request, date, url};

/// Gives `check` as many inputs as asked for and says how many it got.
fn fuzz<S: Strategy>(name: &str, inputs: S, check: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S::Value: Debug,
{
    let cases = env::var("FUZZ_CASES")
        .ok()
        .map_or(2_000, |cases| cases.parse().expect("FUZZ_CASES is a number"));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&inputs, check).unwrap_or_else(|error| panic!("{name}: {error}"));
    println!("» {name}: {cases} inputs");
}

/// Text of the pieces that a format is made of, in any order, with anything between them.
fn assembled(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[0-9]{1,20}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_cookie_jar_of_any_kind_gives_a_key_that_stands_in_it_or_none() {
    const PIECES: &[&str] =
        &["__ca__chat", "=", ";", "; ", " ", "\"", "__ca__chat=", "undefined", "k1", "\t", ","];
    fuzz("cookie reader", assembled(PIECES), |jar| {
        if let Some(key) = cookie::visitor_key(&jar) {
            prop_assert!(!key.is_empty() && !key.contains(';') && jar.contains(key));
            let quoted = format!("\"{key}\"");
            let alone = [format!("__ca__chat={key}"), format!("__ca__chat={quoted}")];
            prop_assert!(alone.iter().any(|jar| cookie::visitor_key(jar) == Some(key)));
        }
        Ok(())
    });
}

#[test]
fn a_retry_after_of_any_kind_is_a_time_or_absent() {
    const PIECES: &[&str] = &[
        "Sun, ",
        "06 ",
        "Nov ",
        "1994 ",
        "08:49:37 ",
        "GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Nov  6 ",
        "-",
        ":",
        "+",
        ".",
        "e9",
        " ",
    ];
    fuzz("Retry-After reader", (assembled(PIECES), assembled(PIECES)), |(after, date)| {
        let headers = vec![("retry-after", after.clone()), ("date", date)];
        let response = Response { status: 429, headers, body: Body::Empty, clock: 784_111_777 };
        let digits = !after.trim_ascii().is_empty()
            && after.trim_ascii().bytes().all(|byte| byte.is_ascii_digit());
        let readable = digits || date::parse_http(after.trim_ascii()).is_some();
        prop_assert_eq!(response.retry_after_ms().is_some(), readable);
        Ok(())
    });
}

fn any_json() -> impl Strategy<Value = Value> {
    const NAMES: &[&str] = &[
        "detail",
        "errors",
        "base",
        "email",
        "non_field_errors",
        "message",
        "error",
        "title",
        "retryable",
        "code",
        "",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::Text),
        Just(Value::from("login must be unique")),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            prop::collection::vec(
                (prop::sample::select(NAMES).prop_map(str::to_owned), inner),
                0..5
            )
            .prop_map(Value::Object),
        ]
    })
}

#[test]
fn an_error_body_of_any_kind_becomes_one_error_of_its_status() {
    let body = prop_oneof![
        any_json().prop_map(Body::Json),
        any::<String>().prop_map(Body::Text),
        Just(Body::Empty)
    ];
    let miss = prop::sample::select(vec![Miss::Nobody, Miss::NotFound, Miss::WrongAddress]);
    let status = prop_oneof![0..200_u16, 300..600_u16, 600..=u16::MAX];
    fuzz("error-body reader", (status, body, miss), |(status, body, miss)| {
        let nobody = status == 404 && miss == Miss::Nobody && body == Body::Empty;
        let request = Request::new(Method::Get, "https://a.b/c/".into()).missing(miss);
        let response = Response { status, headers: Vec::new(), body, clock: 0 };
        match answer::read(&request, response) {
            Ok(_) => prop_assert!(nobody),
            Err(error) => {
                prop_assert_eq!(error.status(), Some(status));
                prop_assert!(!error.message.is_empty() && error.message.chars().count() < 500);
            }
        }
        Ok(())
    });
}

#[test]
fn a_query_of_any_kind_is_read_as_it_was_written() {
    let pairs = prop::collection::vec((any::<String>(), any::<String>()), 1..6);
    fuzz("query writer", pairs, |pairs| {
        let mut written = String::from("/path");
        for (name, value) in &pairs {
            url::query(&mut written, name, value);
        }
        prop_assert!(written.is_ascii());
        let read = form_urlencoded::parse(written.strip_prefix("/path?").unwrap_or("").as_bytes())
            .into_owned();
        prop_assert_eq!(read.collect::<Vec<_>>(), pairs);
        Ok(())
    });
}

#[test]
fn the_address_of_a_next_page_of_any_kind_leads_nowhere_but_to_the_list() {
    const PIECES: &[&str] = &[
        "https://",
        "evil.example",
        "/",
        "//",
        "?",
        "#",
        "@",
        ":",
        "&",
        "=",
        "cursor",
        "..",
        "https://a.b/users/?cursor=x",
    ];
    let pages = prop::collection::vec((assembled(PIECES), 0_u64..200), 1..6);
    fuzz("reader of next pages", (pages, 0_u64..300), |(pages, limit)| {
        let first = "https://a.b/users/?tag=1".to_owned();
        let mut listing = Listing::new(first, Paging::Cursor, 0, Some(limit));
        let mut taken = 0;
        for (next, records) in pages {
            let Some(url) = listing.next_url() else { break };
            prop_assert!(url.starts_with("https://a.b/users/?"), "{}", url);
            taken += listing.take(Some(&Page { records, total: None, next: Some(next) }));
        }
        prop_assert!(taken <= limit);
        Ok(())
    });
}
