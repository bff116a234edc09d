//! The fields of a user that requests write, each with its rule.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::store::cube::users::Record;

/// The most tags a user has.
const TAGS: usize = 5;

/// The result of reading a value; what is wrong is said in the service's words.
pub type Check<T> = Result<T, String>;

/// Writes a field of a user; keys that are unknown or not for writing are passed over.
///
/// # Errors
///
/// What is wrong with the value.
pub fn set(user: &mut Record, name: &str, value: &Value) -> Check<()> {
    match name {
        "login" => user.login = filled(value)?.map(|login| sized(login, 3, 70)).transpose()?,
        "email" => user.email = filled(value)?.map(email).transpose()?,
        "full_name" => user.full_name = full_name(value)?,
        "phone" => user.phone = short(value, 40)?,
        "website" => user.website = short(value, 1024)?.map(website),
        "custom_data" => user.custom_data = text(value)?,
        "external_id" => user.external_id = short(value, 1024)?.filter(|id| !id.is_empty()),
        "facebook_id" => user.facebook_id = short(value, 1024)?.filter(|id| !id.is_empty()),
        "twitter_id" => user.twitter_id = short(value, 1024)?.filter(|id| !id.is_empty()),
        "avatar" => user.avatar = short(value, 1024)?,
        "external_user_id" => user.external_user_id = positive(value)?,
        "blob_id" => user.blob_id = positive(value)?,
        "timezone" => user.timezone = timezone(value)?,
        "tag_list" => user.user_tags = tags(value)?,
        _ => {}
    }
    Ok(())
}

/// Reads a name: 1 to 200 characters.
///
/// # Errors
///
/// What is wrong with the value.
pub fn full_name(value: &Value) -> Check<Option<String>> {
    text(value)?.map(|name| sized(name, 1, 200)).transpose()
}

/// Checks a password, blanks at its ends included: 6 to 40 characters.
///
/// # Errors
///
/// What is wrong with the value.
pub fn password(value: &Value) -> Check<String> {
    match value {
        Value::String(password) => sized(password.clone(), 6, 40),
        _ => Err("must be a string".to_owned()),
    }
}

/// Reads a text, trimmed; numbers are taken for their digits.
fn text(value: &Value) -> Check<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err("must be a string".to_owned()),
    }
}

/// Reads a text that is cleared by an empty one.
fn filled(value: &Value) -> Check<Option<String>> {
    Ok(text(value)?.filter(|text| !text.is_empty()))
}

fn short(value: &Value, most: usize) -> Check<Option<String>> {
    match text(value)? {
        Some(text) if text.chars().count() > most => {
            Err(format!("must be at most {most} characters"))
        }
        text => Ok(text),
    }
}

fn sized(text: String, least: usize, most: usize) -> Check<String> {
    let fits = (least..=most).contains(&text.chars().count());
    if fits { Ok(text) } else { Err(format!("must be between {least} and {most} characters")) }
}

fn email(text: String) -> Check<String> {
    let sides = text.split_once('@');
    let address = sides
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if address && text.chars().count() <= 254 {
        Ok(text)
    } else {
        Err("must be an e-mail address of at most 254 characters".to_owned())
    }
}

fn website(text: String) -> String {
    if text.is_empty() || text.contains("://") { text } else { format!("http://{text}") }
}

fn positive(value: &Value) -> Check<Option<i64>> {
    integer(value, 1..=i64::MAX, "should be a positive integer")
}

fn timezone(value: &Value) -> Check<Option<i64>> {
    integer(value, -1440..=1440, "must be an integer between -1440 and 1440")
}

/// Reads a whole number, which forms write as a text; an empty text clears.
fn integer(value: &Value, range: RangeInclusive<i64>, wrong: &str) -> Check<Option<i64>> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::String(digits) if digits.trim().is_empty() => return Ok(None),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => value.as_i64(),
    };
    let number = number.filter(|number| range.contains(number));
    number.map(Some).ok_or_else(|| wrong.to_owned())
}

/// Reads tags, as an array or parted by commas; of several alike the first counts.
fn tags(value: &Value) -> Check<Option<String>> {
    let wrong = || "must be a string or an array of strings".to_owned();
    let given: Vec<&str> = match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text],
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().ok_or_else(wrong)).collect::<Check<_>>()?
        }
        _ => return Err(wrong()),
    };
    let mut tags: Vec<&str> = Vec::new();
    for tag in given.into_iter().flat_map(|text| text.split(',')).map(str::trim) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
        if tags.len() > TAGS {
            return Err(format!("can have {TAGS} tags at most"));
        }
    }
    Ok((!tags.is_empty()).then(|| tags.join(",")))
}
