//! Knows the visitor of a web page.
// Unit tests run natively; in a browser the crate is tested from outside, by `tests/web.rs`.
#![cfg(not(all(test, target_arch = "wasm32")))]

pub mod args;
pub mod cookie;
pub mod error;
pub mod http;
#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod testing;
pub mod text;
pub mod usercom;
pub mod value;

pub use error::{Error, Kind, Result};
pub use value::Value;
