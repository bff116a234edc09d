//! Lists of users, page by page.

use std::num::NonZeroU32;

use axum::body::Body;
use serde_json::{Value, json};
use userkey::http::page::{Listing, Page, Paging};
use userkey::usercom::Version;
use userkey_sandbox::{NextAfterLast, PageSize, Switches};

use super::sdk::Sdk;
use crate::support::{Answer, Sandbox, api, fixture};

fn paged(size: u32, next_after_last: NextAfterLast) -> Sandbox {
    let page_size = PageSize(NonZeroU32::new(size).unwrap());
    Sandbox::with(Switches { page_size, next_after_last, ..Switches::default() })
}

/// The path, below the base URL, that a page names as its neighbour.
fn path(page: &Value, neighbour: &str) -> String {
    let url = page[neighbour].as_str().unwrap();
    url.strip_prefix("http://sandbox.test:81/api/public").unwrap().to_owned()
}

async fn get(sandbox: &Sandbox, path: &str) -> Answer {
    let request = api("GET", path).header("host", "sandbox.test:81");
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

fn ids(page: &Value) -> Vec<i64> {
    page["results"].as_array().unwrap().iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_hundred_users_are_a_page_and_the_next_is_named_on_the_host_of_the_request() {
    let sandbox = Sandbox::new();
    let first = get(&sandbox, "/users/").await.json();
    assert_eq!((&first["count"], &first["previous"]), (&json!(250), &Value::Null));
    assert_eq!(ids(&first), (19_678_376..19_678_476).collect::<Vec<_>>());
    let second = get(&sandbox, &path(&first, "next")).await.json();
    let third = get(&sandbox, &path(&second, "next")).await.json();
    assert_eq!(ids(&third), (19_678_576..19_678_626).collect::<Vec<_>>());
    assert_eq!((&third["count"], &third["next"]), (&json!(250), &Value::Null));
    assert_eq!(ids(&get(&sandbox, &path(&third, "previous")).await.json()), ids(&second));
    let back = get(&sandbox, &path(&second, "previous")).await.json();
    assert_eq!((ids(&back), &back["previous"]), (ids(&first), &Value::Null));
}

#[tokio::test]
async fn the_users_of_a_page_are_those_of_their_own_address() {
    let sandbox = Sandbox::new();
    for (page, user) in [
        (sandbox.get("/users/").await, sandbox.get("/users/19678378/").await),
        (sandbox.get_v2("/users/").await, sandbox.get_v2("/users/19678378/").await),
    ] {
        assert_eq!(page.json()["results"][2], user.json());
    }
    let keys = |page: &Value| page.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&sandbox.get("/users/").await.json()), keys(&fixture("page-users-v1")));
}

#[tokio::test]
async fn filters_narrow_a_list_and_are_repeated_in_the_next_address() {
    let sandbox = paged(2, NextAfterLast::Null);
    let filter = "email__contains=%2B&with_email=&cursor_of=%26";
    let created = json!({ "email": "a+b@example.com" });
    for _ in 0..4 {
        sandbox.write_v2("POST", "/users/", &created).await;
    }
    let first = get(&sandbox, &format!("/users/?{filter}")).await.json();
    assert_eq!((&first["count"], ids(&first)), (&json!(5), vec![19_678_382, 19_678_626]));
    let second = get(&sandbox, &path(&first, "next")).await.json();
    assert_eq!((&second["count"], ids(&second)), (&json!(5), vec![19_678_627, 19_678_628]));
    assert!(path(&second, "previous").starts_with("/users/?email__contains=%2B&with_email=&"));
}

#[tokio::test]
async fn a_list_is_filtered_by_every_field_the_clients_filter_by() {
    let sandbox = Sandbox::new();
    for (query, count) in [
        ("with_email=true", 191),
        ("with_email=", 191),
        ("with_email=false", 250),
        ("with_email=0", 250),
        ("email=twin%40example.com", 2),
        ("email__contains=twin", 2),
        ("key=g3FaYocCy0U6", 1),
        ("key__contains=Twin", 0),
        ("key__contains=twin", 2),
        ("phone_number__contains=2345678901", 1),
        ("user_id=customer-42", 1),
        ("user_id__lte=a", 2),
        ("user_id__gt=customer-42&user_id__lt=customer-5", 3),
        ("last_seen__gt=1709367704", 1),
        ("last_seen__gte=2024-03-02T08:21:44.871200Z", 1),
        ("last_seen__gt=2024-03-02T08:21:44.871200Z", 0),
        ("updated_at__contains=2017-06", 1),
        ("first_seen__lt=0", 0),
        ("last_contacted__gte=0", 1),
        ("search=last_seen&min=1709367704&with_email=1", 0),
        ("unknown=1&topic=bikes&limit=1&page_size=1&page=1", 250),
        ("email__gte_=x", 250),
    ] {
        let page = sandbox.get(&format!("/users/?{query}")).await.json();
        assert_eq!(page["count"], count, "{query}");
        assert_eq!(page["results"].as_array().unwrap().len(), count.min(100), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_that_no_page_named_and_a_page_by_number_are_not_found() {
    let sandbox = Sandbox::new();
    for cursor in ["", "x", "101", "n", "nzz", "n7fffffffffffffff", "p1", "%F0%9F%9A%B2"] {
        let answer = sandbox.get(&format!("/users/?cursor={cursor}")).await;
        assert_eq!(answer.status, 404, "{cursor}");
        assert_eq!(answer.json(), fixture("errors/404-invalid-cursor"), "{cursor}");
    }
    let answer = sandbox.get("/users/?page=2").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (404, json!({"detail": "Invalid page."})));
}

/// Follows a list as the SDK does, and answers how many records came and how many pages were asked for.
async fn follow(sdk: &Sdk, first: &str) -> (u64, usize) {
    let mut listing = Listing::new(first.to_owned(), Paging::Cursor, 0, None);
    let (mut records, mut asked) = (0, 0);
    while let Some(url) = listing.next_url() {
        asked += 1;
        let answer = sdk.sandbox.get(url.strip_prefix("/api/public").unwrap()).await;
        let page = (answer.status == 200).then(|| answer.json());
        let page = page.map(|page| Page {
            records: page["results"].as_array().unwrap().len().try_into().unwrap(),
            total: page["count"].as_u64(),
            next: page["next"].as_str().map(str::to_owned),
        });
        records += listing.take(page.as_ref());
    }
    (records, asked)
}

#[tokio::test]
async fn the_sdk_follows_a_list_to_its_end_with_and_without_a_dangling_next() {
    for (after_last, pages) in [(NextAfterLast::Null, 9), (NextAfterLast::Dangling, 10)] {
        let sdk = Sdk::before(paged(30, after_last), Version::V1);
        assert_eq!(follow(&sdk, "/api/public/users/").await, (250, pages), "{after_last:?}");
    }
}

#[tokio::test]
async fn a_dangling_next_lacks_its_slash_and_leads_nowhere() {
    let sandbox = paged(100, NextAfterLast::Dangling);
    let last = get(&sandbox, "/users/?email__contains=twin").await.json();
    let next = path(&last, "next");
    assert!(next.starts_with("/users?email__contains=twin&cursor="), "{next}");
    assert_eq!(sandbox.get(&next).await.status, 301);
    assert_eq!(sandbox.get(&next.replace("users?", "users/?")).await.status, 404);
    let nobody = sandbox.get("/users/?email=nobody").await.json();
    assert_eq!(nobody, fixture("page-empty"), "a list without a page has none after its last");
}
