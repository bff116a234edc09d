//! How users come, become one, and go.

use serde_json::{Value, json};

use crate::support::{Answer, JANE, Sandbox, attribute, fixture, tag_names};

fn refused(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn update_or_create_matches_the_clients_own_id_alone() {
    let sandbox = Sandbox::new();
    let body = fixture("update-or-create-request-v2");
    let found = sandbox.write_v2("POST", "/users/update_or_create/", &body).await;
    assert_eq!(refused(&found), (200, json!({ "created": false, "id": 19_678_378 })));
    assert_eq!(sandbox.user("ctlfkj37dbag").await["email"], body["email"]);
    let other = json!({ "custom_id": "new", "email": body["email"], "tags": ["x"] });
    let made = sandbox.write_v2("POST", "/users/update_or_create/", &other).await;
    assert_eq!(refused(&made), (200, json!({ "created": true, "id": 19_678_626 })));
    let user = sandbox.get("/users-by-id/new/").await.json();
    assert_eq!((tag_names(&user), &user["email"]), (vec!["x"], &body["email"]));
    let in_v1 = json!({ "user_id": "new", "city": "Rome" });
    let found = sandbox.write("POST", "/users/update_or_create/", &in_v1).await;
    assert_eq!(refused(&found), (200, json!({ "created": false, "id": 19_678_626 })));
    let in_v1 = json!({ "user_id": "newer" });
    let made = sandbox.write("POST", "/users/update_or_create/", &in_v1).await;
    assert_eq!(made.json()["created"], true, "no other field is required");
}

#[tokio::test]
async fn update_or_create_without_the_own_id_of_its_version_is_refused() {
    let sandbox = Sandbox::new();
    let required = json!(["This field is required."]);
    let body = json!({ "user_id": "customer-42", "city": "Rome" });
    let answer = sandbox.write_v2("POST", "/users/update_or_create/", &body).await;
    assert_eq!(refused(&answer), (400, json!({ "custom_id": required })));
    let body = json!({ "custom_id": "customer-42", "city": "Rome" });
    let answer = sandbox.write("POST", "/users/update_or_create/", &body).await;
    assert_eq!(refused(&answer), (400, json!({ "errors": { "user_id": required } })));
    for custom_id in [json!(""), json!(null), json!(42)] {
        let body = json!({ "custom_id": custom_id });
        let answer = sandbox.write_v2("POST", "/users/update_or_create/", &body).await;
        assert_eq!(answer.status, 400, "{custom_id}");
    }
    let body = json!({ "custom_id": "customer-42", "city": 7, "Unknown": 1 });
    let answer = sandbox.write_v2("POST", "/users/update_or_create/", &body).await;
    assert_eq!(refused(&answer), (400, json!({ "city": ["Not a valid string."] })));
    assert_eq!(sandbox.user(JANE).await["city"], Value::Null);
}

#[tokio::test]
async fn a_deleted_user_resolves_by_no_name_and_not_twice() {
    let sandbox = Sandbox::new();
    for (path, key, own) in [
        ("/users/19678376/", JANE, "/users-by-id/customer-42/"),
        ("/users-by-id/43/", "rpl0vjwysmc0", "/users/19678379/"),
    ] {
        let gone = sandbox.write("DELETE", path, &json!({})).await;
        assert_eq!((gone.status.as_u16(), &*gone.body), (204, ""), "{path}");
        assert_eq!(gone.header("content-type"), "", "{path}");
        for path in [path, own, &format!("{own}events/")] {
            assert_eq!(sandbox.get(path).await.json(), fixture("errors/404-detail"), "{path}");
        }
        let miss = sandbox.get(&format!("/users/search/?key={key}")).await;
        assert_eq!((miss.status.as_u16(), &*miss.body), (404, ""));
        assert_eq!(sandbox.write("DELETE", path, &json!({})).await.status, 404, "{path}");
    }
    assert_eq!(sandbox.get("/users/").await.json()["count"], 248);
    let made = sandbox.write_v2("POST", "/users/", &json!({ "custom_id": "customer-42" })).await;
    assert_eq!(made.json()["id"], 19_678_626, "numbers are never given again");
    assert_eq!(made.json()["companies"], json!([]));
}

/// Jane, with the anonymous visitor and the full user merged into her.
async fn merged(sandbox: &Sandbox) -> Value {
    let body = json!({ "parent": 19_678_376, "users_list": [19_678_378, 19_678_377] });
    let answer = sandbox.write_v2("POST", "/users/merge/", &body).await;
    assert_eq!(refused(&answer), (200, fixture("merge-response")));
    sandbox.user(JANE).await
}

#[tokio::test]
async fn a_merge_keeps_the_parents_values_and_takes_others_from_the_lowest_child() {
    let sandbox = Sandbox::new();
    let before = sandbox.user(JANE).await;
    let (anonymous, full) =
        (sandbox.user("an0nym0us123").await, sandbox.user("ctlfkj37dbag").await);
    let jane = merged(&sandbox).await;
    for field in ["id", "key", "user_id", "name", "email", "created_at"] {
        assert_eq!(jane[field], before[field], "{field} is the parent's");
    }
    for field in ["country", "browser", "first_seen", "last_seen", "page_views", "resolution"] {
        assert_eq!(jane[field], anonymous[field], "{field} is the lowest child's");
        assert_ne!(jane[field], full[field], "{field} tells the children apart");
    }
    for field in ["city", "phone_number", "gender", "status", "google_url", "timezone"] {
        assert_eq!(jane[field], full[field], "{field} is the other child's");
    }
    assert_eq!(attribute(&jane, "Example attr"), true, "the parent's");
    assert_eq!(attribute(&jane, "topic"), "bikes", "the lowest child's");
    assert_eq!(attribute(&jane, "loyalty_points"), 1280, "the other child's");
}

#[tokio::test]
async fn a_merge_unites_what_hangs_on_users_and_the_children_are_gone() {
    let sandbox = Sandbox::new();
    let full = sandbox.user("ctlfkj37dbag").await;
    let jane = merged(&sandbox).await;
    for tag in tag_names(&full) {
        assert!(tag_names(&jane).contains(&tag), "{tag}");
    }
    assert!(tag_names(&jane).contains(&"tag"));
    assert_eq!(jane["lists"], full["lists"]);
    assert_eq!(jane["companies"].as_array().unwrap().len(), 2);
    assert_eq!(jane["companies"][0]["member_since"], "2018-06-14T08:49:56.515083Z", "the parent's");
    assert_eq!(sandbox.get("/users/19678376/timeline/").await.json()["count"], 8);
    for path in ["/users/19678377/", "/users/19678378/", "/users-by-id/user@123/"] {
        assert_eq!(sandbox.get(path).await.json(), fixture("errors/404-detail"), "{path}");
    }
    let miss = sandbox.get("/users/search/?key=an0nym0us123").await;
    assert_eq!((miss.status.as_u16(), &*miss.body), (404, ""));
    assert_eq!(sandbox.get("/users/").await.json()["count"], 248);
}

#[tokio::test]
async fn both_names_of_the_children_are_taken_and_the_parent_among_them_is_skipped() {
    let sandbox = Sandbox::new();
    for (name, child) in [("users_list", 19_678_400), ("user_list", 19_678_401)] {
        let body = json!({ "parent": 19_678_376, name: [19_678_376, child, child] });
        assert_eq!(sandbox.write("POST", "/users/merge/", &body).await.status, 200, "{name}");
        assert_eq!(sandbox.get(&format!("/users/{child}/")).await.status, 404, "{name}");
    }
    let body = json!({ "parent": 19_678_376, "users_list": [19_678_376] });
    let itself = sandbox.write("POST", "/users/merge/", &body).await;
    assert_eq!(refused(&itself), (200, fixture("merge-response")));
    assert_eq!(sandbox.get("/users/19678376/").await.status, 200);
}

#[tokio::test]
async fn a_merge_with_anybody_unknown_merges_nobody() {
    let sandbox = Sandbox::new();
    for (parent, children) in [(7, json!([19_678_377])), (19_678_376, json!([19_678_377, 7]))] {
        let body = json!({ "parent": parent, "users_list": children });
        let answer = sandbox.write("POST", "/users/merge/", &body).await;
        assert_eq!(refused(&answer), (404, fixture("errors/404-detail")), "{body}");
    }
    for (body, field) in [
        (json!({ "parent": 19_678_376 }), "users_list"),
        (json!({ "parent": 19_678_376, "users_list": [] }), "users_list"),
        (json!({ "parent": 19_678_376, "user_list": ["19678377"] }), "user_list"),
        (json!({ "parent": "customer-42", "users_list": [19_678_377] }), "parent"),
    ] {
        let answer = sandbox.write_v2("POST", "/users/merge/", &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.json()[field].is_array(), "{body}");
    }
    assert_eq!(sandbox.get("/users/").await.json()["count"], 250);
}

#[tokio::test]
async fn a_form_names_numbers_and_lists_as_texts() {
    let sandbox = Sandbox::new();
    for (path, form) in [
        ("/users/merge/", "parent=19678376&users_list=19678400"),
        ("/users/merge/", "parent=19678376&users_list=19678401&users_list=19678402"),
        ("/users/19678376/add_many_tags/", "tag_names=7"),
        ("/users/19678376/add_to_list/", "list=5"),
        ("/events/", "name=7&client=19678376&timestamp=1700000000"),
    ] {
        let request = crate::support::api("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.into());
        let answer = sandbox.send(request.unwrap()).await;
        assert!(answer.status.is_success(), "{path} {form}: {answer:?}");
    }
    let jane = sandbox.user(JANE).await;
    assert!(tag_names(&jane).contains(&"7"), "{jane}");
    assert_eq!(sandbox.get("/users/").await.json()["count"], 247);
}
