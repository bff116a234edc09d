//! What users do: events, product events, page views, messages; and the history of all that.

use crate::args::{Args, seconds, wanted};
use crate::error::{Error, Kind, Result};
use crate::http::{Request, url};
use crate::text::{concat, push_decimal};
use crate::value::{Value, end_object, write_member, write_name};

use super::config::{self, Config, Version};
use super::operations::{Operation, items, post};
use super::who::Who;

/// A user's past (E28), and what is noted (E26, E27, E29, E32, E33). `timestamp` is now by default; an event answers
/// `{ id, created }`.
pub(super) const OPERATIONS: &[Operation] = &[
    items("users.listEvents", "<user>/events/"),
    items("users.listEmails", "<user>/emails/"),
    items("users.listPingHits", "<user>/ping_hits/"),
    items("users.listTimeline", "<user>/timeline/"),
    items("users.listProductEvents", "<user>/product_events/"),
    items("users.listSegments", "<user>/segments/"),
    post("events.create", "", "").creating().then(2, create),
    post("products.createEvent", "", "").creating().then(3, create_for_product),
    post("siteViews.create", "site-views/", r#"{"client_user":<key>,<view>}"#).creating(),
    // 3 is the one source known: the API.
    post(
        "conversations.create",
        "users/<id>/conversations/",
        r#"{"content":<content>,"source":3,"source_context":{}}"#,
    )
    .creating(),
];

/// What an event may hold beside its name.
const EXTRAS: &[&str] = &["data", "timestamp"];

/// Notes an event of a user: `POST events/` by User.com's id, `POST users-by-id/{user_id}/events/` by the client's own,
/// where an unknown id is a 404 and nobody is created.
fn create(config: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let who = Who::read(args, 0)?;
    let mut body = String::new();
    write(args.object(1, "event")?, &["name"], EXTRAS, &mut body)?;
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
            url::segment(&mut request.url, "product", own, &[])?;
        }
        Value::Number(id) if product.as_integer().is_some_and(|id| id > 0) => {
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
    let who = Who::read(args, 1)?;
    let mut body = String::new();
    write(args.object(2, "event")?, &["event_type"], EXTRAS, &mut body)?;
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

/// Writes the members of a page view: these, all of them.
pub(super) fn write_view(view: &[(String, Value)], body: &mut String) -> Result<()> {
    write(view, &["page_domain", "page_path", "timestamp"], &[], body)
}

/// Writes what is noted: members named in `required` and `optional` only, all of the former.
fn write(
    given: &[(String, Value)],
    required: &[&str],
    optional: &[&str],
    body: &mut String,
) -> Result<()> {
    for (name, value) in given {
        if !required.contains(&name.as_str()) && !optional.contains(&name.as_str()) {
            let message = concat(&[name, " is no member here"]);
            return Err(Error::new(Kind::Input, "unknown_field", message));
        }
        if name == "timestamp" {
            let time = seconds(name, value)?;
            write_name(name, body);
            push_decimal(body, time);
            continue;
        }
        let (fits, what) = if name == "data" {
            (matches!(value, Value::Object(_)), "an object")
        } else {
            (value.as_text().is_some_and(|text| !text.is_empty()), "a string that isn't empty")
        };
        if !fits {
            return Err(wanted(name, what, value));
        }
        write_member(name, value, body);
    }
    for name in required {
        if given.iter().all(|(given, _)| given != name) {
            return Err(Error::input(concat(&[name, " is required"])));
        }
    }
    Ok(())
}
