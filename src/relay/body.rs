//! What a client wants changed, built from the lists of its tier (rules D, E, F).

use super::config::{Level, Tier};
use super::fields;
use super::json;
use super::problem::Problem;
use super::seen::shown;
use super::tags;
use super::values;
use crate::usercom::changes::Changes;
use crate::usercom::fields as standard;
use crate::value::Value;

type Members = Vec<(String, Value)>;

/// Changes that this tier may make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    members: Members,
}

impl Wanted {
    /// Reads the body of a write.
    ///
    /// # Errors
    /// 400 `invalid_body`, or `field_not_allowed` naming the first field that this tier may not write so.
    pub fn read(body: &[u8], level: Level, tier: &Tier) -> Result<Self, Problem> {
        let given = json::object(body).map_err(|why| Problem::invalid_body(&why))?;
        let mut members = Members::new();
        for (name, value) in &given {
            match name.as_str() {
                "tags" => tags::check(value, &tier.write_tags)?,
                "attributes" => check_attributes(value, tier)?,
                _ => check_field(name, value, level, tier)?,
            }
        }
        // Built by the lists: what isn't named there has no way into the request.
        for name in tier.write.iter().map(String::as_str).chain(["tags", "attributes"]) {
            let value = given.iter().find(|(known, _)| known == name);
            members.extend(value.map(|(_, value)| (name.to_owned(), value.clone())));
        }
        Ok(Self { members })
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.members
            .iter()
            .all(|(_, value)| matches!(value, Value::Object(members) if members.is_empty()))
    }

    /// Whether any field says who the visitor is.
    pub fn names_somebody(&self) -> bool {
        self.members.iter().any(|(name, _)| fields::is_contact(name))
    }

    /// The changes, with what signed claims add.
    ///
    /// # Errors
    /// 400 `no_changes` if there are none.
    pub fn with(&self, claims: Members) -> Result<Changes, Problem> {
        let mut members = claims;
        members.extend_from_slice(&self.members);
        Changes::new(&members).map_err(|error| match error.code {
            "no_changes" => Problem::no_changes(),
            _ => Problem::bad_request("The changes contradict each other."),
        })
    }
}

fn not_allowed(name: &str) -> Problem {
    Problem::field_not_allowed(name, format!("\"{}\" can't be written here.", shown(name)))
}

fn wrong(name: &str, why: &str) -> Problem {
    Problem::field_not_allowed(name, format!("{}{why}.", shown(name)))
}

fn check_field(name: &str, value: &Value, level: Level, tier: &Tier) -> Result<(), Problem> {
    if !tier.write.iter().any(|known| known == name) {
        return Err(not_allowed(name));
    }
    if name == "unsubscribed" && level == Level::Browser && *value == Value::Bool(false) {
        return Err(Problem::identity_required(
            "Only a person who is signed in can subscribe again.",
        )
        .of(name));
    }
    let nullable = standard::find(name).is_some_and(|field| field.nullable);
    if !(nullable && *value == Value::Null) {
        values::check(value).map_err(|why| wrong(name, why))?;
    }
    if let (true, Some(text)) = (name.ends_with("_url"), value.as_text()) {
        values::check_url(text).map_err(|why| wrong(name, why))?;
    }
    // Type and length are those of the field.
    let alone = [(name.to_owned(), value.clone())];
    Changes::new(&alone)
        .map(drop)
        .map_err(|error| Problem::field_not_allowed(name, error.message.clone()))
}

