//! The first users of `ConnectyCube`: 250, the same at every start.
//!
//! `cube.json` holds the first of them, each with a reason to exist:
//!
//! | login | who |
//! |---|---|
//! | `ada` | has nearly every field filled; the password is `example-pass-1`, of the next `-2`, and so on |
//! | `bob`, `cleo` | are those of the documentation's lists |
//! | `nothing` | has nothing but a login |
//! | none, `Mail.Only+tag@Example.com` | signs in by e-mail, and has empty texts where others have null |
//! | `a+b.c*(d[e` | breaks whatever takes a login for a pattern; the password is no better |
//! | `ÉMILE` | writes capitals that aren't ASCII, and has as many tags as there may be |
//! | `مريم` | writes from right to left, and has the deprecated `blob_id` |
//! | none, Facebook id `2009` | has no password |

use crate::store::Result;
use crate::store::cube::snapshot::Snapshot;
use crate::store::cube::users::Record;

/// How many users there are.
const SIZE: usize = 250;

/// The number of the first user.
const FIRST_ID: i64 = 1001;

/// When the first of the crowd came, in seconds: 2024-02-01.
const START: i64 = 1_706_745_600;

const FIRST_NAMES: [&str; 8] = ["Hunter", "Anna", "José", "Ирина", "小明", "Łukasz", "Noor", "Zoë"];
const LAST_NAMES: [&str; 7] =
    ["Diver", "O'Neill", "Иванова", "王", "Müller", "van der Berg", "Ó Súilleabháin"];
const TAGS: [&str; 4] = ["guest", "vip", "red", "blue"];

/// Answers the first state.
pub fn snapshot() -> Result<Snapshot> {
    let mut users: Vec<Record> = serde_json::from_str(include_str!("cube.json"))?;
    let people = users.len();
    users.extend((people..SIZE).map(user));
    Ok(Snapshot { users, sessions: Vec::new() })
}

/// Makes the user with a place in the seed.
fn user(place: usize) -> Record {
    let number = i64::try_from(place).unwrap_or_default();
    let tags: Vec<&str> = TAGS.into_iter().skip(place % 4).take(place % 3).collect();
    Record {
        id: FIRST_ID + number,
        login: Some(format!("hunter.{place}")),
        password: Some(format!("example-pass-{}", place + 1)),
        email: (!place.is_multiple_of(5)).then(|| format!("hunter.{place}@example.com")),
        full_name: (!place.is_multiple_of(11)).then(|| name(place)),
        phone: place.is_multiple_of(3).then(|| format!("+1555{:07}", number * 7919 % 10_000_000)),
        external_user_id: place.is_multiple_of(7).then_some(4000 + number),
        user_tags: (!tags.is_empty()).then(|| tags.join(",")),
        timezone: place.is_multiple_of(2).then_some(number % 25 * 60 - 720),
        created_at: START + number * 86_413,
        updated_at: START + number * 86_413 + number % 9 * 3_600,
        last_request_at: (!place.is_multiple_of(4)).then_some(START + number * 97_001),
        ..Record::default()
    }
}

fn name(place: usize) -> String {
    let first = FIRST_NAMES.iter().cycle().nth(place).copied().unwrap_or_default();
    let last = LAST_NAMES.iter().cycle().nth(place).copied().unwrap_or_default();
    format!("{first} {last}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn two_hundred_and_fifty_users_have_numbers_of_their_own() {
        let users = snapshot().unwrap().users;
        let ids: HashSet<i64> = users.iter().map(|user| user.id).collect();
        assert_eq!((users.len(), ids.len()), (SIZE, SIZE));
    }
}
