//! The one place that touches JavaScript: `fetch`, timers, conversions, errors.
//!
//! Nothing here decides: what to send, when again and what an answer means is the core's. [`UserCom`] and [`ConnectyCube`] are the
//! clients for Rust apps; the npm module is made of the feature `npm`, that of its fetch handler of the feature `npm-relay`.

#![cfg_attr(
    not(feature = "npm"),
    expect(dead_code, reason = "Rust apps need a part of what the npm module does")
)]

mod ask;
mod client;
mod convert;
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
#[cfg(feature = "npm-relay")]
mod relay;
mod seat;
#[cfg(feature = "npm")]
mod settings;
#[cfg(feature = "npm")]
mod site;
mod transport;
mod wait;
mod wake;

/// That of the modules that are published; an app has its own.
#[cfg(any(feature = "npm", feature = "npm-relay"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use client::{ConnectyCube, UserCom};
#[cfg(feature = "npm")]
#[doc(hidden)]
pub use exports::{Client, visitor_key};
#[cfg(feature = "npm-relay")]
#[doc(hidden)]
pub use relay::{Exchange, Relay};
