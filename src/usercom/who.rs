//! Which user an operation is about: by User.com's id, or by the client's own.

use crate::args::{as_id, text};
use crate::error::{Error, Result};
use crate::http::url;
use crate::text::push_decimal;
use crate::value::{Value, write_name, write_string};

/// Words that are routes below `users-by-id/` and so can't be addressed as ids (reference §3).
pub(super) const ROUTES: &str =
    "search merge update_or_create mass_update_standard_attributes mass_update_custom_attributes";

/// A user, as a path names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who<'a> {
    /// By User.com's integer id: `users/{id}/`.
    Id(u64),
    /// By the client's own id: `users-by-id/{user_id}/`.
    UserId(&'a str),
}

impl<'a> Who<'a> {
    /// The user that an argument names: by a number User.com's id, by a string the client's own.
    ///
    /// # Errors
    /// `input` for anything else.
    pub fn read(value: &'a Value) -> Result<Self> {
        match (value, as_id(value)) {
            (Value::Text(_), _) => text(value, "user").map(Self::UserId),
            (_, Some(id)) => Ok(Self::Id(id.get())),
            _ => Err(Error::input(
                "user must be a number, the id at User.com, or a string, the id of your own",
            )),
        }
    }

    /// Adds the user's path to `url`, and what comes `after` it.
    ///
    /// # Errors
    /// `input` for an id that can't be addressed.
    pub(super) fn write(self, url: &mut String, after: &str) -> Result<()> {
        match self {
            Self::Id(id) => {
                url.push_str("users/");
                push_decimal(url, id);
            }
            Self::UserId(user_id) => {
                url.push_str("users-by-id/");
                url::segment(url, "userId", user_id, ROUTES)?;
            }
        }
        url.push_str(after);
        Ok(())
    }

    /// Writes the member that names the user in a body about companies or products; `own` is what the client's own id is
    /// called there (reference §3, E31, E33).
    pub(super) fn write_member(self, own: &str, body: &mut String) {
        match self {
            Self::Id(id) => {
                write_name("user_id", body);
                push_decimal(body, id);
            }
            Self::UserId(user_id) => {
                write_name(own, body);
                write_string(user_id, body);
            }
        }
    }
}
