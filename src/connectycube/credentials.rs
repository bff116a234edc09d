//! Who logs in, and how.

use std::fmt;

use crate::error::{Error, Kind, Result};
use crate::text::concat;
use crate::value::Value;

use super::fields;
use super::session::Holder;

type Members = Vec<(String, Value)>;

/// Each provider with the member that holds its credentials, and what those are called.
const PROVIDERS: &[(&str, &str, &[&str])] = &[
    ("facebook", "keys", &["token"]),
    ("twitter", "keys", &["token", "secret"]),
    ("firebase_phone", "firebase_phone", &["project_id", "access_token"]),
    ("firebase_email", "firebase_email", &["project_id", "access_token"]),
];

/// Checked credentials for a session.
///
/// Made of an object in one of these forms, names being the wire's:
/// * `{}` for the application itself,
/// * `{ login, password }` or `{ email, password }`,
/// * `{ guest: true, full_name? }`,
/// * `{ provider: "facebook", keys: { token } }`, `{ provider: "twitter", keys: { token, secret } }`,
///   `{ provider: "firebase_phone", firebase_phone: { project_id, access_token } }`, or the same with `firebase_email`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    holder: Holder,
    is_user: bool,
    members: Members,
}

impl Credentials {
    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that isn't of the form, `invalid_input` for one that lacks or holds something
    /// else. The message never shows a value.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        let has = |name| members.iter().any(|(known, _)| known == name);
        if members.is_empty() {
            Ok(Self { holder: Holder::Application, is_user: false, members: Vec::new() })
        } else if has("guest") {
            Self::guest(members)
        } else if has("provider") {
            Self::provider(members)
        } else {
            Self::password(members)
        }
    }

    /// Who a session made with these speaks for.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// The members as `POST /login` takes them.
    pub(super) fn flat(&self) -> Members {
        self.members.clone()
    }

    /// The members as `POST /session` takes them: a user's are wrapped up.
    pub(super) fn nested(&self) -> Members {
        if self.is_user {
            vec![("user".into(), Value::Object(self.members.clone()))]
        } else {
            self.members.clone()
        }
    }

    fn guest(members: &[(String, Value)]) -> Result<Self> {
        let mut guest: Members = vec![("guest".into(), "1".into())];
        for (name, value) in members {
            match (name.as_str(), value) {
                ("guest", Value::Bool(true)) => {}
                ("guest", Value::Text(one)) if one == "1" => {}
                ("guest", _) => return Err(fields::wrong_type(name, "true", value)),
                ("full_name", _) => guest.push((name.clone(), text(name, value)?.into())),
                _ => return Err(unknown(name, "a guest's session")),
            }
        }
        Ok(Self { holder: Holder::Guest, is_user: true, members: guest })
    }

    fn password(members: &[(String, Value)]) -> Result<Self> {
        let mut user = Vec::new();
        for (name, value) in members {
            if !matches!(name.as_str(), "login" | "email" | "password") {
                return Err(unknown(name, "a log-in"));
            }
            user.push((name.clone(), text(name, value)?.into()));
        }
        let has = |name| members.iter().any(|(known, _)| known == name);
        if !has("password") || !(has("login") || has("email")) {
            return Err(Error::input("a log-in needs password, and login or email"));
        }
        Ok(Self { holder: Holder::User, is_user: true, members: user })
    }

    fn provider(members: &[(String, Value)]) -> Result<Self> {
        let named = members.iter().find(|(name, _)| name == "provider");
        let named = named.and_then(|(_, provider)| provider.as_text());
        let Some((provider, place, keys)) =
            PROVIDERS.iter().find(|(provider, ..)| named == Some(provider))
        else {
            return Err(Error::input(
                "provider must be one of \"facebook\", \"twitter\", \"firebase_phone\", \"firebase_email\"",
            ));
        };
        let mut given: &[(String, Value)] = &[];
        for (name, value) in members {
            match value {
                _ if name == "provider" => {}
                Value::Object(inner) if name == place => given = inner,
                _ if name == place => return Err(fields::wrong_type(name, "an object", value)),
                _ => {
                    let of = concat(&["this log-in: its credentials go under ", place]);
                    return Err(unknown(name, &of));
                }
            }
        }
        let keys = nested_keys(place, keys, given)?;
        let provider = ("provider".into(), (*provider).into());
        Ok(Self { holder: Holder::User, is_user: false, members: vec![provider, keys] })
    }
}

