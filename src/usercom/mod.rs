//! User.com: users of the public REST API, and the visitor behind the widget's cookie.

pub mod changes;
pub mod config;
pub mod fields;
pub mod operations;
pub mod user;
pub mod users;
pub mod visitor;

use crate::error::{Error, Kind};
use crate::http::Request;

pub use config::{Config, Version};
pub use operations::OPERATIONS;
pub use user::User;

/// Tells apart what User.com says in words only: an account that is unpaid or switched off, whatever the status.
pub fn sharpen(_: &Request, error: &mut Error) {
    const UNPAID: (&str, &str) = ("You didn't pay", "account_unpaid");
    const INACTIVE: (&str, &str) = ("Application is not active", "account_inactive");
    for (words, code) in [UNPAID, INACTIVE] {
        if error.message.contains(words) {
            error.kind = Kind::Forbidden;
            error.code = code;
            error.retryable = false;
        }
    }
}
