//! `ConnectyCube`'s tables.

pub mod mails;
pub mod password;
pub mod search;
pub mod sessions;
pub mod snapshot;
pub mod users;

use std::cmp::Ordering;

use rusqlite::Connection;

use super::Result;

/// The tables.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// Teaches a connection what the tables and queries need: the collation `fold` and lists as parameters.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    connection.create_collation("fold", compare)?;
    rusqlite::vtab::array::load_module(connection)?;
    Ok(())
}

/// Compares two texts without regard to case.
///
/// Characters are folded one by one, so that what begins alike stays together.
fn compare(one: &str, other: &str) -> Ordering {
    let one = one.chars().flat_map(char::to_lowercase);
    one.cmp(other.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_compare_without_regard_to_case_and_keep_their_beginnings_together() {
        assert_eq!(compare("ADA", "ada"), Ordering::Equal);
        assert_eq!(compare("ÉMILE", "émile"), Ordering::Equal);
        assert_eq!(compare("ΣΑΣ", "σασ"), Ordering::Equal);
        assert_eq!(compare("ada", "Bob"), Ordering::Less);
        assert_eq!(compare("Z", "é"), Ordering::Less);
        assert_eq!(compare("ad", "ADA"), Ordering::Less);
    }
}
