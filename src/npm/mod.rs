//! What the npm module exports: a client's decisions, asked for by its facade.
//!
//! The decisions are those of [`client`](crate::client); here is what crosses to JavaScript.
//!
//! The facade sends requests, keeps time and holds the data; here it is told what to send, when again, and what an answer
//! means. Only numbers and JSON text cross: no object of JavaScript's, no promise and no closure lives in the module.
//!
//! ```text
//!  begin ─► task ─ next ─► flight ─ send, start ─► (the facade sends) ─ seen ─► wait, data or failure
//!             ▲                                                                        │
//!             └──────────────── applied, page ◄────────────────────────────────────────┘
//! ```

#![expect(
    clippy::single_char_add_str,
    reason = "`push` would bring the encoder of UTF-8 into a page's module"
)]

mod client;
mod cube;
pub mod question;
mod settings;
mod sight;
mod task;
mod tell;

pub use client::{Client, visitor_key};
