//! Custom attributes by themselves: those of the app, set, removed, and set for many.

use serde_json::{Value, json};

use crate::support::{Answer, JANE, Sandbox, attribute, fixture};

const FAMILIES: [&str; 2] = ["/users/19678376/", "/users-by-id/customer-42/"];

fn refused(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn one_attribute_is_set_by_either_of_its_names_and_removed_by_both_methods() {
    let sandbox = Sandbox::new();
    for family in FAMILIES {
        for (name, method) in [("Verified Member", "DELETE"), ("verified_member", "POST")] {
            let body = json!({ "attribute": name, "value": false });
            let set = sandbox.write_v2("POST", &format!("{family}set_attribute/"), &body).await;
            assert_eq!(
                (&set.json()["user_key"], &set.json()["verified_member"]),
                (&json!(JANE), &json!(false))
            );
            for _again in 0..2 {
                let path = format!("{family}remove_attribute/");
                let gone = sandbox.write_v2(method, &path, &json!({ "attribute": name })).await;
                assert_eq!((gone.status.as_u16(), &gone.json()["user_key"]), (200, &json!(JANE)));
                assert_eq!(gone.json().get("verified_member"), None, "{method} {name}");
            }
        }
    }
}

#[tokio::test]
async fn several_attributes_are_set_at_once_and_other_fields_are_no_attributes() {
    let sandbox = Sandbox::new();
    for family in FAMILIES {
        let path = format!("{family}set_multiple_attributes/");
        let user = sandbox.write("POST", &path, &json!({ "topic": "a", "Seats": 3 })).await.json();
        assert_eq!(user["id"], 19_678_376);
        assert_eq!(
            (attribute(&user, "topic"), attribute(&user, "Seats")),
            (&json!("a"), &json!(3))
        );
    }
    let body = json!({ "city": "Rome", "topic": "b" });
    let answer = sandbox.write_v2("POST", "/users/19678376/set_multiple_attributes/", &body).await;
    assert_eq!(refused(&answer), (400, json!({ "attribute": ["Unknown attribute."] })));
    assert_eq!(attribute(&sandbox.user(JANE).await, "topic"), "a", "nothing is half-written");
}

#[tokio::test]
async fn an_unknown_attribute_is_made_in_version_one_and_refused_in_version_two() {
    let sandbox = Sandbox::new();
    let path = "/users/19678376/set_attribute/";
    let body = json!({ "attribute": "Shoe size", "value": 42 });
    let unknown = (400, json!({ "attribute": ["Unknown attribute."] }));
    assert_eq!(refused(&sandbox.write_v2("POST", path, &body).await), unknown);
    let gone = sandbox.write_v2("DELETE", "/users/19678376/remove_attribute/", &body).await;
    assert_eq!(refused(&gone), unknown);
    let made = sandbox.write("POST", path, &body).await.json();
    assert_eq!(attribute(&made, "Shoe size"), 42);
    let wrong = json!({ "attribute": "Shoe size", "value": "large" });
    let passed_over = sandbox.write_v2("POST", path, &wrong).await;
    assert_eq!(passed_over.header("x-sandbox-ignored"), "Shoe size");
    assert_eq!(passed_over.json()["shoe_size"], 42);
}

#[tokio::test]
async fn name_and_value_of_an_attribute_must_be_there() {
    let answer = Sandbox::new().write("POST", "/users/19678376/set_attribute/", &json!({})).await;
    let messages = json!({
        "attribute": ["This field is required."], "value": ["This field is required."],
    });
    assert_eq!(refused(&answer), (400, json!({ "errors": messages })));
}

#[tokio::test]
async fn a_form_sets_numbers_and_flags_too() {
    let sandbox = Sandbox::new();
    let request = crate::support::api("POST", "/users/19678376/set_attribute/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("attribute=loyalty_points&value=7".into());
    let user = sandbox.send(request.unwrap()).await.json();
    assert_eq!(attribute(&user, "loyalty_points"), 7);
}

#[tokio::test]
async fn attributes_are_made_as_the_documentation_shows() {
    let sandbox = Sandbox::new();
    let made = sandbox.write("POST", "/attributes/", &fixture("attribute-request")).await;
    let mut documented = fixture("attribute-response");
    documented["id"] = json!(2438);
    assert_eq!((made.status.as_u16(), made.json()), (201, documented.clone()));
    assert_eq!(sandbox.get("/attributes/2438/").await.json(), documented);
    let kind = sandbox.get("/attribute-type/my_attribute/users/").await.json();
    assert_eq!(kind, json!({ "value_type": "boolean" }));
    let again = sandbox.write_v2("POST", "/attributes/", &fixture("attribute-request")).await;
    assert_eq!(again.json(), json!({ "name": ["This field must be unique."] }));
    let wrong = json!({ "name": "", "value_type": "text", "content_type": "company" });
    assert_eq!(
        sandbox.write_v2("POST", "/attributes/", &wrong).await.json(),
        json!({
            "name": ["This field may not be blank."],
            "value_type": ["\"text\" is not a valid choice."],
            "content_type": ["\"company\" is not a valid choice."],
        })
    );
}

#[tokio::test]
async fn an_attribute_is_deleted_with_its_values() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.write("DELETE", "/attributes/1109/", &json!({})).await.status, 204);
    assert_eq!(attribute(&sandbox.user(JANE).await, "Example attr"), &Value::Null);
    for path in ["/attributes/1109/", "/attribute-type/example_attr/users/"] {
        assert_eq!(sandbox.get(path).await.json(), fixture("errors/404-detail"), "{path}");
    }
    assert_eq!(sandbox.write("PUT", "/attributes/2429/", &json!({})).await.status, 405);
    assert_eq!(sandbox.get("/attributes/").await.json()["count"], 9);
}

