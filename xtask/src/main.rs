//! Builds, tests and measures `userkey`.
fn main() {}
