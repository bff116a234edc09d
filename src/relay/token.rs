//! Identity tokens: who a page's visitor is, signed by the site's own server (rule I).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::config::Config;
use super::json;
use super::problem::Problem;
use crate::value::Value;

/// The longest token: 4 KiB.
const MAX_TOKEN: usize = 4 << 10;
/// The longest life of a token, in seconds.
const MAX_LIFE: i64 = 900;
/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 30;

/// What a token says of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// The site's own id of the person.
    pub sub: String,
    /// The e-mail address, if the site has verified it.
    pub email: Option<String>,
    /// The key of the browser that the token was made for.
    pub key: Option<String>,
    /// What the token is called, if it can be told from all others.
    pub jti: Option<String>,
    /// When nobody takes the token any more.
    pub expires: u64,
}

/// Checks a token and reads its claims.
///
/// # Errors
/// 401 `identity_invalid` or, if nothing but its time is wrong, `identity_expired`.
pub fn read(config: &Config, token: &[u8], now: u64) -> Result<Claims, Problem> {
    let claims = verified(config, token).ok_or_else(Problem::identity_invalid)?;
    check(config, &claims, i64::try_from(now).unwrap_or(i64::MAX))
}

/// The members of a token whose signature is right.
fn verified(config: &Config, token: &[u8]) -> Option<Value> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let mut parts = token.split(|&byte| byte == b'.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let index = key_index(&decode(header)?)?;
    let signed = token.get(..header.len() + 1 + claims.len())?;
    let signature = decode(signature)?;
    let secrets = config.identity_secrets().iter().enumerate();
    let mut chosen = secrets.filter(|(at, _)| index.is_none_or(|index| index == *at));
    chosen.find(|(_, secret)| is_signed(secret, signed, &signature))?;
    json::object(&decode(claims)?).ok().map(Value::Object)
}

/// Compares in constant time.
fn is_signed(secret: &str, signed: &[u8], signature: &[u8]) -> bool {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
        mac.update(signed);
        mac.verify_slice(signature).is_ok()
    })
}

/// Strict: no padding, no other alphabet, no bits beyond the last byte.
fn decode(part: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

/// Which secret the header names, if it names one; none at all if it says anything that isn't expected.
#[expect(
    clippy::option_option,
    reason = "a header that is refused, one without `kid`, one with it"
)]
fn key_index(header: &[u8]) -> Option<Option<usize>> {
    let header = json::object(header).ok()?;
    let mut index = None;
    let (mut algorithm, mut kind) = (false, false);
    for (name, value) in &header {
        match (name.as_str(), value.as_text()?) {
            ("alg", "HS256") => algorithm = true,
            ("typ", "userkey-identity+jwt") => kind = true,
            ("kid", "0") => index = Some(0),
            ("kid", "1") => index = Some(1),
            _ => return None,
        }
    }
    (algorithm && kind).then_some(index)
}

fn check(config: &Config, claims: &Value, now: i64) -> Result<Claims, Problem> {
    let text = |name: &str| claims.get(name).and_then(Value::as_text);
    let time = |name: &str| claims.get(name).and_then(Value::as_integer);
    let (Some(sub), Some(issued), Some(expires)) = (text("sub"), time("iat"), time("exp")) else {
        return Err(Problem::identity_invalid());
    };
    let life = expires.saturating_sub(issued);
    let begins = match claims.get("nbf") {
        None => issued,
        Some(begins) => begins.as_integer().ok_or_else(Problem::identity_invalid)?.max(issued),
    };
    let sound = matches!(sub.chars().count(), 1..=255)
        && (1..=MAX_LIFE).contains(&life)
        && begins.saturating_sub(LEEWAY) <= now
        && is_for_us(config, claims)
        && config.issuer.as_deref().is_none_or(|issuer| text("iss") == Some(issuer));
    if !sound {
        return Err(Problem::identity_invalid());
    }
    if now >= expires.saturating_add(LEEWAY) {
        return Err(Problem::identity_expired());
    }
    let verified = claims.get("email_verified") == Some(&Value::Bool(true));
    let optional = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => {
            value.as_text().map(|text| Some(text.to_owned())).ok_or_else(Problem::identity_invalid)
        }
    };
    Ok(Claims {
        sub: sub.into(),
        email: text("email").filter(|_| verified).map(Into::into),
        key: optional("key")?,
        jti: optional("jti")?.filter(|jti| !jti.is_empty()),
        expires: u64::try_from(expires.saturating_add(LEEWAY)).unwrap_or(0),
    })
}

/// Whether the audience holds one of the site's origins.
fn is_for_us(config: &Config, claims: &Value) -> bool {
    let public =
        |audience: &Value| audience.as_text().is_some_and(|text| config.origins.is_public(text));
    match claims.get("aud") {
        Some(Value::List(audiences)) => audiences.iter().any(public),
        Some(audience) => public(audience),
        None => false,
    }
}

#[cfg(test)]
mod tests {
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
        for (issuer, fine) in [(r#""iss":"shop""#, true), (r#""iss":"other""#, false), ("", false)]
        {
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
}
