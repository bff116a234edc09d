//! A local stand-in for User.com and ConnectyCube.
fn main() {}
