mod checks;
mod cors;
mod find;
mod random;
mod write;
