//! The fields of a user: names in both versions, and what may be written (reference §2).

use crate::text::{any_char, contains, is_alike, length};

use super::config::Version;

/// What a field takes when it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A string of at most that many characters; 0 for no known limit.
    Text(usize),
    /// An id of the client's own: a string of at most 255 characters that names something.
    Id,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Bool,
    /// One of these words, sent as 1, 2, 3, …, and that said in an error.
    Word(&'static Words),
    /// A list of names, which are added.
    Tags,
    /// Nothing: the service sets it.
    ReadOnly,
}

/// Words, and what must be one of them.
pub type Words = (&'static [&'static str], &'static str);

const GENDERS: Words = (&["unknown", "male", "female"], "one of \"unknown\", \"male\", \"female\"");
const STATUSES: Words = (&["visitor", "user"], "one of \"visitor\", \"user\"");

/// One field of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in version 1.
    pub v1: &'static str,
    /// The name in version 2.
    pub v2: &'static str,
    /// What it takes.
    pub form: Form,
    /// Whether `null` clears it.
    pub nullable: bool,
}

impl Field {
    /// The name in that version.
    #[must_use]
    pub const fn name(&self, version: Version) -> &'static str {
        match version {
            Version::V1 => self.v1,
            Version::V2 => self.v2,
        }
    }
}

const fn field(v1: &'static str, form: Form, nullable: bool) -> Field {
    Field { v1, v2: v1, form, nullable }
}

const fn text(name: &'static str, limit: usize) -> Field {
    field(name, Form::Text(limit), true)
}

const fn renamed(v1: &'static str, v2: &'static str, form: Form) -> Field {
    Field { v1, v2, form, nullable: true }
}

const fn read_only(name: &'static str) -> Field {
    field(name, Form::ReadOnly, false)
}

/// Every standard field of either version. Limits: 40 for names is documented, 64 for phone and city is what
/// production clients keep to, 255 for the own id is the longest text the service is known to take.
pub const FIELDS: &[Field] = &[
    field("assigned_to", Form::Integer, true),
    text("city", 64),
    renamed("company_id", "company_custom_id", Form::Id),
    text("country", 0),
    field("email", Form::Email, true),
    text("facebook_url", 0),
    text("first_name", 40),
    field("gender", Form::Word(&GENDERS), false),
    text("google_url", 0),
    text("gravatar_url", 0),
    text("last_name", 40),
    text("linkedin_url", 0),
    field("notifications", Form::Bool, false),
    text("phone_number", 64),
    text("region", 0),
    field("score", Form::Integer, false),
    field("status", Form::Word(&STATUSES), false),
    field("tags", Form::Tags, false),
    text("timezone", 0),
    text("twitter_url", 0),
    field("unsubscribed", Form::Bool, false),
    renamed("user_id", "custom_id", Form::Id),
    read_only("id"),
    renamed("key", "user_key", Form::ReadOnly),
    read_only("name"),
    read_only("attributes"),
    read_only("lists"),
    read_only("companies"),
    read_only("first_seen"),
    read_only("last_seen"),
    read_only("last_contacted"),
    read_only("page_views"),
    read_only("created_at"),
    read_only("updated_at"),
    read_only("browser"),
    read_only("browser_language"),
    read_only("os_type"),
    read_only("resolution"),
    read_only("last_ip"),
    read_only("web_push_subscription"),
    read_only("most_active_time"),
    read_only("chat_id"),
];

/// The field of that name in either version.
#[must_use]
pub fn find(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.v1 == name || field.v2 == name)
}

/// The standard name that `name` is a misspelling of: equal but for case, blanks, `_`, `-` and `.`.
#[must_use]
pub fn resembling(name: &str) -> Option<&'static str> {
    for field in FIELDS {
        for known in [field.v1, field.v2] {
            if is_alike(known, name) {
                return Some(known);
            }
        }
    }
    None
}

/// Words that address a part of a request or a JavaScript object instead of naming an attribute.
const RESERVED: &[&str] = &[
    "ids",
    "attribute",
    "value",
    "parent",
    "users_list",
    "user_list",
    "list",
    "tag_names",
    "client",
    "data",
    "timestamp",
    "update_or_create",
    "merge",
    "constructor",
    "prototype",
];

/// Why `name` can't name a custom attribute, as the end of a sentence; none if it can.
///
/// Attributes are flat on the wire: one that the service takes for a standard field would be written there instead.
#[must_use]
pub fn unusable_attribute(name: &str) -> Option<&'static str> {
    if !matches!(length(name), 1..=255) {
        Some(" must have 1 to 255 characters")
    } else if contains(name, "__") || any_char(name, char::is_control) {
        Some(" must not hold __ or a control character")
    } else if RESERVED.iter().any(|word| is_alike(word, name)) {
        Some(" is a word the service uses itself")
    } else if resembling(name).is_some() {
        Some(
            " names a standard field, and attributes are flat on the wire: that field is written and searched by itself",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_names_lead_to_one_field() {
        assert_eq!(find("user_id"), find("custom_id"));
        assert_eq!(
            find("company_custom_id").map(|field| field.name(Version::V1)),
            Some("company_id")
        );
        assert_eq!(find("firstName"), None);
    }

    #[test]
    fn a_misspelling_is_recognised() {
        for (typed, meant) in [
            ("firstName", "first_name"),
            ("First Name", "first_name"),
            ("userId", "user_id"),
            ("E-Mail", "email"),
            ("customId", "custom_id"),
        ] {
            assert_eq!(resembling(typed), Some(meant));
        }
        assert_eq!(resembling("topic"), None);
    }

    #[test]
    fn an_attribute_can_have_any_name_but_one_that_means_something_else() {
        for name in ["topic", "Verified Member", "Imię", "a-b", &"a".repeat(255)] {
            assert_eq!(unusable_attribute(name), None, "{name}");
        }
        for name in [
            "",
            "Email",
            "user id",
            "last_ip",
            "lists",
            "a__gt",
            "__proto__",
            "constructor",
            "tag_names",
            "a\nb",
            &"a".repeat(256),
        ] {
            assert!(unusable_attribute(name).is_some(), "{name}");
        }
    }
}
