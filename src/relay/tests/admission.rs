//! Who may ask at all (rules C, G, H, J, N).

use super::*;
use crate::relay::testing::{request, set, token};

const OPEN: &str = r#"{"browser":{"write":["city"]},"corsOrigins":["https://www.shop.example","https://partner.test"]}"#;
const CITY: &str = r#"{"city":"Rome"}"#;

fn with(method: &str, body: &str, headers: &[(&str, &str)]) -> Request {
    let mut request = request(method, body);
    for (name, value) in headers {
        set(&mut request, name, value);
    }
    request
}

#[test]
fn rule_n_unknown_paths_and_methods_end_before_anything_is_looked_at() {
    let bare =
        Request { method: "GET".into(), target: "/userkey/users/7/".into(), ..Request::default() };
    assert_eq!(refusal("{}", &bare), (404, "not_found".into()));
    let bare = Request {
        method: "DELETE".into(),
        target: "/userkey/visitor".into(),
        ..Request::default()
    };
    let (_, answer) = serve(&config("{}"), &bare, &[]);
    assert_eq!((answer.status, header(&answer, "Allow")), (405, Some("GET, PATCH, OPTIONS")));
    let tunnel = with("POST", "", &[("x-http-method-override", "PATCH")]);
    assert_eq!(refusal("{}", &tunnel), (405, "method_not_allowed".into()));
    let moved = Request { target: "/api/uk/visitor".into(), ..request("GET", "") };
    assert!(is_forwarded(&config(r#"{"path":"/api/uk"}"#), &moved));
}

#[test]
fn rule_g_the_custom_header_is_needed() {
    for value in ["", "0", "true", "1, 1"] {
        let request = with("GET", "", &[("x-userkey", value)]);
        assert_eq!(refusal("{}", &request), (403, "forbidden".into()), "{value:?}");
    }
}

#[test]
fn rule_g_a_foreign_page_is_refused() {
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://evil.shop.example")],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
        &[("sec-fetch-site", "none"), ("origin", "")],
        &[("sec-fetch-site", ""), ("origin", "null")],
        &[("origin", "https://evil.example")],
    ] {
        for (method, body) in [("GET", ""), ("PATCH", CITY)] {
            assert_eq!(
                refusal(OPEN, &with(method, body, headers)),
                (403, "forbidden".into()),
                "{headers:?}"
            );
        }
    }
    let unreadable = {
        let mut request = with("GET", "", &[("origin", "")]);
        request.headers.push(("origin".into(), b"https://shop.example\xff".to_vec()));
        request
    };
    assert_eq!(refusal(OPEN, &unreadable), (403, "forbidden".into()));
}

#[test]
fn rule_g_without_fetch_metadata_a_write_names_its_origin() {
    let bare = [("sec-fetch-site", ""), ("origin", "")];
    assert!(is_forwarded(&config(OPEN), &with("GET", "", &bare)));
    assert_eq!(refusal(OPEN, &with("PATCH", CITY, &bare)), (403, "forbidden".into()));
    assert!(is_forwarded(&config(OPEN), &with("PATCH", CITY, &bare[..1])));
}

#[test]
fn rule_g_a_write_that_is_not_json_is_refused() {
    for kind in
        ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
    {
        let request = with("PATCH", CITY, &[("content-type", kind)]);
        assert_eq!(refusal(OPEN, &request), (415, "unsupported_media_type".into()), "{kind}");
    }
}

#[test]
fn rule_g_a_foreign_host_is_misdirected_unless_a_proxy_is_trusted() {
    for host in ["evil.example", "", "shop.example:444", "192.0.2.1"] {
        assert_eq!(
            refusal("{}", &with("GET", "", &[("host", host)])),
            (421, "misdirected".into()),
            "{host}"
        );
    }
    let proxied = with(
        "GET",
        "",
        &[
            ("host", "backend:8080"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "evil.example"),
        ],
    );
    assert!(is_forwarded(&config(r#"{"behindProxy":["192.0.2.1"]}"#), &proxied));
    assert_eq!(refusal(r#"{"behindProxy":["192.0.2.2"]}"#, &proxied).0, 421);
}

#[test]
fn rule_g_plain_http_is_for_this_machine() {
    let plain = |peer: &str| Request { tls: false, peer: peer.parse().ok(), ..request("GET", "") };
    assert_eq!(refusal("{}", &plain("192.0.2.1")), (403, "forbidden".into()));
    assert_eq!(refusal("{}", &plain("")), (403, "forbidden".into()));
    assert!(
        is_forwarded(&config("{}"), &plain("127.0.0.1"))
            && is_forwarded(&config("{}"), &plain("::1"))
    );
    // A proxy's word counts, if it is trusted; that it is near doesn't make its clients so.
    let proxied = |said: &str| {
        let mut request = plain("127.0.0.1");
        set(&mut request, "x-forwarded-proto", said);
        set(&mut request, "x-forwarded-for", "192.0.2.9");
        request
    };
    let behind = config(r#"{"behindProxy":["127.0.0.1"]}"#);
    assert!(
        is_forwarded(&behind, &proxied("https")) && is_forwarded(&behind, &proxied("http, https"))
    );
    for said in ["http", "https, http", ""] {
        assert_eq!(serve(&behind, &proxied(said), &[]).1.status, 403, "{said}");
    }
    assert_eq!(
        refusal("{}", &Request { peer: "192.0.2.1".parse().ok(), ..proxied("https") }).0,
        403
    );
}

#[test]
fn rule_h_what_two_readers_read_differently_closes_the_connection() {
    let (_, answer) = serve(&config("{}"), &with("GET", "{}", &[]), &[]);
    assert_eq!((answer.status, header(&answer, "Connection")), (400, Some("close")));
    let query =
        Request { target: "/userkey/visitor?key=g3FaYocCy0U6".into(), ..request("GET", "") };
    assert_eq!(refusal("{}", &query), (400, "bad_request".into()));
}

#[test]
fn rule_c_the_key_comes_from_the_cookie_alone() {
    let none = with("GET", "", &[("cookie", "")]);
    for request in [none.clone(), with("GET", "", &[("cookie", "__ca__chat=a/b")])] {
        assert_eq!(refusal("{}", &request), (404, "no_visitor".into()));
    }
    let mut tricked = none;
    set(&mut tricked, "x-userkey-key", "g3FaYocCy0U6");
    set(&mut tricked, "x-user-key", "g3FaYocCy0U6");
    assert_eq!(refusal("{}", &tricked), (404, "no_visitor".into()));
    set(&mut tricked, "x-userkey-expect", "g3FaYocCy0U6");
    assert_eq!(refusal("{}", &tricked), (409, "cookie_missing".into()));
    assert_eq!(
        refusal(OPEN, &with("PATCH", CITY, &[("x-userkey-expect", "another1")])),
        (409, "visitor_changed".into())
    );
}

#[test]
fn rule_g_a_page_of_another_site_has_no_cookie_here() {
    let cross = [("sec-fetch-site", "cross-site"), ("origin", "https://partner.test")];
    assert_eq!(refusal(OPEN, &with("GET", "", &cross)), (404, "no_visitor".into()));
    let near = [("sec-fetch-site", "same-site"), ("origin", "https://www.shop.example")];
    assert!(is_forwarded(&config(OPEN), &with("GET", "", &near)));
    let bearer = format!("Bearer {}", token(""));
    let person = with("GET", "", &[cross[0], cross[1], ("authorization", bearer.as_str())]);
    assert!(is_forwarded(&config(OPEN), &person));
}

#[test]
fn rule_j_a_bad_token_does_not_fall_back_to_the_cookie() {
    let request = with("GET", "", &[("authorization", "Bearer x.y.z")]);
    let (asked, answer) = serve(&config("{}"), &request, &[]);
    assert_eq!((asked.len(), answer.status, code(&answer)), (0, 401, "identity_invalid".into()));
    assert!(header(&answer, "WWW-Authenticate").is_some_and(|value| value.starts_with("Bearer")));
}

#[test]
fn rule_m_a_sub_that_leads_elsewhere_is_refused() {
    for sub in ["search", "..", "a/b", "a%2fb", "a\\\\b", "undefined", "a\\u0000"] {
        let claims = crate::relay::testing::claims("").replace("c-1", sub);
        let token = crate::relay::testing::sign(
            r#"{"alg":"HS256","typ":"userkey-identity+jwt"}"#,
            &claims,
            crate::relay::testing::SECRET,
        );
        let bearer = format!("Bearer {token}");
        for (method, body) in [("GET", ""), ("PATCH", CITY)] {
            let request = with(method, body, &[("authorization", bearer.as_str())]);
            assert_eq!(
                refusal(r#"{"person":{"write":["city"]}}"#, &request),
                (403, "identity_unusable".into()),
                "{sub}"
            );
        }
    }
}
