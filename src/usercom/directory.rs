//! What an application has beside users: tags, lists, attributes, companies (reference §3.12, §3.13).

use crate::args::{is_word, object, wanted};
use crate::error::{Error, Result};
use crate::http::{Expect, Miss};
use crate::text::is_one_of;
use crate::value::{Value, write_member};

use super::operations::{Operation, delete, get, items, post, put};
use super::refused;

/// E31 and E34.
pub(super) const OPERATIONS: &[Operation] = &[
    post("companies.addMember", "companies/<companyId>/add_member/ {<user>}"),
    post("companies.removeMember", "companies/<companyId>/remove_member/ {<user>}"),
    items("tags.list", "tags/"),
    create("tags.create", "tags/ {<tag>}"),
    put("tags.update", "tags/<id>/ {<tag>}"),
    delete("tags.delete", "tags/<id>/"),
    items("lists.list", "lists/"),
    create("lists.create", "lists/ {<list>}"),
    put("lists.update", "lists/<id>/ {<list>}"),
    delete("lists.delete", "lists/<id>/"),
    items("attributes.list", "attributes/"),
    get("attributes.find", "attributes/<id>/").missing(Miss::Absent),
    get("attributes.findType", "attribute-type/<name>/users/")
        .expecting(Expect::Object)
        .missing(Miss::Absent),
    // What users have; the answer says `user`.
    create("attributes.create", r#"attributes/ {<attribute>,"content_type":"clientuser"}"#),
    delete("attributes.delete", "attributes/<id>/"),
];

/// Creates an entry, which must have a name.
const fn create(name: &'static str, template: &'static str) -> Operation {
    post(name, template).expecting(Expect::Record).creating().then(0, |_, args, _| {
        match args.at(0).get("name") {
            Some(_) => Ok(()),
            None => Err(Error::input("name is required")),
        }
    })
}

/// Writes the members of an entry: a `tag`, a `list` or an `attribute`.
///
/// # Errors
/// `input` for a member that entries of this `kind` don't have.
pub(super) fn write(kind: &str, entry: &Value, body: &mut String) -> Result<()> {
    let known = match kind {
        "tag" => "name",
        "list" => "name description",
        _ => "name value_type description",
    };
    for (name, value) in object(entry, kind)? {
        if !is_one_of(name, known) {
            return Err(refused("unknown_field", &[name, " is no member of ", kind, "s"]));
        }
        let may_be_empty = matches!((name.as_str(), value), ("description", Value::Text(_)));
        if !may_be_empty && !is_word(value) {
            return Err(wanted(name, "a string that isn't empty", value));
        }
        write_member(name, value, body);
    }
    Ok(())
}
