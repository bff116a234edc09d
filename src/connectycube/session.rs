//! The session a client speaks in: whose it is, how long it lives, and what ends or renews it (reference §3.8).

use std::fmt;

use crate::args::is_header_value;
use crate::error::{Error, Result};
use crate::http::{Method, Request, date};
use crate::text::{concat, ends, push_decimal, split_once};
use crate::value::{Value, begin_object, end_object, write_name};

use super::credentials::write_text;
use super::fields::natural;
use super::refusal;

/// Who a session speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The application: it reads users and signs new ones up.
    Application,
    /// A user, who may change and delete the own account.
    User,
    /// A user who is deleted when the session ends.
    Guest,
}

impl Holder {
    /// The holder as JavaScript spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::User => "user",
            Self::Guest => "guest",
        }
    }
}

/// A session: a token, and what is known of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    token: String,
    user_id: Option<u64>,
    holder: Holder,
    expires_at: Option<u64>,
}

impl Session {
    /// Reads the `session` of an answer, or what [`Session::to_value`] gave.
    ///
    /// # Errors
    /// `input` for anything else.
    pub fn read(value: &Value) -> Result<Self> {
        Self::parse(value).ok_or_else(|| {
            Error::input("the session must be one that createSession, getSession or session gave")
        })
    }

    fn parse(value: &Value) -> Option<Self> {
        let token = value.get("token")?.as_text().filter(|token| is_header_value(token))?;
        let whole = |name| match value.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(value) => natural(value).map(Some),
        };
        let user_id = whole("user_id")?;
        let told = value.get("user").and_then(|user| user.get("is_guest"));
        let is_guest = matches!(told, Some(Value::Bool(true)))
            || matches!(value.get("holder"), Some(Value::Text(holder)) if holder == Holder::Guest.as_str());
        let holder = match user_id {
            None => Holder::Application,
            Some(_) if is_guest => Holder::Guest,
            Some(_) => Holder::User,
        };
        let expires_at = whole("expires_at")?;
        Some(Self { token: token.into(), user_id, holder, expires_at })
    }

    /// The session as an object that can be kept and read again: `token`, `user_id`, `holder`, `expires_at`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut json = String::new();
        self.write_json(&mut json);
        Value::from_json(&json).unwrap_or_default()
    }

    /// Writes the same as JSON at the end of `out`.
    pub fn write_json(&self, out: &mut String) {
        begin_object(out);
        write_text("token", &self.token, out);
        write_number("user_id", self.user_id, out);
        write_text("holder", self.holder.as_str(), out);
        write_number("expires_at", self.expires_at, out);
        end_object(out);
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Who the session speaks for.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// The user's id; none of an application.
    #[must_use]
    pub const fn user_id(&self) -> Option<u64> {
        self.user_id
    }

    /// When the session ends unless it is used before, in seconds since 1970 by the host's clock; none if unknown.
    #[must_use]
    pub const fn expires_at(&self) -> Option<u64> {
        self.expires_at
    }

    /// Moves the end to where an answer in this session says it is, by its header `CB-Token-ExpirationDate`.
    ///
    /// `date` is the answer's `Date`, where that can be read: what is left is measured by the service's own clock, so
    /// that a wrong one here does no harm. `clock` is the one here, in seconds since 1970.
    pub fn prolong(&mut self, expiration: &str, date: Option<&str>, clock: u64) {
        let now = date.and_then(date::parse_http).unwrap_or(clock);
        if let Some(end) = parse_expiration(expiration) {
            self.expires_at = Some(clock + end.saturating_sub(now));
        }
    }

    /// Makes the session the user's with that id.
    pub fn log_in(&mut self, user_id: u64) {
        self.user_id = Some(user_id);
        self.holder = Holder::User;
    }

    /// Makes the session the application's again.
    pub fn log_out(&mut self) {
        self.user_id = None;
        self.holder = Holder::Application;
    }
}

fn write_number(name: &str, number: Option<u64>, out: &mut String) {
    write_name(name, out);
    match number {
        Some(number) => push_decimal(out, number),
        None => out.push_str("null"),
    }
}

/// Reads the `CB-Token-ExpirationDate` header, `2024-01-02 05:04:05 UTC`, as seconds since 1970.
fn parse_expiration(text: &str) -> Option<u64> {
    let (day, time) = split_once(text.strip_suffix(" UTC")?, " ")?;
    date::parse_iso(&concat(&[day, "T", time]))
}

/// Doesn't show the token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("holder", &self.holder)
            .field("user_id", &self.user_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What a request does to the session it was sent in once it has succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing, but that it lives longer.
    Prolongs,
    /// Replaces it by the one in the answer.
    Begins,
    /// Makes it the user's in the answer.
    LogsIn,
    /// Makes it the application's.
    LogsOut,
    /// Ends it: it was destroyed, or with its own account, which is the only one that can be deleted.
    Ends,
}

/// What `request` does to the session it was sent in once it has succeeded.
#[must_use]
pub fn effect(request: &Request) -> Effect {
    let ends = |path| ends(&request.url, path);
    match request.method {
        Method::Post if ends("/session") => Effect::Begins,
        Method::Post if ends("/login") => Effect::LogsIn,
        Method::Delete if ends("/login") => Effect::LogsOut,
        Method::Delete => Effect::Ends,
        _ => Effect::Prolongs,
    }
}

/// What helps a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing.
    None,
    /// To be sent again, once, in the session there is by now.
    Repeat,
    /// To be sent again, once, in a new session of the application.
    Create,
    /// To be sent again, once, in a new session with the credentials that only the caller knows.
    Renew,
}

/// What helps `request`, which was sent in the session `sent` and failed with `code`, if `current` is the one by now.
///
/// Only a session that is over can be helped, and never at a log-in, a log-out or a deletion: logging in anew with the
/// name of a deleted user would create that user again. Nothing is sent again in the name of somebody else.
#[must_use]
pub fn recovery(
    request: &Request,
    code: &str,
    sent: &Session,
    current: Option<&Session>,
) -> Recovery {
    match current {
        Some(current)
            if code == refusal::SESSION_EXPIRED && effect(request) == Effect::Prolongs =>
        {
            match current.holder {
                _ if current.user_id != sent.user_id => Recovery::None,
                _ if current.token != sent.token => Recovery::Repeat,
                Holder::Application => Recovery::Create,
                Holder::User | Holder::Guest => Recovery::Renew,
            }
        }
        _ => Recovery::None,
    }
}
