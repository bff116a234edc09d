//! The standard fields of a user that may be written, and which values they take.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::store::users::{Gender, Record, Status};
use crate::switches::Phone;

/// The longest first and last name, in characters.
const NAME: usize = 40;
/// The longest phone number and city, in characters.
const SHORT: usize = 64;
/// The longest of the other texts, in characters; nobody documents it.
const LONG: usize = 255;
/// The longest e-mail address, in characters.
const EMAIL: usize = 254;

/// Fields of answers that a request may repeat: they are passed over.
///
/// The official sample of an update sends a whole answer back.
pub const READ_ONLY: [&str; 21] = [
    "attributes",
    "browser",
    "browser_language",
    "chat_id",
    "companies",
    "created_at",
    "first_seen",
    "id",
    "key",
    "last_contacted",
    "last_ip",
    "last_seen",
    "lists",
    "most_active_time",
    "name",
    "os_type",
    "page_views",
    "resolution",
    "updated_at",
    "user_key",
    "web_push_subscription",
];

/// The result of reading one value; the error is the message for its field.
pub type Check<T> = Result<T, String>;

/// Writes a value into the field `name`; `None` if there is no such field.
pub fn set(record: &mut Record, name: &str, value: &Value, phone: Phone) -> Option<Check<()>> {
    Some(match name {
        "first_name" => text(value, NAME).map(|text| record.first_name = text),
        "last_name" => text(value, NAME).map(|text| record.last_name = text),
        "email" => email(value).map(|email| record.email = email),
        "phone_number" => phone_number(value, phone).map(|phone| record.phone_number = phone),
        "gender" => gender(value).map(|gender| record.gender = gender),
        "status" => status(value).map(|status| record.status = status),
        "score" => required(integer(value)).map(|score| record.score = score),
        "unsubscribed" => required(boolean(value)).map(|flag| record.unsubscribed = flag),
        "notifications" => required(boolean(value)).map(|flag| record.notifications = flag),
        "assigned_to" => integer(value).map(|agent| record.assigned_to = agent),
        "city" => text(value, SHORT).map(|text| record.city = text),
        "region" => text(value, LONG).map(|text| record.region = text),
        "country" => text(value, LONG).map(|text| record.country = text),
        "timezone" => text(value, LONG).map(|text| record.timezone = text),
        "facebook_url" => text(value, LONG).map(|text| record.facebook_url = text),
        "linkedin_url" => text(value, LONG).map(|text| record.linkedin_url = text),
        "twitter_url" => text(value, LONG).map(|text| record.twitter_url = text),
        "google_url" => text(value, LONG).map(|text| record.google_url = text),
        "gravatar_url" => text(value, LONG).map(|text| record.gravatar_url = text),
        _ => return None,
    })
}

/// Says whether a name, however it is written, would be read as a standard field.
///
/// Custom attributes share one level with the standard fields on the wire.
pub fn is_standard(name: &str) -> bool {
    const OTHERS: [&str; 5] = ["company_custom_id", "company_id", "custom_id", "tags", "user_id"];
    let name = name.trim().to_lowercase().replace([' ', '-', '.'], "_");
    READ_ONLY.contains(&name.as_str())
        || OTHERS.contains(&name.as_str())
        || set(&mut Record::default(), &name, &Value::Null, Phone::Lenient).is_some()
}

/// Turns the text of a form field into the value that JSON would carry.
pub fn from_form(name: &str, value: &Value) -> Value {
    match name {
        "gender" | "status" | "score" | "assigned_to" | "unsubscribed" | "notifications" => {
            plain(value)
        }
        _ => value.clone(),
    }
}

/// Reads a number or a flag out of a text; other texts stay what they are.
pub fn plain(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    match text {
        "" => Value::Null,
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        _ => text.parse().map_or_else(|_| value.clone(), Value::Number),
    }
}

/// Fails on null, which only some fields take.
pub fn required<T>(value: Check<Option<T>>) -> Check<T> {
    value?.ok_or_else(|| "This field may not be null.".to_owned())
}

/// Reads a text of at most `max` characters.
pub fn text(value: &Value, max: usize) -> Check<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.contains('\0') => {
            Err("Null characters are not allowed.".into())
        }
        Value::String(text) if text.chars().count() > max => {
            Err(format!("Ensure this field has no more than {max} characters."))
        }
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err("Not a valid string.".into()),
    }
}

