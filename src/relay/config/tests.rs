use super::*;
use crate::relay::testing::{SECRET, TOKEN, config, refused};

#[test]
fn rule_a_the_safe_configuration_is_the_empty_one() {
    let config = config("{}");
    for tier in [&config.browser, &config.person] {
        assert!(
            tier.write.is_empty() && tier.write_tags.is_empty() && tier.write_attributes.is_empty()
        );
        assert!(tier.read_tags.is_empty() && tier.read_attributes.is_empty());
    }
    assert!(config.browser.read.is_empty());
    assert_eq!(config.person.read, ["name"]);
    assert_eq!((config.path.as_str(), config.keys.min, config.keys.max), ("/userkey", 8, 64));
    assert!(config.warnings().is_empty() && !config.is_behind_proxy());
}

#[test]
fn every_option_that_can_not_be_used_is_named_with_the_fix() {
    for (options, start, fix) in [
        (r#"{"publicOrigins":[]}"#, "publicOrigins is required", "https://shop.example"),
        (r#"{"publicOrigins":"https://a.b"}"#, "publicOrigins must be an array", "not a string"),
        (
            r#"{"publicOrigins":["*"]}"#,
            "publicOrigins can't hold \"*\"",
            "without a path, a pattern",
        ),
        (r#"{"corsOrigins":["null"]}"#, "corsOrigins can't hold \"null\"", "as browsers do"),
        (r#"{"corsOrigin":[]}"#, "corsOrigin is no option", "corsOrigins"),
        (r#"{"path":"userkey"}"#, "path must begin with a slash", "/userkey"),
        (r#"{"path":"/userkey/"}"#, "path must begin", "not end with one"),
        (r#"{"path":"/user%6bey"}"#, "path must begin", "letters"),
        (r#"{"keyLength":[1,64]}"#, "keyLength must be", "[8, 64]"),
        (r#"{"keyLength":[64,8]}"#, "keyLength must be", "[8, 64]"),
        (r#"{"behindProxy":["10.0.0.1/8"]}"#, "behindProxy can't hold", "10.0.0.0/8"),
        (r#"{"issuer":7}"#, "issuer must be a string", "not a number"),
        (r#"{"apiVersion":3}"#, "apiVersion must be 1 or 2", "1 or 2"),
        (r#"{"browser":[]}"#, "browser must be a table", "not an array"),
        (r#"{"browser":{"reads":[]}}"#, "browser.reads is no option", "read"),
        (r#"{"limits":{"key":0}}"#, "limits.key must be", "from 1 to"),
        (r#"{"subdomain":"a.b"}"#, "subdomain must be", "first word"),
        (r#"{"subdomain":null}"#, "subdomain or sandbox is required", "acme"),
        (
            r#"{"sandbox":"http://127.0.0.1:4021/api/public"}"#,
            "subdomain and sandbox exclude",
            "one",
        ),
        (r#"{"merge":"anonymous"}"#, "merge needs a store", "leave merge out"),
    ] {
        let message = refused(options);
        assert!(message.starts_with(start) && message.contains(fix), "{options}: {message}");
    }
}

#[test]
fn rule_l_merging_needs_a_store_and_identity_tokens() {
    let with = |merge: &str, identity: &[&str]| {
        let options = Value::object([
            ("subdomain", "acme".into()),
            ("publicOrigins", ["https://shop.example"].into()),
            ("merge", merge.into()),
        ]);
        let identity = identity.iter().map(|&secret| secret.into()).collect();
        let secrets = Secrets { token: TOKEN.into(), identity };
        Config::with_store(&options, secrets).map_err(|error| error.message.clone())
    };
    assert!(with("anonymous", &[SECRET]).is_ok_and(|config| config.merges));
    assert!(with("anonymous", &[]).unwrap_err().contains("give an identity secret"));
    assert!(with("all", &[SECRET]).unwrap_err().contains("can only be"));
    assert!(!config("{}").merges);
}

#[test]
fn rule_g_an_origin_of_another_site_is_warned_of() {
    let config = config(r#"{"corsOrigins":["https://www.shop.example","https://partner.test"]}"#);
    let warnings = config.warnings();
    assert!(
        matches!(warnings.as_slice(), [one] if one.contains("https://partner.test")),
        "{warnings:?}"
    );
}

#[test]
fn rule_s_debug_shows_no_secret() {
    assert!(!format!("{:?}", config("{}")).contains(TOKEN));
}
