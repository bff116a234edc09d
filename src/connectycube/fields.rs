//! The fields of a user: what they hold, and where they can be named (reference §2).

use crate::args::{self, is_word, seconds, wanted};
use crate::error::{Error, Kind, Result};
use crate::text::{concat, is_alike, number};
use crate::value::Value;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A whole number above 0, set by the service.
    Id,
    /// A whole number.
    Integer,
    /// A string.
    Text,
    /// An e-mail address.
    Email,
    /// A string that no error may show; it isn't trimmed.
    Password,
    /// Names; in a search, one of them.
    Tags,
    /// A time.
    Date,
}

/// One field of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name callers use.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// The fewest and the most characters, as far as they are known.
    pub length: (usize, usize),
    places: u8,
}

/// In a sign-up or an update.
pub const WRITTEN: u8 = 1;
/// In a V2 query.
pub const V2: u8 = 2;
/// In a V1 filter.
pub const V1: u8 = 4;

const fn field(name: &'static str, form: Form, places: u8) -> Field {
    limited(name, form, (0, usize::MAX), places)
}

const fn limited(name: &'static str, form: Form, length: (usize, usize), places: u8) -> Field {
    Field { name, form, length, places }
}

/// Every field. Limits are those that are documented or kept by the official clients (reference §2.4); where the service
/// has others, it says so itself.
const FIELDS: &[Field] = &[
    field("id", Form::Id, V1 | V2),
    limited("login", Form::Text, (3, 70), WRITTEN | V1 | V2),
    field("email", Form::Email, WRITTEN | V1 | V2),
    limited("full_name", Form::Text, (1, 200), WRITTEN | V1 | V2),
    field("phone", Form::Text, WRITTEN | V1 | V2),
    field("external_id", Form::Text, WRITTEN | V1 | V2),
    field("facebook_id", Form::Text, WRITTEN | V1 | V2),
    field("twitter_id", Form::Text, WRITTEN | V1 | V2),
    field("user_tags", Form::Tags, V1 | V2),
    field("last_request_at", Form::Date, V1 | V2),
    field("created_at", Form::Date, V1 | V2),
    field("updated_at", Form::Date, V1 | V2),
    field("website", Form::Text, WRITTEN | V1),
    field("avatar", Form::Text, WRITTEN | V1),
    field("external_user_id", Form::Integer, WRITTEN | V1),
    field("blob_id", Form::Integer, WRITTEN | V1),
    field("timezone", Form::Integer, WRITTEN | V1),
    field("custom_data", Form::Text, WRITTEN),
    field("tags", Form::Tags, WRITTEN),
    limited("password", Form::Password, (6, 40), WRITTEN),
    field("old_password", Form::Password, WRITTEN),
];

impl Field {
    /// The name on the wire, where it is written.
    #[must_use]
    pub fn wire_name(&self) -> &'static str {
        if self.name == "tags" { "tag_list" } else { self.name }
    }

    /// Checks that `value` is one to search for; `name` is what errors call it.
    ///
    /// # Errors
    /// `input` / `invalid_input` for a value of another type, and for one that is empty.
    pub fn check(&self, name: &str, value: &Value) -> Result<()> {
        let (fits, what) = match self.form {
            Form::Id => (args::as_id(value).is_some(), "a whole number above 0"),
            Form::Integer => (value.as_integer().is_some(), "a whole number"),
            Form::Date if matches!(value, Value::Text(_) | Value::Number(_)) => {
                return seconds(name, value).map(drop);
            }
            Form::Date => (false, "a Date"),
            _ => (is_word(value), "a string that isn't empty"),
        };
        if fits { Ok(()) } else { Err(wanted(name, what, value)) }
    }
}

/// A text or a number as it stands on the wire.
pub fn raw(value: &Value) -> &str {
    match value {
        Value::Text(raw) | Value::Number(raw) => raw,
        _ => "",
    }
}

/// Finds the field of that name for one of [`WRITTEN`], [`V1`] and [`V2`].
///
/// # Errors
/// `input` / `unknown_field`, with the name that was meant, or else all there are.
pub fn find(name: &str, place: u8) -> Result<&'static Field> {
    let (mut meant, mut all) = ("", String::new());
    for field in FIELDS {
        if field.places & place != 0 && field.name == name {
            return Ok(field);
        }
    }
    for field in FIELDS {
        if field.places & place != 0 {
            if is_meant(field, name) {
                meant = field.name;
            }
            if field.name != "old_password" {
                all.push_str(if all.is_empty() { "" } else { ", " });
                all.push_str(field.name);
            }
        }
    }
    let done = if place == WRITTEN { "written" } else { "searched by" };
    let (hint, names) = if meant.is_empty() {
        ("; those that can are ", &*all)
    } else {
        ("; did you mean ", meant)
    };
    let message = concat(&[name, " is no field that can be ", done, hint, names]);
    Err(Error::new(Kind::Input, "unknown_field", message))
}

/// Whether `name` is this field's but for case and separators, or one of the names that tags have elsewhere.
fn is_meant(field: &Field, name: &str) -> bool {
    let tags = field.form == Form::Tags && matches!(name, "tags" | "tag_list" | "user_tags");
    tags || is_alike(field.name, name)
}

/// The value of that name in `members`.
pub fn member<'a>(members: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    for (known, value) in members {
        if known == name {
            return Some(value);
        }
    }
    None
}

/// Whether `members` has a value of that name.
pub fn has(members: &[(String, Value)], name: &str) -> bool {
    !matches!(member(members, name), None | Some(Value::Null))
}

/// The error for a member that doesn't belong where it is.
pub fn no_part(name: &str, of: &str) -> Error {
    Error::new(Kind::Input, "unknown_field", concat(&[name, " is no part of ", of]))
}

/// Reads a whole number that isn't negative.
pub fn natural(value: &Value) -> Option<u64> {
    match value {
        Value::Number(digits) => number(digits),
        _ => None,
    }
}
