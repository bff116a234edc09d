//! Which pages may read ConnectyCube's answers.

use axum::body::Body;
use serde_json::json;
use userkey_sandbox::{Cors, Switches};

use super::support::{Cube, cube as request, fixture};
use crate::support::{Answer, Sandbox};

const PAGE: &str = "http://localhost:5173";

async fn preflight(sandbox: &Sandbox, path: &str, method: &str, headers: &str) -> Answer {
    let request = request("OPTIONS", path)
        .header("origin", PAGE)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers);
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

fn allows(answer: &Answer, header: &str, wanted: &str) -> bool {
    let allowed = answer.header(header).to_lowercase();
    wanted.to_lowercase().split(',').all(|name| allowed.split(',').any(|allowed| allowed == name))
}

#[tokio::test]
async fn every_preflight_of_the_official_sdk_is_allowed() {
    let sandbox = Sandbox::new();
    for sent in fixture("sdk-6-preflights").as_array().unwrap() {
        let text = |name: &str| sent[name].as_str().unwrap_or_default().to_owned();
        let path = format!("{}?{}", text("path"), text("query"));
        let (method, headers) =
            (text("access_control_request_method"), text("access_control_request_headers"));
        let answer = preflight(&sandbox, &path, &method, &headers).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert!(allows(&answer, "access-control-allow-methods", &method), "{answer:?}");
        assert!(allows(&answer, "access-control-allow-headers", &headers), "{answer:?}");
        assert_eq!(answer.header("access-control-max-age"), "600");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_on_every_path_and_spends_no_time_of_a_session() {
    let cube = Cube::ada().await;
    for path in ["/nowhere", "/users", "/session/list.json?", "//users.json"] {
        let answer = preflight(&cube.sandbox, path, "DELETE", "cb-sdk,cb-token").await;
        assert_eq!((answer.status.as_u16(), &*answer.body), (204, ""), "{path}");
    }
    let headers = "connectycube-rest-api-version,x-sandbox-fault";
    let more = preflight(&cube.sandbox, "/users", "PATCH", headers).await;
    assert!(allows(&more, "access-control-allow-headers", headers), "{more:?}");
}

#[tokio::test]
async fn every_answer_can_be_read_errors_and_empty_ones_included() {
    let cube = Cube::ada().await;
    for (method, path, status) in [
        ("GET", "/users/1001", 200),
        ("GET", "/users/v2", 422),
        ("GET", "/users", 403),
        ("GET", "/nowhere", 404),
        ("DELETE", "/users/1002", 403),
        ("DELETE", "/login", 200),
        ("DELETE", "/session", 200),
        ("GET", "/session", 401),
    ] {
        let request = request(method, path).header("origin", PAGE).header("cb-token", &cube.token);
        let answer = cube.sandbox.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        let exposed = "cb-token-expirationdate,date,retry-after";
        assert!(allows(&answer, "access-control-expose-headers", exposed), "{path}");
        assert!(answer.header("date").ends_with(" GMT"), "{path}");
    }
}

#[tokio::test]
async fn the_switch_says_which_pages() {
    for (cors, origin) in [
        (Cors::Off, ""),
        (Cors::List(vec![PAGE.parse().unwrap()]), PAGE),
        (Cors::List(vec!["http://localhost:1".parse().unwrap()]), ""),
    ] {
        let sandbox = Sandbox::with(Switches { cors, ..Switches::default() });
        let get = request("GET", "/users/1").header("origin", PAGE).body(Body::empty()).unwrap();
        for answer in
            [preflight(&sandbox, "/users", "GET", "cb-token").await, sandbox.send(get).await]
        {
            assert_eq!(answer.header("access-control-allow-origin"), origin, "{answer:?}");
        }
    }
}

#[tokio::test]
async fn the_date_follows_the_clock() {
    let cube = Cube::new().await;
    let year =
        |answer: &Answer| answer.header("date").split(' ').nth(3).unwrap().parse::<u32>().unwrap();
    let before = year(&cube.get("/nowhere").await);
    cube.inspect("POST", "clock", &json!({ "ms": 800_u64 * 86_400_000 })).await;
    assert!(year(&cube.get("/nowhere").await) >= before + 2);
}
