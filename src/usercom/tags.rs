//! Tags, lists and attributes of one user, and the same change for many users.

use crate::args::{Args, as_id, is_word, list, text, wanted};
use crate::error::Result;
use crate::http::{Expect, Method, Request};
use crate::value::{Value, end_object, write_member, write_name, write_string};

use super::changes;
use super::config::{self, Config};
use super::fields::{self, Field};
use super::operations::{Operation, post, put};
use super::unusable;

/// E16 to E25. `addTag` answers `{ created, tag }`; ids that nobody has are skipped where many are changed.
pub(super) const OPERATIONS: &[Operation] = &[
    post("users.addTag", r#"<user>/add_tag/ {"name":<name>}"#),
    post("users.addTags", r#"<user>/add_many_tags/ {"tag_names":<names>}"#),
    post("users.removeTag", r#"<user>/remove_tag/ {"name":<name>}"#),
    post("users.addToList", r#"<user>/add_to_list/ {"list":<listId>}"#),
    post("users.removeFromList", r#"<user>/remove_from_list/ {"list":<listId>}"#),
    post(
        "users.setAttribute",
        r#"<user>/set_attribute/ {"attribute":<attributeName>,"value":<value>}"#,
    ),
    post("users.setAttributes", "<user>/set_multiple_attributes/ <attributes>"),
    post("users.removeAttribute", r#"<user>/remove_attribute/ {"attribute":<attributeName>}"#)
        .then(0, |_, a, r| {
            // By User.com's id there is no other way known.
            if a.at(0).as_text().is_none() {
                r.method = Method::Delete;
            }
            Ok(())
        }),
    put("users.updateMany", "").expecting(Expect::Anything).then(3, update_many),
    put("users.setAttributeOfMany", "").expecting(Expect::Anything).then(3, |_, a, r| {
        write_many(a, "mass_update_custom_attributes/", attribute_name(a.at(1))?, None, r)
    }),
];

/// Gives many users the same value of a standard field: `PUT users/mass_update_standard_attributes/` for User.com's ids,
/// `users-by-id/…` for the client's own.
fn update_many(config: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let name = args.text(1, "field")?;
    if matches!(name, "tags" | "attributes") {
        let why = " can't be changed for many: it must be one standard field";
        return Err(unusable(&["field ", name, why]));
    }
    let field = changes::field(name, args.at(2))?;
    let name = field.name(config.version());
    write_many(args, "mass_update_standard_attributes/", name, Some(&field), request)
}

/// Writes such a request; the value is one of that `field`, if there is one.
fn write_many(
    args: Args<'_>,
    route: &str,
    name: &str,
    field: Option<&Field>,
    request: &mut Request,
) -> Result<()> {
    let ids = args.list(0, "ids")?;
    let own = ids.iter().all(is_word);
    if let Some(other) = ids.iter().find(|id| !own && as_id(id).is_none()) {
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
    write_name("attribute", &mut body);
    write_string(name, &mut body);
    write_name("value", &mut body);
    match field {
        Some(field) => changes::write_value(field, args.at(2), &mut body),
        None => args.at(2).write_json(&mut body),
    }
    end_object(&mut body);
    config::write(request, body);
    Ok(())
}

/// Checks the names of tags.
///
/// # Errors
/// `input` for names that aren't texts.
pub(super) fn check_names(names: &Value) -> Result<()> {
    match list(names, "names")?.iter().find(|name| !is_word(name)) {
        Some(other) => Err(wanted("names", "strings that aren't empty", other)),
        None => Ok(()),
    }
}

/// The name of an attribute that an argument gives.
///
/// # Errors
/// `input` for a name no attribute can have.
pub(super) fn attribute_name(value: &Value) -> Result<&str> {
    let name = text(value, "name")?;
    match fields::unusable_attribute(name) {
        Some(reason) => Err(unusable(&["name \"", name, "\"", reason])),
        None => Ok(name),
    }
}
