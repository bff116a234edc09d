//! Writing (rules A, D, E, F, M, R).

use super::*;
use crate::relay::testing::{request, set, token};

const OPEN: &str = r#"{"browser":{"write":["city","first_name","phone_number"],"writeTags":["read-guide"],"writeAttributes":["topic"]},
    "person":{"write":["city","first_name"]}}"#;
const ANONYMOUS: &str = r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"status":"visitor"}"#;
const KNOWN: &str =
    r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"email":"a@b.c","status":"visitor"}"#;

#[test]
fn rule_d_a_write_is_a_look_up_and_a_change_by_the_id_that_was_found() {
    let body = r#"{"attributes":{"topic":"bikes"},"city":"Rome","tags":["read-guide"]}"#;
    let (asked, answer) =
        serve(&config(OPEN), &request("PATCH", body), &[(200, ANONYMOUS), (200, ANONYMOUS)]);
    assert_eq!(
        asked,
        [
            "GET /users/search/?key=g3FaYocCy0U6",
            r#"PUT /users/7/ {"city":"Rome","tags":["read-guide"],"topic":"bikes"}"#
        ]
    );
    assert_eq!(
        answer.body, r#"{"known":false,"status":"visitor"}"#,
        "rule B: the projection of a read"
    );
}

#[test]
fn rule_d_a_refused_body_asks_nothing() {
    for (body, code) in [
        (r#"{"city":"Rome","email":"a@b.c"}"#, "field_not_allowed"),
        ("{}", "no_changes"),
        ("[]", "invalid_body"),
        (r#"{"city":"a","city":"b"}"#, "invalid_body"),
    ] {
        assert_eq!(refusal(OPEN, &request("PATCH", body)), (400, code.into()), "{body}");
    }
    assert_eq!(
        refusal("{}", &request("PATCH", r#"{"city":"Rome"}"#)),
        (400, "field_not_allowed".into())
    );
}

#[test]
fn rule_a_the_browser_tier_names_nobody_who_is_known() {
    let name = request("PATCH", r#"{"first_name":"Eve"}"#);
    let (asked, answer) = serve(&config(OPEN), &name, &[(200, KNOWN)]);
    assert_eq!((asked.len(), answer.status, code(&answer)), (1, 403, "identity_required".into()));
    let (asked, _) = serve(&config(OPEN), &name, &[(200, ANONYMOUS), (200, ANONYMOUS)]);
    assert_eq!(asked.last().unwrap(), r#"PUT /users/7/ {"first_name":"Eve"}"#);
    let city = request("PATCH", r#"{"city":"Rome"}"#);
    assert_eq!(serve(&config(OPEN), &city, &[(200, KNOWN), (200, KNOWN)]).1.status, 200);
}

#[test]
fn rule_a_a_look_up_that_leaves_out_the_own_id_is_not_taken_for_anonymous() {
    let name = request("PATCH", r#"{"phone_number":"+48"}"#);
    let silent = ANONYMOUS.replace(r#""user_id":null,"#, "");
    let own = ANONYMOUS.replace("null", r#""c-1""#);
    let (asked, answer) = serve(&config(OPEN), &name, &[(200, &silent), (200, &own)]);
    assert_eq!((at(&asked, 1), answer.status), ("GET /users/7/", 403));
    let (asked, answer) =
        serve(&config(OPEN), &name, &[(200, &silent), (200, ANONYMOUS), (200, ANONYMOUS)]);
    assert_eq!((asked.len(), answer.status), (3, 200));
}

#[test]
fn rule_m_a_person_s_write_goes_to_the_id_that_was_looked_up() {
    let mut request = request("PATCH", r#"{"first_name":"Ada"}"#);
    set(&mut request, "authorization", &format!("Bearer {}", token("")));
    let own = r#"{"id":9,"key":"x","user_id":"c-1","email":"a@b.c"}"#;
    let (asked, answer) = serve(&config(OPEN), &request, &[(200, own), (200, own)]);
    assert_eq!(asked, ["GET /users-by-id/c-1/", r#"PUT /users/9/ {"first_name":"Ada"}"#]);
    assert_eq!(answer.status, 200);
}

#[test]
fn rule_r_what_user_com_says_to_a_change() {
    for (said, status, code) in [
        ((400, r#"{"errors":{"city":["bad"]}}"#), 422, "rejected"),
        ((404, ""), 404, "no_visitor"),
        ((401, ""), 502, "upstream_auth"),
        ((200, r#"{"id":8}"#), 502, "upstream_config"),
        ((500, ""), 502, "upstream_error"),
    ] {
        let (_, answer) =
            serve(&config(OPEN), &request("PATCH", r#"{"city":"x"}"#), &[(200, ANONYMOUS), said]);
        assert_eq!((answer.status, super::code(&answer)), (status, code.into()), "{said:?}");
        assert!(!answer.body.contains("bad\""), "{}", answer.body);
    }
}
