//! What production clients fell into, by its number in the list of known pitfalls, and how the SDK does instead.
//!
//! Only a browser shows three of them: 26 (the cookie is read before the widget set it) and 27 (the SDK never writes it)
//! are in `tests/package/visitor.test.mjs`, 33 (a key in a page) in `tests/package/options.test.mjs`. When a request
//! may be repeated (20) is decided, and tested, in `src/http/retry.rs`.

use serde_json::{Value, json};
use userkey::error::Kind;
use userkey::http::page::{Listing, Page, Paging};
use userkey::usercom::{Config, User, Version, changes::Changes};
use userkey_sandbox::{Account, SANDBOX_TOKEN, Switches};

use super::sdk::{Sdk, seen};
use crate::support::{JANE, Sandbox, fixture, tag_names};

/// The SDK in both versions, each in front of a sandbox of its own.
fn both() -> [Sdk; 2] {
    [Sdk::new(Version::V1), Sdk::new(Version::V2)]
}

fn with(switches: Switches) -> Sdk {
    Sdk::before(Sandbox::with(switches), Version::V1)
}

/// Orders a fault.
async fn order(sdk: &Sdk, fault: &'static str) {
    let request = axum::http::Request::post("/_sandbox/faults").body(fault.into());
    assert_eq!(sdk.sandbox.send(request.unwrap()).await.status, 201, "{fault}");
}

#[tokio::test]
async fn pitfalls_01_and_02_a_slash_ends_the_path_and_none_ends_the_query() {
    for sdk in both() {
        for (operation, args) in
            [("users.findByKey", json!([JANE])), ("users.findByUserId", json!(["customer-42"]))]
        {
            let request = sdk.request(operation, &args);
            assert!(request.path().ends_with('/'), "{}", request.url);
            assert!(!request.url.contains('?') || !request.url.ends_with('/'), "{}", request.url);
            assert_eq!(sdk.send(&request).await.status, 200, "{operation}");
        }
    }
}

#[tokio::test]
async fn pitfall_03_signs_that_mean_something_in_an_address_are_encoded() {
    for sdk in both() {
        let (own, mail, phone) =
            ("a+b & c#d?e=f%20", "o'neil+a&b=c@example.com", "+48 (12) #7 & 8");
        let user = json!({
            "custom_id": own, "email": mail, "phone_number": phone, "first_name": "A", "last_name": "B",
        });
        let id = sdk.call("users.create", &json!([user])).await.unwrap()["id"].clone();
        for (operation, value) in [("users.findByUserId", own), ("users.findByEmail", mail)] {
            assert_eq!(
                sdk.call(operation, &json!([value])).await.unwrap()["id"],
                id,
                "{operation}"
            );
        }
        let found = sdk.call("users.findByPhone", &json!([phone])).await.unwrap();
        assert_eq!(found.get("results").map_or(&found, |page| &page[0])["id"], id);
    }
}

#[tokio::test]
async fn pitfall_04_an_empty_404_is_nobody() {
    for sdk in both() {
        for operation in ["users.findByKey", "users.findByEmail", "users.findByUserId"] {
            assert_eq!(sdk.call(operation, &json!(["nobody"])).await.unwrap(), Value::Null);
        }
    }
}

#[tokio::test]
async fn pitfall_05_a_404_of_a_wrong_address_is_not_nobody() {
    for base in ["http://127.0.0.1/api/public/v2", "http://127.0.0.1/api", "http://127.0.0.1"] {
        let config = Config::new(base, Some(SANDBOX_TOKEN), Version::V1).unwrap();
        let sdk = Sdk { sandbox: Sandbox::new(), config };
        let error = sdk.call("users.findByKey", &json!([JANE])).await.unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Config, "wrong_address"), "{base}");
    }
}

#[tokio::test]
async fn pitfalls_06_and_21_any_other_failure_is_an_error_and_not_nobody() {
    let unpaid = with(Switches { account: Account::Unpaid, ..Switches::default() });
    let slow = Sdk::new(Version::V1);
    order(&slow, "retry-after=1").await;
    let mut foreign = Sdk::new(Version::V1);
    foreign.config = Config::new("http://127.0.0.1/api/public", Some("x"), Version::V1).unwrap();
    for (sdk, kind) in [(unpaid, Kind::Forbidden), (slow, Kind::RateLimit), (foreign, Kind::Auth)] {
        let error = sdk.call("users.findByKey", &json!([JANE])).await.unwrap_err();
        assert_eq!(error.kind, kind);
    }
    let sdk = Sdk::new(Version::V2);
    let error = sdk.call("users.update", &json!([7, { "city": "Rome" }])).await.unwrap_err();
    assert_eq!(error.kind, Kind::NotFound);
}

