//! Who logs in, and how.

use std::fmt;

use crate::args::{Args, wanted};
use crate::error::{Error, Result};
use crate::text::concat;
use crate::value::Value;

use super::fields::{has, no_part};
use super::session::Holder;

type Members = Vec<(String, Value)>;

/// A provider's name, the member that holds its credentials, what those are called (sorted), and all of it in one text.
type Provider = (&'static str, &'static str, &'static [&'static str], &'static str);

const PROVIDERS: &[Provider] = &[
    ("facebook", "keys", &["token"], "keys: { token }"),
    ("twitter", "keys", &["secret", "token"], "keys: { token, secret }"),
    (
        "firebase_phone",
        "firebase_phone",
        &["access_token", "project_id"],
        "firebase_phone: { project_id, access_token }",
    ),
    (
        "firebase_email",
        "firebase_email",
        &["access_token", "project_id"],
        "firebase_email: { project_id, access_token }",
    ),
];

/// Checked credentials for a session.
///
/// Made of nothing for the application itself, else of an object in one of these forms, names being the wire's:
/// * `{ login, password }` or `{ email, password }`,
/// * `{ guest: true, full_name? }`,
/// * `{ provider: "facebook", keys: { token } }`, `{ provider: "twitter", keys: { token, secret } }`,
///   `{ provider: "firebase_phone", firebase_phone: { project_id, access_token } }`, or the same with `firebase_email`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    holder: Holder,
    members: Members,
}

impl Credentials {
    /// Those of the application, which are the client's own.
    #[must_use]
    pub const fn application() -> Self {
        Self { holder: Holder::Application, members: Vec::new() }
    }

    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that isn't of the form, `invalid_input` for one that lacks or holds something
    /// else. The message never shows a value. No member at all is a log-in that lacks everything: a form that wasn't
    /// filled in must not become the application's session.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        if has(members, "guest") {
            Self::guest(members)
        } else if has(members, "provider") {
            Self::provider(members)
        } else {
            Self::password(members)
        }
    }

    /// Reads those that a call was given as its first argument; if it is left out, those of the application.
    ///
    /// # Errors
    /// As [`Credentials::new`].
    pub fn read(args: Args<'_>) -> Result<Self> {
        match args.at(0) {
            Value::Null => Ok(Self::application()),
            _ => Self::new(args.object(0, "credentials")?),
        }
    }

    /// Who a session made with these speaks for.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// What a log-in says of who logs in: `user`, or `provider` and the member of its credentials. Within them, members
    /// are sorted by name.
    pub(super) fn members(&self) -> &[(String, Value)] {
        &self.members
    }

    fn user(holder: Holder, user: Members) -> Self {
        Self { holder, members: vec![("user".into(), Value::Object(user))] }
    }

    fn guest(members: &[(String, Value)]) -> Result<Self> {
        let mut guest = texts(members, &["full_name"], "guest", "a guest's session")?;
        guest.push(("guest".into(), "1".into()));
        Ok(Self::user(Holder::Guest, guest))
    }

    fn password(members: &[(String, Value)]) -> Result<Self> {
        let user = texts(members, &["email", "login", "password"], "", "a log-in")?;
        let is_named = has(&user, "login") || has(&user, "email");
        if is_named && has(&user, "password") {
            Ok(Self::user(Holder::User, user))
        } else {
            Err(Error::input("a log-in needs password, and login or email"))
        }
    }

    fn provider(members: &[(String, Value)]) -> Result<Self> {
        let member = |name| members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let named = member("provider").and_then(Value::as_text);
        let Some((provider, place, keys, shape)) =
            PROVIDERS.iter().find(|(provider, ..)| named == Some(provider))
        else {
            return Err(Error::input(
                "provider must be \"facebook\", \"twitter\", \"firebase_phone\" or \"firebase_email\"",
            ));
        };
        let nested = match member(place) {
            Some(Value::Object(given)) if members.len() == 2 => texts(given, keys, "", place)?,
            _ => Vec::new(),
        };
        if nested.len() != keys.len() {
            return Err(Error::input(concat(&["this log-in takes provider and ", shape])));
        }
        let members =
            vec![("provider".into(), (*provider).into()), ((*place).into(), Value::Object(nested))];
        Ok(Self { holder: Holder::User, members })
    }
}

/// Takes those of `members` over that are in `allowed`, in that order: texts that aren't empty. There may be none other
/// but `flag`, which must be true.
fn texts(members: &[(String, Value)], allowed: &[&str], flag: &str, of: &str) -> Result<Members> {
    for (name, value) in members {
        if name == flag && *value != Value::Bool(true) {
            return Err(wanted(name, "true", value));
        }
        if name != flag && !allowed.contains(&name.as_str()) {
            return Err(no_part(name, of));
        }
        if name != flag && value.as_text().is_none_or(str::is_empty) {
            return Err(wanted(name, "a string that isn't empty", value));
        }
    }
    let named = |name: &&str| members.iter().find(|(known, _)| known == name).cloned();
    Ok(allowed.iter().filter_map(named).collect())
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
            (r#"{"login":"a","password":"b"}"#, Holder::User),
            (r#"{"login":"a","email":"a@b.c","password":"b"}"#, Holder::User),
            (r#"{"guest":true}"#, Holder::Guest),
            (r#"{"guest":true,"full_name":"Guest"}"#, Holder::Guest),
            (r#"{"provider":"facebook","keys":{"token":"t"}}"#, Holder::User),
        ] {
            assert_eq!(credentials(json).unwrap().holder(), holder, "{json}");
        }
    }

    #[test]
    fn what_would_silently_become_another_log_in_is_refused() {
        for (json, message) in [
            ("{}", "a log-in needs password, and login or email"),
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
                "provider must be \"facebook\", \"twitter\", \"firebase_phone\" or \"firebase_email\"",
            ),
            (
                r#"{"provider":"facebook","keys":{"token":"hush"},"login":"ada"}"#,
                "this log-in takes provider and keys: { token }",
            ),
            (r#"{"provider":"facebook"}"#, "this log-in takes provider and keys: { token }"),
            (
                r#"{"provider":"facebook","keys":"hush"}"#,
                "this log-in takes provider and keys: { token }",
            ),
            (
                r#"{"provider":"twitter","keys":{"token":"hush"}}"#,
                "this log-in takes provider and keys: { token, secret }",
            ),
            (
                r#"{"provider":"facebook","keys":{"token":"hush","secret":"hush"}}"#,
                "secret is no part of keys",
            ),
            (
                r#"{"provider":"facebook","keys":{"token":""}}"#,
                "token must be a string that isn't empty, not an empty string",
            ),
            (
                r#"{"provider":"firebase_phone","firebase_phone[access_token]":"hush"}"#,
                "this log-in takes provider and firebase_phone: { project_id, access_token }",
            ),
        ] {
            let error = credentials(json).unwrap_err();
            assert_eq!(error.message, message);
            assert!(!format!("{error:?}").contains("hush"));
        }
    }
}
