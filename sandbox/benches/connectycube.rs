//! How long ConnectyCube's searches take among 100,000 users: a whole request each, without a socket.
//!
//! `cargo bench --package userkey-sandbox`
#![expect(clippy::unwrap_used, reason = "a measurement ends at the first thing that fails")]

use std::hint::black_box;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use userkey_sandbox::{AppState, CubeSwitches, Seed, Store, Switches, Toggle, app};

/// How many users there are.
const USERS: u64 = 100_000;

/// Numbers that look random and are the same each time.
fn scattered(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

fn user(number: u64) -> Value {
    let tags: Vec<&str> = ["vip", "red", "blue", "guest"]
        .into_iter()
        .enumerate()
        .filter(|(place, _)| (scattered(number) >> (2 * place)).is_multiple_of(4))
        .map(|(_, tag)| tag)
        .collect();
    json!({
        "id": 1000 + number,
        "login": format!("user.{number}"),
        "email": format!("user.{number}@example.com"),
        "full_name": format!("{:x} Example", scattered(number)),
        "phone": format!("+1555{number:07}"),
        "user_tags": (!tags.is_empty()).then(|| tags.join(",")),
        "created_at": 1_600_000_000 + scattered(number) % 100_000_000,
        "updated_at": 1_700_000_000,
        "last_request_at": (!number.is_multiple_of(3)).then(|| 1_700_000_000 + scattered(number) % 1_000_000),
    })
}

fn sandbox() -> Router {
    let users: Vec<Value> = (0..USERS).map(user).collect();
    let snapshot = serde_json::from_value(json!({ "connectycube": { "users": users } })).unwrap();
    let store = Store::in_memory(Seed::Snapshot(Box::new(snapshot))).unwrap();
    let connectycube = CubeSwitches { list_v1: Toggle::On, ..CubeSwitches::default() };
    let switches = Switches { connectycube, ..Switches::default() };
    app(AppState::new(store, switches.into()))
}

async fn answer(app: &Router, request: Request<Body>) -> (u16, Bytes) {
    let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    (head.status.as_u16(), body.collect().await.unwrap().to_bytes())
}

async fn token(app: &Router) -> String {
    let body = json!({ "application_id": 21, "auth_key": "AUTHKEY" }).to_string();
    let (_, body) =
        answer(app, Request::post("/connectycube/session").body(body.into()).unwrap()).await;
    let session: Value = serde_json::from_slice(&body).unwrap();
    session.pointer("/session/token").and_then(Value::as_str).unwrap().to_owned()
}

/// A search by its name, and how many users it finds at least.
const SEARCHES: [(&str, &str, u64); 9] = [
    ("login=", "/users/v2?login=user.4711", 1),
    ("email=", "/users/v2?email=USER.4711%40example.com", 1),
    ("full_name[start_with]=", "/users/v2?full_name[start_with]=4f1b", 1),
    ("login[start_with]=, 11,111 found", "/users/v2?login[start_with]=user.1", 11_111),
    ("id[in][], 100 found", "", 100),
    (
        "user_tags=, sorted by time, 25,000 found",
        "/users/v2?user_tags=vip&sort_desc=created_at",
        20_000,
    ),
    (
        "user_tags=, sorted by name, 25,000 found",
        "/users/v2?user_tags=vip&sort_asc=full_name&offset=50",
        20_000,
    ),
    (
        "user_tags=, newer than, by number",
        "/users/v2?user_tags=vip&created_at[gt]=1690000000",
        1000,
    ),
    ("the first list, sorted by name", "/users?order=asc+string+full_name&per_page=100", 100_000),
];

fn searches(criterion: &mut Criterion) {
    let runtime: Runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let app = sandbox();
    let token = runtime.block_on(token(&app));
    let ids: Vec<String> =
        (0..100).map(|place| format!("id[in][]={}", 1000 + place * 997)).collect();
    for (name, path, least) in SEARCHES {
        let many = format!("/users/v2?{}", ids.join("&"));
        let uri = format!("/connectycube{}", if path.is_empty() { &many } else { path });
        let request = || Request::get(&uri).header("cb-token", &token).body(Body::empty()).unwrap();
        let (status, body) = runtime.block_on(answer(&app, request()));
        let page: Value = serde_json::from_slice(&body).unwrap();
        let found = page.get("total_entries").and_then(Value::as_u64);
        assert!(status == 200 && found >= Some(least), "{name}: {status}, {found:?} found");
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| black_box(runtime.block_on(answer(&app, request()))));
        });
    }
}

criterion_group! {
    name = connectycube;
    config = Criterion::default().sample_size(30);
    targets = searches
}
criterion_main!(connectycube);
