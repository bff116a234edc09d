//! What users do: events, product events, page views, messages; and the history of all that.

use crate::args::{Args, as_id, is_word, object, seconds, wanted};
use crate::error::Result;
use crate::http::{Request, url};
use crate::text::{is_one_of, push_decimal, split};
use crate::value::{Value, end_object, write_member, write_name};

use super::config::{self, Config, Version};
use super::operations::{Operation, items, post};
use super::who::Who;
use super::{refused, unusable};

/// A user's past (E28), and what is noted (E26, E27, E29, E32, E33). `timestamp` is now by default; an event answers
/// `{ id, created }`.
pub(super) const OPERATIONS: &[Operation] = &[
    items("users.listEvents", "<user>/events/"),
    items("users.listEmails", "<user>/emails/"),
    items("users.listPingHits", "<user>/ping_hits/"),
    items("users.listTimeline", "<user>/timeline/"),
    items("users.listProductEvents", "<user>/product_events/"),
    items("users.listSegments", "<user>/segments/"),
    post("events.create", "").creating().then(2, create),
    post("products.createEvent", "").creating().then(3, create_for_product),
    post("siteViews.create", r#"site-views/ {"client_user":<key>,<view>}"#).creating(),
    // 3 is the one source known: the API.
    post(
        "conversations.create",
        r#"users/<id>/conversations/ {"content":<content>,"source":3,"source_context":{}}"#,
    )
    .creating(),
];

/// Notes an event of a user: `POST events/` by User.com's id, `POST users-by-id/{user_id}/events/` by the client's own,
/// where an unknown id is a 404 and nobody is created.
fn create(config: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let who = Who::read(args.at(0))?;
    let mut body = String::new();
    write(args.at(1), "event", "name data timestamp", 1, &mut body)?;
    if let Who::Id(id) = who {
        write_name(if config.version() == Version::V1 { "client" } else { "user_id" }, &mut body);
        push_decimal(&mut body, id);
    } else {
        who.write(&mut request.url, "/")?;
    }
    request.url.push_str("events/");
    finish(request, body);
    Ok(())
}

/// Notes what a user did with a product: User.com's id, or as text the client's own.
fn create_for_product(config: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let product = args.at(0);
    match product {
        Value::Text(own) => {
            request.url.push_str("products-by-id/");
            url::segment(&mut request.url, "product", own, "")?;
        }
        Value::Number(id) if as_id(product).is_some() => {
            request.url.push_str("products/");
            request.url.push_str(id);
        }
        other => {
            return Err(wanted(
                "product",
                "a number, the id at User.com, or a string, the id of your own",
                other,
            ));
        }
    }
    request.url.push_str("/product_event/");
    let who = Who::read(args.at(1))?;
    let mut body = String::new();
    write(args.at(2), "event", "event_type data timestamp", 1, &mut body)?;
    // Version 1 has one name for both ids.
    let own = if config.version() == Version::V1 { "user_id" } else { "user_custom_id" };
    who.write_member(own, &mut body);
    finish(request, body);
    Ok(())
}

fn finish(request: &mut Request, mut body: String) {
    end_object(&mut body);
    config::write(request, body);
}

/// Writes the members of a page view, of which none may be missing.
pub(super) fn write_view(view: &Value, body: &mut String) -> Result<()> {
    write(view, "view", "page_domain page_path timestamp", 3, body)
}

/// Writes what is noted, `what` it is in errors: the members `known`, of which so many, the first, are required.
fn write(
    given: &Value,
    what: &str,
    known: &'static str,
    required: usize,
    body: &mut String,
) -> Result<()> {
    for (name, value) in object(given, what)? {
        if !is_one_of(name, known) {
            return Err(refused("unknown_field", &[name, " is no member here"]));
        }
        let (fits, what) = match name.as_str() {
            "timestamp" => {
                let time = seconds(name, value)?;
                write_name(name, body);
                push_decimal(body, time);
                continue;
            }
            "data" => (matches!(value, Value::Object(_)), "an object"),
            _ => (is_word(value), "a string that isn't empty"),
        };
        if !fits {
            return Err(wanted(name, what, value));
        }
        write_member(name, value, body);
    }
    for name in split(known, " ").take(required) {
        if given.get(name).is_none() {
            return Err(unusable(&[name, " is required"]));
        }
    }
    Ok(())
}
