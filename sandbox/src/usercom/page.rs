//! Lists, a page at a time: `{count, next, previous, results}`.
//!
//! `next` and `previous` are whole addresses on the host of the request, with the filters repeated.

use form_urlencoded::Serializer;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::Api;
use super::errors::Error;
use super::query::Query;
use crate::store::rows::{self, Conditions, Cursor, Row};
use crate::store::users::{Record, User};
use crate::switches::NextAfterLast;

/// Answers the page of a table's rows that a query asks for.
///
/// # Errors
///
/// [`Error::InvalidCursor`] for a cursor that no page named or behind which there is nothing, [`Error::InvalidPage`] for
/// a page by number.
pub fn page<T: Row>(
    db: &Connection,
    api: &Api,
    query: &Query,
    conditions: &Conditions,
    view: impl Fn(T) -> Result<Value, Error>,
) -> Result<Value, Error> {
    if query.get("page").is_some_and(|page| page != "1") {
        return Err(Error::InvalidPage);
    }
    let asked = query.get("cursor").map(read).transpose()?;
    let switches = api.state.switches();
    let page = rows::page::<T>(db, conditions, asked, switches.page_size.0.get())?;
    let last = page.rows.last().map(Row::id);
    if asked.is_some() && last.is_none() {
        return Err(Error::InvalidCursor);
    }
    let next = match (page.next, last, switches.next_after_last) {
        (None, Some(last), NextAfterLast::Dangling) => {
            Some(address(query, query.path.trim_end_matches('/'), Cursor::After(last)))
        }
        (next, ..) => next.map(|cursor| address(query, &query.path, cursor)),
    };
    Ok(json!({
        "count": page.count,
        "next": next,
        "previous": page.previous.map(|cursor| address(query, &query.path, cursor)),
        "results": page.rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()?,
    }))
}

/// Answers a page of users.
///
/// # Errors
///
/// As [`page`].
pub fn users(
    db: &Connection,
    api: &Api,
    query: &Query,
    conditions: &Conditions,
) -> Result<Value, Error> {
    let view = |record: Record| Ok(api.view(&User::load(db, record)?));
    page(db, api, query, conditions, view)
}

/// Writes the address of a page.
fn address(query: &Query, path: &str, cursor: Cursor) -> String {
    let kept = query.pairs.iter().filter(|(name, _)| name != "cursor" && name != "page");
    let query_text = Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", &write(cursor))
        .finish();
    format!("{}{path}?{query_text}", query.base)
}

/// Writes a cursor so that nobody is tempted to count with it.
fn write(cursor: Cursor) -> String {
    match cursor {
        Cursor::Before(id) => format!("p{id:x}"),
        Cursor::After(id) => format!("n{id:x}"),
    }
}

fn read(text: &str) -> Result<Cursor, Error> {
    let invalid = || Error::InvalidCursor;
    let (side, id) = text.split_at_checked(1).ok_or_else(invalid)?;
    let id = i64::from_str_radix(id, 16).map_err(|_| invalid())?;
    match side {
        "p" => Ok(Cursor::Before(id)),
        "n" => Ok(Cursor::After(id)),
        _ => Err(invalid()),
    }
}
