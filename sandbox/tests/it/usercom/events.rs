//! What is noted of users: events, product events, page views, conversations; and their history.

use serde_json::{Value, json};

use crate::support::{Answer, JANE, Sandbox, fixture};

fn keys(value: &Value) -> Vec<String> {
    let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

async fn history(sandbox: &Sandbox, kind: &str) -> Vec<Value> {
    let page = sandbox.get(&format!("/users/19678376/{kind}/")).await.json();
    page["results"].as_array().unwrap().clone()
}

fn refused(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn an_event_is_noted_and_created_says_whether_its_name_is_new_in_the_app() {
    let sandbox = Sandbox::new();
    let body = json!({ "name": "ordered", "user_id": 19_678_376, "data": { "plan": "pro" } });
    let first = sandbox.write_v2("POST", "/events/", &body).await;
    assert_eq!(refused(&first), (201, json!({ "id": 88, "created": true })));
    let again = sandbox.write_v2("POST", "/events/", &body).await;
    assert_eq!(refused(&again), (201, json!({ "id": 88, "created": false })));
    let path = "/users-by-id/customer-42/events/";
    let login = json!({ "name": "login", "timestamp": 1_700_000_000, "user_id": "other" });
    let known = sandbox.write("POST", path, &login).await;
    assert_eq!(refused(&known), (201, json!({ "id": 86, "created": false })));
    let events = history(&sandbox, "events").await;
    assert_eq!(events.len(), 4);
    let noted = fixture("page-user-events-v1")["results"][0].clone();
    assert_eq!(keys(&events[0]), keys(&noted));
    for field in ["client", "timestamp", "items", "event", "event_id"] {
        assert_eq!(events[0][field], noted[field], "{field}");
    }
    assert_eq!(events[3]["timestamp"], "2023-11-14T22:13:20.000000Z");
    assert_eq!((&events[1]["event"], &events[1]["event_id"]), (&json!("ordered"), &json!(88)));
}

#[tokio::test]
async fn each_version_has_its_own_name_for_the_user_of_an_event() {
    let sandbox = Sandbox::new();
    let v1 = json!({ "name": "a", "client": 19_678_376 });
    let v2 = json!({ "name": "a", "user_id": 19_678_376 });
    assert_eq!(sandbox.write("POST", "/events/", &v1).await.status, 201);
    assert_eq!(sandbox.write_v2("POST", "/events/", &v2).await.status, 201);
    let required = json!(["This field is required."]);
    let answer = sandbox.write("POST", "/events/", &v2).await;
    assert_eq!(refused(&answer), (400, json!({ "errors": { "client": required } })));
    let answer = sandbox.write_v2("POST", "/events/", &v1).await;
    assert_eq!(refused(&answer), (400, json!({ "user_id": required })));
    let by_key = json!({ "name": "a", "user_id": null, "user_key": JANE });
    assert_eq!(sandbox.write_v2("POST", "/events/", &by_key).await.status, 201);
    let both = json!({ "name": "a", "user_id": 19_678_376, "user_key": "an0nym0us123" });
    assert_eq!(sandbox.write_v2("POST", "/events/", &both).await.status, 201);
    assert_eq!(history(&sandbox, "events").await.len(), 5);
}

#[tokio::test]
async fn an_event_of_an_unknown_user_is_not_found_and_makes_nobody() {
    let sandbox = Sandbox::new();
    for (path, body) in [
        ("/users-by-id/nobody/events/", json!({ "name": "a" })),
        ("/events/", json!({ "name": "a", "user_id": 7 })),
        ("/events/", json!({ "name": "a", "user_key": "nobody" })),
    ] {
        let answer = sandbox.write_v2("POST", path, &body).await;
        assert_eq!(refused(&answer), (404, fixture("errors/404-detail")), "{path}");
    }
    assert_eq!(sandbox.get("/users/").await.json()["count"], 250);
    let path = "/users/19678376/events/";
    assert_eq!(sandbox.write("POST", path, &json!({ "name": "a" })).await.status, 405);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_says_why() {
    let sandbox = Sandbox::new();
    let path = "/users-by-id/customer-42/events/";
    for (body, messages) in [
        (json!({}), json!({ "name": ["This field is required."] })),
        (json!({ "name": "" }), json!({ "name": ["This field may not be blank."] })),
        (
            json!({ "name": 7, "data": [], "timestamp": "2020-01-01" }),
            json!({
                "name": ["Not a valid string."],
                "timestamp": ["A valid integer is required."],
                "data": ["Expected a dictionary of items."],
            }),
        ),
        (
            json!({ "name": "a", "timestamp": 1_700_000_000_000_i64 }),
            json!({ "timestamp": ["A valid integer is required."] }),
        ),
    ] {
        let answer = sandbox.write_v2("POST", path, &body).await;
        assert_eq!(refused(&answer), (400, messages), "{body}");
    }
    assert_eq!(history(&sandbox, "events").await.len(), 1);
}

#[tokio::test]
async fn a_product_event_names_product_and_user_by_either_id() {
    let sandbox = Sandbox::new();
    let event = |user: Value| {
        let mut body = json!({ "event_type": "add to cart", "data": { "price": "749" } });
        body.as_object_mut().unwrap().extend(user.as_object().unwrap().clone());
        body
    };
    for (path, user, v2, status) in [
        ("/products/12/product_event/", json!({ "user_id": 19_678_376 }), true, 201),
        (
            "/products-by-id/sku-1/product_event/",
            json!({ "user_custom_id": "customer-42" }),
            true,
            201,
        ),
        ("/products/12/product_event/", json!({ "user_id": "customer-42" }), false, 201),
        ("/products/12/product_event/", json!({ "user_id": 19_678_376 }), false, 201),
        ("/products/12/product_event/", json!({ "user_id": "customer-42" }), true, 400),
        ("/products/12/product_event/", json!({ "user_custom_id": "customer-42" }), false, 400),
        ("/products/12/product_event/", json!({}), true, 400),
        ("/products/12/product_event/", json!({ "user_id": 7 }), true, 404),
        ("/products/99/product_event/", json!({ "user_id": 19_678_376 }), true, 404),
        ("/products-by-id/12/product_event/", json!({ "user_id": 19_678_376 }), true, 404),
    ] {
        let answer = if v2 {
            sandbox.write_v2("POST", path, &event(user.clone())).await
        } else {
            sandbox.write("POST", path, &event(user.clone())).await
        };
        assert_eq!(answer.status, status, "{path} {user} {v2}");
        if status == 201 {
            assert_eq!(keys(&answer.json()), keys(&fixture("product-event-response")));
        }
    }
    let events = history(&sandbox, "product_events").await;
    assert_eq!(events.len(), 4);
    let noted = fixture("page-user-product-events-v1")["results"][0].clone();
    assert_eq!(
        (keys(&events[0]), &events[0]["custom_data"]),
        (keys(&noted), &noted["custom_data"])
    );
    let nameless = json!({ "user_id": 19_678_376, "event_type": "" });
    let answer = sandbox.write_v2("POST", "/products/12/product_event/", &nameless).await;
    assert_eq!(answer.json(), json!({ "event_type": ["This field may not be blank."] }));
}

#[tokio::test]
async fn a_page_view_counts_and_moves_the_times_a_visitor_was_seen() {
    let sandbox = Sandbox::new();
    let view = |timestamp: Value| {
        json!({ "client_user": "an0nym0us123", "page_domain": "shop.example", "page_path": "/a?b=c",
                "timestamp": timestamp })
    };
    let before = sandbox.user("an0nym0us123").await;
    for (timestamp, seen) in [
        (1_600_000_000, ["2020-09-13T12:26:40.000000Z", before["last_seen"].as_str().unwrap()]),
        (1_800_000_000, ["2020-09-13T12:26:40.000000Z", "2027-01-15T08:00:00.000000Z"]),
    ] {
        assert_eq!(
            sandbox.write("POST", "/site-views/", &view(json!(timestamp))).await.status,
            201
        );
        let user = sandbox.user("an0nym0us123").await;
        assert_eq!([&user["first_seen"], &user["last_seen"]], seen, "{timestamp}");
    }
    assert_eq!(sandbox.user("an0nym0us123").await["page_views"], 5);
    let hits = sandbox.get("/users/19678377/ping_hits/").await.json();
    assert_eq!(hits["count"], 5);
    let hit = &hits["results"][4];
    assert_eq!(keys(hit), keys(&fixture("page-user-ping-hits-v1")["results"][0]));
    assert_eq!(
        (&hit["url"], &hit["ip_address"]),
        (&json!("https://shop.example/a?b=c"), &json!("192.0.2.77"))
    );

    let mut unknown = view(json!(1));
    unknown["client_user"] = json!("nobody");
    assert_eq!(sandbox.write("POST", "/site-views/", &unknown).await.status, 404);
    let answer = sandbox.write_v2("POST", "/site-views/", &json!({})).await;
    assert_eq!(
        keys(&answer.json()),
        ["client_user", "page_domain", "page_path", "timestamp"],
        "all of them are required"
    );
}

#[tokio::test]
async fn a_conversation_is_begun_by_the_services_number_alone() {
    let sandbox = Sandbox::new();
    let body = json!({ "content": "Hello", "source": 3, "source_context": {} });
    let answer = sandbox.write("POST", "/users/19678376/conversations/", &body).await;
    assert_eq!((answer.status.as_u16(), answer.json()["id"].is_u64()), (201, true));
    assert_ne!(sandbox.user(JANE).await["last_contacted"], Value::Null);
    let by_custom_id = "/users-by-id/customer-42/conversations/";
    assert_eq!(sandbox.write("POST", by_custom_id, &body).await.body, "<h1>Not Found</h1>");
    for body in [json!({}), json!({ "content": "" }), json!({ "content": "a", "source": "b" })] {
        let answer = sandbox.write("POST", "/users/19678376/conversations/", &body).await;
        assert_eq!(answer.status, 400, "{body}");
    }
}

#[tokio::test]
async fn the_timeline_has_what_happened_of_every_kind() {
    let sandbox = Sandbox::new();
    let hello = json!({ "content": "Hello" });
    sandbox.write("POST", "/users/19678376/conversations/", &hello).await;
    let purchase = json!({ "user_id": 19_678_376, "event_type": "purchase" });
    sandbox.write_v2("POST", "/products/12/product_event/", &purchase).await;
    let view = json!({ "client_user": JANE, "page_domain": "a", "page_path": "/", "timestamp": 1 });
    sandbox.write("POST", "/site-views/", &view).await;
    let timeline = history(&sandbox, "timeline").await;
    let names: Vec<&str> = timeline.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["email", "event", "conversation", "product_event", "page_hit"]);
    for one in &timeline {
        let recorded = fixture("page-user-timeline-v1")["results"][0].clone();
        assert_eq!(keys(one), keys(&recorded));
        assert_eq!(keys(&one["content"]), keys(&recorded["content"]));
    }
    let emails = history(&sandbox, "emails").await;
    assert_eq!(emails, *fixture("page-user-emails-v1")["results"].as_array().unwrap());
}

#[tokio::test]
async fn version_two_adds_the_users_number_under_its_own_name() {
    let sandbox = Sandbox::new();
    for (path, has_it) in
        [("events", true), ("ping_hits", true), ("product_events", true), ("emails", false)]
    {
        for user in ["/users/19678376/", "/users/19678377/", "/users/19678378/"] {
            let path = format!("{user}{path}/");
            let (v1, v2) = (sandbox.get(&path).await.json(), sandbox.get_v2(&path).await.json());
            for (one, two) in
                v1["results"].as_array().unwrap().iter().zip(v2["results"].as_array().unwrap())
            {
                let mut expected = one.clone();
                if has_it {
                    expected["user_id"] = one["client"].clone();
                }
                assert_eq!(two, &expected, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn histories_are_pages_by_both_names_of_a_user() {
    let sandbox = Sandbox::new();
    for kind in ["events", "emails", "ping_hits", "timeline", "product_events", "segments"] {
        let by_number = sandbox.get(&format!("/users/19678378/{kind}/")).await.json();
        let by_own_id = sandbox.get(&format!("/users-by-id/user@123/{kind}/")).await.json();
        assert_eq!(by_number, by_own_id, "{kind}");
        assert_eq!(keys(&by_number), keys(&fixture("page-empty")), "{kind}");
        let nobody = sandbox.get(&format!("/users/7/{kind}/")).await;
        assert_eq!(refused(&nobody), (404, fixture("errors/404-detail")), "{kind}");
    }
    assert_eq!(sandbox.get("/users/19678376/companies/").await.body, "<h1>Not Found</h1>");
}
