//! Custom attributes: made, found, filled, passed over.

use serde_json::{Value, json};

use crate::support::{JANE, Sandbox, attribute};

const JANES: &str = "/users-by-id/customer-42/";

#[tokio::test]
async fn an_unknown_attribute_is_made_in_version_one_and_passed_over_in_version_two() {
    let sandbox = Sandbox::new();
    let ignored = sandbox.write_v2("PUT", JANES, &json!({ "Plan": "pro", "city": "Paris" })).await;
    assert_eq!(ignored.status, 200);
    assert_eq!(ignored.header("x-sandbox-ignored"), "Plan");
    assert_eq!(ignored.json()["city"], "Paris");
    let body =
        json!({ "Plan": "pro", "Seats": 3, "Ratio": 0.5, "Trial": true, "Colours": ["red"] });
    let made = sandbox.write("PUT", JANES, &body).await.json();
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(attribute(&made, name), value, "{name}");
    }
    let known = sandbox.write_v2("PUT", JANES, &json!({ "plan": "free", "Seats": 4 })).await;
    assert_eq!(known.header("x-sandbox-ignored"), "");
    assert_eq!((&known.json()["plan"], &known.json()["seats"]), (&json!("free"), &json!(4)));
}

#[tokio::test]
async fn an_attribute_is_found_by_its_name_and_its_standard_name() {
    let sandbox = Sandbox::new();
    for name in ["Verified Member", "verified_member"] {
        let answer = sandbox.write("PUT", JANES, &json!({ name: true })).await.json();
        assert_eq!(attribute(&answer, "Verified Member"), true, "{name}");
        sandbox.write("PUT", JANES, &json!({ name: null })).await;
        assert_eq!(attribute(&sandbox.user(JANE).await, "Verified Member"), &Value::Null);
    }
}

#[tokio::test]
async fn a_value_that_does_not_fit_its_attribute_is_passed_over() {
    let sandbox = Sandbox::new();
    let wrong = json!({
        "Verified Member": "yes", "loyalty_points": 1.5, "Average basket": "9", "topic": 1,
        "Birthday": "29.02.1988", "Last order": "yesterday", "interests": [1],
    });
    for answer in
        [sandbox.write("PUT", JANES, &wrong).await, sandbox.write_v2("PUT", JANES, &wrong).await]
    {
        assert_eq!(answer.status, 200);
        let ignored: Vec<&str> = answer.header("x-sandbox-ignored").split(", ").collect();
        assert_eq!(ignored, wrong.as_object().unwrap().keys().collect::<Vec<_>>());
    }
    let right = json!({
        "Verified Member": false, "loyalty_points": 7, "Average basket": 9, "topic": "x",
        "Birthday": "1988-02-29", "Last order": "2022-09-05T18:30:00Z", "interests": "news",
        "preferences": { "any": ["thing", null] },
    });
    let answer = sandbox.write("PUT", JANES, &right).await;
    assert_eq!(answer.header("x-sandbox-ignored"), "");
    for (name, value) in right.as_object().unwrap() {
        assert_eq!(attribute(&answer.json(), name), value, "{name}");
    }
}

#[tokio::test]
async fn version_one_refuses_what_no_new_attribute_can_hold() {
    let sandbox = Sandbox::new();
    let long = "x".repeat(256);
    for (name, value) in
        [("Plan", json!({})), ("Plan", json!([1])), ("", json!("x")), (&*long, json!("x"))]
    {
        let answer = sandbox.write("PUT", JANES, &json!({ name: value })).await;
        assert_eq!(answer.status, 400, "{name}: {value}");
        assert!(answer.json()["errors"][name][0].is_string(), "{answer:?}");
    }
    assert_eq!(sandbox.write("PUT", JANES, &json!({ "Plan": null })).await.status, 200);
}
