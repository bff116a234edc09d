mod random;
mod sessions;
mod support;
