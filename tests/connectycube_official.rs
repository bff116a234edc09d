//! Our requests beside those of the official client, recorded call by call.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::fs;

use serde_json::Value as Json;
use userkey::Value;
use userkey::args::Args;
use userkey::connectycube::{Config, OPERATIONS, Session};
use userkey::http::{Method, Request};

/// What a call of the official client corresponds to here, or why to nothing.
enum Ours {
    Call(&'static str, &'static str),
    None(&'static str),
}

use Ours::Call;

const TYPED: Ours = Ours::None("what isn't meant is refused: arguments are checked");
const ID_NEEDED: Ours = Ours::None("nothing is sent without a user's id");

/// The official client's calls, by how the recording names them.
const OFFICIAL: &[(&str, Ours)] = &[
    ("createSession()", Call("createSession", "[]")),
    (
        "createSession({login,password})",
        Call("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ),
    (
        "createSession({email,password})",
        Call("createSession", r#"[{"email":"ada@example.com","password":"example-pass-1"}]"#),
    ),
    (
        "createSession({login,email,password}) - email is dropped",
        Ours::None("it is sent: the service gives it to a user whom the log-in creates"),
    ),
    ("createSession({login}) without password - becomes an app session", TYPED),
    (
        "createSession({guest,full_name})",
        Call("createSession", r#"[{"guest":true,"full_name":"Guest Example"}]"#),
    ),
    (
        "createSession facebook",
        Call("createSession", r#"[{"provider":"facebook","keys":{"token":"FBTOKEN"}}]"#),
    ),
    (
        "createSession twitter",
        Call(
            "createSession",
            r#"[{"provider":"twitter","keys":{"token":"TWTOKEN","secret":"TWSECRET"}}]"#,
        ),
    ),
    (
        "createSession firebase_phone",
        Call(
            "createSession",
            r#"[{"provider":"firebase_phone","firebase_phone":{"project_id":"PROJECT","access_token":"ACCESS"}}]"#,
        ),
    ),
    ("createSession firebase_phone with bracket keys - credentials are dropped", TYPED),
    (
        "createSession firebase_email",
        Call(
            "createSession",
            r#"[{"provider":"firebase_email","firebase_email":{"project_id":"PROJECT","access_token":"ACCESS"}}]"#,
        ),
    ),
    (
        "createSession({login,password}) again",
        Call("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ),
    ("getSession()", Call("getSession", "[]")),
    ("login({login,password})", Call("login", r#"[{"login":"ada","password":"example-pass-1"}]"#)),
    (
        "auth.login({email,password})",
        Call("login", r#"[{"email":"ada@example.com","password":"example-pass-1"}]"#),
    ),
    (
        "users.signup(user) with a token",
        Call(
            "users.signUp",
            r#"[{"login":"bob","password":"example-pass-2","email":"bob@example.com","full_name":"Bob Example","phone":"+15550101","website":"https://example.com","tags":["red","blue"],"custom_data":"{\"color\":\"red\"}","external_id":"ext-2","timezone":-120}]"#,
        ),
    ),
    (
        "users.getV2 id.in, limit, offset",
        Call("users.list", r#"[{"id":{"in":[1001,1002,9]}},{"pageSize":10,"offset":50}]"#),
    ),
    ("users.getV2 eq", Call("users.list", r#"[{"login":"ada"}]"#)),
    ("users.getV2 JS Date value", TYPED),
    (
        "users.getV2 start_with + nin + compare + sort",
        Call(
            "users.list",
            r#"[{"full_name":{"start_with":"hunter"},"id":{"nin":[68647]},"updated_at":{"lte":"2018-12-06T09:21:41Z"},"user_tags":{"nin":["vip","b&c"]}},{"sort":{"desc":"created_at"}}]"#,
        ),
    ),
    (
        "users.getV2 plain array value",
        Ours::None("a bare list is written as what it means, user_tags[in][]"),
    ),
    (
        "users.getV2 special characters",
        Call("users.list", r#"[{"full_name":"O'Brien (x)*!~ é&=+/#"}]"#),
    ),
    ("users.getV2() without parameters", TYPED),
    ("users.getV2 null, undefined and bool values", TYPED),
    ("users.getV2 key with brackets typed by the caller", Call("users.list", r#"[{"id":[1001]}]"#)),
    (
        "users.getV2 unix timestamp",
        Call("users.list", r#"[{"user_tags":"guest","created_at":{"lt":1690886495}}]"#),
    ),
    ("users.get(number)", Call("users.find", "[1002]")),
    ("users.get(numeric string) - split into characters", TYPED),
    (
        "users.get filter in, page, per_page",
        Call("users.listV1", r#"[{"id":{"in":[1001,1002]}},{"page":1,"pageSize":5}]"#),
    ),
    (
        "users.get two filters + order",
        Ours::None("the order names the field's own type: desc number id"),
    ),
    ("users.get filter with ids as strings", TYPED),
    (
        "users.get filter with a JS Date",
        Call("users.listV1", r#"[{"created_at":{"gt":"2024-01-02T00:00:00.000Z"}}]"#),
    ),
    ("users.get two array properties", TYPED),
    ("users.get({login})", Call("users.findByLogin", r#"["ada"]"#)),
    (
        "users.get({full_name,page,per_page})",
        Call("users.findByFullName", r#"["Ada Example",{"page":2,"pageSize":3}]"#),
    ),
    ("users.get({facebook_id})", Call("users.findByFacebookId", r#"["2001"]"#)),
    ("users.get({twitter_id})", Call("users.findByTwitterId", r#"["3001"]"#)),
    ("users.get({phone})", Ours::None("that address is broken: findByPhone is a V2 query")),
    ("users.get({email})", Call("users.findByEmail", r#"["ada@example.com"]"#)),
    (
        "users.get({tags:[..]})",
        Ours::None("tags are written as the service documents them, with commas between them"),
    ),
    ("users.get({tags:\"a,b\"})", Call("users.findByTags", r#"[["red","blue"]]"#)),
    ("users.get({external})", Call("users.findByExternalUserId", "[4001]")),
    ("users.get({external_user_id}) - lists instead", TYPED),
    (
        "users.listOnline({limit,offset})",
        Call("users.listOnline", r#"[{"pageSize":10,"offset":5}]"#),
    ),
    ("users.listOnline()", Call("users.listOnline", "[]")),
    ("users.getOnlineCount()", Call("users.countOnline", "[]")),
    (
        "users.update(user)",
        Call("users.update", r#"[1001,{"login":"ada2","full_name":"Ada Example II"}]"#),
    ),
    (
        "users.update password",
        Call(
            "users.changePassword",
            r#"[1001,{"password":"example-pass-3","old_password":"example-pass-1"}]"#,
        ),
    ),
    ("users.resetPassword(email)", Call("users.resetPassword", r#"["ada@example.com"]"#)),
    ("users.delete()", Call("users.delete", "[1001]")),
    ("logout()", Call("logout", "[]")),
    ("users.update without a current user", ID_NEEDED),
    ("users.delete without a current user", ID_NEEDED),
    ("destroySession()", Call("destroySession", "[]")),
    (
        "users.signup without a token - CB-AuthKey from init",
        Call("users.signUp", r#"[{"login":"bob","password":"example-pass-2"}]"#),
    ),
    (
        "users.signup(user, auth_key)",
        Ours::None("a client has one key: make another client for another application"),
    ),
    ("users.getV2 without a token", Ours::None("nothing is sent without a session")),
    (
        "createSession before expiry",
        Call("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ),
    (
        "expired token with sessionExpired hook, 1 of 3: dead token, answered 401",
        Call("users.list", r#"[{"login":"ada"}]"#),
    ),
    (
        "expired token with sessionExpired hook, 2 of 3: new session, still with the dead token",
        Call("createSession", r#"[{"login":"ada","password":"example-pass-1"}]"#),
    ),
    (
        "expired token with sessionExpired hook, 3 of 3: the same request again with the new token",
        Call("users.list", r#"[{"login":"ada"}]"#),
    ),
    ("destroySession() with a dead token", Call("destroySession", "[]")),
    ("init({appId,token}) then getV2", Call("users.list", r#"[{"login":"ada"}]"#)),
    ("init({appId,token}) then update - no current user", ID_NEEDED),
    (
        "init({appId,token}) then signup",
        Call("users.signUp", r#"[{"login":"bob","password":"example-pass-2"}]"#),
    ),
];

fn session(token: &str) -> Session {
    Session::read(&Value::Object(vec![("token".into(), token.into())])).unwrap()
}

/// What a call sends in `session`.
fn request(operation: &str, args: &str, session: Option<&Session>) -> Request {
    let config = Config::new(21, "AUTHKEY", None).unwrap();
    let known = OPERATIONS.iter().find(|known| known.name == operation).expect(operation);
    let args: Vec<Value> = serde_json::from_str(args).unwrap();
    let request = known.request(&config, Args(&args)).expect(operation);
    config.authorize(request, session).expect(operation)
}

/// The pairs of a query, sorted: the official client sorts them, we keep the caller's order.
fn pairs(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    pairs.sort_unstable();
    pairs
}

/// Whether `ours` is `theirs` but for what is meant to differ: no `.json`, no `CB-SDK`, no charset, no type on a request
/// without body, no token where a session is asked for, and always a limit.
fn compare(call: &str, ours: &Request, theirs: &Json) {
    let text = |name: &str| theirs[name].as_str().unwrap_or_default();
    let rest = ours.url.strip_prefix("https://api.connectycube.com").unwrap();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    assert_eq!(ours.method.as_str(), text("method"), "{call}");
    assert_eq!(path, text("path").trim_end_matches(".json"), "{call}");
    let (mut ours_asked, they_asked) = (pairs(query), pairs(text("query")));
    let they_limit = |name: &str| they_asked.iter().any(|(known, _)| known == name);
    ours_asked.retain(|(name, value)| {
        !(["limit", "per_page"].contains(&name.as_str()) && value == "100" && !they_limit(name))
    });
    assert_eq!(ours_asked, they_asked, "{call}");
    let body: Json =
        ours.body.as_ref().map_or(Json::Null, |body| serde_json::from_str(body).unwrap());
    assert_eq!(body, theirs["body"], "{call}");
    let mut expected = Vec::new();
    if ours.body.is_some() {
        expected.push(("Content-Type", "application/json"));
    }
    for name in ["CB-Token", "CB-AuthKey"] {
        let asks_for_session = ours.method == Method::Post && path == "/session";
        match theirs["headers"][name].as_str() {
            Some(value) if !asks_for_session => expected.push((name, value)),
            _ => {}
        }
    }
    let headers: Vec<_> =
        ours.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(headers, expected, "{call}");
}

#[test]
fn requests_are_those_of_the_official_client_where_they_are_meant_to_be() {
    let recorded = fs::read_to_string("tests/fixtures/connectycube/sdk-6-requests.json").unwrap();
    let recorded: Vec<Json> = serde_json::from_str(&recorded).unwrap();
    assert_eq!(recorded.len(), OFFICIAL.len());
    for theirs in &recorded {
        let call = theirs["call"].as_str().unwrap();
        let known = OFFICIAL.iter().find(|(name, _)| *name == call);
        let (_, ours) = known.unwrap_or_else(|| panic!("{call} isn't looked at"));
        match ours {
            Ours::Call(operation, args) => {
                let token = theirs["headers"]["CB-Token"].as_str().map(session);
                let ours = request(operation, args, token.as_ref());
                compare(call, &ours, theirs);
            }
            Ours::None(reason) => println!("{call}: {reason}"),
        }
    }
}
