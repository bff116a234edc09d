//! The relay as a server: [`userkey::relay`] on sockets, with a way to User.com, shared reads and shared limits.
//!
//! The policy decides everything that a page may do; this crate brings it requests and carries out what it names.
//! `main.rs` is the program; tests use [`Server`] directly.

mod admin;
mod cli;
mod door;
mod file;
mod gate;
mod hash;
mod logging;
mod pseudonym;
mod relay;
mod resolve;
mod secrets;
mod server;
mod settings;
mod sharing;
mod store;
mod telemetry;
mod upstream;

pub use admin::health;
pub use cli::{Cli, Command, Serve};
pub use logging::start as start_logging;
pub use relay::Relay;
pub use server::{Server, app};
pub use settings::{DEFAULT_ADMIN, Settings};
