//! The sandbox from outside: one program for all areas, so that it is linked once.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends at the first thing that fails"
)]

mod connectycube;
mod faults;
mod inspector;
mod program;
mod relay;
mod relay_stub;
mod support;
mod usercom;
