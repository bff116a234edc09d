//! Every request of every operation of User.com, in both versions, as a golden file.
//!
//! `UPDATE_GOLDEN=1 cargo test` rewrites `tests/golden/usercom.txt`; the change is then read in review.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fmt::Write;
use std::{env, fs};

use userkey::args::Args;
use userkey::usercom::plan::Target;
use userkey::usercom::visitor::Relay;
use userkey::usercom::{Config, OPERATIONS, Version};
use userkey::{Error, Value};

const GOLDEN: &str = "tests/golden/usercom.txt";

/// Each operation with arguments that show what it does; those that fail show the error.
const CALLS: &[(&str, &str)] = &[
    ("visitorKey", r#"["a=1; __ca__chat=g3FaYocCy0U6"]"#),
    ("visitor", r#"["__ca__chat=g3FaYocCy0U6"]"#),
    ("visitor", r#"["nothing=here"]"#),
    (
        "updateVisitor",
        r#"["__ca__chat=g3FaYocCy0U6",{"city":"Warsaw","tags":["read-guide"],"attributes":{"topic":"bikes"}}]"#,
    ),
    ("updateVisitor", r#"["",{"city":"Warsaw"}]"#),
    ("users.findByKey", r#"["g3FaYocCy0U6"]"#),
    ("users.findByKey", r#"["a+b & c/#%"]"#),
    ("users.findByKey", r#"[""]"#),
    (
        "users.update",
        r#"[19678376,{"first_name":"Jane","gender":"female","custom_id":"customer-42","company_id":"acme"}]"#,
    ),
    ("users.update", r#"["19678376",{"city":null}]"#),
    (
        "users.updateByUserId",
        r#"["user@1.2",{"email":"john@example.org","gravatar_url":"https://randomuser.me/api/portraits/men/51.jpg","tags":["updated","verified"]}]"#,
    ),
    ("users.updateByUserId", r#"["search",{"city":"Rome"}]"#),
    ("users.updateByUserId", r#"["customer-42",{}]"#),
];

fn list(json: &str) -> Vec<Value> {
    serde_json::from_str(json).expect("valid JSON")
}

/// What a call sends, or why it sends nothing. Look-ups are answered with the record 19678376.
fn describe(target: &Target, operation: &str, args: &str) -> Result<String, Error> {
    let mut plan = target.plan(operation, Args(&list(args)), None)?;
    let mut text = String::new();
    while let Some((request, _)) = plan.next(Some(19_678_376))? {
        writeln!(text, "{} {}", request.method.as_str(), request.url).unwrap();
        for (name, value) in &request.headers {
            writeln!(text, "{name}: {value}").unwrap();
        }
        if let Some(body) = &request.body {
            writeln!(text, "{body}").unwrap();
        }
    }
    if text.is_empty() {
        writeln!(text, "nothing is sent: {}", plan.known.as_deref().unwrap_or("null")).unwrap();
    }
    Ok(text)
}

fn direct(version: Version) -> Target {
    let base = "https://acme.user.com/api/public";
    Target::Direct(Config::new(base, Some("KEY"), version).unwrap())
}

#[test]
fn every_request_is_as_the_golden_file_has_it() {
    let targets = [
        ("v1", direct(Version::V1)),
        ("v2", direct(Version::V2)),
        ("relay", Target::Relay(Relay::new("/userkey", true).unwrap())),
    ];
    let mut text = String::new();
    for (operation, args) in CALLS {
        for (name, target) in &targets {
            let shown = describe(target, operation, args);
            let shown = shown.unwrap_or_else(|error| {
                format!("{} / {}: {error}\n", error.kind.as_str(), error.code)
            });
            writeln!(text, "## {operation} {args} [{name}]\n{shown}").unwrap();
        }
    }
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
