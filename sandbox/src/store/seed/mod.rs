//! What the database holds at first: 250 users, the same at every start.
//!
//! `people.json` holds the first of them, each with a reason to exist:
//!
//! | key | who |
//! |---|---|
//! | `g3FaYocCy0U6` | Jane Doe of User.com's documentation, custom id `customer-42` |
//! | `an0nym0us123` | an anonymous visitor: no name, no e-mail, some page views |
//! | `ctlfkj37dbag` | has every field filled, every type of attribute, custom id `user@123` |
//! | `rpl0vjwysmc0` | has nothing but a custom id, `43` |
//! | `k7XmYamada01` | writes Japanese, and has a custom id that no path can name |
//! | `rtlLayla2022` | writes from right to left |
//! | `emoji4family` | has emoji in names and custom id, and a `+` in the e-mail |
//! | `Apostrophe01` | breaks whatever isn't quoted |
//! | `longestNames` | fills every limit: names, phone, city |
//! | `twinOne00001`, `twinTwo00002` | share one e-mail |
//! | `onlyFirst001` | has a first name of blanks |
//!
//! The others are made in [`crowd`], those of `ConnectyCube` in [`cube`].

mod crowd;
mod cube;

use std::io;
use std::path::Path;

use super::Result;
use super::snapshot::Snapshot;

/// Where the first state of the database comes from.
#[derive(Clone, Debug)]
pub enum Seed {
    /// The 250 users of this module.
    BuiltIn,
    /// A snapshot of the caller's.
    Snapshot(Box<Snapshot>),
}

impl Seed {
    /// Reads a snapshot from a file, as `GET /_sandbox/export` writes it.
    ///
    /// # Errors
    ///
    /// If the file can't be read or isn't a snapshot; the message says where.
    pub fn from_file(path: &Path) -> io::Result<Self> {
        let snapshot = serde_json::from_slice(&std::fs::read(path)?)?;
        Ok(Self::Snapshot(Box::new(snapshot)))
    }

    /// Answers the first state.
    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        match self {
            Self::Snapshot(snapshot) => Ok(*snapshot.clone()),
            Self::BuiltIn => {
                let mut snapshot: Snapshot = serde_json::from_str(include_str!("people.json"))?;
                let people = snapshot.users.len();
                snapshot.users.extend((people..SIZE).map(crowd::user));
                snapshot.activities.extend((people..SIZE).flat_map(crowd::activities));
                snapshot.connectycube = cube::snapshot()?;
                Ok(snapshot)
            }
        }
    }
}

/// How many users the built-in seed has.
const SIZE: usize = 250;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::store::users::Record;

    fn users() -> Vec<Record> {
        let snapshot = Seed::BuiltIn.snapshot().unwrap();
        snapshot.users.into_iter().map(|entry| entry.record).collect()
    }

    #[test]
    fn the_longest_names_fill_the_limits_and_none_exceeds_them() {
        let longest = |field: fn(&Record) -> &Option<String>| {
            let lengths = users().into_iter().filter_map(|user| field(&user).clone());
            lengths.map(|text| text.chars().count()).max()
        };
        assert_eq!(longest(|user| &user.first_name), Some(40));
        assert_eq!(longest(|user| &user.last_name), Some(40));
        assert_eq!(longest(|user| &user.phone_number), Some(64));
        assert_eq!(longest(|user| &user.city), Some(64));
    }

    #[test]
    fn two_hundred_and_fifty_users_have_keys_of_their_own() {
        let users = users();
        let keys: HashSet<&str> = users.iter().map(|user| user.key.as_str()).collect();
        assert_eq!((users.len(), keys.len()), (250, 250));
        assert!(keys.iter().all(|key| key.len() == 12));
    }
}
