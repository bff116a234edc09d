//! One user by one field, and the pages of version 1's shape.

use serde_json::{Value, json};

use super::support::{Cube, assert_error, assert_invalid};

async fn id(cube: &Cube, path: &str) -> Value {
    cube.get(path).await.json()["user"]["id"].take()
}

async fn ids(cube: &Cube, path: &str) -> Vec<i64> {
    let items = cube.get(path).await.json()["items"].take();
    let items = items.as_array().unwrap().clone();
    items.iter().map(|item| item["user"]["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_user_is_found_by_each_of_their_names() {
    let cube = Cube::new().await;
    for path in [
        "/users/1001",
        "/users/1001.json?",
        "/users/by_login.json?login=ada",
        "/users/by_email?email=ADA%40example.com",
        "/users/by_facebook_id?facebook_id=2001",
        "/users/by_twitter_id.json?twitter_id=3001",
        "/users/external/4001",
        "/users/external/ext-1.json",
    ] {
        assert_eq!(id(&cube, path).await, 1001, "{path}");
    }
    assert_eq!(id(&cube, "/users/by_login?login=a%2Bb.c*(d%5Be").await, 1006);
}

#[tokio::test]
async fn nobody_is_found_with_404_and_nothing_is_asked_for_with_422() {
    let cube = Cube::new().await;
    for field in ["login", "email", "facebook_id", "twitter_id"] {
        let path = format!("/users/by_{field}");
        assert_error(&cube.get(&format!("{path}?{field}=nobody")).await, "404-user-not-found");
        for query in ["", "?", &format!("?{field}="), "?other=1"] {
            let answer = cube.get(&format!("{path}{query}")).await;
            assert_invalid(&answer, field, "cannot be blank");
        }
    }
    assert_error(&cube.get("/users/by_login?login=ADA").await, "404-user-not-found");
    assert_error(&cube.get("/users/external/nobody").await, "404-user-not-found");
    assert_error(&cube.get("/users/99999999").await, "404-user-not-found");
    for path in [
        "/users/phone.json?phone=15550101",
        "/users/0",
        "/users/1.5",
        "/users/99999999999999999999",
    ] {
        assert_error(&cube.get(path).await, "422-id-not-integer");
    }
    assert_invalid(&cube.get("/users/by_full_name").await, "full_name", "cannot be blank");
    assert_invalid(&cube.get("/users/by_tags?tags=,").await, "tags", "cannot be blank");
}

#[tokio::test]
async fn a_whole_name_is_found_in_any_case_a_page_at_a_time() {
    let cube = Cube::new().await;
    assert_eq!(ids(&cube, "/users/by_full_name?full_name=ADA%20example").await, [1001]);
    assert_eq!(ids(&cube, "/users/by_full_name?full_name=%C3%A9mile+zo%C3%AB+%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7").await, [1007]);
    assert!(ids(&cube, "/users/by_full_name?full_name=Ada").await.is_empty());
    let all = ids(&cube, "/users/by_full_name?full_name=Hunter+Diver&per_page=100").await;
    assert!(all.len() > 3, "{all:?}");
    let second = ids(&cube, "/users/by_full_name?full_name=Hunter+Diver&per_page=2&page=2").await;
    assert_eq!(second, all[2..4]);
    let page =
        cube.get("/users/by_full_name?full_name=Hunter+Diver&per_page=2&page=1000").await.json();
    let total = json!(all.len());
    assert_eq!(
        (&page["total_entries"], &page["items"], &page["current_page"]),
        (&total, &json!([]), &json!(1000))
    );
}

#[tokio::test]
async fn tags_are_found_in_every_way_they_are_written() {
    let cube = Cube::new().await;
    let both = ids(&cube, "/users/by_tags?tags=accountant,blue&per_page=100").await;
    assert!(both.starts_with(&[1001, 1002, 1003]));
    for query in [
        "tags[]=accountant&tags[]=blue",
        "tags[]=accountant,blue",
        "tags=accountant%2C%20blue",
        "tags%5B%5D=blue&tags=accountant",
    ] {
        assert_eq!(
            ids(&cube, &format!("/users/by_tags.json?per_page=100&{query}")).await,
            both,
            "{query}"
        );
    }
    assert_eq!(ids(&cube, "/users/by_tags?tags=accountant").await, [1002, 1003]);
    assert_eq!(ids(&cube, "/users/by_tags?tags=VIP").await, [1007]);
    let nobody = cube.get("/users/by_tags?tags=nobody").await.json();
    assert_eq!(
        nobody,
        json!({ "current_page": 1, "per_page": 10, "total_entries": 0, "items": [] })
    );
}

#[tokio::test]
async fn pages_that_cannot_be_are_the_nearest_that_can() {
    let cube = Cube::new().await;
    let page = async |query: &str| {
        let page = cube.get(&format!("/users/by_tags?tags=vip&{query}")).await.json();
        (page["current_page"].as_i64().unwrap(), page["per_page"].as_i64().unwrap())
    };
    assert_eq!(page("").await, (1, 10));
    assert_eq!(page("page=0&per_page=0").await, (1, 1));
    assert_eq!(page("page=-1&per_page=101").await, (1, 100));
    assert_eq!(page("page=x&per_page=y").await, (1, 10));
    assert_eq!(page("page=9223372036854775807&per_page=100").await, (i64::MAX, 100));
}

#[tokio::test]
async fn who_is_online_is_what_a_test_says() {
    let cube = Cube::new().await;
    assert_eq!(cube.get("/users/online.json?").await.json(), json!({ "users": [] }));
    let set = cube
        .inspect("PUT", "connectycube/online", &json!({ "users": [1003, 1001, 1002, 5] }))
        .await;
    assert_eq!(set.json(), json!({ "users": [1001, 1002, 1003] }));
    assert_eq!(cube.get("/users/online.json?count=true").await.json(), json!({ "count": 3 }));
    let page = cube.get("/users/online?limit=1&offset=1").await.json();
    assert_eq!(
        (&page["users"][0]["id"], page["users"].as_array().unwrap().len()),
        (&json!(1002), 1)
    );
    cube.inspect("PUT", "connectycube/online", &json!({ "users": [1003] })).await;
    assert_eq!(cube.get("/users/online?count=true").await.json(), json!({ "count": 1 }));
    assert_eq!(
        cube.inspect("GET", "connectycube/online", &json!({})).await.json(),
        json!({ "users": [1003] })
    );
}

#[tokio::test]
async fn a_reset_of_the_password_is_mailed_by_get_and_post() {
    let cube = Cube::new().await;
    let get = cube.get("/users/password/reset.json?email=ada%40example.com").await;
    let post =
        cube.send("POST", "/users/password/reset", &json!({ "email": "BOB@example.com" })).await;
    for answer in [get, post] {
        assert_eq!((answer.status.as_u16(), &*answer.body), (200, ""));
    }
    let mails = cube.inspect("GET", "connectycube/mails", &json!({})).await.json()["mails"].take();
    let sent = |index: usize| (&mails[index]["user_id"], &mails[index]["email"]);
    assert_eq!(sent(0), (&json!(1001), &json!("ada@example.com")));
    assert_eq!(sent(1), (&json!(1002), &json!("bob@example.com")));
    assert_error(
        &cube.get("/users/password/reset?email=nobody@example.com").await,
        "404-user-not-found",
    );
    assert_invalid(&cube.get("/users/password/reset").await, "email", "cannot be blank");
    assert_invalid(
        &cube.send("POST", "/users/password/reset", &json!({})).await,
        "email",
        "cannot be blank",
    );
    cube.inspect("PATCH", "settings", &json!({ "connectycube": { "reset_password": "off" } }))
        .await;
    assert_error(
        &cube.get("/users/password/reset?email=ada@example.com").await,
        "422-reset-password-disabled",
    );
}
