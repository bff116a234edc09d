//! A client's decisions, whoever carries them out.
//!
//! A host sends requests, keeps time and holds the data; what it tells and what it is told are plain values. Two hosts
//! share this: the facade of the npm package, by way of its module's one export, and the clients for Rust apps.
//!
//! ```text
//!  Task ─ next ─► Cube::authorize ─► Traffic: admit ─ send_next, start ─► (the host sends) ─ seen ─► Step
//!   ▲                                                                                               │
//!   └─────────────────── take a page, Cube::apply, Cube::recover ◄──────────────────────────────────┘
//! ```

pub mod cube;
pub mod sight;
pub mod task;

pub use cube::{Cube, Told};
pub use sight::{Content, Raw, Sight};
pub use task::{Task, Work};
