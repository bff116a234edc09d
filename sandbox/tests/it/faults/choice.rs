//! Which requests a fault hits.

use axum::body::Body;
use serde_json::{Value, json};

use super::{JANE, faulty, inspector, last_entry, order};
use crate::support::{Sandbox, api};

/// Reads Jane so many times and answers the statuses.
async fn statuses(sandbox: &Sandbox, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(sandbox.get(JANE).await.status.as_u16());
    }
    statuses
}

#[tokio::test]
async fn a_fault_hits_as_often_as_it_says_then_the_next_one_does() {
    let sandbox = Sandbox::new();
    order(&sandbox, "status=503; times=2").await;
    order(&sandbox, "status=500; times=1").await;
    assert_eq!(statuses(&sandbox, 4).await, [503, 503, 500, 200]);
    let listed = inspector(&sandbox, "GET", "faults", "").await.json();
    let counts = |index: usize| {
        (listed["faults"][index]["remaining"].clone(), listed["faults"][index]["hits"].clone())
    };
    assert_eq!((counts(0), counts(1)), ((json!(0), json!(2)), (json!(0), json!(1))));
}

#[tokio::test]
async fn without_a_number_it_hits_until_it_is_removed() {
    let sandbox = Sandbox::new();
    let id = order(&sandbox, "status=503").await["id"].clone();
    assert_eq!(statuses(&sandbox, 3).await, [503; 3]);
    assert_eq!(last_entry(&sandbox).await["fault"], json!({ "id": id, "does": "status=503" }));
    assert_eq!(inspector(&sandbox, "DELETE", &format!("faults/{id}"), "").await.status, 204);
    assert_eq!(sandbox.get(JANE).await.status, 200);
    assert_eq!(last_entry(&sandbox).await["fault"], Value::Null);
}

#[tokio::test]
async fn a_fault_is_for_a_system_a_method_a_path() {
    for (matching, hit) in [
        ("system=usercom", true),
        ("system=connectycube", false),
        ("method=get", true),
        ("method=PUT", false),
        ("path=/users/", true),
        ("path=/api/public/users/", true),
        ("path=/users/search/", false),
        ("system=usercom; method=GET; path=/users/19678376/", true),
        ("system=usercom; method=PUT; path=/users/19678376/", false),
        (r#"{"status": 503, "match": {"system": "usercom", "path": "/users/1"}}"#, true),
    ] {
        let sandbox = Sandbox::new();
        let short = format!("status=503; {matching}");
        order(&sandbox, if matching.starts_with('{') { matching } else { &short }).await;
        assert_eq!(sandbox.get(JANE).await.status == 503, hit, "{matching}");
    }
}

#[tokio::test]
async fn a_probability_hits_its_share_the_same_requests_each_time_and_others_with_another_seed() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let sandbox = Sandbox::new();
        order(&sandbox, &format!("status=503; probability=0.2; seed={seed}")).await;
        runs.push(statuses(&sandbox, 200).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let hits = runs[0].iter().filter(|status| **status == 503).count();
    assert!((25..=55).contains(&hits), "{hits}");
}

#[tokio::test]
async fn what_bad_luck_spares_meets_the_next_fault() {
    let sandbox = Sandbox::new();
    order(&sandbox, "status=503; probability=0").await;
    order(&sandbox, "status=500; probability=1").await;
    assert_eq!(statuses(&sandbox, 2).await, [500, 500]);
}

#[tokio::test]
async fn a_header_hits_each_of_its_requests_before_the_listed_faults_do() {
    let sandbox = Sandbox::new();
    order(&sandbox, "status=500; times=1").await;
    for _ in 0..2 {
        assert_eq!(faulty(&sandbox, "status=503").await.status, 503);
    }
    assert_eq!(statuses(&sandbox, 2).await, [500, 200]);
}

#[tokio::test]
async fn a_header_with_a_number_is_counted_by_its_whole_text_until_all_faults_are_removed() {
    let sandbox = Sandbox::new();
    let (one, other) = ("status=503; times=1; label=a", "status=503; times=1; label=b");
    assert_eq!(faulty(&sandbox, one).await.status, 503);
    assert_eq!(faulty(&sandbox, one).await.status, 200);
    assert_eq!(faulty(&sandbox, other).await.status, 503);
    inspector(&sandbox, "DELETE", "faults", "").await;
    assert_eq!(faulty(&sandbox, one).await.status, 503);
}

#[tokio::test]
async fn a_header_that_is_no_fault_is_refused_and_the_request_not_carried_out() {
    let sandbox = Sandbox::new();
    let request = api("PUT", JANE)
        .header("content-type", "application/json")
        .header("origin", "http://localhost:5173")
        .header("x-sandbox-fault", "status=5o3")
        .body(Body::from(r#"{"city":"Paris"}"#));
    let answer = sandbox.send(request.unwrap()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &json!("status")));
    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:5173");
    assert_eq!(sandbox.get(JANE).await.json()["city"], Value::Null);
    let matching = faulty(&sandbox, "status=503; method=PUT").await;
    assert_eq!((matching.status.as_u16(), &matching.json()["field"]), (400, &json!("match")));
}
