mod attributes;
mod checks;
mod core;
mod cors;
mod create;
mod find;
mod random;
mod update;
