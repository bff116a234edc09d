//! The relay's policy: what a page may do that is known by its visitor's cookie alone, or by a person's signed token.
//!
//! Pure functions, without I/O, clock or randomness. [`decide()`] takes one request as it came off the wire and answers it,
//! or names a request to User.com; the host sends that one and hands what came to [`Forward::resume`], until there is an
//! [`Answer`]. [`Limits`] and [`Breaker`] say beforehand whether a request may be sent at all; [`Cache`] answers again what was
//! just asked. Two hosts share this: the
//! server `userkey-relay` and the fetch handler of the npm package.
//!
//! ```
//! use userkey::Value;
//! use userkey::relay::{Config, Decision, Request, Secrets, decide};
//!
//! let options = Value::object([
//!     ("subdomain", "acme".into()),
//!     ("publicOrigins", ["https://shop.example"].into()),
//! ]);
//! let token = "3f9c0a7be1d24586".repeat(4);
//! let config = Config::new(&options, Secrets { token, ..Secrets::default() })?;
//! let request = Request {
//!     method: "GET".into(),
//!     target: "/userkey/visitor".into(),
//!     headers: [
//!         ("host", "shop.example"),
//!         ("sec-fetch-site", "same-origin"),
//!         ("x-userkey", "1"),
//!         ("cookie", "__ca__chat=g3FaYocCy0U6"),
//!     ]
//!     .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
//!     .into(),
//!     tls: true,
//!     ..Request::default()
//! };
//! let Decision::Forward(forward) = decide(&config, &request, 1_700_000_000) else { panic!() };
//! assert_eq!(forward.request().path(), "/api/public/users/search/");
//! # Ok::<(), userkey::Error>(())
//! ```

mod address;
mod binding;
mod body;
mod cache;
mod config;
mod cookie;
mod decide;
mod fields;
mod forward;
mod framing;
mod headers;
mod identify;
mod identity;
mod json;
mod limits;
mod merge;
mod message;
mod origin;
mod path;
mod problem;
mod projection;
mod record;
mod routes;
mod seen;
mod table;
mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod token;
mod upstream;
mod values;

pub use address::{Cidr, counted, is_public};
pub use cache::{Cache, Ticket};
pub use config::{Config, Secrets};
pub use decide::{Decision, decide, fail};
pub use forward::{Forward, Subject, Visit};
pub use limits::{Admission, Breaker, Limits, Rates, Refused};
pub use merge::{Merge, Permit};
pub use message::{Answer, Incomplete, Outcome, Request};
pub use upstream::{Failure, MAX_ANSWER, Reply};
