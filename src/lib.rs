//! Knows the visitor of a web page: finds, searches and updates users on User.com.
//!
//! The core does no I/O. An operation is a function from checked input to a plain [`http::Request`]; a call is a state
//! machine, [`http::Call`], that is told what was seen and says what to do next.
//!
//! ```
//! use userkey::usercom::{Config, Version, users};
//!
//! let config = Config::of_subdomain("acme", Some("KEY"), Version::V1)?;
//! let request = users::find_by_key(&config, "g3FaYocCy0U6");
//! assert_eq!(request.url, "https://acme.user.com/api/public/users/search/?key=g3FaYocCy0U6");
//! # Ok::<(), userkey::Error>(())
//! ```
//!
//! In a browser, `js::UserCom` carries such requests out and answers with typed models:
//!
//! ```ignore
//! let client = userkey::js::UserCom::new(config);
//! let user: Option<User> = client.find_by_key("g3FaYocCy0U6").await?;
//! ```
//!
//! The npm package `userkey` is made of the same code by the feature `npm`, which a Rust app leaves off.

// Unit tests run natively; in a browser the crate is tested from outside, by `tests/web.rs`.
#![cfg(not(all(test, target_arch = "wasm32")))]
#![cfg_attr(
    test,
    expect(
        clippy::expect_used,
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test that panics fails, as it should"
    )
)]

pub mod args;
pub mod client;
pub mod connectycube;
pub mod cookie;
pub mod error;
pub mod http;
#[cfg(all(target_arch = "wasm32", not(feature = "npm")))]
pub mod js;
#[cfg(feature = "npm")]
#[doc(hidden)]
pub mod npm;
#[cfg(feature = "relay")]
pub mod relay;
mod saying;
mod template;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod testing;
pub mod text;
pub mod usercom;
pub mod value;

/// That of a page's module, by whose few functions it is the smallest; an app has its own.
#[cfg(all(target_arch = "wasm32", feature = "npm"))]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// That of a server's module, which allocates more.
#[cfg(all(target_arch = "wasm32", feature = "npm-relay", not(feature = "npm")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use error::{Error, Kind, Result};
pub use value::Value;