fn check_attributes(value: &Value, tier: &Tier) -> Result<(), Problem> {
    let Value::Object(attributes) = value else {
        return Err(wrong("attributes", " must be an object of names and values"));
    };
    for (name, value) in attributes {
        if !tier.write_attributes.iter().any(|known| known == name) {
            return Err(not_allowed(name));
        }
        values::check(value).map_err(|why| wrong(name, why))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::testing::config;
    use crate::usercom::Version;

    const OPEN: &str = r#"{"browser":{"write":["city","first_name","gender","unsubscribed","linkedin_url"],
        "writeTags":["read-guide"],"writeAttributes":["topic","n"]},"person":{"write":["unsubscribed"]}}"#;

    fn wire(body: &str) -> Result<String, Problem> {
        let config = config(OPEN);
        let wanted = Wanted::read(body.as_bytes(), Level::Browser, &config.browser)?;
        Ok(wanted.with(Vec::new())?.to_wire(Version::V1))
    }

    #[test]
    fn rule_d_a_body_is_built_from_the_lists() {
        assert_eq!(
            wire(r#"{"attributes":{"topic":"bikes","n":1},"tags":["read-guide"],"gender":"female","city":"Warsaw"}"#).unwrap(),
            r#"{"city":"Warsaw","gender":3,"tags":["read-guide"],"topic":"bikes","n":1}"#
        );
        assert_eq!(
            wire(r#"{"city":null}"#).unwrap(),
            r#"{"city":null}"#,
            "the field may be cleared"
        );
    }

    #[test]
    fn rule_d_one_bad_field_refuses_all_and_is_named() {
        for (body, field) in [
            (r#"{"city":"x","country":"PL"}"#, "country"),
            (r#"{"email":"a@b.c"}"#, "email"),
            (r#"{"user_id":"c"}"#, "user_id"),
            (r#"{"custom_id":"c"}"#, "custom_id"),
            (r#"{"key":"k"}"#, "key"),
            (r#"{"id":7}"#, "id"),
            (r#"{"score":1}"#, "score"),
            (r#"{"topic":"x"}"#, "topic"),
            (r#"{"attributes":{"other":"x"}}"#, "other"),
            (r#"{"attributes":{"Topic":"x"}}"#, "Topic"),
            (r#"{"attributes":{"email":"x"}}"#, "email"),
            (r#"{"attributes":{"topic":null}}"#, "topic"),
            (r#"{"attributes":{"topic":{"a":1}}}"#, "topic"),
            (r#"{"attributes":{"topic":"{{x}}"}}"#, "topic"),
            (r#"{"attributes":[]}"#, "attributes"),
            (r#"{"city":1}"#, "city"),
            (r#"{"city":["x"]}"#, "city"),
            (r#"{"city":"x\u0000"}"#, "city"),
            (r#"{"city":"x\u202ey"}"#, "city"),
            (r#"{"gender":2}"#, "gender"),
            (r#"{"gender":null}"#, "gender"),
            (r#"{"tags":["admin"]}"#, "tags"),
            (r#"{"linkedin_url":"javascript:x"}"#, "linkedin_url"),
            (r#"{"linkedin_url":"http://a.b"}"#, "linkedin_url"),
            (r#"{"__proto__":{"x":1}}"#, "__proto__"),
            (r#"{"merge":1}"#, "merge"),
            (r#"{"ＣＩＴＹ":"x"}"#, "\\u{ff23}\\u{ff29}\\u{ff34}\\u{ff39}"),
        ] {
            let problem = wire(body).unwrap_err();
            assert_eq!(
                (problem.status, problem.code, problem.field.as_deref()),
                (400, "field_not_allowed", Some(field)),
                "{body}"
            );
        }
        let city = format!(r#"{{"city":"{}"}}"#, "x".repeat(65));
        assert!(wire(&city).unwrap_err().detail.contains("at most 64"));
    }

    #[test]
    fn rule_a_by_default_nothing_can_be_written() {
        let config = config("{}");
        for (level, tier) in [(Level::Browser, &config.browser), (Level::Person, &config.person)] {
            for body in [
                r#"{"city":"x"}"#,
                r#"{"tags":["x"]}"#,
                r#"{"attributes":{"topic":1}}"#,
                r#"{"first_name":"x"}"#,
            ] {
                let problem = Wanted::read(body.as_bytes(), level, tier).unwrap_err();
                assert_eq!(problem.code, "field_not_allowed", "{body}");
            }
        }
    }

    #[test]
    fn rule_e_only_a_person_subscribes_again() {
        assert_eq!(wire(r#"{"unsubscribed":true}"#).unwrap(), r#"{"unsubscribed":true}"#);
        assert_eq!(wire(r#"{"unsubscribed":false}"#).unwrap_err().code, "identity_required");
        let config = config(OPEN);
        assert!(Wanted::read(br#"{"unsubscribed":false}"#, Level::Person, &config.person).is_ok());
    }

    #[test]
    fn nothing_to_change_is_said() {
        for body in ["{}", r#"{"attributes":{}}"#] {
            assert_eq!(wire(body).unwrap_err().code, "no_changes", "{body}");
        }
    }

    #[test]
    fn rule_h_what_is_no_object_is_refused() {
        for body in ["", "[]", "null", "{", r#"{"city":"a","city":"b"}"#, "\u{feff}{}"] {
            assert_eq!(wire(body).unwrap_err().code, "invalid_body", "{body}");
        }
    }
}
