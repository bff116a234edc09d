mod checks;
mod core;
mod cors;
mod find;
mod random;
mod write;
