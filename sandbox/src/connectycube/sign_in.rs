//! Who signs in: a guest, a login or an e-mail with a password, or somebody whom a provider knows.

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::body::{scalar, text};
use super::changes;
use super::errors::Error;
use crate::changed::Changed;
use crate::state::AppState;
use crate::store::cube::users::{self, Record};
use crate::store::cube::{password, sessions};

/// How long a guest lives: a day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// Who wants to sign in.
#[derive(Debug)]
pub enum Identity {
    /// Somebody new for a day.
    Guest(Map<String, Value>),
    /// Somebody with a login and a password.
    Login(String, Credentials),
    /// Somebody with an e-mail and a password.
    Email(String, Credentials),
    /// Somebody whom a provider knows.
    Known(Provider, String),
}

/// What comes with a login or an e-mail.
#[derive(Debug)]
pub struct Credentials {
    password: String,
    /// What a user that is made gets: login and e-mail, if both came.
    fields: Map<String, Value>,
}

/// Whose word the sandbox takes: any token that isn't empty is good.
#[derive(Clone, Copy, Debug)]
pub enum Provider {
    /// The token is kept as `facebook_id`.
    Facebook,
    /// The token is kept as `twitter_id`.
    Twitter,
    /// The token is kept as `phone`.
    FirebasePhone,
    /// The token is kept as `email`.
    FirebaseEmail,
}

/// What happens to a login or an e-mail that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The user is made, unless the switch forbids it.
    Created,
    /// It is an error.
    NotFound,
}

impl Identity {
    /// Reads who signs in; nobody does for the application alone.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if a password or a part of a provider's is missing.
    pub fn of(
        user: Option<&Map<String, Value>>,
        body: &Map<String, Value>,
    ) -> Result<Option<Self>, Error> {
        let empty = Map::new();
        let user = user.unwrap_or(&empty);
        if user.get("guest").is_some_and(|guest| ["1", "true"].contains(&scalar(guest).as_str())) {
            return Ok(Some(Self::Guest(user.clone())));
        }
        let credentials = || {
            let password = text(user, "password").ok_or_else(|| Error::blank("password"))?;
            let named = |name: &&str| user.contains_key(*name);
            let fields = ["login", "email", "password"].into_iter().filter(named);
            let fields =
                fields.map(|name| (name.to_owned(), user.get(name).cloned().unwrap_or_default()));
            Ok::<_, Error>(Credentials { password: password.to_owned(), fields: fields.collect() })
        };
        // Names are kept trimmed.
        let name = |field| {
            let name = user.get(field).map(scalar)?.trim().to_owned();
            Some(name).filter(|name| !name.is_empty())
        };
        if let Some(login) = name("login") {
            return Ok(Some(Self::Login(login, credentials()?)));
        }
        if let Some(email) = name("email") {
            return Ok(Some(Self::Email(email, credentials()?)));
        }
        text(body, "provider").map(|provider| known(provider, body)).transpose()
    }

    /// Finds or makes the user.
    ///
    /// # Errors
    ///
    /// [`Error::UserNotFound`], [`Error::InvalidPassword`], [`Error::Forbidden`] for guests that
    /// are switched off, and what a sign-up answers.
    pub fn user(
        self,
        db: &Connection,
        state: &AppState,
        now: Timestamp,
        unknown: Unknown,
    ) -> Result<(Record, Changed), Error> {
        let now = now.as_second();
        let found = match &self {
            Self::Guest(_) if !state.switches().connectycube.guests.is_on() => {
                return Err(Error::Forbidden);
            }
            Self::Guest(_) => None,
            Self::Login(login, _) => users::by_login(db, login)?,
            Self::Email(email, _) => users::by_email(db, email)?,
            Self::Known(provider, token) => provider.find(db, token)?,
        };
        match (self, found) {
            (Self::Login(_, sent) | Self::Email(_, sent), Some(user)) => {
                let kept = user.password.as_deref().filter(|_| !user.is_guest());
                let right = kept.is_some_and(|kept| password::matches(kept, &sent.password));
                if right { Ok((user, Changed::default())) } else { Err(Error::InvalidPassword) }
            }
            (_, Some(user)) => Ok((user, Changed::default())),
            (Self::Login(_, sent) | Self::Email(_, sent), None) => {
                let created = state.switches().connectycube.create_users;
                if unknown == Unknown::NotFound || !created.is_on() {
                    return Err(Error::UserNotFound);
                }
                made(db, changes::sign_up(db, &sent.fields, now)?)
            }
            (Self::Guest(fields), None) => made(db, guest(&fields, now)?),
            (Self::Known(provider, token), None) => {
                let record = Record { created_at: now, updated_at: now, ..provider.record(token) };
                made(db, record)
            }
        }
    }
}

fn made(db: &Connection, record: Record) -> Result<(Record, Changed), Error> {
    let user = users::create(db, record)?;
    let changed = changes::changed(user.id, None, Some(&user));
    Ok((user, changed))
}

fn guest(fields: &Map<String, Value>, now: i64) -> Result<Record, Error> {
    let full_name = changes::full_name(fields.get("full_name"))?;
    Ok(Record {
        login: Some(format!("guest_login_{}", sessions::token())),
        full_name,
        phone: Some(String::new()),
        created_at: now,
        updated_at: now,
        guest_until: Some(now + DAY),
        ..Record::default()
    })
}

/// Reads what a provider has to send along.
fn known(provider: &str, body: &Map<String, Value>) -> Result<Identity, Error> {
    let part = |object: &str, name: &str| {
        let fields = body.get(object).and_then(Value::as_object);
        let value = fields.and_then(|fields| text(fields, name));
        value.map(str::to_owned).ok_or_else(|| Error::blank(name))
    };
    let (provider, token) = match provider {
        "facebook" => (Provider::Facebook, part("keys", "token")?),
        "twitter" => {
            let token = part("keys", "token")?;
            part("keys", "secret")?;
            (Provider::Twitter, token)
        }
        "firebase_phone" | "firebase_email" => {
            part(provider, "project_id")?;
            let phone = provider == "firebase_phone";
            let kind = if phone { Provider::FirebasePhone } else { Provider::FirebaseEmail };
            (kind, part(provider, "access_token")?)
        }
        _ => return Err(Error::field("provider", "is unknown")),
    };
    Ok(Identity::Known(provider, token))
}

impl Provider {
    fn find(self, db: &Connection, token: &str) -> Result<Option<Record>, Error> {
        let found = match self {
            Self::Facebook => users::by_facebook_id(db, token),
            Self::Twitter => users::by_twitter_id(db, token),
            Self::FirebasePhone => users::by_phone(db, token),
            Self::FirebaseEmail => users::by_email(db, token),
        };
        Ok(found?)
    }

    fn record(self, token: String) -> Record {
        let token = Some(token);
        match self {
            Self::Facebook => Record { facebook_id: token, ..Record::default() },
            Self::Twitter => Record { twitter_id: token, ..Record::default() },
            Self::FirebasePhone => Record { phone: token, ..Record::default() },
            Self::FirebaseEmail => Record { email: token, ..Record::default() },
        }
    }
}
