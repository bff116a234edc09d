//! Tags and lists: those of the app, and those of a user.

use serde_json::{Value, json};

use crate::support::{JANE, Sandbox, fixture, tag_names};

const FAMILIES: [&str; 2] = ["/users/19678376/", "/users-by-id/customer-42/"];

fn names<'a>(user: &'a Value, what: &str) -> Vec<&'a str> {
    user[what].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_tag_is_added_once_and_created_says_whether_it_is_new_in_the_app() {
    let sandbox = Sandbox::new();
    for (name, created) in [("tag", false), ("vip", false), ("fresh", true), ("fresh", false)] {
        for family in FAMILIES {
            let path = format!("{family}add_tag/");
            let answer = sandbox.write("POST", &path, &json!({ "name": name })).await;
            let answer = answer.json();
            let first = created && family == FAMILIES[0];
            assert_eq!((&answer["created"], &answer["tag"]["name"]), (&json!(first), &json!(name)));
        }
    }
    assert_eq!(tag_names(&sandbox.user(JANE).await), ["tag", "vip", "fresh"]);
    let answer =
        sandbox.write("POST", "/users/19678377/add_tag/", &json!({ "name": "tag" })).await.json();
    assert_eq!(answer["tag"], fixture("add-tag-response")["tag"]);
}

#[tokio::test]
async fn many_tags_are_added_by_both_names_of_a_user_and_all_or_none() {
    let sandbox = Sandbox::new();
    for (family, names) in FAMILIES.into_iter().zip([["a", "b"], ["b", "c"]]) {
        let body = json!({ "tag_names": names });
        let answer = sandbox.write("POST", &format!("{family}add_many_tags/"), &body).await;
        assert_eq!(answer.json()["key"], JANE);
    }
    assert_eq!(tag_names(&sandbox.user(JANE).await), ["tag", "a", "b", "c"]);
    for names in [json!(["d", ""]), json!("d"), json!(null), json!([["d"]])] {
        let body = json!({ "tag_names": names });
        let answer =
            sandbox.write_v2("POST", "/users-by-id/customer-42/add_many_tags/", &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.json()["tag_names"].is_array(), "{body}");
    }
    assert_eq!(sandbox.get("/tags/").await.json()["count"], 11);
}

#[tokio::test]
async fn a_tag_and_a_list_are_taken_off_by_both_methods_and_both_names() {
    let sandbox = Sandbox::new();
    for family in FAMILIES {
        for method in ["POST", "DELETE"] {
            sandbox.write("POST", &format!("{family}add_tag/"), &json!({ "name": "vip" })).await;
            sandbox.write("POST", &format!("{family}add_to_list/"), &json!({ "list": 6 })).await;
            for (path, body, what) in [
                ("remove_tag/", json!({ "name": "vip" }), "tags"),
                ("remove_from_list/", json!({ "list": 6 }), "lists"),
            ] {
                let path = format!("{family}{path}");
                for _again in 0..2 {
                    let answer = sandbox.write(method, &path, &body).await;
                    assert_eq!(
                        (answer.status.as_u16(), &answer.json()["key"]),
                        (200, &json!(JANE))
                    );
                    assert!(!names(&answer.json(), what).contains(&"vip"), "{method} {path}");
                }
                let bare = sandbox.write(method, &path, &json!({})).await;
                assert_eq!(bare.status, 400, "{method} {path} without a body");
            }
        }
    }
    assert_eq!(sandbox.user(JANE).await["lists"], json!([]));
    assert_eq!(sandbox.get("/tags/1443/").await.json()["name"], "vip", "the app keeps the tag");
}

#[tokio::test]
async fn a_user_is_put_on_a_list_by_number_and_an_unknown_list_is_not_found() {
    let sandbox = Sandbox::new();
    for family in FAMILIES {
        let path = format!("{family}add_to_list/");
        let user = sandbox.write("POST", &path, &json!({ "list": 5 })).await.json();
        assert_eq!(user["id"], 19_678_376, "the user's number, not the list's");
        assert_eq!(user["lists"], fixture("page-lists")["results"]);
        for (list, status) in [(json!(99), 404), (json!("5"), 400), (json!(null), 400)] {
            let answer = sandbox.write("POST", &path, &json!({ "list": list })).await;
            assert_eq!(answer.status, status, "{list}");
        }
    }
}

