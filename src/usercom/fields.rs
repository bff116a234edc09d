//! The fields of a user: names in both versions, and what may be written (reference §2).

use crate::text::{any_char, contains, is_alike, length, split, split_once};

use super::config::Version;

/// What a field takes when it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A string of at most that many characters.
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
pub type Words = (&'static str, &'static str);

const GENDERS: Words = ("unknown male female", "one of \"unknown\", \"male\", \"female\"");
const STATUSES: Words = ("visitor user", "one of \"visitor\", \"user\"");

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

/// Fields that take the same, and whether `null` clears them. Both names of one that each version calls otherwise have
/// a `/` between them.
type Alike = (Form, bool, &'static str);

/// Every standard field of either version. Limits: 40 for names is documented, 64 for phone and city is what
/// production clients keep to, 255 for the own id is the longest text the service is known to take.
pub const FIELDS: &[Alike] = &[
    (Form::Id, true, "user_id/custom_id company_id/company_custom_id"),
    (Form::Email, true, "email"),
    (Form::Text(40), true, "first_name last_name"),
    (Form::Text(64), true, "phone_number city"),
    (
        Form::Text(usize::MAX),
        true,
        "region country timezone facebook_url google_url gravatar_url linkedin_url twitter_url",
    ),
    (Form::Integer, true, "assigned_to"),
    (Form::Integer, false, "score"),
    (Form::Bool, false, "notifications unsubscribed"),
    (Form::Word(&GENDERS), false, "gender"),
    (Form::Word(&STATUSES), false, "status"),
    (Form::Tags, false, "tags"),
    (
        Form::ReadOnly,
        false,
        "id key/user_key name attributes lists companies first_seen last_seen last_contacted page_views created_at \
         updated_at browser browser_language os_type resolution last_ip web_push_subscription most_active_time chat_id",
    ),
];

/// The field of that name in either version.
#[must_use]
pub fn find(name: &str) -> Option<Field> {
    first(name, str::eq).map(|(field, _)| field)
}

/// The standard name that `name` is a misspelling of: equal but for case, blanks, `_`, `-` and `.`.
#[must_use]
pub fn resembling(name: &str) -> Option<&'static str> {
    first(name, is_alike).map(|(_, known)| known)
}

/// The first field one of whose names is so to `name`, and that name.
fn first(name: &str, is: fn(&str, &str) -> bool) -> Option<(Field, &'static str)> {
    for (form, nullable, fields) in FIELDS {
        for names in split(fields, " ") {
            let (v1, v2) = split_once(names, "/").unwrap_or((names, names));
            for known in [v1, v2] {
                if is(known, name) {
                    return Some((Field { v1, v2, form: *form, nullable: *nullable }, known));
                }
            }
        }
    }
    None
}

/// Words that address a part of a request or a JavaScript object instead of naming an attribute.
const RESERVED: &str = "ids attribute value parent users_list user_list list tag_names client data timestamp \
    update_or_create merge constructor prototype";

/// Why `name` can't name a custom attribute, as the end of a sentence; none if it can.
///
/// Attributes are flat on the wire: one that the service takes for a standard field would be written there instead.
#[must_use]
pub fn unusable_attribute(name: &str) -> Option<&'static str> {
    if !matches!(length(name), 1..=255) {
        Some(" must have 1 to 255 characters")
    } else if contains(name, "__") || any_char(name, char::is_control) {
        Some(" must not hold __ or a control character")
    } else if split(RESERVED, " ").any(|word| is_alike(word, name)) {
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
