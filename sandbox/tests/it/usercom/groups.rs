//! Companies and segments: who belongs to what.

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::{JANE, Sandbox, api, fixture};

fn companies(user: &Value) -> Vec<i64> {
    let companies = user["companies"].as_array().unwrap();
    companies.iter().map(|company| company["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_user_joins_and_leaves_a_company_by_either_id() {
    let sandbox = Sandbox::new();
    for (body, expected) in [
        (json!({ "user_id": 19_678_376 }), "customer-42"),
        (json!({ "user_custom_id": "customer-42" }), "customer-42"),
        (json!({ "user_id": 19_678_376, "user_custom_id": "customer-42" }), "customer-42"),
    ] {
        for version in [1, 2] {
            for (action, members) in [("add_member", vec![14, 21]), ("remove_member", vec![14])] {
                let path = format!("/companies/21/{action}/");
                for _again in 0..2 {
                    let answer = match version {
                        1 => sandbox.write("POST", &path, &body).await,
                        _ => sandbox.write_v2("POST", &path, &body).await,
                    };
                    assert_eq!(answer.status, 200, "{path} {body}");
                    let company = answer.json();
                    assert_eq!(
                        (&company["id"], &company["custom_id"]),
                        (&json!(21), &json!("group@795"))
                    );
                    let employs =
                        company["employees"].as_array().unwrap().contains(&json!(19_678_376));
                    assert_eq!(employs, action == "add_member");
                    if employs {
                        assert_eq!(company["user_custom_id"], expected);
                    }
                    assert_eq!(companies(&sandbox.user(JANE).await), members, "{path} {body}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_company_object_has_the_fields_of_a_recorded_one() {
    let body = json!({ "user_id": 19_678_376 });
    let company = Sandbox::new().write_v2("POST", "/companies/21/add_member/", &body).await.json();
    for field in company.as_object().unwrap().keys() {
        assert!(fixture("company-v2").get(field).is_some(), "{field}");
    }
}

#[tokio::test]
async fn an_unknown_company_or_member_is_not_found_and_no_member_is_refused() {
    let sandbox = Sandbox::new();
    for (path, body, status) in [
        ("/companies/99/add_member/", json!({ "user_id": 19_678_376 }), 404),
        ("/companies/x/add_member/", json!({ "user_id": 19_678_376 }), 404),
        ("/companies/14/add_member/", json!({ "user_id": 7 }), 404),
        ("/companies/14/remove_member/", json!({ "user_custom_id": "nobody" }), 404),
        ("/companies/14/add_member/", json!({}), 400),
        ("/companies/14/add_member/", json!({ "user_id": "customer-42" }), 400),
        ("/companies/14/add_member/", json!({ "user_id": null, "user_custom_id": null }), 400),
    ] {
        let answer = sandbox.write_v2("POST", path, &body).await;
        assert_eq!(answer.status, status, "{path} {body}");
        if status == 404 {
            assert_eq!(answer.json(), fixture("errors/404-detail"), "{path} {body}");
        } else {
            assert!(answer.json()["user_id"].is_array(), "{path} {body}");
        }
    }
}

#[tokio::test]
async fn a_segment_has_those_who_match_its_filter_as_long_as_they_do() {
    let sandbox = Sandbox::new();
    let before = sandbox.get("/segments/7/users/").await.json();
    let verified = json!({ "attribute": "Verified Member", "value": true });
    sandbox.write("POST", "/users/19678376/set_attribute/", &verified).await;
    let after = sandbox.get_v2("/segments/7/users/").await.json();
    assert_eq!(after["count"].as_i64().unwrap(), before["count"].as_i64().unwrap() + 1);
    assert_eq!(after["results"][0]["user_key"], JANE);

    let segments = api("GET", "/users/19678376/segments/").header("host", "app.example.com");
    let page = sandbox.send(segments.body(Body::empty()).unwrap()).await.json();
    let mut recorded = fixture("page-user-segments-v1");
    let url = recorded["results"][0]["users"].as_str().unwrap().replace("https:", "http:");
    recorded["results"][0]["users"] = json!(url);
    assert_eq!(page, recorded);
    sandbox.write("DELETE", "/users/19678376/remove_attribute/", &verified).await;
    let page = sandbox.get("/users/19678376/segments/").await.json();
    assert_eq!(page, fixture("page-empty"));
    assert_eq!(sandbox.get("/segments/99/users/").await.json(), fixture("errors/404-detail"));
}

#[tokio::test]
async fn a_filter_of_several_conditions_wants_all_of_them() {
    let sandbox = Sandbox::new();
    let page = sandbox.get("/segments/8/users/").await.json();
    for user in page["results"].as_array().unwrap() {
        assert!(user["email"].is_string(), "{user}");
        let topic = crate::support::attribute(user, "topic").as_str().unwrap().to_owned();
        assert!(topic.contains("bike"), "{topic}");
    }
    assert!(page["count"].as_i64().unwrap() > 10);
}
