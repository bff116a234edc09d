use super::*;
use crate::error::Kind;
use crate::http::Method;
use crate::testing::value;

fn direct() -> Target {
    Target::Direct(Config::new("https://a.b/api", None, Version::V1).unwrap())
}

fn relay() -> Target {
    Target::Relay(Relay::new("/userkey", true).unwrap())
}

fn plan(target: &Target, operation: &str, args: &str, cookies: Option<&str>) -> Result<Plan> {
    let Value::List(args) = value(args) else { panic!("an array") };
    target.plan(operation, Args(&args), Proof { cookies, token: None })
}

/// What is sent through a relay for who is signed in.
fn signed(operation: &str, args: &str) -> Request {
    let Value::List(args) = value(args) else { panic!("an array") };
    let proof = Proof { cookies: None, token: Some("a.b.c") };
    let mut plan = relay().plan(operation, Args(&args), proof).unwrap();
    plan.next(&[], false).unwrap().unwrap().0
}

fn sent(plan: &mut Plan, found: Option<u64>) -> Option<(Method, String)> {
    let found: Vec<Record> =
        found.map(|id| Record { id, user_id: None, email: None }).into_iter().collect();
    plan.next(&found, false).unwrap().map(|(request, _)| (request.method, request.url.clone()))
}

const JAR: &str = r#"["a=1; __ca__chat=k1", {"city":"Rome"}]"#;

#[test]
fn a_visitor_without_cookie_is_nobody_and_nothing_is_sent() {
    for target in [direct(), relay()] {
        assert_eq!(sent(&mut plan(&target, "visitor", r#"["a=1"]"#, None).unwrap(), None), None);
        let error = plan(&target, "updateVisitor", r#"["",{"city":"Rome"}]"#, None).unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::NotFound, "no_visitor"));
        assert!(error.message.contains("waitForCookie"));
    }
}

#[test]
fn the_key_alone_needs_no_request() {
    for (args, key) in [(JAR, Some("k1")), (r#"["a=1"]"#, None)] {
        let mut plan = plan(&relay(), "visitorKey", args, None).unwrap();
        assert_eq!((sent(&mut plan, None), plan.known.as_deref()), (None, key));
    }
}

#[test]
fn a_change_is_one_look_up_and_one_change() {
    let mut plan = plan(&direct(), "updateVisitor", JAR, None).unwrap();
    assert_eq!(
        sent(&mut plan, None),
        Some((Method::Get, "https://a.b/api/users/search/?key=k1".into()))
    );
    assert_eq!(sent(&mut plan, Some(7)), Some((Method::Put, "https://a.b/api/users/7/".into())));
    assert_eq!(sent(&mut plan, Some(7)), None);
}

#[test]
fn a_change_of_nobody_is_refused() {
    let mut plan = plan(&direct(), "updateVisitor", JAR, None).unwrap();
    sent(&mut plan, None);
    assert_eq!(plan.next(&[], false).unwrap_err().code, "no_visitor");
}

#[test]
fn changes_are_checked_before_the_cookie() {
    assert_eq!(
        plan(&direct(), "updateVisitor", r#"["",{}]"#, None).unwrap_err().code,
        "no_changes"
    );
}

#[test]
fn a_relay_is_asked_once_and_told_the_key_the_page_sees() {
    let mut found = plan(&relay(), "visitor", JAR, None).unwrap();
    let (request, _) = found.next(&[], false).unwrap().unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Get, "/userkey/visitor"));
    assert_eq!(request.headers, [("X-Userkey", "1".to_owned()), ("X-Userkey-Expect", "k1".into())]);
    let mut changed = plan(&relay(), "updateVisitor", JAR, None).unwrap();
    let (request, _) = changed.next(&[], false).unwrap().unwrap();
    assert_eq!(
        (request.method, request.body.as_deref()),
        (Method::Patch, Some(r#"{"city":"Rome"}"#))
    );
    assert_eq!(sent(&mut changed, Some(7)), None);
}

#[test]
fn off_the_page_the_cookie_belongs_to_the_call() {
    let mut plan_ = plan(&relay(), "visitor", "[null]", Some("b=2; __ca__chat=k2")).unwrap();
    let (request, _) = plan_.next(&[], false).unwrap().unwrap();
    assert!(
        request.headers.contains(&("Cookie", "__ca__chat=k2".into())),
        "and no other cookie goes along"
    );
    assert_eq!(plan(&direct(), "visitor", "[null]", None).unwrap_err().code, "cookie_required");
    assert_eq!(
        plan(&direct(), "visitor", r#"["a=1"]"#, Some("b=2")).unwrap_err().code,
        "invalid_input"
    );
}

#[test]
fn who_is_signed_in_needs_no_cookie() {
    let bearer = ("Authorization", "Bearer a.b.c".to_owned());
    for (operation, args, method, path, cookie) in [
        ("visitor", "[\"\"]", Method::Get, "/userkey/visitor", false),
        ("visitor", "[null]", Method::Get, "/userkey/visitor", false),
        ("updateVisitor", JAR, Method::Patch, "/userkey/visitor", true),
        ("identify", JAR, Method::Post, "/userkey/visitor/identify", true),
        ("identify", "[null]", Method::Post, "/userkey/visitor/identify", false),
    ] {
        let request = signed(operation, args);
        assert_eq!((request.method, request.path()), (method, path), "{operation}");
        assert!(request.headers.contains(&bearer), "{operation}");
        let expects = request.headers.iter().any(|(name, _)| *name == "X-Userkey-Expect");
        assert_eq!(expects, cookie, "{operation} {args}");
    }
    assert_eq!(signed("identify", "[\"\"]").body.as_deref(), Some("{}"));
}

#[test]
fn through_a_relay_only_a_token_says_who_somebody_is() {
    let error = plan(&relay(), "identify", JAR, None).unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Forbidden, "identity_required"));
    let named = r#"["__ca__chat=k1", {}, {"email":"ada@example.com"}]"#;
    let error = plan(&relay(), "identify", named, None).unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Input, "invalid_input"));
    let wrong = plan(&relay(), "identify", r#"["", {"firstName":"Ada"}]"#, None).unwrap_err();
    assert_eq!(wrong.code, "unknown_field", "changes are checked first");
}

#[test]
fn a_relay_serves_the_visitor_only() {
    for operation in operations::OPERATIONS.iter().copied().flatten() {
        assert_eq!(plan(&relay(), operation.name, "[]", None).unwrap_err().code, "relay_forbids");
    }
}

#[test]
fn an_unknown_operation_is_refused() {
    assert_eq!(
        plan(&direct(), "users.get", "[]", None).unwrap_err().message,
        "users.get is no operation"
    );
}