#[tokio::test]
async fn pitfalls_07_and_08_all_who_share_an_address_are_found_whatever_its_case() {
    for sdk in both() {
        let one = sdk.call("users.findByEmail", &json!(["TWIN@Example.com"])).await.unwrap();
        assert_eq!(one["id"], 19_678_385);
        let all = sdk.call("users.findAllByEmail", &json!(["TWIN@Example.com"])).await.unwrap();
        assert_eq!(all.as_array().unwrap().len(), 2);
        let none = sdk.call("users.findAllByEmail", &json!(["no@example.com"])).await.unwrap();
        assert_eq!(none, json!([]));
    }
}

#[tokio::test]
async fn pitfall_09_each_version_gets_its_own_names_whichever_the_caller_uses() {
    for sdk in both() {
        for (name, id) in [("user_id", "a"), ("custom_id", "b")] {
            let changes = json!({ name: id, "company_id": "smith-sons" });
            sdk.call("users.update", &json!([19_678_377, changes])).await.unwrap();
            let user = sdk.call("users.findByUserId", &json!([id])).await.unwrap();
            let user: User = serde_json::from_value(user).unwrap();
            assert_eq!(
                (user.user_id.as_deref(), user.key.as_deref()),
                (Some(id), Some("an0nym0us123"))
            );
            assert_eq!(user.companies.len(), 1);
        }
    }
}

#[tokio::test]
async fn pitfall_10_an_event_names_its_user_as_the_version_does() {
    for sdk in both() {
        let event = json!([19_678_376, { "name": "ordered" }]);
        assert_eq!(
            sdk.call("events.create", &event).await.unwrap(),
            json!({ "id": 88, "created": true })
        );
    }
}

#[tokio::test]
async fn pitfall_11_a_misspelt_field_is_refused_instead_of_lost() {
    for name in ["firstName", "firstname", "userId", "e-mail"] {
        for sdk in both() {
            let error = sdk.checked("users.update", &json!([7, { name: "x" }])).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Input, "unknown_field"), "{name}");
        }
    }
    // What the service makes of it: an attribute in version 1, nothing in version 2.
    let sandbox = Sandbox::new();
    let lost = json!({ "firstName": "Ada" });
    let answer = sandbox.write_v2("PUT", "/users/19678376/", &lost).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-sandbox-ignored")), (200, "firstName"));
    let answer = sandbox.write("PUT", "/users/19678376/", &lost).await;
    assert_eq!(answer.json()["name"], "Jane Doe");
}

#[test]
fn pitfall_12_update_or_create_wants_the_id_it_matches_by() {
    for sdk in both() {
        let error = sdk.checked("users.updateOrCreate", &json!([null, { "city": "Rome" }]));
        assert_eq!(error.unwrap_err().kind, Kind::Input);
    }
}

#[tokio::test]
async fn pitfall_13_words_are_written_as_numbers_and_read_as_words() {
    for sdk in both() {
        let changes = json!([19_678_376, { "gender": "female", "status": "user" }]);
        let user = sdk.call("users.update", &changes).await.unwrap();
        assert_eq!((&user["gender"], &user["status"]), (&json!("female"), &json!("user")));
    }
}

#[tokio::test]
async fn pitfall_14_values_of_every_json_type_are_read() {
    for sdk in both() {
        let user = sdk.call("users.find", &json!([19_678_378])).await.unwrap();
        let user: User = serde_json::from_value(user).unwrap();
        for (name, value) in [
            ("verified_member", json!(true)),
            ("average_basket", json!(59.9)),
            ("interests", json!(["news", "offers"])),
            ("preferences", json!({ "language": "fr", "channels": ["email", "push"] })),
        ] {
            assert_eq!(json!(user.attribute(name).unwrap()), value, "{name}");
        }
    }
}

#[tokio::test]
async fn pitfall_15_the_sdk_refuses_what_the_service_would_and_no_more() {
    let sdk = Sdk::new(Version::V2);
    for (field, longest) in
        [("first_name", 40), ("last_name", 40), ("city", 64), ("phone_number", 64)]
    {
        let body = |length: usize| json!({ field: "é".repeat(length) });
        let fits = sdk.call("users.update", &json!([19_678_376, body(longest)])).await;
        assert!(fits.is_ok(), "{field}");
        let error = sdk.checked("users.update", &json!([19_678_376, body(longest + 1)]));
        assert_eq!(error.unwrap_err().code, "too_long", "{field}");
        let refused = sdk.sandbox.write("PUT", "/users/19678376/", &body(longest + 1)).await;
        assert_eq!(refused.status, 400, "{field}");
    }
}

#[tokio::test]
async fn pitfall_16_only_null_clears_and_what_is_left_out_stays() {
    for sdk in both() {
        let before = sdk.call("users.find", &json!([19_678_378])).await.unwrap();
        let after = sdk.call("users.update", &json!([19_678_378, { "city": null }])).await.unwrap();
        for (field, value) in before.as_object().unwrap() {
            match field.as_str() {
                "city" => assert_eq!(after["city"], Value::Null),
                "updated_at" => {}
                _ => assert_eq!(&after[field], value, "{field}"),
            }
        }
    }
}

