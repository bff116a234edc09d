//! What every answer carries (rules G, O, S).

use super::*;
use crate::relay::testing::{TOKEN, request, set};

const CORS: &str = r#"{"corsOrigins":["https://www.shop.example"],"browser":{"read":["name"]}}"#;
const ADA: &str = r#"{"id":7,"key":"g3FaYocCy0U6","name":"Ada","status":"visitor"}"#;

fn answers(options: &str) -> [Answer; 3] {
    let config = config(options);
    let anonymous = |mut request: Request| {
        set(&mut request, "cookie", "");
        request
    };
    [
        serve(&config, &request("GET", ""), &[(200, ADA)]).1,
        serve(&config, &anonymous(request("GET", "")), &[]).1,
        serve(&config, &Request { target: "/".into(), ..request("GET", "") }, &[]).1,
    ]
}

#[test]
fn rule_o_no_answer_is_cached_framed_or_guessed_at() {
    for answer in answers("{}") {
        for name in ["Cache-Control", "CDN-Cache-Control", "Surrogate-Control"] {
            assert_eq!(header(&answer, name), Some("no-store"));
        }
        for (name, value) in [
            ("Vary", "Cookie, Authorization, Origin, Sec-Fetch-Site, X-Userkey, X-Userkey-Expect"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Request-Id", "r1"),
        ] {
            assert_eq!(header(&answer, name), Some(value));
        }
        for name in [
            "ETag",
            "Last-Modified",
            "Server",
            "Timing-Allow-Origin",
            "Access-Control-Allow-Origin",
            "Set-Cookie",
        ] {
            assert_eq!(header(&answer, name), None, "{name}");
        }
        assert!(header(&answer, "Content-Type").unwrap().starts_with("application/"));
    }
    assert_eq!(header(&answers(CORS)[0], "Cross-Origin-Resource-Policy"), Some("same-site"));
}

#[test]
fn rule_g_a_listed_page_may_read_every_answer_and_no_other_page_any() {
    let config = config(CORS);
    for (origin, site, listed) in [
        ("https://www.shop.example", "same-site", true),
        ("https://evil.shop.example", "same-site", false),
        ("https://www.shop.example.evil.example", "cross-site", false),
        ("null", "cross-site", false),
    ] {
        let mut refused = request("GET", "");
        set(&mut refused, "origin", origin);
        set(&mut refused, "sec-fetch-site", site);
        set(&mut refused, "cookie", "");
        let (_, answer) = serve(&config, &refused, &[]);
        assert_eq!(answer.status, if listed { 404 } else { 403 }, "{origin}");
        let allowed = listed.then_some(origin);
        assert_eq!(header(&answer, "Access-Control-Allow-Origin"), allowed, "{origin}");
        assert_eq!(header(&answer, "Access-Control-Allow-Credentials"), listed.then_some("true"));
        assert_eq!(
            header(&answer, "Access-Control-Expose-Headers"),
            listed.then_some("Retry-After, X-Request-Id")
        );
    }
}

#[test]
fn rule_g_a_preflight_is_answered_for_listed_pages() {
    let config = config(CORS);
    let mut preflight = Request { method: "OPTIONS".into(), ..request("GET", "") };
    for name in ["cookie", "x-userkey"] {
        set(&mut preflight, name, "");
    }
    set(&mut preflight, "origin", "https://www.shop.example");
    set(&mut preflight, "sec-fetch-site", "same-site");
    let (_, answer) = serve(&config, &preflight, &[]);
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    for (name, value) in [
        ("Access-Control-Allow-Origin", "https://www.shop.example"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Methods", "GET, PATCH, OPTIONS"),
        (
            "Access-Control-Allow-Headers",
            "authorization, content-type, x-userkey, x-userkey-expect",
        ),
        ("Access-Control-Max-Age", "600"),
    ] {
        assert_eq!(header(&answer, name), Some(value));
    }
    set(&mut preflight, "origin", "https://evil.example");
    set(&mut preflight, "sec-fetch-site", "cross-site");
    let (_, answer) = serve(&config, &preflight, &[]);
    assert_eq!((answer.status, header(&answer, "Access-Control-Allow-Methods")), (403, None));
}

#[test]
fn rule_s_an_answer_that_holds_the_token_is_not_passed_on() {
    let echo = format!(r#"{{"id":7,"key":"g3FaYocCy0U6","name":"Token {TOKEN}"}}"#);
    let (_, answer) = serve(&config(CORS), &request("GET", ""), &[(200, &echo)]);
    assert_eq!((answer.status, code(&answer)), (502, "upstream_config".into()));
    assert!(!answer.body.contains(&TOKEN[..8]));
}

#[test]
fn rule_r_nothing_of_an_upstream_error_is_passed_on() {
    for status in [0, 302, 400, 401, 403, 404, 418, 429, 500, 503] {
        let (_, answer) =
            serve(&config(CORS), &request("GET", ""), &[(status, "<h1>internal words</h1>")]);
        assert!(
            answer.status >= 422 && !answer.body.contains("internal words"),
            "{status}: {}",
            answer.body
        );
    }
}

#[test]
fn rule_s_debug_shows_neither_key_nor_token() {
    let Decision::Forward(forward) = decide(&config("{}"), &request("GET", ""), NOW) else {
        panic!()
    };
    let shown = format!("{forward:?} {:?}", forward.visit());
    assert!(!shown.contains(&TOKEN[..8]) && !shown.contains("g3FaYocCy0U6"), "{shown}");
}
