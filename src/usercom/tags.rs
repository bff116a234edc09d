//! Tags, lists and attributes of one user, and the same change for many users.

use crate::args::{Args, wanted};
use crate::error::{Error, Result};
use crate::http::{Expect, Method, Request};
use crate::text::concat;
use crate::value::{Value, end_object, write_member, write_name};

use super::changes::{self, Changes};
use super::config::{self, Config};
use super::fields::{self, Form};
use super::operations::{Operation, post, put};

/// E16 to E25. `addTag` answers `{ created, tag }`; ids that nobody has are skipped where many are changed.
pub(super) const OPERATIONS: &[Operation] = &[
    post("users.addTag", "<user>/add_tag/", r#"{"name":<name>}"#),
    post("users.addTags", "<user>/add_many_tags/", r#"{"tag_names":<names>}"#),
    post("users.removeTag", "<user>/remove_tag/", r#"{"name":<name>}"#),
    post("users.addToList", "<user>/add_to_list/", r#"{"list":<listId>}"#),
    post("users.removeFromList", "<user>/remove_from_list/", r#"{"list":<listId>}"#),
    post(
        "users.setAttribute",
        "<user>/set_attribute/",
        r#"{"attribute":<attributeName>,"value":<value>}"#,
    ),
    post("users.setAttributes", "<user>/set_multiple_attributes/", "<attributes>"),
    post("users.removeAttribute", "<user>/remove_attribute/", r#"{"attribute":<attributeName>}"#)
        .then(0, |_, a, r| {
            // By User.com's id there is no other way known.
            if a.at(0).as_text().is_none() {
                r.method = Method::Delete;
            }
            Ok(())
        }),
    put("users.updateMany", "", "").expecting(Expect::Anything).then(3, update_many),
    put("users.setAttributeOfMany", "", "").expecting(Expect::Anything).then(3, |_, a, r| {
        let name = a.text(1, "name")?;
        check_attribute(name)?;
        write_many(a, "mass_update_custom_attributes/", name, &a.at(2).to_json(), r)
    }),
];

/// Gives many users the same value of a standard field: `PUT users/mass_update_standard_attributes/` for User.com's ids,
/// `users-by-id/…` for the client's own.
fn update_many(config: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let name = args.text(1, "field")?;
    Changes::new(&[(name.to_owned(), args.at(2).clone())])?;
    match fields::find(name) {
        Some(field) if field.form != Form::Tags => {
            let mut value = String::new();
            changes::write_value(field, args.at(2), &mut value);
            let name = field.name(config.version());
            write_many(args, "mass_update_standard_attributes/", name, &value, request)
        }
        _ => {
            let why = " can't be changed for many: it must be one standard field";
            Err(Error::input(concat(&["field ", name, why])))
        }
    }
}

fn write_many(
    args: Args<'_>,
    route: &str,
    name: &str,
    value: &str,
    request: &mut Request,
) -> Result<()> {
    let ids = args.list(0, "ids")?;
    let own = ids.iter().all(|id| id.as_text().is_some_and(|id| !id.is_empty()));
    if let Some(other) = ids.iter().find(|id| !own && id.as_integer().is_none_or(|id| id < 1)) {
        return Err(wanted(
            "ids",
            "numbers, ids at User.com, or strings, ids of your own, but not both",
            other,
        ));
    }
    request.url.push_str(if own { "users-by-id/" } else { "users/" });
    request.url.push_str(route);
    let mut body = String::new();
    write_member("ids", args.at(0), &mut body);
    write_member("attribute", &name.into(), &mut body);
    write_name("value", &mut body);
    body.push_str(value);
    end_object(&mut body);
    config::write(request, body);
    Ok(())
}

/// Checks the names of tags.
///
/// # Errors
/// `input` for names that aren't texts.
pub(super) fn check_names(names: &[Value]) -> Result<()> {
    match names.iter().find(|name| name.as_text().is_none_or(str::is_empty)) {
        Some(other) => Err(wanted("names", "strings that aren't empty", other)),
        None => Ok(()),
    }
}

/// Checks the name of an attribute.
///
/// # Errors
/// `input` for a name no attribute can have.
pub(super) fn check_attribute(name: &str) -> Result<()> {
    match fields::unusable_attribute(name) {
        Some(reason) => Err(Error::input(concat(&["name \"", name, "\"", reason]))),
        None => Ok(()),
    }
}