#[tokio::test]
async fn what_is_done_to_an_unknown_user_is_not_found() {
    let sandbox = Sandbox::new();
    for path in ["add_tag/", "add_many_tags/", "remove_tag/", "add_to_list/", "set_attribute/"] {
        for family in ["/users/7/", "/users/seven/", "/users-by-id/seven/"] {
            let body = json!({ "name": "a", "list": 5 });
            let answer = sandbox.write("POST", &format!("{family}{path}"), &body).await;
            assert_eq!(answer.status, 404, "{family}{path}");
            assert_eq!(answer.json(), fixture("errors/404-detail"), "{family}{path}");
        }
    }
}

#[tokio::test]
async fn tags_are_made_renamed_and_deleted_with_all_who_had_them() {
    let sandbox = Sandbox::new();
    let made = sandbox.write("POST", "/tags/", &json!({ "name": "new" })).await;
    assert_eq!((made.status.as_u16(), made.json()), (201, json!({ "id": 1447, "name": "new" })));
    for (method, path) in [("POST", "/tags/"), ("PUT", "/tags/1447/")] {
        let taken = sandbox.write_v2(method, path, &json!({ "name": "vip" })).await;
        assert_eq!(taken.json(), json!({ "name": ["This field must be unique."] }), "{method}");
    }
    let renamed = sandbox.write("PUT", "/tags/1441/", &json!({ "name": "renamed" })).await;
    assert_eq!(renamed.json(), json!({ "id": 1441, "name": "renamed" }));
    assert_eq!(tag_names(&sandbox.user(JANE).await), ["renamed"]);
    assert_eq!(
        sandbox.write("PUT", "/tags/1441/", &json!({ "name": "renamed" })).await.status,
        200
    );
    let deleted = sandbox.write("DELETE", "/tags/1441/", &json!({})).await;
    assert_eq!((deleted.status.as_u16(), &*deleted.body), (204, ""));
    assert_eq!(sandbox.user(JANE).await["tags"], json!([]));
    for (method, path) in [("DELETE", "/tags/1441/"), ("GET", "/tags/1441/"), ("GET", "/tags/x/")] {
        assert_eq!(sandbox.write(method, path, &json!({})).await.status, 404, "{method} {path}");
    }
}

#[tokio::test]
async fn lists_are_made_described_and_deleted_with_all_who_were_on_them() {
    let sandbox = Sandbox::new();
    let made = sandbox.write("POST", "/lists/", &json!({ "name": "News" })).await;
    assert_eq!(made.json(), json!({ "id": 7, "name": "News", "description": "" }));
    let body = json!({ "description": "weekly" });
    let described = sandbox.write("PUT", "/lists/7/", &body).await.json();
    assert_eq!(described, json!({ "id": 7, "name": "News", "description": "weekly" }));
    assert_eq!(sandbox.get("/lists/7/").await.json(), described);
    let user = sandbox.get("/users/19678378/").await.json();
    assert_eq!(names(&user, "lists"), ["Newsletter", "Beta testers"]);
    assert_eq!(sandbox.write("DELETE", "/lists/5/", &json!({})).await.status, 204);
    let user = sandbox.get("/users/19678378/").await.json();
    assert_eq!(names(&user, "lists"), ["Beta testers"]);
    let page = sandbox.get("/lists/").await.json();
    assert_eq!(page["count"], 2);
    assert_eq!(
        sandbox.write("POST", "/lists/", &json!({ "description": 7 })).await.json(),
        json!({
            "errors": { "name": ["This field is required."], "description": ["Not a valid string."] },
        })
    );
}

#[tokio::test]
async fn the_users_with_a_tag_are_a_page_in_the_form_of_the_version() {
    let sandbox = Sandbox::new();
    let (v1, v2) = (sandbox.get("/tags/5/users/").await, sandbox.get_v2("/tags/5/users/").await);
    let (v1, v2) = (v1.json(), v2.json());
    assert_eq!(v1["results"][0]["key"], "twinOne00001");
    assert_eq!(v2["results"][0]["user_key"], "twinOne00001");
    let users = v1["results"].as_array().unwrap();
    assert_eq!(v1["count"], users.len());
    assert!(users.iter().all(|user| tag_names(user).contains(&"productuser")));
    assert_eq!(sandbox.get("/tags/372/users/").await.json(), fixture("page-empty"));
    assert_eq!(sandbox.get("/tags/99/users/").await.json(), fixture("errors/404-detail"));
}
