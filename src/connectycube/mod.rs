//! ConnectyCube: sessions, and all about users.
//!
//! A request is made without credentials; [`Config::authorize`] adds those of the [`Session`] there is when it is sent.

mod changes;
mod conditions;
pub mod config;
pub mod credentials;
mod fields;
mod filter;
mod listing;
pub mod operations;
pub mod page;
mod query;
pub mod refusal;
pub mod session;
pub mod sign_in;
pub mod user;
pub mod users;

pub use config::Config;
pub use credentials::Credentials;
pub use operations::OPERATIONS;
pub use page::Page;
pub use refusal::sharpen;
pub use session::Session;
pub use user::User;
