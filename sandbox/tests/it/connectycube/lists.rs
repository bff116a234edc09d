//! Both lists: what a query finds, in which order, a page at a time.

use serde_json::json;
use userkey::connectycube::User;
use userkey_sandbox::{CubeSwitches, Toggle};

use super::support::{Cube, assert_error, fixture, keys};

async fn v2(cube: &Cube, query: &str) -> Vec<i64> {
    let page = cube.get(&format!("/users/v2.json?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {page:?}");
    let items = page.json()["items"].as_array().unwrap().clone();
    items.iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

async fn v1(cube: &Cube, query: &str) -> Vec<i64> {
    let page = cube.get(&format!("/users.json?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {page:?}");
    let items = page.json()["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["user"]["id"].as_i64().unwrap()).collect()
}

async fn listing() -> Cube {
    Cube::with(CubeSwitches { list_v1: Toggle::On, ..CubeSwitches::default() }).await
}

#[tokio::test]
async fn every_vector_is_answered_with_a_page_or_its_error() {
    let cube = Cube::new().await;
    for vector in fixture("v2-query-vectors").as_array().unwrap() {
        let answer = cube.get(&format!("/users/v2?{}", vector["query"].as_str().unwrap())).await;
        if vector["valid"] == true {
            assert_eq!(answer.status, 200, "{vector}");
            assert!(answer.json()["items"].is_array(), "{vector}");
        } else {
            assert_eq!(answer.status, 422, "{vector}");
            assert_eq!(
                answer.json(),
                json!({ "errors": { "base": [vector["error"]] } }),
                "{vector}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_has_the_fixture_s_shape_and_bare_users() {
    let cube = Cube::new().await;
    let query = "id[in][]=1002&id[in][]=1001&phone=15550101&last_request_at[gt]=2018-12-06T09:21:41Z&sort_desc=id&limit=10";
    let page = cube.get(&format!("/users/v2?{query}")).await.json();
    let expected = fixture("v2-page");
    assert_eq!(keys(&page), keys(&expected));
    for field in ["limit", "skip", "total_entries"] {
        assert_eq!(page[field], expected[field]);
    }
    assert_eq!(
        (&page["items"][0]["id"], &page["items"][0]["last_request_at"]),
        (&json!(1002), &json!("2024-02-03T04:05:06Z"))
    );
}

#[tokio::test]
async fn each_operator_finds_what_it_should() {
    let cube = Cube::new().await;
    for (query, expected) in [
        ("login=ada", &[1001][..]),
        ("login=ADA", &[]),
        ("email=ADA@example.com", &[1001]),
        ("full_name=ada%20EXAMPLE", &[1001]),
        ("phone=15550101", &[1002]),
        ("external_id=ext-1", &[1001]),
        ("external_id=EXT-7", &[1007]),
        ("facebook_id=2001&twitter_id=3001", &[1001]),
        ("facebook_id=2001&twitter_id=3002", &[]),
        ("login=bob&login=cleo&login=nobody", &[1002, 1003]),
        ("email[in]=ADA@example.com&email[in]=bob@EXAMPLE.com", &[1001, 1002]),
        ("login[in][]=ada&login=bob", &[]),
        ("id[in][]=1001&id[in][]=1002&id[nin][]=1001", &[1002]),
        ("id[in][]=1001&id[in][]=1004&email[nin][]=ADA@example.com", &[1004]),
        ("id[in][]=1001&id[in][]=1002&user_tags[nin][]=red&user_tags[nin][]=x", &[1002]),
        ("user_tags=accountant", &[1002, 1003]),
        ("user_tags=accountant&user_tags[in][]=vip", &[1002]),
        ("user_tags=VIP", &[1007]),
        ("user_tags[start_with]=ACCO", &[1002, 1003]),
        ("user_tags=Gr%C3%B6%C3%9Fe+%26+Farbe", &[1006]),
        ("login[start_with]=CLEO", &[1003]),
        ("login[start_with]=%C3%A9mil", &[1007]),
        ("full_name[start_with]=o%27br", &[1006]),
        ("full_name[start_with]=o_br", &[]),
        ("email[start_with]=mail.only%2B", &[1005]),
        ("id=1001&created_at=2024-01-02T03:04:05Z", &[1001]),
        ("id=1001&created_at=1704164645", &[1001]),
        ("id=1001&created_at[gt]=1704164645", &[]),
        ("id=1001&created_at[gte]=1704164645&created_at[lte]=1704164645", &[1001]),
        (
            "id=1001&created_at[lt]=Tue%20Jan%2002%202024%2003%3A04%3A06%20GMT%2B0000%20(UTC)",
            &[1001],
        ),
        ("id=1001&created_at[in][]=1704164645&created_at[in][]=1", &[1001]),
        ("id=1001&created_at[nin][]=1704164645", &[]),
        ("id=1001&last_request_at[nin][]=1704164645", &[1001]),
        ("id=1001&last_request_at[lt]=9999999999", &[]),
        ("id=1002&last_request_at[lt]=9999999999", &[1002]),
    ] {
        assert_eq!(v2(&cube, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_list_as_long_as_anybody_wants_is_answered() {
    let cube = Cube::new().await;
    let many = (1..2000).map(|id| format!("id[in][]={id}")).collect::<Vec<_>>().join("&");
    let page = cube.get(&format!("/users/v2?{many}&limit=1")).await.json();
    assert_eq!((&page["total_entries"], &page["items"][0]["id"]), (&json!(250), &json!(1001)));
}

#[tokio::test]
async fn orders_and_pages_are_kept() {
    let cube = Cube::new().await;
    let some = "id[in][]=1001&id[in][]=1002&id[in][]=1003&id[in][]=1004";
    for (query, expected) in [
        ("", [1001, 1002, 1003, 1004]),
        ("&sort_desc=id", [1004, 1003, 1002, 1001]),
        ("&sort_asc=full_name", [1004, 1001, 1002, 1003]),
        ("&sort_desc=email", [1003, 1002, 1001, 1004]),
        ("&sort_asc=last_request_at", [1001, 1003, 1004, 1002]),
        ("&sort_desc=last_request_at", [1002, 1001, 1003, 1004]),
        ("&sort_asc=login&sort_desc=id", [1001, 1002, 1003, 1004]),
        ("&sort_asc=user_tags", [1004, 1003, 1001, 1002]),
    ] {
        assert_eq!(v2(&cube, &format!("{some}{query}")).await, expected, "{query}");
    }
    assert_eq!(v2(&cube, &format!("{some}&sort_desc=id&limit=2&offset=1")).await, [1003, 1002]);
    let past = cube.get(&format!("/users/v2?{some}&offset=4")).await.json();
    assert_eq!(
        (&past["total_entries"], &past["skip"], &past["items"]),
        (&json!(4), &json!(4), &json!([]))
    );
    assert_eq!(v2(&cube, "login[start_with]=hunter").await.len(), 5);
    let start = cube.get("/users/v2?login[start_with]=hunter&limit=50&offset=5").await.json();
    assert_eq!(
        (&start["limit"], &start["skip"], &start["total_entries"]),
        (&json!(5), &json!(5), &json!(241))
    );
    assert_eq!(
        v2(&cube, "user_tags[]=guest&user_tags[]=vip&user_tags[]=red&user_tags[]=blue&limit=1000")
            .await
            .len(),
        100
    );
}

#[tokio::test]
async fn the_first_list_is_off_by_default() {
    let cube = Cube::new().await;
    for query in ["", "?page=2", "?filter[]=nonsense", "?external_user_id=4001"] {
        let answer = cube.get(&format!("/users.json{query}")).await;
        assert_error(&answer, "403-users-retrieving-forbidden");
    }
}

#[tokio::test]
async fn the_first_list_wraps_its_users() {
    let cube = listing().await;
    let page = cube.get("/users?order=asc+string+id&per_page=3").await.json();
    let expected = fixture("v1-page");
    assert_eq!(keys(&page), keys(&expected));
    assert_eq!(keys(&page["items"][0]), ["user"]);
    assert_eq!((&page["per_page"], &page["total_entries"]), (&json!(3), &json!(250)));
    assert_eq!(v1(&cube, "external_user_id=4001").await.len(), 10);
}

#[tokio::test]
async fn filters_of_each_type_find_what_they_should() {
    let cube = listing().await;
    for (filter, expected) in [
        ("number+id+eq+1001", &[1001][..]),
        ("number%20id%20eg%201001", &[1001]),
        ("number+id+lt+1003", &[1001, 1002]),
        ("number+id+le+1002", &[1001, 1002]),
        ("number+id+gt+1249", &[1250]),
        ("number+id+ge+1250", &[1250]),
        ("number+id+between+1002,1003", &[1002, 1003]),
        ("number+id+in+1003,1001,7", &[1001, 1003]),
        ("number+timezone+eq+-1440", &[1007]),
        ("number+external_user_id+eq+4001", &[1001]),
        ("string+login+eq+ada", &[1001]),
        ("string+login+in+ada,bob", &[1001, 1002]),
        ("string+full_name+eq+ada+example", &[1001]),
        ("string+full_name+between+ADA,adb", &[1001]),
        ("string+user_tags+in+accountant,red&filter[]=number+id+lt+1010", &[1001, 1002, 1003]),
        ("string+user_tags+ne+accountant&filter[]=number+id+le+1003", &[1001]),
        ("string+website+eq+http://example.com", &[1001, 1002]),
        ("date+created_at+eq+2024.01.02&filter[]=number+id+lt+1003", &[1001, 1002]),
        ("date+created_at+gt+2024-01-02&filter[]=number+id+lt+1012", &[1010, 1011]),
        ("date+created_at+ge+2024-01-02T03:12:06.000Z&filter[]=number+id+lt+1012", &[1010, 1011]),
        (
            "date+created_at+ge+2024-01-02T03:12:05.678Z&filter[]=number+id+lt+1012",
            &[1009, 1010, 1011],
        ),
        ("date+created_at+lt+2024-01-02", &[]),
        ("date+created_at+le+2024-01-02&filter[]=number+id+lt+1003", &[1001, 1002]),
        ("date+created_at+ne+2024-01-02&filter[]=number+id+lt+1011", &[1010]),
        ("date+created_at+between+2024-01-01,2024-01-02&filter[]=number+id+ge+1009", &[1009]),
        ("date+created_at+in+2023-01-01,2024-01-02&filter[]=number+id+ge+1009", &[1009]),
        ("date+last_request_at+ne+2024-02-03&filter[]=number+id+lt+1004", &[1001, 1003]),
    ] {
        assert_eq!(v1(&cube, &format!("filter[]={filter}")).await, expected, "{filter}");
    }
    assert_eq!(v1(&cube, "filter[gt]=number+id+gt+1249").await, [1250]);
}

#[tokio::test]
async fn a_type_that_does_not_fit_finds_nobody() {
    let cube = listing().await;
    for filter in [
        "string+id+in+1001",
        "number+login+eq+ada",
        "string+created_at+eq+2024-01-02",
        "boolean+id+eq+1",
    ] {
        let page = cube.get(&format!("/users?page=2&filter[]={filter}")).await;
        assert_eq!(page.json(), fixture("v1-type-mismatch"), "{filter}");
    }
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_named() {
    let cube = listing().await;
    let custom = cube.get("/users?filter[]=string+custom_data+eq+000001").await;
    assert_error(&custom, "422-incorrect-search-field");
    for (filter, field) in [
        ("string password eq x", "password"),
        ("string login like x", "login"),
        ("string login eq", "login"),
        ("number id eq abc", "id"),
        ("number id in 1,,2", "id"),
        ("number id between 1", "id"),
        ("date created_at gt yesterday", "created_at"),
        ("nonsense", ""),
    ] {
        let answer = cube.get(&format!("/users?filter[]={}", filter.replace(' ', "+"))).await;
        let text = format!("Incorrect search field - \"{field}\" for filter string \"{filter}\"");
        assert_eq!(
            (answer.status.as_u16(), answer.json()),
            (422, json!({ "errors": { "base": [text] } }))
        );
    }
}

#[tokio::test]
async fn the_first_list_is_ordered_by_the_field_whatever_type_is_said() {
    let cube = listing().await;
    let some = "filter[]=number+id+in+1001,1002,1003,1004&order=";
    assert_eq!(v1(&cube, &format!("{some}desc+string+id")).await, [1004, 1003, 1002, 1001]);
    assert_eq!(
        v1(&cube, &format!("{some}desc+integer+facebook_id")).await,
        [1002, 1001, 1003, 1004]
    );
    assert_eq!(v1(&cube, &format!("{some}asc+date+full_name")).await, [1004, 1001, 1002, 1003]);
    assert_eq!(v1(&cube, &format!("{some}desc+string+id&page=2&per_page=3")).await, [1001]);
    for order in ["up+string+id", "asc+id", "asc+string+password", ""] {
        assert_eq!(cube.get(&format!("/users?{some}{order}")).await.status, 422, "{order}");
    }
}

#[tokio::test]
async fn the_sdk_s_model_reads_every_user_of_the_seed_in_both_lists() {
    let cube = listing().await;
    for tags in ["text", "array"] {
        let switch = json!({ "connectycube": { "user_tags": tags } });
        cube.inspect("PATCH", "settings", &switch).await;
        for page in 1..=3 {
            let path = format!("/users?order=asc+string+id&per_page=100&page={page}");
            for item in cube.get(&path).await.json()["items"].as_array().unwrap() {
                let user: User = serde_json::from_value(item["user"].clone()).unwrap();
                let found = cube.get(&format!("/users/v2?id={}", user.id)).await.json();
                let same: User = serde_json::from_value(found["items"][0].clone()).unwrap();
                assert_eq!(same, user);
            }
        }
        let page = cube.get("/users/v2?id=1007").await.json();
        let user: User = serde_json::from_value(page["items"][0].clone()).unwrap();
        assert_eq!(user.tags, ["vip", "VIP", "a", "b", "c"]);
    }
}