/// Checks that `given` holds exactly `keys`, and names them as members of `place`.
fn nested_keys(place: &str, keys: &[&str], given: &[(String, Value)]) -> Result<(String, Value)> {
    let mut nested = Vec::new();
    for key in keys {
        let name = concat(&[place, ".", key]);
        let value = given.iter().find(|(known, _)| known == key).map(|(_, value)| value);
        nested.push(((*key).into(), text(&name, value.unwrap_or(&Value::Null))?.into()));
    }
    match given.iter().find(|(name, _)| !keys.contains(&name.as_str())) {
        Some((name, _)) => Err(unknown(&concat(&[place, ".", name]), "this log-in")),
        None => Ok((place.into(), Value::Object(nested))),
    }
}

fn text<'a>(name: &str, value: &'a Value) -> Result<&'a str> {
    match value {
        Value::Text(text) if !text.is_empty() => Ok(text),
        _ => Err(fields::wrong_type(name, "a string that isn't empty", value)),
    }
}

fn unknown(name: &str, of: &str) -> Error {
    Error::new(Kind::Input, "unknown_field", concat(&[name, " is no part of ", of]))
}

/// Shows whose they are and nothing else.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("holder", &self.holder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    fn credentials(json: &str) -> Result<Credentials> {
        let Value::Object(members) = value(json) else { panic!("an object") };
        Credentials::new(&members)
    }

    #[test]
    fn each_form_says_who_the_session_speaks_for() {
        for (json, holder) in [
            ("{}", Holder::Application),
            (r#"{"login":"a","password":"b"}"#, Holder::User),
            (r#"{"login":"a","email":"a@b.c","password":"b"}"#, Holder::User),
            (r#"{"guest":true}"#, Holder::Guest),
            (r#"{"guest":"1","full_name":"Guest"}"#, Holder::Guest),
            (r#"{"provider":"facebook","keys":{"token":"t"}}"#, Holder::User),
        ] {
            assert_eq!(credentials(json).unwrap().holder(), holder, "{json}");
        }
    }

    #[test]
    fn what_would_silently_become_another_log_in_is_refused() {
        for (json, message) in [
            (r#"{"login":"ada"}"#, "a log-in needs password, and login or email"),
            (r#"{"password":"hush"}"#, "a log-in needs password, and login or email"),
            (
                r#"{"login":"ada","password":""}"#,
                "password must be a string that isn't empty, not an empty string",
            ),
            (
                r#"{"login":"ada","password":null}"#,
                "password must be a string that isn't empty, not null",
            ),
            (r#"{"username":"ada","password":"hush"}"#, "username is no part of a log-in"),
            (r#"{"guest":false}"#, "guest must be true, not a boolean"),
            (r#"{"guest":true,"login":"ada"}"#, "login is no part of a guest's session"),
            (
                r#"{"provider":"google","keys":{"token":"hush"}}"#,
                "provider must be one of \"facebook\", \"twitter\", \"firebase_phone\", \"firebase_email\"",
            ),
            (
                r#"{"provider":"facebook"}"#,
                "keys.token must be a string that isn't empty, not null",
            ),
            (r#"{"provider":"facebook","keys":"hush"}"#, "keys must be an object, not a string"),
            (
                r#"{"provider":"twitter","keys":{"token":"hush"}}"#,
                "keys.secret must be a string that isn't empty, not null",
            ),
            (
                r#"{"provider":"facebook","keys":{"token":"hush","secret":"hush"}}"#,
                "keys.secret is no part of this log-in",
            ),
            (
                r#"{"provider":"firebase_phone","firebase_phone[access_token]":"hush"}"#,
                "firebase_phone[access_token] is no part of this log-in: its credentials go under firebase_phone",
            ),
        ] {
            let error = credentials(json).unwrap_err();
            assert_eq!(error.message, message);
            assert!(!format!("{error:?}").contains("hush"));
        }
    }
}
