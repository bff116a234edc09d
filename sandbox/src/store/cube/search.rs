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
    let total = count(db, &search.conditions)?;
    if search.offset >= total {
        return Ok((total, Vec::new()));
    }
    Ok((total, rows(db, search, plan(db, search, total)?)?))
}

fn rows(db: &Connection, search: &Search, plan: Plan) -> Result<Vec<Record>> {
    let mut found = Found::of(&search.conditions, plan);
    found.params.push(Box::new(search.limit));
    found.params.push(Box::new(search.offset));
    let (wheres, order) = (found.wheres(), search.order.map(order).unwrap_or_default());
    let page = format!("select * from cube_users {wheres} order by {order}id limit ? offset ?");
    sql::all(db, &page, bound(&found.params))
}

fn count(db: &Connection, conditions: &[Condition]) -> Result<i64> {
    let (sql, params) = match conditions {
        // Who has a tag needn't be looked at to be counted.
        [Condition { column: Column::Tags, test }] if !matches!(test, Test::NoneOf(_)) => {
            let mut found = Found::default();
            let any = found.test("name", test);
            let sql = format!("select count(distinct user_id) from cube_tags where {any}");
            (sql, found.params)
        }
        _ => {
            let found = Found::of(conditions, Plan::Seek);
            (format!("select count(*) from cube_users {}", found.wheres()), found.params)
        }
    };
    Ok(sql::first(db, &sql, bound(&params))?.unwrap_or(0))
}

/// How users are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Plan {
    /// By the indexes of the conditions; all that are found are put into order.
    #[default]
    Seek,
    /// Along the index of the order, where each user is tested until the page is full.
    Walk,
}

/// Chooses what looks at fewer users: SQLite can't know how many a condition leaves.
fn plan(db: &Connection, search: &Search, total: i64) -> Result<Plan> {
    let users: i64 = sql::first(db, "select count(*) from cube_users", [])?.unwrap_or(0);
    let wanted = search.offset.saturating_add(search.limit);
    // One in `users / total` is found on a walk.
    let walked = wanted.saturating_mul(users) / total.max(1);
    Ok(if walked < total { Plan::Walk } else { Plan::Seek })
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
    plan: Plan,
    conditions: Vec<String>,
    params: Params,
}

impl Found {
    fn of(conditions: &[Condition], plan: Plan) -> Self {
        let mut found = Self { plan, ..Self::default() };
        for condition in conditions {
            found.narrow(condition);
        }
        found
    }

    fn wheres(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!("where {}", self.conditions.join(" and "))
    }

    fn narrow(&mut self, Condition { column, test }: &Condition) {
        let sql = match column {
            Column::Plain(name) => {
                // A column behind a plus is read, never sought in an index.
                let plus = if self.plan == Plan::Walk { "+" } else { "" };
                let met = self.test(&format!("{plus}{name}"), test);
                match test {
                    Test::NoneOf(_) | Test::Outside(..) => format!("({name} is null or {met})"),
                    _ => met,
                }
            }
            Column::Tags => self.tags(test),
        };
        self.conditions.push(sql);
    }

    fn tags(&mut self, test: &Test) -> String {
        let (not, test) = match test {
            Test::NoneOf(values) => ("not ", &Test::OneOf(values.clone())),
            _ => ("", test),
        };
        let any = self.test("name", test);
        match self.plan {
            Plan::Seek => format!("id {not}in (select user_id from cube_tags where {any})"),
            Plan::Walk => {
                format!(
                    "{not}exists (select 1 from cube_tags where user_id = cube_users.id and {any})"
                )
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::seed::Seed;
    use crate::store::{Error, Store};

    fn conditions() -> Vec<Condition> {
        let text = |text: &str| Value::Text(text.to_owned());
        let time = Value::Integer(1_710_000_000);
        let plain = |name, test| Condition { column: Column::Plain(name), test };
        let tags = |test| Condition { column: Column::Tags, test };
        vec![
            plain("login", Test::StartsWith("HUNTER.1".to_owned())),
            plain("full_name", Test::NoneOf(vec![text("anna DIVER"), text("Noor Diver")])),
            plain("full_name", Test::Between(text("B"), text("n"))),
            plain(
                "email",
                Test::OneOf(vec![text("Hunter.12@example.com"), text("ada@example.com")]),
            ),
            plain("created_at", Test::Greater(time.clone())),
            plain("last_request_at", Test::AtMost(time)),
            plain("last_request_at", Test::Outside(1_710_000_000, 1_720_000_000)),
            plain("id", Test::Within(vec![(1001, 1050), (1100, 1150)])),
            tags(Test::OneOf(vec![text("vip")])),
            tags(Test::OneOf(vec![text("vip"), text("red")])),
            tags(Test::NoneOf(vec![text("guest")])),
            tags(Test::StartsWith("GUES".to_owned())),
        ]
    }

    #[tokio::test]
    async fn both_plans_find_the_same_users_in_the_same_order_and_as_many_as_are_counted() {
        let store = Store::in_memory(Seed::BuiltIn).unwrap();
        let columns = ["id", "login", "email", "full_name", "last_request_at"].map(Column::Plain);
        let compared = move |db: &Connection| {
            let all = conditions();
            for (place, one) in all.iter().enumerate() {
                for other in &all[place..] {
                    let column = columns.get(place).copied().unwrap_or(Column::Tags);
                    let order = Some(Order { column, descending: place % 2 == 0 });
                    let conditions = vec![one.clone(), other.clone()];
                    let search = Search { conditions, order, offset: 0, limit: 1000 };
                    let seek = rows(db, &search, Plan::Seek)?;
                    assert_eq!(seek, rows(db, &search, Plan::Walk)?, "{search:?}");
                    let (total, _) = page(db, &search)?;
                    assert_eq!(usize::try_from(total), Ok(seek.len()), "{search:?}");
                }
                let alone = vec![one.clone()];
                let search = Search { conditions: alone, order: None, offset: 0, limit: 1000 };
                let (total, users) = page(db, &search)?;
                assert_eq!(usize::try_from(total), Ok(users.len()), "{search:?}");
                assert!(total > 0 && total < 250, "{search:?}");
            }
            Ok::<_, Error>(())
        };
        store.transaction(compared).await.unwrap();
    }
}
