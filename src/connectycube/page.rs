//! A part of a list, in each of the forms the service has (reference §4).

use serde::Deserialize;

use super::user::User;

/// A page of users: of V2, of V1, or of those who are online.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// The users of this page.
    #[serde(alias = "users")]
    items: Vec<Item>,
    /// How many users the whole list has, if the service says.
    #[serde(default, rename = "total_entries")]
    pub total: Option<u64>,
}

impl Page {
    /// The users of this page.
    #[must_use]
    pub fn into_users(self) -> Vec<User> {
        self.items.into_iter().map(Item::into_user).collect()
    }
}

/// A user, bare or wrapped up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Item {
    Wrapped { user: Box<User> },
    Bare(Box<User>),
}

impl Item {
    fn into_user(self) -> User {
        match self {
            Self::Wrapped { user } | Self::Bare(user) => *user,
        }
    }
}
