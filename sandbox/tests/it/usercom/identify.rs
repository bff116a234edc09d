//! `identify` of the SDK on the sandbox: each row of what is known of a visitor and of the person who signs in.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value as Json, json};
use userkey::Error;
use userkey::usercom::Version;
use userkey::usercom::identify::{Identify, Record};

use super::sdk::Sdk;
use crate::support::{JANE, Sandbox, attribute};

const ANONYMOUS: &str = "an0nym0us123";

/// Who signs in: an own id, an e-mail address.
type Person = (Option<&'static str>, Option<&'static str>);

/// What identify came to: the action, the advice to reset the widget, and the user.
type Outcome = Result<(&'static str, bool, Json), Error>;

/// Runs the operation as the host does.
async fn identify(sdk: &Sdk, key: Option<&str>, (user_id, email): Person) -> Outcome {
    let changes = [("city".to_owned(), "Rome".into())];
    let mut identify = Identify::new(&sdk.config, key, &changes, user_id, email).unwrap();
    let (mut found, mut made, mut last) = (vec![], false, Json::Null);
    while let Some(request) = identify.next(&found, made)? {
        last = sdk.ask(&request).await?;
        found = records(&last);
        made = last["created"] == true;
    }
    Ok((identify.action(), identify.reset_widget(), last))
}

/// The records in an answer, as the host reads them.
fn records(answer: &Json) -> Vec<Record> {
    let text = |user: &Json, names: [&str; 2]| {
        names.iter().find_map(|name| user[*name].as_str()).map(str::to_owned)
    };
    let record = |user: &Json| {
        let (user_id, email) = (text(user, ["user_id", "custom_id"]), text(user, ["email"; 2]));
        Some(Record { id: user["id"].as_u64()?, user_id, email })
    };
    match answer {
        Json::Array(users) => users.iter().filter_map(record).collect(),
        user => record(user).into_iter().collect(),
    }
}

/// The same in both versions, each on a sandbox of its own.
fn both() -> [Sdk; 2] {
    [Sdk::new(Version::V1), Sdk::new(Version::V2)]
}

async fn count(sdk: &Sdk) -> i64 {
    sdk.sandbox.get("/users/").await.json()["count"].as_i64().unwrap()
}

#[tokio::test]
async fn without_a_key_the_own_id_is_updated_or_created() {
    for sdk in both() {
        let known = (Some("customer-42"), Some("jane@example.org"));
        let (action, reset, user) = identify(&sdk, None, known).await.unwrap();
        assert_eq!((action, reset, &user["id"]), ("updated", false, &json!(19_678_376)));
        let new = (Some("brand-new"), Some("new@example.org"));
        let (action, _, user) = identify(&sdk, None, new).await.unwrap();
        assert_eq!((action, &user["id"]), ("created", &json!(19_678_626)));
        let (action, _, user) = identify(&sdk, None, new).await.unwrap();
        assert_eq!((action, &user["id"], count(&sdk).await), ("updated", &json!(19_678_626), 251));
        assert_eq!((&user["city"], &user["email"]), (&json!("Rome"), &json!("new@example.org")));
    }
}

#[tokio::test]
async fn without_key_and_own_id_one_address_is_updated_none_created_and_several_are_refused() {
    for sdk in both() {
        let (action, _, user) =
            identify(&sdk, None, (None, Some("Example@Email.com"))).await.unwrap();
        assert_eq!((action, &user["id"]), ("updated", &json!(19_678_376)));
        let refused = identify(&sdk, None, (None, Some("twin@example.com"))).await.unwrap_err();
        assert_eq!(refused.code, "ambiguous_email");
        assert!(refused.message.contains("19678385, 19678386"), "{}", refused.message);
        assert_eq!(count(&sdk).await, 250);
    }
    let sdk = Sdk::new(Version::V2);
    let (action, _, user) = identify(&sdk, None, (None, Some("new@example.org"))).await.unwrap();
    assert_eq!((action, &user["id"]), ("created", &json!(19_678_626)));
}

#[tokio::test]
async fn a_key_that_nobody_has_is_as_no_key() {
    for sdk in both() {
        let known = (Some("customer-42"), None);
        let (action, reset, user) = identify(&sdk, Some("gone"), known).await.unwrap();
        assert_eq!((action, reset, &user["id"]), ("updated", false, &json!(19_678_376)));
    }
}

#[tokio::test]
async fn an_anonymous_visitor_becomes_the_person_whom_nobody_knew() {
    for sdk in both() {
        let new = (Some("brand-new"), Some("new@example.org"));
        let (action, reset, _) = identify(&sdk, Some(ANONYMOUS), new).await.unwrap();
        assert_eq!((action, reset, count(&sdk).await), ("updated", false, 250));
        let visitor = sdk.sandbox.user(ANONYMOUS).await;
        assert_eq!(
            (&visitor["user_id"], &visitor["email"]),
            (&json!("brand-new"), &json!("new@example.org"))
        );
        assert_eq!(attribute(&visitor, "topic"), "bikes", "what was known stays");
    }
}

#[tokio::test]
async fn an_anonymous_visitor_is_merged_into_the_person_who_is_known() {
    for sdk in both() {
        for person in [(Some("customer-42"), None), (None, Some("example@email.com"))] {
            let sdk = Sdk::new(sdk.config.version());
            let (action, reset, user) = identify(&sdk, Some(ANONYMOUS), person).await.unwrap();
            assert_eq!((action, reset, &user["id"]), ("merged", false, &json!(19_678_376)));
            let jane = sdk.sandbox.user(JANE).await;
            assert_eq!((&jane["city"], &jane["page_views"]), (&json!("Rome"), &json!(3)));
            let hits = sdk.sandbox.get("/users/19678376/ping_hits/").await.json();
            assert_eq!((&hits["count"], count(&sdk).await), (&json!(3), 249));
            assert_eq!(sdk.call("users.findByKey", &json!([ANONYMOUS])).await.unwrap(), Json::Null);
        }
    }
}

#[tokio::test]
async fn a_visitor_who_is_the_person_is_updated_and_not_merged() {
    for sdk in both() {
        for person in
            [(Some("customer-42"), Some("example@email.com")), (None, Some("example@email.com"))]
        {
            let (action, reset, user) = identify(&sdk, Some(JANE), person).await.unwrap();
            assert_eq!((action, reset, &user["id"]), ("updated", false, &json!(19_678_376)));
        }
        // One of two who share the address, with this one's cookie.
        let twin = (None, Some("twin@example.com"));
        let (action, _, user) = identify(&sdk, Some("twinTwo00002"), twin).await.unwrap();
        assert_eq!((action, &user["id"]), ("updated", &json!(19_678_386)));
        assert_eq!(count(&sdk).await, 250);
    }
}

#[tokio::test]
async fn two_people_on_one_computer_stay_two() {
    for sdk in both() {
        let jane = sdk.sandbox.user(JANE).await;
        let known = (Some("layla"), Some("layla@example.org"));
        let (action, reset, user) = identify(&sdk, Some(JANE), known).await.unwrap();
        assert_eq!((action, reset, &user["id"]), ("updated", true, &json!(19_678_381)));
        let new = (Some("brand-new"), Some("new@example.org"));
        let (action, reset, user) = identify(&sdk, Some(JANE), new).await.unwrap();
        assert_eq!((action, reset, &user["id"]), ("created", true, &json!(19_678_626)));
        assert_eq!((sdk.sandbox.user(JANE).await, count(&sdk).await), (jane, 251));
    }
}

#[tokio::test]
async fn a_search_that_fails_ends_it_and_nothing_is_written() {
    for sdk in both() {
        let before = export(&sdk.sandbox).await;
        for fault in ["status=401", "status=429", "status=500", "answer=html; status=404"] {
            let person = (Some("brand-new"), Some("example@email.com"));
            for (path, key) in [("/users/search/", Some(ANONYMOUS)), ("/users-by-id/", None)] {
                inspect(&sdk.sandbox, "DELETE", "faults", "").await;
                inspect(&sdk.sandbox, "POST", "faults", &format!("{fault}; path={path}")).await;
                assert!(identify(&sdk, key, person).await.is_err(), "{fault} {path}");
            }
        }
        assert_eq!(export(&sdk.sandbox).await, before);
    }
}

async fn inspect(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> String {
    let request = Request::builder().method(method).uri(format!("/_sandbox/{path}"));
    let request = request.header("content-type", "application/json");
    sandbox.send(request.body(Body::from(body.to_owned())).unwrap()).await.body
}

async fn export(sandbox: &Sandbox) -> String {
    inspect(sandbox, "GET", "export", "").await
}
