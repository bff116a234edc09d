//! The user as Rust callers see it, read from either version (reference §2).

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// A user of User.com.
///
/// Every key but `id` may be missing in an answer, so every field but that is optional or has an empty default. Names
/// are those of version 1; version 2's `user_key`, `custom_id` are read into `key`, `user_id`. Timestamps are ISO 8601
/// texts in UTC. What the service sends beyond the standard fields is kept in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the reference's table of fields says more than a sentence each could"
)]
pub struct User {
    pub id: u64,
    #[serde(alias = "user_key", default)]
    pub key: Option<String>,
    #[serde(alias = "custom_id", default)]
    pub user_id: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone_number: Option<String>,
    #[serde(default)]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub status: Option<Status>,
    #[serde(default)]
    pub score: Option<i64>,
    #[serde(default)]
    pub unsubscribed: Option<bool>,
    #[serde(default)]
    pub notifications: Option<bool>,
    #[serde(default)]
    pub assigned_to: Option<u64>,
    #[serde(default)]
    pub city: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub timezone: Option<String>,
    #[serde(default)]
    pub facebook_url: Option<String>,
    #[serde(default)]
    pub linkedin_url: Option<String>,
    #[serde(default)]
    pub twitter_url: Option<String>,
    #[serde(default)]
    pub google_url: Option<String>,
    #[serde(default)]
    pub gravatar_url: Option<String>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub lists: Vec<List>,
    #[serde(default)]
    pub companies: Vec<Membership>,
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    #[serde(default)]
    pub first_seen: Option<String>,
    #[serde(default)]
    pub last_seen: Option<String>,
    #[serde(default)]
    pub last_contacted: Option<String>,
    #[serde(default)]
    pub page_views: Option<u64>,
    #[serde(default)]
    pub created_at: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
    #[serde(default)]
    pub browser: Option<String>,
    #[serde(default)]
    pub browser_language: Option<String>,
    #[serde(default)]
    pub os_type: Option<String>,
    #[serde(default)]
    pub resolution: Option<String>,
    #[serde(default)]
    pub last_ip: Option<String>,
    #[serde(default)]
    pub web_push_subscription: Option<bool>,
    /// Everything else: version 2's custom attributes among it.
    #[serde(flatten)]
    pub other: Value,
}

impl User {
    /// The custom attribute of that `name` or `name_std`, in either version's form.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        let named = |attribute: &&Attribute| {
            attribute.name == name || attribute.name_std.as_deref() == Some(name)
        };
        self.attributes
            .iter()
            .find(named)
            .map(|attribute| &attribute.value)
            .or_else(|| self.other.get(name))
    }
}

/// A word the service may extend: what is known by name, and anything else as it came.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal / $number:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(from = "Value", into = "Value")]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
            /// A word this version of the crate doesn't know.
            Other(Value),
        }

        impl From<Value> for $name {
            fn from(value: Value) -> Self {
                match &value {
                    Value::Text(word) | Value::Number(word) => match word.as_str() {
                        $($word | $number => Self::$variant,)+
                        _ => Self::Other(value),
                    },
                    _ => Self::Other(value),
                }
            }
        }

        impl From<$name> for Value {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$variant => Self::from($word),)+
                    $name::Other(value) => value,
                }
            }
        }
    };
}

words! {
    /// A user's gender.
    Gender { Unknown = "unknown" / "1", Male = "male" / "2", Female = "female" / "3" }
}

words! {
    /// Whether somebody only visits or has become a user.
    Status { Visitor = "visitor" / "1", User = "user" / "2" }
}

/// A tag of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The tag's id.
    pub id: u64,
    /// The tag's name.
    pub name: String,
}

/// A list a user is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The list's id.
    pub id: u64,
    /// The list's name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
}

/// A company a user belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The company's id.
    pub id: u64,
    /// The company's name.
    pub name: String,
    /// Since when, as an ISO 8601 text.
    pub member_since: String,
}

/// A custom attribute in version 1's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The attribute's id.
    #[serde(default)]
    pub id: Option<u64>,
    /// The name it was given.
    pub name: String,
    /// The name in lower case, with `_` for blanks.
    #[serde(default)]
    pub name_std: Option<String>,
    /// The value: a boolean, number, text, list of texts or null.
    pub value: Value,
}
