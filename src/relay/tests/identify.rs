//! From a browser's record to a person's (rule L).

use super::*;
use crate::relay::testing::{request, set, token};

const NOBODY: Said<'_> = (404, "");
const KEY: &str = "GET /users/search/?key=g3FaYocCy0U6";
const PERSON: &str = "GET /users-by-id/c-1/";

/// A record with that id, own id and address.
fn record(id: u64, user_id: &str, email: &str) -> String {
    let text = |text: &str| if text.is_empty() { "null".to_owned() } else { format!("\"{text}\"") };
    format!(
        r#"{{"id":{id},"key":"g3FaYocCy0U6","user_id":{},"email":{},"phone_number":null}}"#,
        text(user_id),
        text(email)
    )
}

fn identify(cookies: &str, claims: &str, body: &str, said: &[Said<'_>]) -> (Vec<String>, Value) {
    let options = r#"{"person":{"write":["city"]}}"#;
    let mut request =
        Request { target: "/userkey/visitor/identify".into(), ..request("POST", body) };
    set(&mut request, "cookie", cookies);
    set(&mut request, "authorization", &format!("Bearer {}", token(claims)));
    let (asked, answer) = serve(&config(options), &request, said);
    (asked, super::body(&answer))
}

fn outcome(answer: &Value) -> (Option<&str>, Option<&Value>) {
    (answer.get("action").and_then(Value::as_text), answer.get("linked"))
}

const JAR: &str = "__ca__chat=g3FaYocCy0U6";
const EMAIL: &str = r#""email":"a@b.c","email_verified":true"#;
const LINKED: Option<&Value> = Some(&Value::Bool(true));
const NOT_LINKED: Option<&Value> = Some(&Value::Bool(false));

#[test]
fn rule_l_the_person_s_own_record_in_this_browser_is_updated() {
    let own = record(7, "c-1", "");
    let (asked, answer) = identify(JAR, EMAIL, r#"{"city":"Rome"}"#, &[(200, &own), (200, &own)]);
    assert_eq!(asked, [KEY, r#"PUT /users/7/ {"email":"a@b.c","city":"Rome"}"#]);
    assert_eq!(outcome(&answer), (Some("updated"), LINKED));
    assert_eq!(
        answer.get("user"),
        Some(&value(r#"{"known":true}"#)),
        "rule B: the projection of a read"
    );
    let (asked, answer) = identify(JAR, "", "{}", &[(200, &own)]);
    assert_eq!((asked.len(), outcome(&answer).1), (1, LINKED), "nothing to write");
}

#[test]
fn rule_l_an_anonymous_record_becomes_the_person_s() {
    let (anonymous, own) = (record(7, "", ""), record(7, "c-1", "a@b.c"));
    let (asked, answer) = identify(JAR, EMAIL, "{}", &[(200, &anonymous), NOBODY, (200, &own)]);
    assert_eq!(asked, [KEY, PERSON, r#"PUT /users/7/ {"user_id":"c-1","email":"a@b.c"}"#]);
    assert_eq!(outcome(&answer), (Some("updated"), LINKED));
    // So does one that has nothing but the address that the site verified.
    let same = record(7, "", "A@B.C");
    assert_eq!(
        outcome(&identify(JAR, EMAIL, "{}", &[(200, &same), NOBODY, (200, &own)]).1).1,
        LINKED
    );
}

#[test]
fn rule_l_an_anonymous_record_is_not_merged_into_the_person_s() {
    let (anonymous, own) = (record(7, "", ""), record(9, "c-1", ""));
    let (asked, answer) =
        identify(JAR, EMAIL, "{}", &[(200, &anonymous), (200, &own), (200, &own)]);
    assert_eq!(asked, [KEY, PERSON, r#"PUT /users/9/ {"email":"a@b.c"}"#]);
    assert_eq!(outcome(&answer), (Some("updated"), NOT_LINKED));
}

#[test]
fn rule_l_another_s_record_stays_as_it_is() {
    let made = r#"{"created":true,"id":12}"#;
    let own = record(12, "c-1", "a@b.c");
    for other in [record(7, "c-2", ""), record(7, "", "x@y.z"), record(7, "c-2", "a@b.c")] {
        let (asked, answer) =
            identify(JAR, EMAIL, "{}", &[(200, &other), NOBODY, (200, made), (200, &own)]);
        let create = r#"POST /users/update_or_create/ {"user_id":"c-1","email":"a@b.c"}"#;
        assert_eq!(asked, [KEY, PERSON, create, "GET /users/12/"], "{other}");
        assert_eq!(outcome(&answer), (Some("created"), NOT_LINKED));
        let (asked, _) = identify(JAR, EMAIL, "{}", &[(200, &other), (200, &own), (200, &own)]);
        assert_eq!(at(&asked, 2), r#"PUT /users/12/ {"email":"a@b.c"}"#, "{other}");
    }
    // A phone number alone makes somebody known whom no claim names.
    let phone = record(7, "", "").replace(r#""phone_number":null"#, r#""phone_number":"+48""#);
    assert_eq!(
        identify(JAR, EMAIL, "{}", &[(200, &phone), NOBODY, (200, made), (200, &own)]).0.len(),
        4
    );
}

#[test]
fn rule_l_without_a_browser_s_record_the_person_s_is_made_or_updated() {
    let own = record(12, "c-1", "");
    let made = r#"{"created":false,"id":12}"#;
    for cookies in ["", "__ca__chat=aaaaaaaa; __ca__chat=bbbbbbbb", "__ca__chat=no/key"] {
        let (asked, answer) = identify(cookies, "", "{}", &[NOBODY, (200, made), (200, &own)]);
        assert_eq!(
            [at(&asked, 0), at(&asked, 1)],
            [PERSON, r#"POST /users/update_or_create/ {"user_id":"c-1"}"#],
            "{cookies}"
        );
        assert_eq!(outcome(&answer), (Some("updated"), NOT_LINKED));
    }
    let (asked, answer) = identify(JAR, "", "{}", &[NOBODY, (200, &own)]);
    assert_eq!((at(&asked, 1), outcome(&answer).1), (PERSON, NOT_LINKED));
}

#[test]
fn rule_l_a_look_up_that_leaves_out_the_own_id_is_confirmed() {
    let silent = record(7, "", "").replace(r#""user_id":null,"#, "");
    let own = record(7, "c-1", "");
    let (asked, answer) = identify(JAR, "", "{}", &[(200, &silent), (200, &own)]);
    assert_eq!(asked, [KEY, "GET /users/7/"]);
    assert_eq!(outcome(&answer), (Some("updated"), LINKED));
}

#[test]
fn rule_l_a_claimed_key_is_the_cookie_s() {
    for cookies in ["", "__ca__chat=another1", "__ca__chat=aaaaaaaa; __ca__chat=bbbbbbbb"] {
        let (asked, answer) = identify(cookies, r#""key":"g3FaYocCy0U6""#, "{}", &[]);
        assert_eq!(
            (asked.len(), answer.get("code").and_then(Value::as_text)),
            (0, Some("visitor_changed")),
            "{cookies}"
        );
    }
    let own = record(7, "c-1", "");
    assert_eq!(identify(JAR, r#""key":"g3FaYocCy0U6""#, "{}", &[(200, &own)]).0, [KEY]);
}

#[test]
fn rule_l_only_a_signed_token_says_who_somebody_is() {
    let request = Request { target: "/userkey/visitor/identify".into(), ..request("POST", "{}") };
    assert_eq!(refusal("{}", &request), (403, "identity_required".into()));
    let (asked, answer) = identify(JAR, "", r#"{"user_id":"c-2"}"#, &[]);
    assert_eq!((asked.len(), answer.get("field").and_then(Value::as_text)), (0, Some("user_id")));
    assert_eq!(identify(JAR, "", r#"{"email":"x@y.z"}"#, &[]).0.len(), 0);
}

#[test]
fn rule_l_a_failed_look_up_writes_nothing() {
    for said in [(401, ""), (429, ""), (500, ""), (200, "<html>"), (404, "<html>")] {
        let (asked, _) = identify(JAR, EMAIL, "{}", &[said]);
        assert_eq!(asked, [KEY]);
    }
}
