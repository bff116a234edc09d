//! The inspector's page and API.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use userkey_sandbox::Settings;

use crate::support::{Answer, JANE, Sandbox, api};

async fn get(sandbox: &Sandbox, path: &str) -> Answer {
    let request = Request::get(format!("/_sandbox/{path}"));
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

async fn post(sandbox: &Sandbox, path: &str, body: &Value) -> Answer {
    let request =
        Request::post(format!("/_sandbox/{path}")).header("content-type", "application/json");
    sandbox.send(request.body(body.to_string().into()).unwrap()).await
}

async fn requests(sandbox: &Sandbox) -> Vec<Value> {
    get(sandbox, "requests").await.json()["requests"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_page_and_its_parts_are_served() {
    let sandbox = Sandbox::new();
    for (path, media_type) in
        [("", "text/html"), ("style.css", "text/css"), ("main.js", "text/javascript")]
    {
        let answer = get(&sandbox, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").starts_with(media_type), "{path}");
        assert!(answer.body.len() > 1000, "{path}");
    }
    let bare = Request::get("/_sandbox").body(Body::empty()).unwrap();
    assert_eq!(sandbox.send(bare).await.header("location"), "/_sandbox/");
    let root = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(sandbox.send(root).await.header("location"), "/_sandbox/");
}

#[tokio::test]
async fn users_are_paged_and_searched() {
    let sandbox = Sandbox::new();
    let page = get(&sandbox, "users?offset=0&limit=2").await.json();
    assert_eq!(page["total"], 250);
    assert_eq!(page["users"][0], sandbox.user(JANE).await);
    assert_eq!(page["users"].as_array().unwrap().len(), 2);
    let second = get(&sandbox, "users?offset=1&limit=1").await.json();
    assert_eq!(second["users"][0], page["users"][1]);
    for query in ["jane+doe", "G3FAYOCCY0U6", "customer-42", "19678376", "example@email.com"] {
        let found = get(&sandbox, &format!("users?q={query}")).await.json();
        assert_eq!(
            (&found["total"], &found["users"][0]["key"]),
            (&json!(1), &json!(JANE)),
            "{query}"
        );
    }
    assert_eq!(get(&sandbox, "users?q=_%25").await.json()["total"], 0);
}

#[tokio::test]
async fn the_log_tells_what_was_sent_answered_and_changed() {
    let sandbox = Sandbox::new();
    let body = json!({ "city": "Paris", "tags": ["new"], "topic": "bikes" });
    let answer = sandbox.write("PUT", "/users/19678376/?a=b%20c", &body).await;
    let requests = requests(&sandbox).await;
    let entry = &requests[0];
    assert_eq!(entry["system"], "usercom");
    assert_eq!((&entry["method"], &entry["status"]), (&json!("PUT"), &json!(200)));
    assert_eq!(
        (&entry["path"], &entry["query"]),
        (&json!("/api/public/users/19678376/"), &json!("a=b%20c"))
    );
    assert_eq!(entry["request"]["body"], body.to_string());
    assert_eq!(entry["request"]["headers"]["content-type"], "application/json");
    assert_eq!(entry["response"]["body"], answer.body);
    assert_eq!(entry["response"]["headers"]["content-type"], "application/json");
    assert!(entry["ms"].as_f64().unwrap() > 0.0);
    let change = |field: &str, before: Value, after: Value| json!({ "user": 19_678_376, "field": field, "before": before, "after": after });
    let changed = json!([
        change("city", Value::Null, json!("Paris")),
        change("tags", json!(["tag"]), json!(["tag", "new"])),
        change("attributes.topic", Value::Null, json!("bikes")),
    ]);
    assert_eq!(entry["changed"], changed);
}

#[tokio::test]
async fn what_was_refused_is_logged_with_its_body_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let request = Request::put("/api/public/users/19678376/").body(Body::from("{\"city\":1}"));
    sandbox.send(request.unwrap()).await;
    let entry = requests(&sandbox).await.remove(0);
    assert_eq!(
        (&entry["status"], &entry["request"]["body"]),
        (&json!(401), &json!("{\"city\":1}"))
    );
    assert_eq!(entry["changed"], json!([]));
}

#[tokio::test]
async fn a_token_is_masked_unless_it_is_the_well_known_one() {
    let sandbox = Sandbox::new();
    sandbox.get("/users/1/").await;
    let secret = Request::get("/api/public/users/1/").header("authorization", "Token s3cret");
    sandbox.send(secret.body(Body::empty()).unwrap()).await;
    let requests = requests(&sandbox).await;
    let sent =
        |index: usize| requests[index]["request"]["headers"]["authorization"].as_str().unwrap();
    assert_eq!(sent(0), format!("Token {}", userkey_sandbox::SANDBOX_TOKEN));
    assert_eq!(sent(1), "(masked)");
}

#[tokio::test]
async fn the_log_keeps_the_last_five_hundred_requests_and_short_bodies() {
    let sandbox = Sandbox::new();
    for _ in 0..501 {
        sandbox.get("/users/1/").await;
    }
    let kept = requests(&sandbox).await;
    assert_eq!((kept.len(), &kept[0]["id"], &kept[499]["id"]), (500, &json!(2), &json!(501)));
    let long = json!({ "city": "é".repeat(20_000) });
    sandbox.write("PUT", "/users/19678376/", &long).await;
    let body = |log: &[Value], index: usize| log[index]["request"]["body"].as_str().unwrap().len();
    assert_eq!(body(&requests(&sandbox).await, 499), (16 << 10) + 5, "half a letter is replaced");
    for _ in 0..150 {
        sandbox.get("/users/1/").await;
    }
    assert_eq!(body(&requests(&sandbox).await, 349), (2 << 10) - 1 + "…".len(), "an old one");
}

/// Changes something in every part of the state.
async fn change_everything(sandbox: &Sandbox) {
    let fields = json!({ "city": "Paris", "tags": ["x"], "New": 1 });
    for (method, path, body) in [
        ("PUT", "/users/19678376/", fields),
        ("POST", "/users/19678376/add_to_list/", json!({ "list": 5 })),
        ("POST", "/lists/", json!({ "name": "News" })),
        ("POST", "/companies/21/add_member/", json!({ "user_id": 19_678_376 })),
        (
            "POST",
            "/users-by-id/customer-42/events/",
            json!({ "name": "ordered", "data": { "a": [1] } }),
        ),
        ("POST", "/users/19678376/conversations/", json!({ "content": "Hello" })),
        (
            "POST",
            "/products/12/product_event/",
            json!({ "user_id": 19_678_376, "event_type": "view" }),
        ),
        ("POST", "/users/merge/", json!({ "parent": 19_678_376, "users_list": [19_678_377] })),
        ("DELETE", "/users/19678378/", json!({})),
    ] {
        let answer = sandbox.write(method, path, &body).await;
        assert!(answer.status.is_success(), "{method} {path}: {answer:?}");
    }
}

#[tokio::test]
async fn reset_brings_the_seed_back() {
    let sandbox = Sandbox::new();
    let before = get(&sandbox, "export").await.json();
    change_everything(&sandbox).await;
    sandbox.write_v2("POST", "/users/", &json!({})).await;
    assert_eq!(get(&sandbox, "status").await.json()["users"], 249);
    let answer = post(&sandbox, "reset", &json!({})).await.json();
    assert_eq!((&answer["users"], &answer["requests"]), (&json!(250), &json!(0)));
    assert_eq!(get(&sandbox, "export").await.json(), before);
}

#[tokio::test]
async fn an_export_can_be_imported_elsewhere() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    change_everything(&one).await;
    let export = get(&one, "export").await;
    assert!(export.header("content-disposition").contains("sandbox.json"));
    assert_eq!(post(&other, "import", &export.json()).await.status, 200);
    assert_eq!(get(&other, "export").await.json(), export.json());
    assert_eq!(other.user(JANE).await, one.user(JANE).await);
    for path in ["/users/19678376/timeline/", "/users/19678376/segments/", "/tags/", "/lists/"] {
        assert_eq!(other.get(path).await.json(), one.get(path).await.json(), "{path}");
    }
}

#[tokio::test]
async fn a_short_snapshot_written_by_hand_is_completed() {
    let sandbox = Sandbox::new();
    let snapshot = json!({ "users": [
        { "key": "abc", "first_name": "Ada", "tags": ["vip"], "attributes": { "Plan": "pro" } },
        { "email": "b@example.com" },
    ]});
    assert_eq!(post(&sandbox, "import", &snapshot).await.json()["users"], 2);
    let ada = sandbox.user("abc").await;
    assert_eq!((&ada["id"], &ada["name"]), (&json!(1), &json!("Ada")));
    assert_eq!(
        (&ada["tags"][0]["name"], &ada["attributes"][0]["value"]),
        (&json!("vip"), &json!("pro"))
    );
    assert_eq!(ada["notifications"], true);
    assert!(ada["created_at"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_snapshot_that_contradicts_itself_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::new();
    for (snapshot, reason) in [
        (json!({ "users": [{ "key": "a" }, { "key": "a" }] }), "users.key"),
        (json!({ "users": [{ "lists": [99] }] }), "FOREIGN KEY"),
        (json!({ "users": [{ "emial": "a@b.co" }] }), "emial"),
        (json!({ "people": [] }), "people"),
        (json!({ "users": [{ "score": "high" }] }), "high"),
    ] {
        let answer = post(&sandbox, "import", &snapshot).await;
        assert_eq!(answer.status, 422, "{snapshot}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(reason), "{detail}");
    }
    assert_eq!(get(&sandbox, "status").await.json()["users"], 250);
}

#[tokio::test]
async fn the_clock_moves_ahead() {
    let sandbox = Sandbox::new();
    let year =
        |answer: &Answer| answer.json()["now"].as_str().unwrap()[..4].parse::<u32>().unwrap();
    let before = year(&get(&sandbox, "status").await);
    let moved = post(&sandbox, "clock", &json!({ "ms": 730_u64 * 86_400_000 })).await;
    assert!(year(&moved) > before);
    let jane = sandbox.write("PUT", "/users/19678376/", &json!({})).await.json();
    assert_eq!(&jane["updated_at"].as_str().unwrap()[..4], year(&moved).to_string());
    assert_eq!(post(&sandbox, "clock", &json!({ "ms": "x" })).await.status, 422);
}

#[tokio::test]
async fn the_inspectors_own_requests_are_not_logged() {
    let sandbox = Sandbox::with(Settings::default());
    get(&sandbox, "users").await;
    assert!(requests(&sandbox).await.is_empty());
    sandbox.send(api("OPTIONS", "/users/1/").body(Body::empty()).unwrap()).await;
    assert_eq!(requests(&sandbox).await.len(), 1);
}
