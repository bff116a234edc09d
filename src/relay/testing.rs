//! What the tests of the rules share.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};

use super::config::{Config, Secrets};
use super::message::Request;
use crate::testing::value;
use crate::value::Value;

/// A token that could be real.
pub const TOKEN: &str = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";
/// A secret that could be.
pub const SECRET: &str = "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0";
/// The time of all tests.
pub const NOW: u64 = 1_700_000_000;

fn read(options: &str, identity: &[&str]) -> crate::Result<Config> {
    let mut members =
        value(r#"{"subdomain":"acme","publicOrigins":["https://shop.example"]}"#).into_members();
    for (name, value) in value(options).into_members() {
        members.retain(|(known, _)| *known != name);
        members.push((name, value));
    }
    Config::new(
        &Value::Object(members),
        Secrets {
            token: TOKEN.into(),
            identity: identity.iter().map(|&secret| secret.into()).collect(),
        },
    )
}

/// A configuration of these options beyond subdomain and origin.
pub fn config(options: &str) -> Config {
    config_with(options, &[SECRET])
}

/// The same with these identity secrets.
pub fn config_with(options: &str, identity: &[&str]) -> Config {
    read(options, identity).expect("the test's options are usable")
}

/// The same for a host with a store, which merges.
pub fn merging(options: &str) -> Config {
    let Value::Object(mut members) = value(options) else { panic!("an object") };
    members.push(("merge".into(), "anonymous".into()));
    members.push(("subdomain".into(), "acme".into()));
    members.push(("publicOrigins".into(), ["https://shop.example"].into()));
    let secrets = Secrets { token: TOKEN.into(), identity: vec![SECRET.into()] };
    Config::with_store(&Value::Object(members), secrets).expect("the test's options are usable")
}

/// Why options are refused.
pub fn refused(options: &str) -> String {
    read(options, &[SECRET]).expect_err("the options are refused").message.clone()
}

/// A request from a page of the shop, with a visitor's cookie.
pub fn request(method: &str, body: &str) -> Request {
    let mut request = Request {
        method: method.into(),
        target: "/userkey/visitor".into(),
        body: Ok(body.into()),
        peer: "192.0.2.1".parse().ok(),
        tls: true,
        id: "r1".into(),
        ..Request::default()
    };
    for (name, value) in [
        ("host", "shop.example"),
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://shop.example"),
        ("x-userkey", "1"),
        ("cookie", "__ca__chat=g3FaYocCy0U6"),
    ] {
        set(&mut request, name, value);
    }
    if !body.is_empty() {
        set(&mut request, "content-type", "application/json");
    }
    request
}

/// Replaces a header; an empty value takes it away.
pub fn set(request: &mut Request, name: &str, value: &str) {
    request.headers.retain(|(known, _)| known != name);
    if !value.is_empty() {
        request.headers.push((name.into(), value.into()));
    }
}

/// The claims of a token issued now for 300 seconds, with further members.
pub fn claims(more: &str) -> String {
    let comma = if more.is_empty() { "" } else { "," };
    format!(
        r#"{{"sub":"c-1","aud":"https://shop.example","iat":{NOW},"exp":{}{comma}{more}}}"#,
        NOW + 300
    )
}

/// A token of these parts.
pub fn sign(header: &str, claims: &str, secret: &str) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let mut mac =
        Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// A good token, with further claims.
pub fn token(more: &str) -> String {
    sign(r#"{"alg":"HS256","typ":"userkey-identity+jwt"}"#, &claims(more), SECRET)
}
