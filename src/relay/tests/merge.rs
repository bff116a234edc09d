//! Merging an anonymous record into a person's (rule L).

use super::*;
use crate::relay::testing::{merging, request, set, token};

const KEY: &str = "GET /users/search/?key=g3FaYocCy0U6";
const PERSON: &str = "GET /users-by-id/c-1/";
const MERGE: &str = r#"POST /users/merge/ {"parent":9,"users_list":[7]}"#;
const ANONYMOUS: Said<'_> = (200, r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"email":null}"#);
const OWN: Said<'_> = (200, r#"{"id":9,"key":"another1","user_id":"c-1"}"#);
const MERGED: Said<'_> = (200, r#"{"success":true}"#);
const JTI: &str = r#""jti":"t-1""#;

/// The binding that a browser gets whose cookie holds that key.
fn bound(key: &str) -> String {
    let mut read = request("GET", "");
    set(&mut read, "cookie", &format!("__ca__chat={key}"));
    let record = format!(r#"{{"id":7,"key":"{key}"}}"#);
    let (_, answer) = serve(&merging("{}"), &read, &[(200, &record)]);
    let cookie = header(&answer, "Set-Cookie").unwrap_or_default().to_owned();
    cookie.split(';').next().unwrap_or_default().to_owned()
}

fn identify(
    config: &Config,
    binding: &str,
    claims: &str,
    said: &[Said<'_>],
    allows: bool,
) -> (Vec<String>, Value) {
    let mut request =
        Request { target: "/userkey/visitor/identify".into(), ..request("POST", "{}") };
    set(&mut request, "cookie", &format!("__ca__chat=g3FaYocCy0U6; {binding}"));
    set(&mut request, "authorization", &format!("Bearer {}", token(claims)));
    let store = |permit: Permit| {
        assert_eq!((permit.jti.as_str(), permit.sub.as_str()), ("t-1", "c-1"));
        assert_eq!(permit.expires, NOW + 330, "with the leeway");
        allows
    };
    let (asked, answer) = serve_with(config, &request, said, &store);
    (asked, body(&answer))
}

fn outcome(answer: &Value) -> (&str, bool) {
    let action = answer.get("action").and_then(Value::as_text).unwrap_or("none");
    (action, answer.get("linked") == Some(&Value::Bool(true)))
}

#[test]
fn rule_l_what_a_browser_gathered_becomes_the_person_s_if_all_allow_it() {
    let said = [ANONYMOUS, OWN, MERGED, OWN];
    let (asked, answer) = identify(&merging("{}"), &bound("g3FaYocCy0U6"), JTI, &said, true);
    assert_eq!(asked, [KEY, PERSON, MERGE, "GET /users/9/"]);
    assert_eq!(outcome(&answer), ("merged", true));
}

#[test]
fn rule_l_what_the_token_says_is_written_before_the_merge() {
    let claims = r#""jti":"t-1","email":"a@b.c","email_verified":true"#;
    let said = [ANONYMOUS, OWN, OWN, MERGED, OWN];
    let (asked, _) = identify(&merging("{}"), &bound("g3FaYocCy0U6"), claims, &said, true);
    assert_eq!(asked, [KEY, PERSON, r#"PUT /users/9/ {"email":"a@b.c"}"#, MERGE, "GET /users/9/"]);
}

#[test]
fn rule_l_without_the_store_s_leave_both_records_stay() {
    let said = [ANONYMOUS, OWN];
    let (asked, answer) = identify(&merging("{}"), &bound("g3FaYocCy0U6"), JTI, &said, false);
    assert_eq!(asked, [KEY, PERSON]);
    assert_eq!(outcome(&answer), ("updated", false));
}

#[test]
fn rule_l_nobody_is_merged_unless_everything_speaks_for_it() {
    let good = bound("g3FaYocCy0U6");
    let forged = format!("{}x", good.strip_suffix(char::is_alphanumeric).unwrap());
    for (why, binding, claims) in [
        ("no name of the token", good.as_str(), ""),
        ("an empty name", &good, r#""jti":"""#),
        ("no binding", "", JTI),
        ("the binding of another key", &bound("another1"), JTI),
        ("two bindings", &format!("{good}; {good}"), JTI),
        ("a forged binding", &forged, JTI),
    ] {
        let (asked, answer) = identify(&merging("{}"), binding, claims, &[ANONYMOUS, OWN], true);
        assert_eq!((asked.len(), outcome(&answer)), (2, ("updated", false)), "{why}");
    }
    let (asked, _) = identify(&config("{}"), &good, JTI, &[ANONYMOUS, OWN], true);
    assert_eq!(asked.len(), 2, "the option is off");
}

#[test]
fn rule_l_a_record_of_somebody_is_never_merged() {
    for known in [
        r#"{"id":7,"key":"g3FaYocCy0U6","user_id":"c-2"}"#,
        r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"email":"x@y.z"}"#,
        r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"email":"a@b.c"}"#,
        r#"{"id":7,"key":"g3FaYocCy0U6","user_id":null,"phone_number":"+48"}"#,
    ] {
        let claims = r#""jti":"t-1","email":"a@b.c","email_verified":true"#;
        let said = [(200, known), OWN, OWN];
        let (asked, answer) = identify(&merging("{}"), &bound("g3FaYocCy0U6"), claims, &said, true);
        assert_eq!((asked.len(), outcome(&answer)), (3, ("updated", false)), "{known}");
    }
}

#[test]
fn rule_l_a_merge_of_who_is_gone_changes_nothing_and_one_that_fails_is_said() {
    let binding = bound("g3FaYocCy0U6");
    let gone = [ANONYMOUS, OWN, (404, r#"{"detail":"Not found."}"#)];
    assert_eq!(
        outcome(&identify(&merging("{}"), &binding, JTI, &gone, true).1),
        ("updated", false)
    );
    let failed = [ANONYMOUS, OWN, (500, "")];
    let (_, answer) = identify(&merging("{}"), &binding, JTI, &failed, true);
    assert_eq!(answer.get("code").and_then(Value::as_text), Some("upstream_error"));
}

#[test]
fn rule_l_a_browser_is_bound_to_the_first_key_that_was_found_in_it() {
    let read = |cookies: &str, said: &[Said<'_>], config: &Config| {
        let mut read = request("GET", "");
        set(&mut read, "cookie", cookies);
        header(&serve(config, &read, said).1, "Set-Cookie").map(str::to_owned)
    };
    let jar = "__ca__chat=g3FaYocCy0U6";
    let found = &[ANONYMOUS][..];
    let cookie = read(jar, found, &merging("{}")).unwrap();
    assert!(cookie.starts_with("__Host-Http-userkey="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=34560000"),
        "{cookie}"
    );
    assert_eq!(read(&format!("{jar}; __Host-Http-userkey=x"), found, &merging("{}")), None);
    assert_eq!(read(jar, &[(404, "")], &merging("{}")), None, "nobody was found");
    assert_eq!(read(jar, found, &config("{}")), None, "nobody will ask");
}
