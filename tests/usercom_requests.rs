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
use userkey::usercom::identify::Record;
use userkey::usercom::plan::Target;
use userkey::usercom::visitor::{Proof, Relay};
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
    (
        "identify",
        r#"["__ca__chat=g3FaYocCy0U6",{"city":"Warsaw"},{"userId":"customer-42","email":"john@example.org"}]"#,
    ),
    ("identify", r#"["__ca__chat=g3FaYocCy0U6",{"city":"Warsaw"},{}]"#),
    ("identify", r#"["",{},{}]"#),
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
    ("users.find", "[7]"),
    ("users.findByUserId", r#"["user@123"]"#),
    ("users.findByEmail", r#"["John+News@Example.org"]"#),
    ("users.findAllByEmail", r#"["john@example.org"]"#),
    ("users.findByPhone", r#"["+48123456789"]"#),
    ("users.findByAttribute", r#"["Is Pro",true,{"match":"startswith"}]"#),
    ("users.findByAttribute", r#"["topic","bikes"]"#),
    ("users.findByAttribute", r#"["email","a@b.c"]"#),
    ("users.findByAttribute", r#"["topic","bikes",{"match":"like"}]"#),
    ("users.list", "[]"),
    (
        "users.list",
        r#"[{"with_email":true,"email":{"contains":"@user.com"},"user_id":"u1","last_seen":{"gt":1700000000}}]"#,
    ),
    ("users.list", r#"[{"city":"Rome"}]"#),
    ("users.listByDate", r#"["last_seen",{"min":"2023-11-14T22:13:20Z","max":1700000001}]"#),
    ("users.listByDate", r#"["created_at",{"min":0}]"#),
    ("users.listByDate", r#"["last_seen",{}]"#),
    ("users.listByTag", "[1441]"),
    ("users.listBySegment", "[5]"),
    (
        "users.create",
        r#"[{"email":"myemail@example.org","first_name":"John","last_name":"Doe","tags":["new","verified"]}]"#,
    ),
    ("users.create", r#"[{"email":"myemail@example.org"}]"#),
    ("users.updateOrCreate", r#"["user@123",{"email":"john@example.org"}]"#),
    ("users.updateOrCreate", r#"["user@123"]"#),
    ("users.merge", "[11,[2,5,11,6]]"),
    ("users.merge", "[11,[11]]"),
    ("users.delete", "[7]"),
    ("users.deleteByUserId", r#"["customer-42"]"#),
    ("users.addTag", r#"[7,"tag"]"#),
    ("users.addTag", r#"["customer-42","tag"]"#),
    ("users.addTag", r#"[null,"tag"]"#),
    ("users.addTags", r#"["customer-42",["a","b"]]"#),
    ("users.removeTag", r#"[7,"tag"]"#),
    ("users.addToList", "[7,5]"),
    ("users.removeFromList", r#"["customer-42",5]"#),
    ("users.setAttribute", r#"[7,"Verified Member",["a"]]"#),
    ("users.setAttributes", r#"["customer-42",{"topic":"bikes","age":7}]"#),
    ("users.setAttributes", r#"[7,{"email":"a@b.c"}]"#),
    ("users.removeAttribute", r#"[7,"topic"]"#),
    ("users.removeAttribute", r#"["customer-42","topic"]"#),
    ("users.updateMany", r#"[[1,2],"country","USA"]"#),
    ("users.updateMany", r#"[["a","b"],"gender","female"]"#),
    ("users.updateMany", r#"[[1,"b"],"country","USA"]"#),
    ("users.setAttributeOfMany", r#"[[1,2],"Topic","bikes"]"#),
    ("users.listEvents", "[7]"),
    ("users.listEmails", r#"["customer-42"]"#),
    ("users.listPingHits", "[7]"),
    ("users.listTimeline", "[7]"),
    ("users.listProductEvents", "[7]"),
    ("users.listSegments", "[7]"),
    (
        "events.create",
        r#"[7,{"name":"ordered","data":{"total":9.5},"timestamp":"2023-11-14T22:13:20.000Z"}]"#,
    ),
    ("events.create", r#"["customer-42",{"name":"ordered"}]"#),
    ("events.create", r#"[7,{"data":{}}]"#),
    ("events.create", r#"[7,{"name":"ordered","timestamp":1700000000000}]"#),
    ("products.createEvent", r#"[12,7,{"event_type":"add to cart"}]"#),
    ("products.createEvent", r#"["sku/1","customer-42",{"event_type":"purchase"}]"#),
    ("products.createEvent", r#"["sku-1","customer-42",{"event_type":"purchase","data":{"n":1}}]"#),
    (
        "siteViews.create",
        r#"["g3FaYocCy0U6",{"page_domain":"shop.example","page_path":"/","timestamp":1700000000}]"#,
    ),
    ("conversations.create", r#"[7,"Hello"]"#),
    ("companies.addMember", r#"[14,"customer-42"]"#),
    ("companies.removeMember", "[14,7]"),
    ("tags.list", "[]"),
    ("tags.create", r#"[{"name":"new"}]"#),
    ("tags.update", r#"[3,{"name":"renamed"}]"#),
    ("tags.delete", "[3]"),
    ("lists.list", "[]"),
    ("lists.create", r#"[{"name":"News","description":""}]"#),
    ("lists.update", r#"[5,{"description":"weekly"}]"#),
    ("lists.delete", "[5]"),
    ("attributes.list", "[]"),
    ("attributes.find", "[2511]"),
    ("attributes.findType", r#"["my_attribute"]"#),
    ("attributes.create", r#"[{"name":"My Attribute","value_type":"boolean"}]"#),
    ("attributes.delete", "[2511]"),
];

fn list(json: &str) -> Vec<Value> {
    serde_json::from_str(json).expect("valid JSON")
}

/// What a call sends, or why it sends nothing. Look-ups are answered with the record 19678376.
fn describe(target: &Target, operation: &str, args: &str, signed: bool) -> Result<String, Error> {
    let proof = Proof { cookies: None, token: signed.then_some("TOKEN") };
    let mut plan = target.plan(operation, Args(&list(args)), proof)?;
    let mut text = String::new();
    let jane = [Record { id: 19_678_376, user_id: None, email: None }];
    while let Some((request, _)) = plan.next(&jane, false)? {
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
    let relay = || Target::Relay(Relay::new("/userkey", true).unwrap());
    let targets = [
        ("v1", direct(Version::V1)),
        ("v2", direct(Version::V2)),
        ("relay", relay()),
        ("relay, signed in", relay()),
    ];
    let mut text = String::new();
    for (operation, args) in CALLS {
        let by_relay = !operation.contains('.');
        for (name, target) in targets.iter().filter(|(name, _)| by_relay || name.starts_with('v')) {
            let shown = describe(target, operation, args, name.contains("signed"));
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
    for operation in OPERATIONS.iter().copied().flatten() {
        assert!(
            CALLS.iter().any(|(name, _)| *name == operation.name),
            "{} has no golden request",
            operation.name
        );
    }
}
