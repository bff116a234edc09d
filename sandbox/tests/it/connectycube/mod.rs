mod sessions;
mod support;