/// Fails on null and on an empty text.
pub fn filled(value: &Value) -> Check<&Value> {
    match value {
        Value::Null => Err("This field may not be null.".into()),
        Value::String(text) if text.is_empty() => Err("This field may not be blank.".into()),
        _ => Ok(value),
    }
}

/// Reads a text that is there and not empty.
pub fn filled_text(value: &Value, max: usize) -> Check<String> {
    text(filled(value)?, max).map(Option::unwrap_or_default)
}

/// Reads the client's own id of a user or company.
pub fn custom_id(value: &Value) -> Check<String> {
    filled_text(value, LONG)
}

/// Reads the number of something.
pub fn id(value: &Value) -> Check<i64> {
    value.as_i64().ok_or_else(|| match value {
        Value::Null => "This field may not be null.".into(),
        _ => "A valid integer is required.".into(),
    })
}

/// Reads the numbers of several things.
pub fn ids(value: &Value) -> Check<Vec<i64>> {
    items(value)?.iter().map(id).collect()
}

/// Reads a list.
pub fn items(value: &Value) -> Check<&Vec<Value>> {
    match value {
        Value::Array(items) => Ok(items),
        Value::Null => Err("This field may not be null.".into()),
        _ => Err("Expected a list of items.".into()),
    }
}

/// Reads an object; null is an empty one.
pub fn object(value: &Value) -> Check<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members.clone()),
        Value::Null => Ok(Map::new()),
        _ => Err("Expected a dictionary of items.".into()),
    }
}

/// Reads a time in UNIX seconds.
pub fn seconds(value: &Value) -> Check<Timestamp> {
    Timestamp::from_second(id(value)?).map_err(|_| "A valid integer is required.".into())
}

/// Reads the name of a tag, list, attribute or event.
pub fn name(value: &Value) -> Check<String> {
    filled_text(value, LONG)
}

fn integer(value: &Value) -> Check<Option<i64>> {
    match value {
        Value::Null => Ok(None),
        _ => match value.as_i64() {
            Some(number) if number > i64::from(i32::MAX) => {
                Err(format!("Ensure this value is less than or equal to {}.", i32::MAX))
            }
            Some(number) if number < i64::from(i32::MIN) => {
                Err(format!("Ensure this value is greater than or equal to {}.", i32::MIN))
            }
            Some(number) => Ok(Some(number)),
            None => Err("A valid integer is required.".into()),
        },
    }
}

fn boolean(value: &Value) -> Check<Option<bool>> {
    match value {
        Value::Null => Ok(None),
        _ => value.as_bool().map(Some).ok_or_else(|| "Must be a valid boolean.".into()),
    }
}

fn gender(value: &Value) -> Check<Gender> {
    match value.as_i64() {
        Some(1) => Ok(Gender::Unknown),
        Some(2) => Ok(Gender::Male),
        Some(3) => Ok(Gender::Female),
        _ => Err(not_a_choice(value)),
    }
}

fn status(value: &Value) -> Check<Status> {
    match value.as_i64() {
        Some(1) => Ok(Status::Visitor),
        Some(2) => Ok(Status::User),
        _ => Err(not_a_choice(value)),
    }
}

/// Says that a value is none of those a field takes.
pub fn not_a_choice(value: &Value) -> String {
    match value {
        Value::Null => "This field may not be null.".to_owned(),
        Value::String(text) => format!("\"{text}\" is not a valid choice."),
        other => format!("\"{other}\" is not a valid choice."),
    }
}

/// Reads an e-mail address, which is stored in lower case.
fn email(value: &Value) -> Check<Option<String>> {
    let Some(text) = text(value, EMAIL)? else { return Ok(None) };
    let valid = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c);
        !local.is_empty()
            && local.chars().chain(domain.chars()).all(plain)
            && domain.contains('.')
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
    });
    if valid { Ok(Some(text.to_lowercase())) } else { Err("Enter a valid email address.".into()) }
}

fn phone_number(value: &Value, phone: Phone) -> Check<Option<String>> {
    let Some(text) = text(value, SHORT)? else { return Ok(None) };
    let digits = text.strip_prefix('+').unwrap_or_default();
    let e164 = (2..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    match phone {
        Phone::E164 if !e164 => Err("Enter a valid phone number.".into()),
        _ => Ok(Some(text)),
    }
}
