//! Which pages may read User.com's answers.

use axum::body::Body;
use axum::http::Request;
use userkey_sandbox::{Cors, Switches};

use crate::support::{Answer, JANE, Sandbox, api};

const PAGE: &str = "http://localhost:5173";

async fn preflight(sandbox: &Sandbox, path: &str, origin: &str) -> Answer {
    let request = Request::options(format!("/api/public{path}"))
        .header("origin", origin)
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization,content-type");
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

async fn get(sandbox: &Sandbox, path: &str, origin: &str) -> Answer {
    let request = api("GET", path).header("origin", origin);
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

/// Reads a header that lists names, in one spelling and order.
fn names(answer: &Answer, header: &str) -> Vec<String> {
    let mut names: Vec<String> =
        answer.header(header).split(',').map(|name| name.trim().to_lowercase()).collect();
    names.sort();
    names
}

fn with(cors: Cors) -> Sandbox {
    Sandbox::with(Switches { cors, ..Switches::default() })
}

#[tokio::test]
async fn a_preflight_is_answered_without_a_token_and_never_redirected() {
    let sandbox = Sandbox::new();
    for path in ["/users-by-id/customer-42/", "/users-by-id/customer-42"] {
        let answer = preflight(&sandbox, path, PAGE).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
        assert_eq!(answer.header("access-control-allow-credentials"), "true");
        assert_eq!(answer.header("access-control-max-age"), "600");
        assert_eq!(answer.header("vary").to_lowercase(), "origin");
        let methods = names(&answer, "access-control-allow-methods");
        assert_eq!(methods, ["delete", "get", "options", "post", "put"]);
        let headers = names(&answer, "access-control-allow-headers");
        assert_eq!(headers, ["accept", "authorization", "content-type", "x-sandbox-fault"]);
    }
}

#[tokio::test]
async fn a_preflight_of_an_unknown_route_is_not_found() {
    assert_eq!(preflight(&Sandbox::new(), "/nope/", PAGE).await.status, 404);
}

#[tokio::test]
async fn every_answer_can_be_read_errors_and_redirects_included() {
    let sandbox = Sandbox::new();
    for (path, status) in [
        (&*format!("/users/search/?key={JANE}"), 200),
        ("/users/search/?key=nobody", 404),
        ("/users/search?key=a", 301),
        ("/users/1/", 404),
        ("/nope/", 404),
    ] {
        let answer = get(&sandbox, path, PAGE).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), PAGE, "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), "true", "{path}");
        let exposed = names(&answer, "access-control-expose-headers");
        assert_eq!(exposed, ["retry-after", "x-sandbox-ignored"], "{path}");
    }
    let anonymous = Request::get("/api/public/users/1/").header("origin", PAGE);
    let refused = sandbox.send(anonymous.body(Body::empty()).unwrap()).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), PAGE);
}

#[tokio::test]
async fn a_list_admits_its_origins_only() {
    let sandbox = with(Cors::List(vec![PAGE.parse().unwrap()]));
    let listed = preflight(&sandbox, "/users/1/", PAGE).await;
    assert_eq!(listed.header("access-control-allow-origin"), PAGE);
    for origin in ["http://localhost:5174", "https://localhost:5173", "null"] {
        let foreign = preflight(&sandbox, "/users/1/", origin).await;
        assert_eq!(foreign.header("access-control-allow-origin"), "", "{origin}");
        let foreign = get(&sandbox, "/users/19678376/", origin).await;
        assert_eq!(foreign.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn switched_off_a_preflight_meets_the_missing_token_and_no_answer_can_be_read() {
    let sandbox = with(Cors::Off);
    let preflight = preflight(&sandbox, "/users/19678376/", PAGE).await;
    assert_eq!(preflight.status, 401);
    let found = get(&sandbox, "/users/19678376/", PAGE).await;
    assert_eq!(found.status, 200);
    for answer in [preflight, found] {
        let cors = |name: &str| name.starts_with("access-control-");
        assert!(!answer.headers.keys().any(|name| cors(name.as_str())), "{answer:?}");
    }
}
