//! The operations JavaScript can call by name: rows of data, each written as its request reads on the wire.
//!
//! ```text
//! post("users.addTag", r#"<user>/add_tag/ {"name":<name>}"#)
//! ```
//!
//! A `<word>` stands for the next argument. It is called so in errors, and says what the argument must be: a word means
//! the same in every row (`write`).

use crate::args::{Args, id, object, text};
use crate::error::Result;
use crate::http::{Expect, Method, Miss, Request, url};
use crate::template::{fill, parts, told, words};
use crate::text::{begins, contains, ends, number, push_decimal, split_once};
use crate::value::{Value, write_string};

use super::changes::{self, Changes};
use super::config::{self, Config, Version};
use super::who::{ROUTES, Who};
use super::{directory, events, search, tags, users};

/// Every operation that is one request, or a list, by resource. A new one is a row in its resource's table.
pub const OPERATIONS: &[&[Operation]] = &[
    users::OPERATIONS,
    search::OPERATIONS,
    tags::OPERATIONS,
    events::OPERATIONS,
    directory::OPERATIONS,
];

/// One operation: its name in JavaScript, its request, and how the answer is read.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findByKey"` for `client.users.findByKey`; the npm module has none.
    pub name: &'static str,
    /// How many arguments it takes, those of a list with the list's own options; the call's options follow them.
    pub arity: usize,
    /// What JavaScript calls the records of a page; empty unless it answers a list. The npm module has none.
    pub records: &'static str,
    method: Method,
    /// The path, and after a blank the body.
    template: &'static str,
    then: Option<Then>,
    expect: Expect,
    miss: Miss,
    creates: bool,
}

/// Adds to a request what depends on more than one argument at a time.
type Then = fn(&Config, Args<'_>, &mut Request) -> Result<()>;

pub(super) const fn get(name: &'static str, path: &'static str) -> Operation {
    operation(name, Method::Get, path, Expect::Record)
}

/// Asks for a list of users, page by page.
pub(super) const fn list(name: &'static str, path: &'static str) -> Operation {
    let operation = operation(name, Method::Get, path, Expect::Page);
    Operation { records: told("users"), arity: operation.arity + 1, ..operation }
}

/// The same for anything else.
pub(super) const fn items(name: &'static str, path: &'static str) -> Operation {
    Operation { records: told("items"), ..list(name, path) }
}

pub(super) const fn post(name: &'static str, template: &'static str) -> Operation {
    operation(name, Method::Post, template, Expect::Anything)
}

pub(super) const fn put(name: &'static str, template: &'static str) -> Operation {
    operation(name, Method::Put, template, Expect::Record)
}

pub(super) const fn delete(name: &'static str, path: &'static str) -> Operation {
    operation(name, Method::Delete, path, Expect::Anything)
}

const fn operation(
    name: &'static str,
    method: Method,
    template: &'static str,
    expect: Expect,
) -> Operation {
    let (arity, miss, creates) = (words(template), Miss::NotFound, false);
    let name = told(name);
    Operation { name, arity, records: "", method, template, then: None, expect, miss, creates }
}

impl Operation {
    /// The same with an answer that must hold `expect`.
    pub(super) const fn expecting(self, expect: Expect) -> Self {
        Self { expect, ..self }
    }

    /// The same with a 404 that means `miss`.
    pub(super) const fn missing(self, miss: Miss) -> Self {
        Self { miss, ..self }
    }

    /// The same, which leaves two records if it is carried out twice.
    pub(super) const fn creating(self) -> Self {
        Self { creates: true, ..self }
    }

    /// The same, whose request `then` completes: with `more` arguments, or with a look at those that the row names.
    pub(super) const fn then(self, more: usize, then: Then) -> Self {
        Self { then: Some(then), arity: self.arity + more, ..self }
    }

    /// Whether it answers a list.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(self.expect, Expect::Page)
    }

    /// Checks the arguments and makes the request.
    ///
    /// # Errors
    /// `input` for arguments that can't be used.
    pub fn request(&self, config: &Config, args: Args<'_>) -> Result<Request> {
        let mut request = config.request(self.method, "");
        request.expect = self.expect;
        request.miss = self.miss;
        request.creates = self.creates;
        let (version, mut left) = (config.version(), args.0);
        let write =
            &mut |word: &str, value: &Value, out: &mut String| write(word, value, version, out);
        let (path, body) = parts(self.template);
        fill(path, &mut left, &mut request.url, write)?;
        if !body.is_empty() {
            let mut json = String::new();
            fill(body, &mut left, &mut json, write)?;
            config::write(&mut request, json);
        }
        if let Some(then) = self.then {
            then(config, args, &mut request)?;
        }
        Ok(request)
    }
}

