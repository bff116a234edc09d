//! The sandbox from outside: one program for all areas, so that it is linked once.

mod inspector;
mod program;
mod relay_stub;
mod support;
mod usercom;
