//! Reading (rules A, B, C, I, J).

use super::*;
use crate::relay::forward::Subject;
use crate::relay::testing::{request, set, token};

const ADA: &str =
    r#"{"id":7,"key":"g3FaYocCy0U6","user_id":"c-1","name":"Ada","email":"a@b.c","status":"user"}"#;

fn person(method: &str, body: &str) -> Request {
    let mut request = request(method, body);
    set(&mut request, "authorization", &format!("Bearer {}", token("")));
    request
}

#[test]
fn rule_a_with_the_cookie_alone_a_visitor_learns_known_and_status() {
    let (asked, answer) = serve(&config("{}"), &request("GET", ""), &[(200, ADA)]);
    assert_eq!(asked, ["GET /users/search/?key=g3FaYocCy0U6"]);
    assert_eq!(answer.body, r#"{"known":true,"status":"user"}"#);
}

#[test]
fn rule_c_nobody_is_the_same_answer_whatever_the_reason() {
    let mut no_cookie = request("GET", "");
    set(&mut no_cookie, "cookie", "");
    let none = serve(&config("{}"), &no_cookie, &[]).1;
    let another = ADA.replace("g3FaYocCy0U6", "g3FaYocCy0U7");
    for (status, body, unknown, metric) in
        [(404, "", true, "no_visitor"), (200, another.as_str(), true, "foreign_record")]
    {
        let (_, answer) = serve(&config("{}"), &request("GET", ""), &[(status, body)]);
        assert_eq!(
            (answer.status, &answer.body, &answer.headers),
            (404, &none.body, &none.headers)
        );
        assert_eq!((answer.outcome.unknown_key, answer.outcome.code), (unknown, metric));
    }
    assert!(!none.outcome.unknown_key);
}

#[test]
fn rule_c_a_planted_cookie_is_told_from_the_page_s_own() {
    let mut both = request("GET", "");
    set(&mut both, "cookie", "__ca__chat=planted1; __ca__chat=g3FaYocCy0U6");
    assert_eq!(refusal("{}", &both), (409, "ambiguous_cookie".into()));
    set(&mut both, "x-userkey-expect", "g3FaYocCy0U6");
    let (asked, _) = serve(&config("{}"), &both, &[(200, ADA)]);
    assert_eq!(asked, ["GET /users/search/?key=g3FaYocCy0U6"]);
}

#[test]
fn rule_j_a_token_selects_the_person_and_the_key_does_not() {
    let (asked, answer) = serve(&config("{}"), &person("GET", ""), &[(200, ADA)]);
    assert_eq!(asked, ["GET /users-by-id/c-1/"]);
    assert_eq!(answer.body, r#"{"known":true,"status":"user","name":"Ada"}"#);
    // Another person's cookie, or a condition on it, changes nothing.
    let mut shared = person("GET", "");
    set(&mut shared, "cookie", "__ca__chat=another1; __ca__chat=another2");
    assert_eq!(serve(&config("{}"), &shared, &[(200, ADA)]).0, ["GET /users-by-id/c-1/"]);
}

#[test]
fn rule_j_a_record_of_another_person_is_not_shown() {
    let other = ADA.replace("c-1", "c-2");
    let (_, answer) = serve(&config("{}"), &person("GET", ""), &[(200, &other)]);
    assert_eq!((answer.status, answer.outcome.code), (404, "foreign_record"));
    let (_, answer) =
        serve(&config("{}"), &person("GET", ""), &[(404, r#"{"detail":"Not found."}"#)]);
    assert_eq!(
        (answer.status, code(&answer), answer.outcome.unknown_key),
        (404, "no_visitor".into(), false)
    );
}

#[test]
fn rule_b_in_version_2_the_answer_has_the_same_form() {
    let options =
        r#"{"apiVersion":2,"browser":{"read":["key","name"],"readAttributes":["topic"]}}"#;
    let v2 = r#"{"id":7,"user_key":"g3FaYocCy0U6","custom_id":"c-1","name":"Ada","status":"user","topic":"bikes"}"#;
    let (_, answer) = serve(&config(options), &request("GET", ""), &[(200, v2)]);
    assert_eq!(
        body(&answer),
        value(
            r#"{"known":true,"status":"user","key":"g3FaYocCy0U6","name":"Ada","attributes":[{"name":"topic","name_std":"topic","value":"bikes"}]}"#
        )
    );
}

#[test]
fn rule_p_what_is_shared_goes_by_tier_and_whole_name() {
    let visit = |request: &Request| match decide(&config("{}"), request, NOW) {
        Decision::Forward(forward) => (forward.is_shareable(), forward.visit().clone()),
        other => panic!("{other:?}"),
    };
    let (shareable, browser) = visit(&request("GET", ""));
    assert_eq!(
        (shareable, browser.subject, browser.calls),
        (true, Subject::Key("g3FaYocCy0U6".into()), 1)
    );
    let (_, person) = visit(&person("GET", ""));
    assert_eq!(person.subject, Subject::Person("c-1".into()));
    assert_eq!(person.related, [Subject::Key("g3FaYocCy0U6".into())]);
    assert_eq!(person.address, "192.0.2.1".parse().ok());
}