/// The operation of that name, or with that row of all tables, counted from 0: `users.findByKey#2`. The npm module has
/// no names, so its facade gives both.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    let row = split_once(name, "#").and_then(|(_, row)| number(row));
    let mut left = row.unwrap_or(u64::MAX);
    for table in OPERATIONS {
        for operation in *table {
            if left == 0 || row.is_none() && operation.name == name {
                return Some(operation);
            }
            left -= 1;
        }
    }
    None
}

/// Writes `text` as the place wants it where `out` ends; `what` it is in errors.
fn write_text(what: &str, text: &str, out: &mut String) -> Result<()> {
    if begins(out, "{") {
        write_string(text, out);
    } else if contains(out, "?") {
        url::encode(text, out);
    } else {
        url::segment(out, what, text, if what == "userId" { ROUTES } else { "" })?;
    }
    Ok(())
}

/// Writes `value` as `word` wants it.
fn write(word: &str, value: &Value, version: Version, out: &mut String) -> Result<()> {
    match word {
        "user" => {
            let who = Who::read(value)?;
            if begins(out, "{") {
                who.write_member("user_custom_id", out);
            } else {
                who.write(out, "")?;
            }
        }
        "names" => {
            tags::check_names(value)?;
            value.write_json(out);
        }
        "value" => value.write_json(out),
        "changes" => out.push_str(&Changes::new(object(value, word)?)?.to_wire(version)),
        "attributes" => changes::write_attributes(value, out)?,
        "view" => events::write_view(value, out)?,
        "tag" | "list" | "attribute" => directory::write(word, value, out)?,
        "attributeName" => write_text("name", tags::attribute_name(value)?, out)?,
        "email" => write_text(word, &text(value, word)?.to_ascii_lowercase(), out)?,
        // What ends in `id` is User.com's: only the client's own id is a text.
        _ if word != "userId" && ends(word, "d") => {
            push_decimal(out, id(value, word)?);
        }
        _ => write_text(word, text(value, word)?, out)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Operation = post("notes.create", "<user>/notes/<tagId>/?by=<key> {\"n\":<name>}");

    fn made(args: &[Value]) -> Result<Request> {
        ROW.request(&Config::new("https://a.b", None, Version::V1).unwrap(), Args(args))
    }

    #[test]
    fn each_argument_is_written_as_its_place_wants_it() {
        let request = made(&["a@b".into(), 7.into(), "x&y".into(), "\"".into()]).unwrap();
        assert_eq!(request.url, "https://a.b/users-by-id/a%40b/notes/7/?by=x%26y");
        assert_eq!(request.body.as_deref(), Some(r#"{"n":"\""}"#));
        assert_eq!((ROW.arity, ROW.is_list()), (4, false));
    }

    #[test]
    fn an_argument_that_does_not_fit_is_named_by_its_word() {
        for (args, name) in [
            (["".into(), 7.into(), "k".into(), "n".into()], "user must"),
            (["a".into(), "7".into(), "k".into(), "n".into()], "tagId must"),
            (["a".into(), 7.into(), "".into(), "n".into()], "key must"),
            (["a".into(), 7.into(), "k".into(), Value::Null], "name must"),
        ] {
            assert!(made(&args).unwrap_err().message.starts_with(name), "{name}");
        }
    }

    #[test]
    fn a_list_takes_options_of_its_own() {
        let list = list("notes.list", "<user>/notes/");
        assert_eq!((list.arity, list.records, list.is_list()), (2, "users", true));
    }

    #[test]
    fn no_two_operations_have_one_name() {
        for operation in OPERATIONS.iter().copied().flatten() {
            let namesakes = OPERATIONS.iter().copied().flatten();
            assert_eq!(namesakes.filter(|other| other.name == operation.name).count(), 1);
        }
    }
}
