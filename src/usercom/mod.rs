//! User.com: users of the public REST API, and the visitor behind the widget's cookie.

pub mod changes;
pub mod config;
pub mod directory;
pub mod events;
pub mod fields;
pub mod identify;
pub mod operations;
pub mod plan;
pub mod search;
pub mod tags;
pub mod user;
pub mod users;
pub mod visitor;
pub mod who;

use crate::error::{Error, Kind, Result};
use crate::http::Request;
use crate::http::answer::Found;
use crate::saying::{self, Saying};
use crate::text;

pub use config::{Config, Version};
pub use operations::OPERATIONS;
pub use user::User;

/// The error for what is refused before anything is sent, its message given in `parts`.
#[inline(never)]
fn refused(code: &'static str, parts: &[&str]) -> Error {
    Error::new(Kind::Input, code, text::concat(parts))
}

/// The same for an argument, without a code of its own.
#[inline(never)]
fn unusable(parts: &[&str]) -> Error {
    refused("invalid_input", parts)
}

/// Tells apart what User.com says in words only: an account that is unpaid or switched off, whatever the status.
///
/// # Errors
/// `error`, sharpened.
pub fn sharpen(_: &Request, mut error: Error) -> Result<Found> {
    const UNPAID: Saying = ("You didn't pay", Kind::Forbidden, "account_unpaid", "");
    const INACTIVE: Saying = ("Application is not active", Kind::Forbidden, "account_inactive", "");
    saying::sharpen(&mut error, &[UNPAID, INACTIVE]);
    Err(error)
}
