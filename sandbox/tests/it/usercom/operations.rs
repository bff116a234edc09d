//! Every operation of the SDK does its work on the sandbox, in both versions.

use std::collections::HashSet;

use serde_json::{Value, json};
use userkey::usercom::{OPERATIONS, Version};

use super::sdk::Sdk;

/// Calls of every operation, in an order in which each finds what it is about.
fn calls() -> Vec<(&'static str, Value)> {
    let [jane, full, crowd] = [19_678_376, 19_678_378, 19_678_400];
    vec![
        ("users.find", json!([jane])),
        ("users.findByUserId", json!(["user@123"])),
        ("users.findByKey", json!(["g3FaYocCy0U6"])),
        ("users.findByEmail", json!(["Example@Email.com"])),
        ("users.findAllByEmail", json!(["twin@example.com"])),
        ("users.findByPhone", json!(["2345678901"])),
        ("users.findByAttribute", json!(["Verified Member", true, { "match": "startswith" }])),
        ("users.list", json!([{ "with_email": true, "email": { "contains": "@example.com" } }])),
        ("users.listByDate", json!(["last_seen", { "min": 0, "max": "2024-01-01T00:00:00Z" }])),
        ("users.listByTag", json!([1441])),
        ("users.listBySegment", json!([7])),
        (
            "users.create",
            json!([{
                "email": "new@example.org", "first_name": "Ada", "last_name": "Byron",
                "tags": ["new"], "attributes": { "topic": "bikes" },
            }]),
        ),
        ("users.update", json!([jane, { "city": "Rome", "gender": "female" }])),
        ("users.updateByUserId", json!(["customer-42", { "company_id": "smith-sons" }])),
        ("users.updateOrCreate", json!(["brand-new", { "email": "brand@example.org" }])),
        ("users.addTag", json!([jane, "vip"])),
        ("users.addTags", json!(["customer-42", ["a", "b"]])),
        ("users.removeTag", json!([jane, "vip"])),
        ("users.addToList", json!([jane, 5])),
        ("users.removeFromList", json!(["customer-42", 5])),
        ("users.setAttribute", json!([jane, "Verified Member", true])),
        ("users.setAttributes", json!(["customer-42", { "topic": "bikes", "interests": ["a"] }])),
        ("users.removeAttribute", json!([jane, "topic"])),
        ("users.removeAttribute", json!(["customer-42", "interests"])),
        ("users.updateMany", json!([[jane, full], "country", "USA"])),
        ("users.setAttributeOfMany", json!([["customer-42", "user@123"], "topic", "bikes"])),
        ("events.create", json!([jane, { "name": "ordered", "data": { "total": 9.5 } }])),
        (
            "events.create",
            json!(["customer-42", { "name": "ordered", "timestamp": 1_700_000_000 }]),
        ),
        ("products.createEvent", json!([12, jane, { "event_type": "add to cart" }])),
        ("products.createEvent", json!(["sku-1", "user@123", { "event_type": "purchase" }])),
        (
            "siteViews.create",
            json!(["g3FaYocCy0U6", {
                "page_domain": "shop.example", "page_path": "/", "timestamp": 1_700_000_000,
            }]),
        ),
        ("conversations.create", json!([jane, "Hello"])),
        ("users.listEvents", json!([jane])),
        ("users.listEmails", json!(["customer-42"])),
        ("users.listPingHits", json!([jane])),
        ("users.listTimeline", json!([jane])),
        ("users.listProductEvents", json!([full])),
        ("users.listSegments", json!([full])),
        ("companies.addMember", json!([14, "user@123"])),
        ("companies.removeMember", json!([14, jane])),
        ("tags.list", json!([])),
        ("tags.create", json!([{ "name": "brand new" }])),
        ("tags.update", json!([5, { "name": "renamed" }])),
        ("tags.delete", json!([5])),
        ("lists.list", json!([])),
        ("lists.create", json!([{ "name": "News", "description": "" }])),
        ("lists.update", json!([5, { "description": "weekly" }])),
        ("lists.delete", json!([5])),
        ("attributes.list", json!([])),
        ("attributes.find", json!([1109])),
        ("attributes.findType", json!(["example_attr"])),
        ("attributes.create", json!([{ "name": "My Attribute", "value_type": "boolean" }])),
        ("attributes.delete", json!([1109])),
        ("users.merge", json!([jane, [crowd]])),
        ("users.delete", json!([full])),
        ("users.deleteByUserId", json!(["customer-42"])),
    ]
}

#[tokio::test]
async fn every_operation_reaches_its_endpoint_and_understands_the_answer() {
    for version in [Version::V1, Version::V2] {
        let sdk = Sdk::new(version);
        for (operation, args) in calls() {
            let request = sdk.request(operation, &args);
            let answer = sdk.send(&request).await;
            assert!(answer.status.is_success(), "{operation} {args} {version:?}: {answer:?}");
            assert_eq!(answer.header("x-sandbox-ignored"), "", "{operation} {args} {version:?}");
        }
        let sdk = Sdk::new(version);
        for (operation, args) in calls() {
            let called = sdk.call(operation, &args).await;
            assert!(called.is_ok(), "{operation} {args} {version:?}: {called:?}");
        }
    }
}

#[test]
fn no_operation_is_left_out() {
    let called: HashSet<&str> = calls().into_iter().map(|(operation, _)| operation).collect();
    for operation in OPERATIONS.iter().copied().flatten() {
        assert!(called.contains(operation.name), "{}", operation.name);
    }
}
