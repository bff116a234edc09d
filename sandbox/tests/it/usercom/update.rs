//! Updating users.

use serde_json::{Value, json};
use userkey_sandbox::{Phone, Switches};

use crate::support::{JANE, Sandbox, api, attribute, fixture, tag_names};

const JANES: &str = "/users-by-id/customer-42/";

#[tokio::test]
async fn an_update_answers_the_whole_user_and_keeps_what_it_leaves_out() {
    let sandbox = Sandbox::new();
    let before = sandbox.user(JANE).await;
    let answer = sandbox.write("PUT", JANES, &fixture("update-request-v1-short")).await;
    assert_eq!(answer.status, 200);
    let after = answer.json();
    assert_eq!(after, sandbox.user(JANE).await);
    assert_eq!(after["email"], "john@example.org");
    assert_eq!(after["gravatar_url"], "https://randomuser.me/api/portraits/men/51.jpg");
    assert_eq!(tag_names(&after), ["tag", "updated", "verified"]);
    assert_ne!(after["updated_at"], before["updated_at"]);
    for field in ["id", "key", "name", "attributes", "companies", "created_at", "lists", "score"] {
        assert_eq!(after[field], before[field], "{field}");
    }
}

#[tokio::test]
async fn a_whole_answer_may_be_sent_back() {
    let sandbox = Sandbox::new();
    let before = sandbox.user(JANE).await;
    let answer = sandbox.write("PUT", "/users/19678376/", &fixture("update-request-v1-full")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-sandbox-ignored"), "");
    let after = answer.json();
    assert_eq!(after["name"], "John Doe");
    assert_eq!((&after["gender"], &after["status"]), (&json!("male"), &json!("user")));
    assert_eq!(tag_names(&after), ["john123", "tag"]);
    for read_only in ["page_views", "created_at", "last_ip", "browser", "attributes", "lists"] {
        assert_eq!(after[read_only], before[read_only], "{read_only}");
    }
}

#[tokio::test]
async fn ids_and_keys_in_a_body_change_nothing() {
    let sandbox = Sandbox::new();
    let body = json!({ "id": 1, "key": "x", "user_key": "x", "name": "X", "chat_id": "x" });
    let after = sandbox.write("PUT", JANES, &body).await;
    assert_eq!(after.status, 200);
    assert_eq!(after.json()["name"], "Jane Doe");
    assert_eq!(after.json()["key"], JANE);
}

#[tokio::test]
async fn the_other_versions_names_are_passed_over() {
    let sandbox = Sandbox::new();
    let answer = sandbox.write("PUT", JANES, &json!({ "custom_id": "x" })).await;
    assert_eq!(answer.header("x-sandbox-ignored"), "custom_id");
    assert_eq!(answer.json()["user_id"], "customer-42");
    assert_eq!(attribute(&answer.json(), "custom_id"), &Value::Null);
    let answer = sandbox.write_v2("PUT", JANES, &json!({ "user_id": "x" })).await;
    assert_eq!(answer.header("x-sandbox-ignored"), "user_id");
    assert_eq!(answer.json()["custom_id"], "customer-42");
}

#[tokio::test]
async fn gender_and_status_are_written_as_numbers() {
    let sandbox = Sandbox::new();
    for (number, word) in [(1, "unknown"), (2, "male"), (3, "female")] {
        let answer = sandbox.write("PUT", JANES, &json!({ "gender": number })).await;
        assert_eq!(answer.json()["gender"], word);
    }
    for (number, word) in [(2, "user"), (1, "visitor")] {
        let answer = sandbox.write("PUT", JANES, &json!({ "status": number })).await;
        assert_eq!(answer.json()["status"], word);
    }
    let answer = sandbox.write_v2("PUT", JANES, &json!({ "gender": "male", "status": 3 })).await;
    assert_eq!(answer.status, 400);
    let messages = json!({
        "gender": ["\"male\" is not a valid choice."],
        "status": ["\"3\" is not a valid choice."],
    });
    assert_eq!(answer.json(), messages);
}

#[tokio::test]
async fn null_clears_what_may_be_null_and_nothing_else() {
    let sandbox = Sandbox::new();
    let clear = json!({ "email": null, "user_id": null, "last_name": null, "Example attr": null });
    let after = sandbox.write("PUT", "/users/19678376/", &clear).await.json();
    assert_eq!((&after["email"], &after["user_id"]), (&Value::Null, &Value::Null));
    assert_eq!(after["name"], "Jane");
    assert_eq!(after["attributes"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.get(JANES).await.status, 404);
    for field in
        ["gender", "status", "score", "unsubscribed", "notifications", "tags", "company_id"]
    {
        let answer = sandbox.write("PUT", "/users/19678376/", &json!({ field: null })).await;
        assert_eq!(answer.status, 400, "{field}");
        let message = &answer.json()["errors"][field][0];
        assert_eq!(message, "This field may not be null.", "{field}");
    }
}

#[tokio::test]
async fn a_value_is_accepted_up_to_its_limit_counted_in_characters() {
    let sandbox = Sandbox::new();
    for (field, limit) in
        [("first_name", 40), ("last_name", 40), ("phone_number", 64), ("city", 64), ("region", 255)]
    {
        let fits = json!({ field: "é".repeat(limit) });
        assert_eq!(sandbox.write("PUT", JANES, &fits).await.status, 200, "{field}");
        let answer = sandbox.write_v2("PUT", JANES, &json!({ field: "é".repeat(limit + 1) })).await;
        assert_eq!(answer.status, 400, "{field}");
        let message = format!("Ensure this field has no more than {limit} characters.");
        assert_eq!(answer.json()[field][0], message, "{field}");
    }
}

#[tokio::test]
async fn values_of_a_wrong_type_are_refused_by_field() {
    let sandbox = Sandbox::new();
    for (field, values, message) in [
        (
            "email",
            vec![json!("x"), json!("a@b"), json!("a b@c.de"), json!("")],
            "Enter a valid email address.",
        ),
        ("email", vec![json!(1), json!([]), json!({})], "Not a valid string."),
        ("city", vec![json!(1), json!(true), json!(["x"])], "Not a valid string."),
        ("city", vec![json!("a\0b")], "Null characters are not allowed."),
        (
            "score",
            vec![json!("7"), json!(1.5), json!(true), json!(1e300)],
            "A valid integer is required.",
        ),
        (
            "score",
            vec![json!(1_i64 << 31)],
            "Ensure this value is less than or equal to 2147483647.",
        ),
        ("assigned_to", vec![json!("x"), json!([])], "A valid integer is required."),
        ("unsubscribed", vec![json!("true"), json!(1)], "Must be a valid boolean."),
        ("tags", vec![json!("vip"), json!({})], "Expected a list of items."),
        ("tags", vec![json!([1]), json!([["x"]])], "Not a valid string."),
        ("tags", vec![json!([null])], "This field may not be null."),
        ("tags", vec![json!([""]), json!([{ "name": "" }])], "This field may not be blank."),
        ("custom_id", vec![json!("")], "This field may not be blank."),
        ("custom_id", vec![json!(7)], "Not a valid string."),
        ("company_custom_id", vec![json!("nope")], "No company has the custom id \"nope\"."),
    ] {
        for value in values {
            let answer = sandbox.write_v2("PUT", JANES, &json!({ field: value })).await;
            assert_eq!(answer.status, 400, "{field}: {value}");
            assert_eq!(answer.json(), json!({ field: [message] }), "{field}: {value}");
        }
    }
}

#[tokio::test]
async fn every_refused_field_is_named_in_the_shape_of_the_version_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let before = sandbox.user(JANE).await;
    let body = json!({ "city": "Paris", "tags": ["new"], "Plan": "pro", "first_name": "x".repeat(41), "email": "x" });
    let answer = sandbox.write_v2("PUT", JANES, &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json(), fixture("errors/400-fields-v2"));
    let answer =
        sandbox.write("PUT", JANES, &json!({ "city": "Paris", "Plan": "pro", "email": "x" })).await;
    assert_eq!(answer.json(), fixture("errors/400-errors-v1"));
    assert_eq!(sandbox.user(JANE).await, before);
    let unknown = sandbox.write_v2("PUT", JANES, &json!({ "Plan": "pro" })).await;
    assert_eq!(unknown.header("x-sandbox-ignored"), "Plan", "the attribute was not made either");
}

#[tokio::test]
async fn phone_numbers_are_checked_only_if_the_switch_says_so() {
    let lenient = json!({ "phone_number": "2345678901" });
    assert_eq!(Sandbox::new().write("PUT", JANES, &lenient).await.status, 200);
    let strict = Sandbox::with(Switches { phone: Phone::E164, ..Switches::default() });
    let answer = strict.write_v2("PUT", JANES, &lenient).await;
    assert_eq!(answer.json(), json!({ "phone_number": ["Enter a valid phone number."] }));
    let international = json!({ "phone_number": "+48123456789" });
    assert_eq!(strict.write("PUT", JANES, &international).await.status, 200);
}

#[tokio::test]
async fn a_custom_id_may_change_if_nobody_has_it() {
    let sandbox = Sandbox::new();
    let taken = sandbox.write_v2("PUT", JANES, &json!({ "custom_id": "user@123" })).await;
    assert_eq!(taken.status, 400);
    assert_eq!(taken.json(), fixture("errors/400-custom-id-taken-v2"));
    let own = sandbox.write_v2("PUT", JANES, &json!({ "custom_id": "customer-42" })).await;
    assert_eq!(own.status, 200);
    assert_eq!(sandbox.write("PUT", JANES, &json!({ "user_id": "jane" })).await.status, 200);
    assert_eq!(sandbox.get("/users-by-id/jane/").await.json()["key"], JANE);
    assert_eq!(sandbox.get(JANES).await.status, 404);
}

#[tokio::test]
async fn a_company_is_joined_by_its_custom_id_and_once() {
    let sandbox = Sandbox::new();
    for _ in 0..2 {
        sandbox.write("PUT", JANES, &json!({ "company_id": "group@795" })).await;
    }
    sandbox
        .write_v2("PUT", JANES, &json!({ "company_custom_id": "smith-sons", "company_id": 21 }))
        .await;
    let companies = sandbox.user(JANE).await["companies"].clone();
    let ids: Vec<&Value> = companies.as_array().unwrap().iter().map(|c| &c["id"]).collect();
    assert_eq!(ids, [14, 21, 22]);
}

#[tokio::test]
async fn a_form_is_read_as_json_is() {
    let sandbox = Sandbox::new();
    let form = "first_name=J%C3%B3zef&score=5&gender=3&unsubscribed=true&assigned_to=&tags=a&tags=b+c\
                &loyalty_points=12&Verified+Member=True&topic=7";
    let request = api("PUT", JANES)
        .header("content-type", "application/x-www-form-urlencoded; charset=UTF-8");
    let answer = sandbox.send(request.body(form.into()).unwrap()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-sandbox-ignored"), "");
    let user = answer.json();
    assert_eq!(user["name"], "Józef Doe");
    assert_eq!((&user["score"], &user["gender"]), (&json!(5), &json!("female")));
    assert_eq!((&user["unsubscribed"], &user["assigned_to"]), (&json!(true), &Value::Null));
    assert_eq!(tag_names(&user), ["tag", "a", "b c"]);
    assert_eq!(attribute(&user, "loyalty_points"), 12);
    assert_eq!(attribute(&user, "Verified Member"), true);
    assert_eq!(attribute(&user, "topic"), "7");
}
