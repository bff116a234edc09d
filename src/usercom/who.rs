//! Which user an operation is about: by User.com's id, or by the client's own.

use crate::args::Args;
use crate::error::{Error, Result};
use crate::http::url;
use crate::text::{concat, decimal};
use crate::value::Value;

use super::config::Config;

/// Words that are routes below `users-by-id/` and so can't be addressed as ids (reference §3).
const ROUTES: &[&str] = &[
    "search",
    "merge",
    "update_or_create",
    "mass_update_standard_attributes",
    "mass_update_custom_attributes",
];

/// A user, as a path names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who<'a> {
    /// By User.com's integer id: `users/{id}/`.
    Id(u64),
    /// By the client's own id: `users-by-id/{user_id}/`.
    UserId(&'a str),
}

impl<'a> Who<'a> {
    /// The argument at `index`: a number is User.com's id, a string the client's own.
    ///
    /// # Errors
    /// `input` for anything else.
    pub fn read(args: Args<'a>, index: usize) -> Result<Self> {
        match args.at(index) {
            Value::Text(_) => args.text(index, "user").map(Self::UserId),
            _ => args.id(index, "user").map(Self::Id).map_err(|_| {
                Error::input(
                    "user must be a number, the id at User.com, or a string, the id of your own",
                )
            }),
        }
    }

    /// The URL of the user, or of what stands `below` it.
    ///
    /// # Errors
    /// `input` for an id that can't be addressed.
    pub fn url(&self, config: &Config, below: &str) -> Result<String> {
        match self {
            Self::Id(id) => Ok(config.url(&concat(&["users/", &decimal(*id), "/", below]))),
            Self::UserId(user_id) => {
                let mut url = config.url("users-by-id/");
                url::segment(&mut url, "userId", user_id, ROUTES)?;
                url.push('/');
                url.push_str(below);
                Ok(url)
            }
        }
    }

    /// The member that names the user in a body about companies or products (reference §3, E31, E33).
    #[must_use]
    pub fn member(&self) -> (String, Value) {
        match self {
            Self::Id(id) => ("user_id".into(), Value::Number(decimal(*id))),
            Self::UserId(user_id) => ("user_custom_id".into(), Value::from(*user_id)),
        }
    }
}
