//! Who logs in, and how.

use std::fmt;

use crate::args::{is_word, object, wanted};
use crate::error::{Error, Result};
use crate::text::{concat, is_one_of, split};
use crate::value::{Value, begin_object, end_object, write_name, write_string};

use super::fields::{has, member, no_part};
use super::session::Holder;

/// A way to say who logs in.
#[derive(PartialEq, Eq)]
pub(super) struct Form {
    holder: Holder,
    /// Who knows the user; empty for the service itself.
    pub(super) provider: &'static str,
    /// The member of a log-in that holds the texts.
    place: &'static str,
    /// What the texts are called, sorted, with blanks between.
    names: &'static str,
    /// What has no other texts, in errors.
    title: &'static str,
    /// What is needed, in errors.
    needs: &'static str,
}

const APPLICATION: &Form = &Form {
    holder: Holder::Application,
    provider: "",
    place: "user",
    names: "",
    title: "",
    needs: "",
};

const GUEST: &Form =
    &Form { holder: Holder::Guest, names: "full_name", title: "a guest's session", ..*APPLICATION };

const PASSWORD: &Form = &Form {
    holder: Holder::User,
    names: "email login password",
    title: "a log-in",
    needs: "a log-in needs password, and login or email",
    ..*APPLICATION
};

const fn provider(
    provider: &'static str,
    place: &'static str,
    names: &'static str,
    needs: &'static str,
) -> Form {
    Form { holder: Holder::User, provider, place, names, title: place, needs }
}

const PROVIDERS: &[Form] = &[
    provider("facebook", "keys", "token", "this log-in takes provider and keys: { token }"),
    provider(
        "twitter",
        "keys",
        "secret token",
        "this log-in takes provider and keys: { token, secret }",
    ),
    provider(
        "firebase_phone",
        "firebase_phone",
        "access_token project_id",
        "this log-in takes provider and firebase_phone: { project_id, access_token }",
    ),
    provider(
        "firebase_email",
        "firebase_email",
        "access_token project_id",
        "this log-in takes provider and firebase_email: { project_id, access_token }",
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
    pub(super) form: &'static Form,
    /// What says who logs in, in the order of the form; nothing for the application.
    texts: Vec<(&'static str, String)>,
}

impl Credentials {
    /// Those of the application, which are the client's own.
    #[must_use]
    pub const fn application() -> Self {
        Self { form: APPLICATION, texts: Vec::new() }
    }

    /// Checks `members` and takes them over.
    ///
    /// # Errors
    /// `input`: `unknown_field` for a name that isn't of the form, `invalid_input` for one that lacks or holds something
    /// else. The message never shows a value. No member at all is a log-in that lacks everything: a form that wasn't
    /// filled in must not become the application's session.
    pub fn new(members: &[(String, Value)]) -> Result<Self> {
        let form = form(members)?;
        let given = match member(members, form.place) {
            _ if form.provider.is_empty() => members,
            Some(Value::Object(given)) if members.len() == 2 => given,
            _ => &[],
        };
        let mut texts = Vec::new();
        check(form, given)?;
        let mut has_all = true;
        for name in split(form.names, " ") {
            if let Some(Value::Text(text)) = member(given, name) {
                texts.push((name, text.clone()));
            } else {
                has_all = false;
            }
        }
        let complete = match form.holder {
            Holder::User if form.provider.is_empty() => {
                matches!(texts.as_slice(), [_, .., ("password", _)])
            }
            Holder::User => has_all,
            _ => true,
        };
        if !complete {
            return Err(Error::input(form.needs));
        }
        if form.holder == Holder::Guest {
            texts.push(("guest", "1".into()));
        }
        Ok(Self { form, texts })
    }

    /// Reads those that a call was given; if they are left out, those of the application.
    ///
    /// # Errors
    /// As [`Credentials::new`].
    pub fn read(value: &Value) -> Result<Self> {
        match value {
            Value::Null => Ok(Self::application()),
            _ => Self::new(object(value, "credentials")?),
        }
    }

    /// Who a session made with these speaks for.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.form.holder
    }

    /// Writes the members of a log-in, as of which `out` is the object so far: `"user":{…}`, or `"provider":…` and the
    /// member of its credentials; nothing for the application.
    pub(super) fn write(&self, out: &mut String) {
        if !self.form.provider.is_empty() {
            write_text("provider", self.form.provider, out);
        }
        if self.form.holder != Holder::Application {
            write_name(self.form.place, out);
            begin_object(out);
            self.write_texts(out);
            end_object(out);
        }
    }

    /// Writes the body of a log-in into a session there is, where a user stands alone.
    ///
    /// # Errors
    /// `input` for credentials of an application or a guest.
    pub(super) fn write_log_in(&self, out: &mut String) -> Result<()> {
        if self.form.holder != Holder::User {
            return Err(Error::input(
                "login needs a password or a provider: for a guest or the application call createSession",
            ));
        }
        if self.form.provider.is_empty() {
            self.write_texts(out);
        } else {
            self.write(out);
        }
        end_object(out);
        Ok(())
    }

    /// Adds the texts as a signature has them: `&user[login]=ada`.
    pub(super) fn push_texts(&self, out: &mut String) {
        for (name, text) in &self.texts {
            out.push_str(&concat(&["&", self.form.place, "[", name, "]=", text]));
        }
    }

    fn write_texts(&self, out: &mut String) {
        for (name, text) in &self.texts {
            write_text(name, text, out);
        }
    }
}

/// Writes a text as a member of the JSON object that `out` ends in, or begins one.
pub(super) fn write_text(name: &str, text: &str, out: &mut String) {
    write_name(name, out);
    write_string(text, out);
}

/// The form that `members` are meant to have.
fn form(members: &[(String, Value)]) -> Result<&'static Form> {
    if has(members, "guest") {
        return Ok(GUEST);
    }
    if !has(members, "provider") {
        return Ok(PASSWORD);
    }
    if let Some(Value::Text(named)) = member(members, "provider") {
        for form in PROVIDERS {
            if form.provider == named {
                return Ok(form);
            }
        }
    }
    Err(Error::input(
        "provider must be \"facebook\", \"twitter\", \"firebase_phone\" or \"firebase_email\"",
    ))
}

/// Checks that all of `given` are texts of the form that aren't empty; a guest's may say that it is one, too.
fn check(form: &Form, given: &[(String, Value)]) -> Result<()> {
    for (name, value) in given {
        if form.holder == Holder::Guest && name == "guest" {
            if !matches!(value, Value::Bool(true)) {
                return Err(wanted(name, "true", value));
            }
        } else if !is_one_of(name, form.names) {
            return Err(no_part(name, form.title));
        } else if !is_word(value) {
            return Err(wanted(name, "a string that isn't empty", value));
        }
    }
    Ok(())
}

/// Shows whose they are and nothing else.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("holder", &self.holder()).finish_non_exhaustive()
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
