//! Searches: conditions on columns, answered a page at a time by SQL over indexes.

use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, ToSql, params_from_iter};

use super::users::Record;
use crate::store::{Result, sql};

/// A column that can be searched and sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A column of `cube_users`.
    Plain(&'static str),
    /// The tags: a condition holds for a user if it does for one of them.
    Tags,
}

/// What a column is asked for. A null meets `NoneOf` and `Outside` alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// One of these values.
    OneOf(Vec<Value>),
    /// None of these values.
    NoneOf(Vec<Value>),
    /// A text that begins so, in any case.
    StartsWith(String),
    /// Greater than the value.
    Greater(Value),
    /// Less than the value.
    Less(Value),
    /// The value or greater.
    AtLeast(Value),
    /// The value or less.
    AtMost(Value),
    /// Between the two values, which are included.
    Between(Value, Value),
    /// In one of these ranges, ends included.
    Within(Vec<(i64, i64)>),
    /// Not in this range, ends included.
    Outside(i64, i64),
}

/// A condition that a user has to meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is asked.
    pub column: Column,
    /// What for.
    pub test: Test,
}

/// The order of a list; null comes before everything, and equals are ordered by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is ordered by.
    pub column: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A part of what a search finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The conditions, all of which must be met.
    pub conditions: Vec<Condition>,
    /// The order; by number if `None`.
    pub order: Option<Order>,
    /// How many users to skip.
    pub offset: i64,
    /// How many users to answer.
    pub limit: i64,
}

/// Counts the users that a search finds, and answers one page of them.
pub fn page(db: &Connection, search: &Search) -> Result<(i64, Vec<Record>)> {
    let mut found = Found::default();
    for condition in &search.conditions {
        found.narrow(condition);
    }
    let Found { wheres, mut params } = found;
    let wheres =
        if wheres.is_empty() { String::new() } else { format!("where {}", wheres.join(" and ")) };
    let count = format!("select count(*) from cube_users {wheres}");
    let total: i64 = sql::first(db, &count, bound(&params))?.unwrap_or(0);

    let order = search.order.map(order).unwrap_or_default();
    params.push(Box::new(search.limit));
    params.push(Box::new(search.offset));
    let page = format!("select * from cube_users {wheres} order by {order}id limit ? offset ?");
    Ok((total, sql::all(db, &page, bound(&params))?))
}

type Params = Vec<Box<dyn ToSql>>;

fn bound(params: &Params) -> impl rusqlite::Params {
    params_from_iter(params.iter().map(|param| &**param).collect::<Vec<_>>())
}

fn order(Order { column, descending }: Order) -> String {
    let column = match column {
        Column::Plain(name) => name,
        Column::Tags => "user_tags",
    };
    format!("{column}{}, ", if descending { " desc" } else { "" })
}

/// The conditions in SQL, with their parameters in order.
#[derive(Default)]
struct Found {
    wheres: Vec<String>,
    params: Params,
}

impl Found {
    fn narrow(&mut self, Condition { column, test }: &Condition) {
        let sql = match column {
            Column::Plain(name) => match test {
                Test::NoneOf(_) | Test::Outside(..) => {
                    format!("({name} is null or {})", self.test(name, test))
                }
                _ => self.test(name, test),
            },
            Column::Tags => self.tags(test),
        };
        self.wheres.push(sql);
    }

    fn tags(&mut self, test: &Test) -> String {
        let (not, test) = match test {
            Test::NoneOf(values) => ("not ", &Test::OneOf(values.clone())),
            _ => ("", test),
        };
        let any = self.test("name", test);
        format!("id {not}in (select user_id from cube_tags where {any})")
    }

    fn test(&mut self, name: &str, test: &Test) -> String {
        match test {
            Test::OneOf(values) => match &**values {
                [value] => self.compare(name, "=", value),
                _ => format!("{name} in {}", self.list(values)),
            },
            Test::NoneOf(values) => format!("{name} not in {}", self.list(values)),
            Test::StartsWith(start) => self.starts_with(name, start),
            Test::Greater(value) => self.compare(name, ">", value),
            Test::Less(value) => self.compare(name, "<", value),
            Test::AtLeast(value) => self.compare(name, ">=", value),
            Test::AtMost(value) => self.compare(name, "<=", value),
            Test::Between(first, last) => self.between(name, "", first, last),
            Test::Within(ranges) => {
                let within = ranges.iter().map(|(first, last)| self.between(name, "", first, last));
                format!("({})", within.collect::<Vec<_>>().join(" or "))
            }
            Test::Outside(first, last) => self.between(name, "not ", first, last),
        }
    }

    fn compare(&mut self, name: &str, operator: &str, value: &Value) -> String {
        self.params.push(Box::new(value.clone()));
        format!("{name} {operator} ?")
    }

    fn between(
        &mut self,
        name: &str,
        not: &str,
        first: &(impl ToSql + Clone + 'static),
        last: &(impl ToSql + Clone + 'static),
    ) -> String {
        self.params.push(Box::new(first.clone()));
        self.params.push(Box::new(last.clone()));
        format!("{name} {not}between ? and ?")
    }

    fn list(&mut self, values: &[Value]) -> &'static str {
        self.params.push(Box::new(Rc::new(values.to_vec())));
        "(select value from rarray(?))"
    }

    /// Asks for a range of the index: what begins so lies between the text and the text with the
    /// last of all characters behind it.
    fn starts_with(&mut self, name: &str, text: &str) -> String {
        self.params.push(Box::new(text.to_owned()));
        self.params.push(Box::new(format!("{text}{}", char::MAX)));
        format!("{name} collate fold >= ? and {name} collate fold < ?")
    }
}
