//! The operations JavaScript can call, by name.

use crate::args::Args;
use crate::error::Result;
use crate::http::Request;
use crate::http::page::Paging;
use crate::value::Value;

use super::changes::Changes;
use super::config::Config;
use super::who::Who;
use super::{directory, events, search, tags, users};

/// One operation: its name in JavaScript, and how its arguments become a request.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findByKey"` for `client.users.findByKey`.
    pub name: &'static str,
    /// How many arguments it takes, those of a list with the list's own options; the call's options follow them.
    pub arity: usize,
    /// How the list it answers goes on; none if it answers one thing.
    pub paging: Option<Paging>,
    /// What JavaScript calls the records of a page.
    pub records: &'static str,
    /// Checks the arguments and makes the request.
    pub request: fn(&Config, Args<'_>) -> Result<Request>,
}

type Make = fn(&Config, Args<'_>) -> Result<Request>;

const fn call(name: &'static str, arity: usize, request: Make) -> Operation {
    Operation { name, arity, paging: None, records: "", request }
}

const fn list(name: &'static str, arity: usize, request: Make) -> Operation {
    Operation { name, arity, paging: Some(Paging::Cursor), records: "users", request }
}

const fn items(name: &'static str, arity: usize, request: Make) -> Operation {
    Operation { records: "items", ..list(name, arity, request) }
}

/// Every operation that is one request, or a list. A new one is a line here and a function in its resource's file.
pub const OPERATIONS: &[Operation] = &[
    call("users.find", 1, |c, a| users::find(c, Who::Id(a.id(0, "id")?))),
    call("users.findByUserId", 1, |c, a| users::find(c, Who::UserId(a.text(0, "userId")?))),
    call("users.findByKey", 1, |c, a| Ok(users::find_by_key(c, a.text(0, "key")?))),
    call("users.findByEmail", 1, |c, a| Ok(users::find_by_email(c, a.text(0, "email")?))),
    call("users.findAllByEmail", 1, |c, a| Ok(users::find_all_by_email(c, a.text(0, "email")?))),
    call("users.findByPhone", 1, |c, a| Ok(users::find_by_phone(c, a.text(0, "phoneNumber")?))),
    list("users.findByAttribute", 3, |c, a| {
        let how = a.members(2, "comparison")?.iter().find(|(name, _)| name == "match");
        search::find_by_attribute(c, a.text(0, "name")?, a.at(1), how.map(|(_, how)| how))
    }),
    list("users.list", 2, |c, a| search::list(c, a.members(0, "filter")?)),
    list("users.listByDate", 3, |c, a| {
        search::list_by_date(c, a.text(0, "field")?, a.members(1, "span")?)
    }),
    list("users.listByTag", 2, |c, a| Ok(search::list_within(c, "tags", a.id(0, "tagId")?))),
    list("users.listBySegment", 2, |c, a| {
        Ok(search::list_within(c, "segments", a.id(0, "segmentId")?))
    }),
    call("users.create", 1, |c, a| users::create(c, &Changes::new(a.object(0, "user")?)?)),
    call("users.update", 2, |c, a| users::update(c, Who::Id(a.id(0, "id")?), &changes(a)?)),
    call("users.updateByUserId", 2, |c, a| {
        users::update(c, Who::UserId(a.text(0, "userId")?), &changes(a)?)
    }),
    call("users.updateOrCreate", 2, |c, a| {
        users::update_or_create(c, a.text(0, "userId")?, a.members(1, "changes")?)
    }),
    call("users.merge", 2, |c, a| users::merge(c, a.id(0, "parent")?, &ids(a)?)),
    call("users.delete", 1, |c, a| users::delete(c, Who::Id(a.id(0, "id")?))),
    call("users.deleteByUserId", 1, |c, a| users::delete(c, Who::UserId(a.text(0, "userId")?))),
    call("users.addTag", 2, |c, a| tags::add_tag(c, Who::read(a, 0)?, a.text(1, "name")?)),
    call("users.addTags", 2, |c, a| tags::add_tags(c, Who::read(a, 0)?, a.list(1, "names")?)),
    call("users.removeTag", 2, |c, a| tags::remove_tag(c, Who::read(a, 0)?, a.text(1, "name")?)),
    call("users.addToList", 2, |c, a| tags::add_to_list(c, Who::read(a, 0)?, a.id(1, "listId")?)),
    call("users.removeFromList", 2, |c, a| {
        tags::remove_from_list(c, Who::read(a, 0)?, a.id(1, "listId")?)
    }),
    call("users.setAttribute", 3, |c, a| {
        tags::set_attribute(c, Who::read(a, 0)?, a.text(1, "name")?, a.at(2))
    }),
    call("users.setAttributes", 2, |c, a| {
        tags::set_attributes(c, Who::read(a, 0)?, a.object(1, "attributes")?)
    }),
    call("users.removeAttribute", 2, |c, a| {
        tags::remove_attribute(c, Who::read(a, 0)?, a.text(1, "name")?)
    }),
    call("users.updateMany", 3, |c, a| {
        tags::update_many(c, a.list(0, "ids")?, a.text(1, "field")?, a.at(2))
    }),
    call("users.setAttributeOfMany", 3, |c, a| {
        tags::set_attribute_of_many(c, a.list(0, "ids")?, a.text(1, "name")?, a.at(2))
    }),
    items("users.listEvents", 2, |c, a| events::history(c, Who::read(a, 0)?, "events")),
    items("users.listEmails", 2, |c, a| events::history(c, Who::read(a, 0)?, "emails")),
    items("users.listPingHits", 2, |c, a| events::history(c, Who::read(a, 0)?, "ping_hits")),
    items("users.listTimeline", 2, |c, a| events::history(c, Who::read(a, 0)?, "timeline")),
    items("users.listProductEvents", 2, |c, a| {
        events::history(c, Who::read(a, 0)?, "product_events")
    }),
    items("users.listSegments", 2, |c, a| events::history(c, Who::read(a, 0)?, "segments")),
    call("events.create", 2, |c, a| events::create(c, Who::read(a, 0)?, a.object(1, "event")?)),
    call("products.createEvent", 3, |c, a| {
        events::create_for_product(c, a.at(0), Who::read(a, 1)?, a.object(2, "event")?)
    }),
    call("siteViews.create", 2, |c, a| {
        events::create_site_view(c, a.text(0, "key")?, a.object(1, "view")?)
    }),
    call("conversations.create", 2, |c, a| {
        Ok(events::create_conversation(c, a.id(0, "id")?, a.text(1, "content")?))
    }),
    call("companies.addMember", 2, |c, a| {
        Ok(directory::membership(c, a.id(0, "companyId")?, Who::read(a, 1)?, "add_member"))
    }),
    call("companies.removeMember", 2, |c, a| {
        Ok(directory::membership(c, a.id(0, "companyId")?, Who::read(a, 1)?, "remove_member"))
    }),
    items("tags.list", 1, |c, _| Ok(directory::list(c, "tags"))),
    call("tags.create", 1, |c, a| directory::create(c, "tags", a.object(0, "tag")?)),
    call("tags.update", 2, |c, a| {
        directory::update(c, "tags", a.id(0, "id")?, a.object(1, "tag")?)
    }),
    call("tags.delete", 1, |c, a| Ok(directory::delete(c, "tags", a.id(0, "id")?))),
    items("lists.list", 1, |c, _| Ok(directory::list(c, "lists"))),
    call("lists.create", 1, |c, a| directory::create(c, "lists", a.object(0, "list")?)),
    call("lists.update", 2, |c, a| {
        directory::update(c, "lists", a.id(0, "id")?, a.object(1, "list")?)
    }),
    call("lists.delete", 1, |c, a| Ok(directory::delete(c, "lists", a.id(0, "id")?))),
    items("attributes.list", 1, |c, _| Ok(directory::list(c, "attributes"))),
    call("attributes.find", 1, |c, a| Ok(directory::find(c, "attributes", a.id(0, "id")?))),
    call("attributes.findType", 1, |c, a| directory::find_attribute_type(c, a.text(0, "name")?)),
    call("attributes.create", 1, |c, a| {
        directory::create(c, "attributes", a.object(0, "attribute")?)
    }),
    call("attributes.delete", 1, |c, a| Ok(directory::delete(c, "attributes", a.id(0, "id")?))),
];

fn changes(args: Args<'_>) -> Result<Changes> {
    Changes::new(args.object(1, "changes")?)
}

/// The ids in the second argument.
fn ids(args: Args<'_>) -> Result<Vec<u64>> {
    let Value::List(ids) = args.at(1) else {
        return Err(crate::args::wanted("children", "an array of ids", args.at(1)));
    };
    (0..ids.len()).map(|index| Args(ids).id(index, "children")).collect()
}
