//! What users do: events, product events, page views, messages; and the history of all that.

use crate::args::{seconds, wanted};
use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Method, Request, url};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::config::{Config, Version};
use super::who::Who;

type Members = Vec<(String, Value)>;

/// Notes an event of a user: `POST events/` by User.com's id (E27), `POST users-by-id/{user_id}/events/` by the client's
/// own (E26), where an unknown id is a 404 and nobody is created.
///
/// `event` holds `name`, and if wanted `data`, an object, and `timestamp`, which is now by default. Answers
/// `{ id, created }`.
///
/// # Errors
/// `input` for anything else.
pub fn create(config: &Config, who: Who<'_>, event: &[(String, Value)]) -> Result<Request> {
    let mut body = read(event, &["name"], &["data", "timestamp"])?;
    let url = match who {
        Who::UserId(_) => who.url(config, "events/")?,
        Who::Id(id) => {
            let name = if config.version() == Version::V1 { "client" } else { "user_id" };
            body.push((name.into(), Value::Number(decimal(id))));
            config.url("events/")
        }
    };
    Ok(noted(config, url, body))
}

/// Notes what a user did with a product (E33). `product` is User.com's id, or as text the client's own.
///
/// `event` holds `event_type` (`"add to cart"`, `"purchase"`, …), and if wanted `data` and `timestamp`.
///
/// # Errors
/// `input` for anything else, or an id that can't be addressed.
pub fn create_for_product(
    config: &Config,
    product: &Value,
    who: Who<'_>,
    event: &[(String, Value)],
) -> Result<Request> {
    let mut url = config.url("products");
    match product {
        Value::Text(own) => {
            url.push_str("-by-id/");
            url::segment(&mut url, "product", own, &[])?;
        }
        Value::Number(id) if product.as_integer().is_some_and(|id| id > 0) => {
            url.push('/');
            url.push_str(id);
        }
        other => {
            return Err(wanted(
                "product",
                "a number, the id at User.com, or a string, the id of your own",
                other,
            ));
        }
    }
    url.push_str("/product_event/");
    let mut body = read(event, &["event_type"], &["data", "timestamp"])?;
    let (name, value) = who.member();
    // Version 1 has one name for both ids.
    body.push((if config.version() == Version::V1 { "user_id".into() } else { name }, value));
    Ok(noted(config, url, body))
}

/// Notes that the visitor with that key saw a page: `POST site-views/` (E32).
///
/// `view` holds `page_domain`, `page_path` and `timestamp`.
///
/// # Errors
/// `input` for anything else.
pub fn create_site_view(config: &Config, key: &str, view: &[(String, Value)]) -> Result<Request> {
    let mut body = read(view, &["page_domain", "page_path", "timestamp"], &[])?;
    body.insert(0, ("client_user".into(), key.into()));
    Ok(noted(config, config.url("site-views/"), body))
}

/// Begins a conversation with a user: `POST users/{id}/conversations/` (E29).
#[must_use]
pub fn create_conversation(config: &Config, id: u64, content: &str) -> Request {
    let url = config.url(&concat(&["users/", &decimal(id), "/conversations/"]));
    // 3 is the one source known: the API.
    let body = [
        ("content", content.into()),
        ("source", 3.into()),
        ("source_context", Value::Object(Members::new())),
    ];
    noted(config, url, Value::object(body).into_members())
}

/// Lists what is known of a user's past, by its `kind` as the path has it: `events`, `emails`, `ping_hits`, `timeline`,
/// `product_events`, `segments` (E28).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn history(config: &Config, who: Who<'_>, kind: &str) -> Result<Request> {
    Ok(config.page(who.url(config, &concat(&[kind, "/"]))?))
}

fn noted(config: &Config, url: String, body: Members) -> Request {
    let request = config.request_with(Method::Post, url, Value::Object(body).to_json());
    request.expecting(Expect::Anything).creating()
}

/// Checks what is noted: names in `required` and `optional` only, all of the former.
fn read(given: &[(String, Value)], required: &[&str], optional: &[&str]) -> Result<Members> {
    let mut body = Members::new();
    for (name, value) in given {
        if !required.contains(&name.as_str()) && !optional.contains(&name.as_str()) {
            let message = concat(&[name, " is no member here"]);
            return Err(Error::new(Kind::Input, "unknown_field", message));
        }
        let value = match (name.as_str(), value) {
            ("timestamp", time) => Value::Number(decimal(seconds(name, time)?)),
            ("data", Value::Object(_)) => value.clone(),
            ("data", other) => return Err(wanted(name, "an object", other)),
            (_, Value::Text(text)) if !text.is_empty() => value.clone(),
            (_, other) => return Err(wanted(name, "a string that isn't empty", other)),
        };
        body.push((name.clone(), value));
    }
    match required.iter().find(|name| body.iter().all(|(given, _)| given != *name)) {
        Some(missing) => Err(Error::input(concat(&[missing, " is required"]))),
        None => Ok(body),
    }
}
