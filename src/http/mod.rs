//! Requests, answers and the rules between them, without any I/O.

pub mod answer;
pub mod call;
pub mod date;
pub mod page;
pub mod refusal;
pub mod request;
pub mod retry;
pub mod traffic;
pub mod url;

pub use answer::{Body, Response, Shape};
pub use call::{Call, Seen, Step};
pub use request::{Expect, Method, Miss, Request};
pub use retry::{Budget, Policy};
pub use traffic::Traffic;
