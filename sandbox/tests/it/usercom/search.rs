//! Finding users by e-mail, phone, attribute and time.

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, fixture};

/// The numbers of the users of a page or array.
fn ids(answer: &Answer) -> Vec<i64> {
    let body = answer.json();
    let users = body.get("results").unwrap_or(&body).as_array().unwrap();
    users.iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_email_finds_the_first_of_those_who_share_it() {
    let sandbox = Sandbox::new();
    let answer = sandbox.get("/users/search/?email=twin%40example.com").await;
    assert_eq!(answer.json()["key"], "twinOne00001");
    let answer = sandbox.get_v2("/users/search/?email=zoe%2Bbikes%40example.com/").await;
    assert_eq!(answer.json()["user_key"], "emoji4family");
    for miss in ["zoe+bikes@example.com", "TWIN@example.com", ""] {
        let answer = sandbox.get(&format!("/users/search/?email={miss}")).await;
        assert_eq!((answer.status.as_u16(), &*answer.body), (404, ""), "{miss}");
    }
}

#[tokio::test]
async fn many_answers_a_bare_array_of_all_who_share_an_email() {
    let sandbox = Sandbox::new();
    let twins = sandbox.get("/users/search/?email=twin%40example.com&many=true").await;
    assert_eq!(ids(&twins), [19_678_385, 19_678_386]);
    assert!(twins.json().is_array());
    let nobody = sandbox.get("/users/search/?email=nobody%40example.com&many=true").await;
    assert_eq!((nobody.status.as_u16(), nobody.json()), (200, json!([])));
    let keys = |user: &Value| {
        let mut keys: Vec<String> = user.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    let twins = sandbox.get_v2("/users/search/?email=twin%40example.com&many=true").await.json();
    let recorded = fixture("search-email-many-v2");
    for key in keys(&recorded[0]) {
        assert!(keys(&twins[0]).contains(&key), "{key}");
    }
}

#[tokio::test]
async fn a_phone_number_finds_one_user_in_version_one_and_a_page_in_version_two() {
    let sandbox = Sandbox::new();
    let path = "/users/search/?phone_number=2345678901";
    assert_eq!(sandbox.get(path).await.json()["key"], "Apostrophe01");
    assert_eq!(ids(&sandbox.get_v2(path).await), [19_678_383]);
    let nobody = "/users/search/?phone_number=%2B1";
    let answer = sandbox.get(nobody).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (404, ""));
    assert_eq!(sandbox.get_v2(nobody).await.json(), fixture("page-empty"));
}

#[tokio::test]
async fn the_first_of_key_email_phone_time_and_attribute_counts() {
    let sandbox = Sandbox::new();
    let key = "key=an0nym0us123";
    let email = "email=twin%40example.com";
    let phone = "phone_number=2345678901";
    let time = "search=last_seen&min=1709367704&max=1709367705";
    let attribute = "topic=touring";
    for (query, id) in [
        ([attribute, time, phone, email, key].join("&"), 19_678_377),
        ([attribute, time, phone, email].join("&"), 19_678_385),
        ([attribute, time, phone].join("&"), 19_678_383),
    ] {
        let answer = sandbox.get(&format!("/users/search/?{query}")).await;
        assert_eq!(answer.json()["id"], id, "{query}");
    }
    let answer = sandbox.get(&format!("/users/search/?{attribute}&{time}")).await;
    assert_eq!(ids(&answer), [19_678_377]);
}

#[tokio::test]
async fn an_attribute_compares_as_text_by_its_suffix() {
    let sandbox = Sandbox::new();
    let full = 19_678_378;
    for (query, found) in [
        ("topic=touring", true),
        ("topic=Touring", false),
        ("topic__contains=our", true),
        ("topic__contains=OUR", false),
        ("topic__icontains=OUR", true),
        ("topic__startswith=tour", true),
        ("topic__startswith=our", false),
        ("topic__istartswith=TOUR", true),
        ("topic__endswith=ring", true),
        ("topic__endswith=rin", false),
        ("topic__endswith=a+longer+text+than+touring", false),
        ("topic__iendswith=RING", true),
        ("topic__gt=touring", false),
        ("topic__gte=touring", true),
        ("topic__lt=touring", false),
        ("topic__lte=touring", true),
        ("topic__gt=tour", true),
        // As texts: "1280" comes before "9".
        ("loyalty_points__lt=9", true),
        ("loyalty_points=1280", true),
        ("average_basket=59.9", true),
        ("Average+basket=59.9", true),
        ("verified_member=True", true),
        ("verified_member__startswith=T", true),
        ("verified_member=true", false),
        ("verified_member=1", false),
        ("interests=offers", true),
        ("interests__contains=off", true),
        ("preferences=fr", true),
        ("birthday__lt=1989", true),
        ("email__contains=%40", true),
    ] {
        let mut cursor = format!("/users/search/?{query}");
        let mut all = vec![];
        while !cursor.is_empty() {
            let answer = sandbox.get(&cursor).await;
            assert_eq!(answer.status, 200, "{query}");
            all.extend(ids(&answer));
            let next = answer.json()["next"].as_str().unwrap_or_default().to_owned();
            cursor =
                next.split_once("/api/public").map_or_else(String::new, |(_, path)| path.into());
        }
        assert_eq!(all.contains(&full), found, "{query}");
    }
}

#[tokio::test]
async fn letters_of_every_script_compare_without_case() {
    let sandbox = Sandbox::new();
    let topic = json!({ "attribute": "topic", "value": "ŻÓŁĆ ΑΒΓ" });
    sandbox.write("POST", "/users/19678376/set_attribute/", &topic).await;
    let query = "topic__icontains=%C5%BC%C3%B3%C5%82%C4%87%20%CE%B1%CE%B2%CE%B3";
    assert_eq!(ids(&sandbox.get(&format!("/users/search/?{query}")).await), [19_678_376]);
}

#[tokio::test]
async fn an_attribute_that_nobody_has_so_is_an_empty_page_and_an_unknown_one_no_search() {
    let sandbox = Sandbox::new();
    let nobody = sandbox.get("/users/search/?topic=nothing").await;
    assert_eq!((nobody.status.as_u16(), nobody.json()), (200, fixture("page-empty")));
    for unknown in ["unknown=1", "unknown__contains=1", "topic__like=1", "first_name=Jane"] {
        let answer = sandbox.get(&format!("/users/search/?{unknown}")).await;
        assert_eq!(answer.status, 400, "{unknown}");
        assert_eq!(answer.json(), json!({ "detail": "Missing search parameter." }));
    }
}

#[tokio::test]
async fn a_span_of_time_includes_both_ends() {
    let sandbox = Sandbox::new();
    // Layla was changed at 05:00:00 sharp.
    let noon = 1_643_691_600;
    for path in ["/users/", "/users/search/"] {
        for (min, max, found) in
            [(0, 0, true), (1, 5, false), (-5, -1, false), (-5, 0, true), (0, 5, true)]
        {
            let span = format!("search=updated_at&min={}&max={}", noon + min, noon + max);
            let answer = sandbox.get(&format!("{path}?{span}")).await;
            assert_eq!(ids(&answer).contains(&19_678_381), found, "{path} {min} {max}");
        }
        let all = sandbox.get(&format!("{path}?search=last_contacted")).await;
        assert_eq!(ids(&all), [19_678_378], "who was never contacted has no such time");
    }
}

#[tokio::test]
async fn a_span_that_cannot_be_read_is_refused_in_the_form_of_the_version() {
    let sandbox = Sandbox::new();
    let path = "/users/?search=created_at&min=2020-01-01&max=5";
    let messages = json!({
        "search": ["\"created_at\" is not a valid choice."],
        "min": ["A valid integer is required."],
    });
    assert_eq!(sandbox.get(path).await.json(), json!({ "errors": messages }));
    let answer = sandbox.get_v2(path).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (400, messages));
}

#[tokio::test]
async fn the_other_family_searches_by_the_clients_own_id() {
    let sandbox = Sandbox::new();
    let answer = sandbox.get("/users-by-id/search/?user_id=user%40123").await;
    assert_eq!(answer.json()["key"], "ctlfkj37dbag");
    let answer = sandbox.get("/users-by-id/search/?user_id=nobody").await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (404, ""));
    assert_eq!(sandbox.get("/users-by-id/search/?key=ctlfkj37dbag").await.status, 400);
}