#[tokio::test]
async fn pitfalls_17_and_18_of_a_next_address_only_the_query_counts_and_a_404_ends_the_list() {
    let sandbox = Sandbox::new();
    let request = crate::support::api("GET", "/users/").header("host", "evil.test");
    let page = sandbox.send(request.body(axum::body::Body::empty()).unwrap()).await.json();
    let next = page["next"].as_str().unwrap();
    assert!(next.starts_with("http://evil.test/"), "{next}");
    let first = "http://127.0.0.1/api/public/users/";
    let mut listing = Listing::new(first.to_owned(), Paging::Cursor, 0, None);
    listing.next_url();
    listing.take(Some(&Page { records: 100, total: Some(250), next: Some(next.to_owned()) }));
    assert!(listing.next_url().unwrap().starts_with(&format!("{first}?cursor=")));
    listing.take(None);
    assert_eq!(listing.next_url(), None);
}

#[tokio::test]
async fn pitfall_19_retry_after_is_in_seconds() {
    let sdk = Sdk::new(Version::V1);
    order(&sdk, "retry-after=1").await;
    let request = sdk.request("users.findByKey", &json!([JANE]));
    assert_eq!(seen(&sdk.send(&request).await).retry_after_ms(), Some(1000));
}

#[tokio::test]
async fn pitfall_22_a_stored_key_may_be_of_somebody_who_is_gone() {
    for sdk in both() {
        sdk.call("users.merge", &json!([19_678_376, [19_678_377]])).await.unwrap();
        let gone = sdk.call("users.findByKey", &json!(["an0nym0us123"])).await.unwrap();
        assert_eq!(gone, Value::Null);
        sdk.call("users.delete", &json!([19_678_376])).await.unwrap();
        assert_eq!(sdk.call("users.findByKey", &json!([JANE])).await.unwrap(), Value::Null);
    }
}

#[test]
fn pitfalls_24_and_25_a_parent_is_not_its_own_child_and_children_have_one_name() {
    for sdk in both() {
        let request = sdk.request("users.merge", &json!([11, [2, 11, 6]]));
        assert_eq!(request.body.as_deref().unwrap(), r#"{"parent":11,"users_list":[2,6]}"#);
        assert!(sdk.checked("users.merge", &json!([11, [11]])).is_err());
    }
}

#[tokio::test]
async fn pitfall_28_what_is_removed_is_removed_by_post_where_that_is_known() {
    for sdk in both() {
        for (operation, args) in [
            ("users.removeTag", json!([19_678_376, "tag"])),
            ("users.removeFromList", json!([19_678_376, 5])),
            ("users.removeAttribute", json!(["customer-42", "topic"])),
        ] {
            assert_eq!(sdk.request(operation, &args).method.as_str(), "POST", "{operation}");
        }
        let user = sdk.call("users.removeTag", &json!([19_678_376, "tag"])).await.unwrap();
        assert!(tag_names(&user).is_empty());
    }
}

#[test]
fn pitfall_29_what_a_missing_value_was_turned_into_names_nobody() {
    for sdk in both() {
        for nobody in [json!(""), json!("undefined"), json!("null"), json!(null)] {
            for operation in ["users.findByKey", "users.findByEmail", "users.findByUserId"] {
                let error = sdk.checked(operation, &json!([nobody])).unwrap_err();
                assert_eq!(error.kind, Kind::Input, "{operation} {nobody}");
            }
        }
    }
    for name in ["email", "user_id"] {
        let changes = [(name.to_owned(), userkey::Value::from("undefined"))];
        assert_eq!(Changes::new(&changes).unwrap_err().kind, Kind::Input, "{name}");
    }
}

#[tokio::test]
async fn pitfall_30_the_state_of_the_account_is_no_reason_to_try_again() {
    for (account, code) in
        [(Account::Unpaid, "account_unpaid"), (Account::Inactive, "account_inactive")]
    {
        let sdk = with(Switches { account, ..Switches::default() });
        let error = sdk.call("users.findByKey", &json!([JANE])).await.unwrap_err();
        assert_eq!((error.kind, error.code, error.retryable), (Kind::Forbidden, code, false));
    }
}

#[tokio::test]
async fn pitfall_31_an_event_by_number_arrives_where_one_by_own_id_would_be_lost() {
    for sdk in both() {
        let lost = json!(["layla@example.org", { "name": "ordered" }]);
        let error = sdk.call("events.create", &lost).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound);
        let user = sdk.call("users.findByEmail", &json!(["layla@example.org"])).await.unwrap();
        let event = json!([user["id"], { "name": "ordered" }]);
        assert!(sdk.call("events.create", &event).await.is_ok());
    }
}

#[tokio::test]
async fn pitfall_32_phone_numbers_go_as_they_are() {
    for sdk in both() {
        let phone = "2345678901 ext. 7";
        let user = sdk
            .call("users.update", &json!([19_678_376, { "phone_number": phone }]))
            .await
            .unwrap();
        assert_eq!(user["phone_number"], phone);
        assert_eq!(fixture("user-v2-by-email")["phone_number"].as_str().map(str::len), Some(10));
    }
}
