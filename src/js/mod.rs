//! The one place that touches JavaScript: `fetch`, timers, conversions, errors.
//!
//! Nothing here decides: what to send, when again and what an answer means is the core's. [`UserCom`] is the client for
//! Rust apps; the npm module is made of the feature `npm`.

#![cfg_attr(
    not(feature = "npm"),
    expect(dead_code, reason = "Rust apps need a part of what the npm module does")
)]

#[cfg(feature = "npm")]
mod ask;
mod client;
mod convert;
#[cfg(feature = "npm")]
mod cube;
#[cfg(feature = "npm")]
mod errand;
#[cfg(feature = "npm")]
mod errors;
mod exchange;
#[cfg(feature = "npm")]
mod exports;
mod flight;
mod globals;
mod hooks;
#[cfg(feature = "npm")]
mod identity;
mod options;
#[cfg(feature = "npm")]
mod pager;
#[cfg(feature = "npm")]
mod promise;
mod seat;
#[cfg(feature = "npm")]
mod settings;
#[cfg(feature = "npm")]
mod site;
mod transport;
mod wait;

pub use client::UserCom;
#[cfg(feature = "npm")]
#[doc(hidden)]
pub use exports::{Client, visitor_key};
