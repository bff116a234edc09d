use super::*;
use crate::relay::testing::{NOW, SECRET, claims, config, sign, token};

const HEADER: &str = r#"{"alg":"HS256","typ":"userkey-identity+jwt"}"#;

fn read_as(token: &str, now: u64) -> Result<Claims, &'static str> {
    read(&config("{}"), token.as_bytes(), now).map_err(|problem| problem.code)
}

#[test]
fn rule_i_a_good_token_names_the_person() {
    let claims = read_as(&token(r#""email":"a@b.c","email_verified":true"#), NOW).ok().unwrap();
    assert_eq!(
        (claims.sub.as_str(), claims.email.as_deref(), claims.key),
        ("c-1", Some("a@b.c"), None)
    );
    let claims = read_as(&token(r#""email":"a@b.c","key":"k""#), NOW).ok().unwrap();
    assert_eq!(
        (claims.email, claims.key.as_deref()),
        (None, Some("k")),
        "the address isn't verified"
    );
}

#[test]
fn rule_i_the_header_is_exactly_the_expected_one() {
    let good = [HEADER, r#"{"typ":"userkey-identity+jwt","kid":"0","alg":"HS256"}"#];
    for header in good {
        assert!(read_as(&sign(header, &claims(""), SECRET), NOW).is_ok(), "{header}");
    }
    for header in [
        r#"{"alg":"none","typ":"userkey-identity+jwt"}"#,
        r#"{"alg":"None","typ":"userkey-identity+jwt"}"#,
        r#"{"alg":"hs256","typ":"userkey-identity+jwt"}"#,
        r#"{"alg":"HS512","typ":"userkey-identity+jwt"}"#,
        r#"{"alg":"RS256","typ":"userkey-identity+jwt"}"#,
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"typ":"userkey-identity+jwt"}"#,
        r#"{"alg":["HS256"],"typ":"userkey-identity+jwt"}"#,
        "[]",
        "",
        r#"{"alg":"none","alg":"HS256","typ":"userkey-identity+jwt"}"#,
    ] {
        assert_eq!(
            read_as(&sign(header, &claims(""), SECRET), NOW).err(),
            Some("identity_invalid"),
            "{header}"
        );
    }
    for member in ["crit", "b64", "zip", "jku", "x5u", "jwk", "cty", "x5c"] {
        let header = HEADER.replace('}', &format!(r#","{member}":"x"}}"#));
        assert_eq!(
            read_as(&sign(&header, &claims(""), SECRET), NOW).err(),
            Some("identity_invalid"),
            "{member}"
        );
    }
    for kid in ["1", "2", "-1", "../0", "http://evil.example/key"] {
        let header = HEADER.replace('}', &format!(r#","kid":"{kid}"}}"#));
        assert_eq!(
            read_as(&sign(&header, &claims(""), SECRET), NOW).err(),
            Some("identity_invalid"),
            "{kid}"
        );
    }
}

#[test]
fn rule_i_a_forged_or_mangled_token_is_refused() {
    let good = token("");
    let (body, signature) = good.rsplit_once('.').unwrap();
    let other = sign(HEADER, &claims("").replace("c-1", "c-2"), SECRET);
    let swapped = format!("{}.{signature}", other.rsplit_once('.').unwrap().0);
    for bad in [
        "",
        "a",
        "a.b",
        "a.b.c",
        "..",
        body,
        &format!("{body}."),
        &format!("{good}."),
        &format!("{good}.a"),
        &format!("{good}="),
        &format!(" {good}"),
        &format!("{good}A"),
        &swapped,
        &sign(HEADER, &claims(""), "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL1"),
        &good.replace('_', "/").replacen('.', "+.", 1),
        &sign(HEADER, "[]", SECRET),
        &sign(HEADER, "", SECRET),
        &token(&format!(r#""pad":"{}""#, "x".repeat(4096))),
    ] {
        assert_eq!(read_as(bad, NOW).err(), Some("identity_invalid"), "{bad}");
    }
    // The last character holds two bits that aren't used; another one there means the same bytes to a lax reader.
    let last = good.chars().last().unwrap();
    let next = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let twin = next.chars().nth(next.find(last).unwrap() ^ 1).unwrap();
    let lax = format!("{}{twin}", good.strip_suffix(last).unwrap());
    assert_eq!(read_as(&lax, NOW).err(), Some("identity_invalid"));
}

#[test]
fn rule_i_each_claim_is_checked() {
    let long = format!(r#""{}""#, "é".repeat(255));
    for (name, value, fine) in [
        ("sub", r#""""#, false),
        ("sub", "7", false),
        ("sub", "null", false),
        ("sub", &long, true),
        ("sub", &long.replacen('"', "\"x", 1), false),
        ("aud", r#""https://evil.example""#, false),
        ("aud", r#"["https://evil.example"]"#, false),
        ("aud", "[]", false),
        ("aud", "true", false),
        ("aud", r#"["x","https://shop.example"]"#, true),
        ("aud", r#""https://shop.example/""#, false),
        ("iat", "1700000000.5", false),
        ("iat", r#""1700000000""#, false),
        ("exp", "1700000000", false),
        ("exp", "1699999999", false),
        ("exp", "1700000900", true),
        ("exp", "1700000901", false),
        ("exp", "9223372036854775807", false),
        ("exp", "1e10", false),
    ] {
        let mut members = crate::testing::value(&claims("")).into_members();
        members.retain(|(known, _)| known != name);
        let text =
            Value::Object(members).to_json().replace('}', &format!(r#","{name}":{value}}}"#));
        assert_eq!(read_as(&sign(HEADER, &text, SECRET), NOW).is_ok(), fine, "{name} {value}");
    }
    for name in ["sub", "aud", "iat", "exp"] {
        let mut members = crate::testing::value(&claims("")).into_members();
        members.retain(|(known, _)| known != name);
        let text = Value::Object(members).to_json();
        assert_eq!(
            read_as(&sign(HEADER, &text, SECRET), NOW).err(),
            Some("identity_invalid"),
            "without {name}"
        );
    }
    assert_eq!(
        read_as(&token(r#""sub":"c-2""#), NOW).err(),
        Some("identity_invalid"),
        "given twice"
    );
    for member in [r#""key":7"#, r#""jti":7"#] {
        assert_eq!(read_as(&token(member), NOW).err(), Some("identity_invalid"), "{member}");
    }
}

#[test]
fn rule_i_time_counts_with_thirty_seconds_of_leeway() {
    // Issued at NOW, good for 300 seconds.
    for (token, now, result) in [
        (token(""), NOW - 30, None),
        (token(""), NOW - 31, Some("identity_invalid")),
        (token(""), NOW + 329, None),
        (token(""), NOW + 330, Some("identity_expired")),
        (token(r#""nbf":1700000100"#), NOW + 70, None),
        (token(r#""nbf":1700000100"#), NOW + 69, Some("identity_invalid")),
        (token(r#""nbf":"soon""#), NOW, Some("identity_invalid")),
    ] {
        assert_eq!(read_as(&token, now).err(), result, "{now}");
    }
}

#[test]
fn rule_i_the_issuer_counts_if_it_is_configured() {
    let config = config(r#"{"issuer":"shop"}"#);
    for (issuer, fine) in [(r#""iss":"shop""#, true), (r#""iss":"other""#, false), ("", false)] {
        assert_eq!(read(&config, token(issuer).as_bytes(), NOW).is_ok(), fine, "{issuer}");
    }
}

#[test]
fn rule_i_two_secrets_are_good_while_they_are_changed() {
    let old = "9Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL";
    let config = crate::relay::testing::config_with("{}", &[SECRET, old]);
    let with = |kid: &str, secret: &str| {
        let header = HEADER.replace('}', &format!(r#","kid":"{kid}"}}"#));
        read(&config, sign(&header, &claims(""), secret).as_bytes(), NOW).is_ok()
    };
    assert!(read(&config, sign(HEADER, &claims(""), old).as_bytes(), NOW).is_ok());
    assert!(with("0", SECRET) && with("1", old));
    assert!(!with("0", old) && !with("1", SECRET));
    let none = crate::relay::testing::config_with("{}", &[]);
    assert!(read(&none, sign(HEADER, &claims(""), "").as_bytes(), NOW).is_err());
}
