//! Users: the row, and the ways to find one.

use rusqlite::{Connection, Params};
use serde::{Deserialize, Serialize};

use crate::store::{Result, sql};

/// A row of the table `cube_users`; the fields are those of the service's documentation.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Record {
    pub id: i64,
    pub login: Option<String>,
    pub email: Option<String>,
    /// Hashed; who signed up with a provider, and guests, have none.
    pub password: Option<String>,
    pub full_name: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub custom_data: Option<String>,
    pub external_id: Option<String>,
    pub external_user_id: Option<i64>,
    pub facebook_id: Option<String>,
    pub twitter_id: Option<String>,
    pub avatar: Option<String>,
    pub blob_id: Option<i64>,
    pub user_tags: Option<String>,
    pub timezone: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_request_at: Option<i64>,
    pub guest_until: Option<i64>,
    pub online: bool,
}

impl Record {
    /// Lists the tags in the order given.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.user_tags.iter().flat_map(|tags| tags.split(',')).filter(|tag| !tag.is_empty())
    }

    /// Says whether the user is a guest.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.guest_until.is_some()
    }
}

/// Finds a user by number.
pub fn by_id(db: &Connection, id: i64) -> Result<Option<Record>> {
    one(db, "id = ?", [id])
}

/// Finds a user by login; its case matters.
pub fn by_login(db: &Connection, login: &str) -> Result<Option<Record>> {
    one(db, "login = ?", [login])
}

/// Finds a user by e-mail in any case.
pub fn by_email(db: &Connection, email: &str) -> Result<Option<Record>> {
    one(db, "email = ?", [email])
}

/// Finds a user by Facebook id.
pub fn by_facebook_id(db: &Connection, id: &str) -> Result<Option<Record>> {
    one(db, "facebook_id = ?", [id])
}

/// Finds a user by Twitter id.
pub fn by_twitter_id(db: &Connection, id: &str) -> Result<Option<Record>> {
    one(db, "twitter_id = ?", [id])
}

/// Finds the first user with a phone number.
pub fn by_phone(db: &Connection, phone: &str) -> Result<Option<Record>> {
    one(db, "phone = ? order by id", [phone])
}

/// Finds a user by the deprecated numeric id of another system, else by the textual one.
pub fn by_external(db: &Connection, id: &str) -> Result<Option<Record>> {
    let number: Option<i64> = id.parse().ok();
    match one(db, "external_user_id = ?", [number])? {
        Some(record) => Ok(Some(record)),
        None => one(db, "external_id = ?", [id]),
    }
}

fn one(db: &Connection, condition: &str, params: impl Params) -> Result<Option<Record>> {
    sql::first(db, &format!("select * from cube_users where {condition}"), params)
}

/// Names the fields in which another user has the same as this one, where that must not be.
pub fn taken(db: &Connection, record: &Record) -> Result<Vec<&'static str>> {
    let number = record.external_user_id.map(|id| id.to_string());
    let unique = [
        ("login", &record.login),
        ("email", &record.email),
        ("external_user_id", &number),
        ("external_id", &record.external_id),
        ("facebook_id", &record.facebook_id),
        ("twitter_id", &record.twitter_id),
    ];
    let mut taken = Vec::new();
    for (field, value) in unique {
        let holder = format!("select id from cube_users where {field} = ? and id <> ?");
        if sql::first::<i64>(db, &holder, (value, record.id))?.is_some() {
            taken.push(field);
        }
    }
    Ok(taken)
}

/// Adds a user, whose number is made if it is missing.
pub fn create(db: &Connection, mut record: Record) -> Result<Record> {
    if record.id == 0 {
        record.id = sql::next_id(db, "cube_users")?;
    }
    sql::insert(db, "cube_users", &record)?;
    index_tags(db, &record)?;
    Ok(record)
}

/// Writes a user's row anew.
pub fn save(db: &Connection, record: &Record) -> Result<()> {
    sql::update(db, "cube_users", record)?;
    sql::run(db, "delete from cube_tags where user_id = ?", [record.id])?;
    index_tags(db, record)
}

fn index_tags(db: &Connection, record: &Record) -> Result<()> {
    for tag in record.tags() {
        let sql = "insert into cube_tags (user_id, name) values (?, ?) on conflict do nothing";
        sql::run(db, sql, (record.id, tag))?;
    }
    Ok(())
}

/// Deletes a user with all sessions.
pub fn delete(db: &Connection, id: i64) -> Result<()> {
    sql::run(db, "delete from cube_users where id = ?", [id])?;
    Ok(())
}

/// Deletes the guests whose day is over, with their sessions.
pub fn delete_former_guests(db: &Connection, now: i64) -> Result<()> {
    sql::run(db, "delete from cube_users where guest_until <= ?", [now])?;
    Ok(())
}

/// Notes that a user made a request.
pub fn seen(db: &Connection, id: i64, now: i64) -> Result<()> {
    sql::run(db, "update cube_users set last_request_at = ? where id = ?", [now, id])?;
    Ok(())
}

/// Lists who is online.
pub fn online(db: &Connection, offset: i64, limit: i64) -> Result<Vec<Record>> {
    let sql = "select * from cube_users where online order by id limit ? offset ?";
    sql::all(db, sql, [limit, offset])
}

/// Lists the numbers of who is online.
pub fn online_ids(db: &Connection) -> Result<Vec<i64>> {
    sql::all(db, "select id from cube_users where online order by id", [])
}

/// Says who is online, and that nobody else is.
pub fn set_online(db: &Connection, ids: &[i64]) -> Result<()> {
    sql::run(db, "update cube_users set online = 0 where online", [])?;
    for id in ids {
        sql::run(db, "update cube_users set online = 1 where id = ?", [id])?;
    }
    Ok(())
}

/// Finds a page of users by a part of any of their names, regardless of case, and their number;
/// an empty text finds everybody.
pub fn search(db: &Connection, text: &str, offset: i64, limit: i64) -> Result<(i64, Vec<Record>)> {
    const MATCHES: &str = "instr(lower(concat_ws(' ', id, login, email, full_name, phone,
        external_id, external_user_id, facebook_id, twitter_id, user_tags)), lower(?1)) > 0";
    let count = format!("select count(*) from cube_users where ?1 = '' or {MATCHES}");
    let page = format!(
        "select * from cube_users where ?1 = '' or {MATCHES} order by id limit ?2 offset ?3"
    );
    let total = sql::first(db, &count, [text])?.unwrap_or(0);
    Ok((total, sql::all(db, &page, (text, limit, offset))?))
}

/// Counts who is online.
pub fn count_online(db: &Connection) -> Result<i64> {
    Ok(sql::first(db, "select count(*) from cube_users where online", [])?.unwrap_or(0))
}

/// Counts the users.
pub fn count(db: &Connection) -> Result<i64> {
    Ok(sql::first(db, "select count(*) from cube_users", [])?.unwrap_or(0))
}