#[tokio::test]
async fn a_standard_field_is_changed_for_many_and_unknown_ids_are_skipped() {
    let sandbox = Sandbox::new();
    for (path, ids) in [
        ("/users/mass_update_standard_attributes/", json!([19_678_376, 1, 19_678_377])),
        ("/users-by-id/mass_update_standard_attributes/", json!(["customer-42", "nobody", "43"])),
    ] {
        let body = json!({ "ids": ids, "attribute": "country", "value": path });
        let answer = sandbox.write("PUT", path, &body).await;
        assert_eq!(refused(&answer), (200, fixture("mass-update-response")), "{path}");
        assert_eq!(sandbox.user(JANE).await["country"], path);
        assert_eq!(sandbox.write("POST", path, &body).await.status, 405);
    }
    assert_eq!(
        sandbox.user("an0nym0us123").await["country"],
        "/users/mass_update_standard_attributes/"
    );
    let body = json!({ "ids": [19_678_376], "attribute": "gender", "value": 2 });
    sandbox.write("PUT", "/users/mass_update_standard_attributes/", &body).await;
    assert_eq!(sandbox.user(JANE).await["gender"], "male");
}

#[tokio::test]
async fn a_mass_update_that_cannot_be_made_says_why_and_changes_nobody() {
    let sandbox = Sandbox::new();
    let numbers = "/users/mass_update_standard_attributes/";
    let own = "/users-by-id/mass_update_standard_attributes/";
    for (path, ids, attribute, value, field) in [
        (numbers, json!(["customer-42"]), "country", json!("x"), "ids"),
        (own, json!([19_678_376]), "country", json!("x"), "ids"),
        (numbers, json!(19_678_376), "country", json!("x"), "ids"),
        (numbers, json!([19_678_376]), "topic", json!("x"), "attribute"),
        (numbers, json!([19_678_376]), "tags", json!(["x"]), "attribute"),
        (numbers, json!([19_678_376]), "custom_id", json!("x"), "attribute"),
        (numbers, json!([19_678_376]), "page_views", json!(1), "attribute"),
        (numbers, json!([19_678_376]), "gender", json!("male"), "value"),
        (numbers, json!([19_678_376]), "email", json!("x"), "value"),
    ] {
        let body = json!({ "ids": ids, "attribute": attribute, "value": value });
        let answer = sandbox.write_v2("PUT", path, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        let fields: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, [field], "{body}");
    }
    assert_eq!(sandbox.user(JANE).await, Sandbox::new().user(JANE).await);
}

#[tokio::test]
async fn a_custom_attribute_is_set_for_many_by_both_methods() {
    let sandbox = Sandbox::new();
    for (method, path, ids) in [
        ("PUT", "/users/mass_update_custom_attributes/", json!([19_678_376, 1])),
        ("POST", "/users/mass_update_custom_attributes/", json!([19_678_376, 1])),
        ("PUT", "/users-by-id/mass_update_custom_attributes/", json!(["customer-42"])),
        ("POST", "/users-by-id/mass_update_custom_attributes/", json!(["customer-42"])),
    ] {
        let value = format!("{method} {path}");
        let body = json!({ "ids": ids, "attribute": "topic", "value": value });
        let answer = sandbox.write_v2(method, path, &body).await;
        assert_eq!(refused(&answer), (200, json!({ "status": "ok" })));
        assert_eq!(attribute(&sandbox.user(JANE).await, "topic"), &json!(value));
    }
    let body = json!({ "ids": [19_678_376], "attribute": "Shoe size", "value": 42 });
    let path = "/users/mass_update_custom_attributes/";
    assert_eq!(sandbox.write_v2("PUT", path, &body).await.status, 400);
    assert_eq!(sandbox.write("PUT", path, &body).await.status, 200);
    assert_eq!(attribute(&sandbox.user(JANE).await, "Shoe size"), 42);
}
