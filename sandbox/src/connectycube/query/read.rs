//! A query read from its parameters, and refused if it breaks a rule.
//!
//! Rules are looked at in this order, and the first that is broken is named: known operators,
//! values, operators that the field takes, the length for `start_with`, one field that stands alone.

use rusqlite::types::Value;

use super::field::{Field, Operator};
use crate::connectycube::body::Parameters;
use crate::connectycube::errors::Error;
use crate::connectycube::pairs;
use crate::store::cube::search::{Condition, Order, Search, Test};

/// The most users a page has, and how many it has if nothing else is asked for.
const LIMIT: i64 = 100;
/// How many users a page has after `start_with`, whatever is asked for.
const LIMIT_OF_START_WITH: i64 = 5;
/// The least characters that `start_with` searches for.
const LEAST: usize = 4;

/// A parameter that is a condition.
struct Asked<'a> {
    field: Field,
    operator: &'a str,
    value: &'a str,
}

/// A parameter whose operator and value could be read.
struct Read {
    field: Field,
    operator: Operator,
    value: Value,
}

/// Reads a query; parameters that aren't known are passed over.
///
/// # Errors
///
/// [`Error::Invalid`] with the rule that is broken.
pub fn read(parameters: &Parameters) -> Result<Search, Error> {
    let asked: Vec<Asked<'_>> =
        parameters.0.iter().filter_map(|(name, value)| condition(name, value)).collect();
    let operators = asked.iter().map(operator).collect::<Result<Vec<_>, _>>()?;
    let read = asked.iter().zip(operators).map(value).collect::<Result<Vec<_>, _>>()?;
    let mut search = Search {
        conditions: Vec::new(),
        order: order(parameters)?,
        offset: number(parameters, "offset", 0, 0)?,
        limit: number(parameters, "limit", LIMIT, 1)?.min(LIMIT),
    };
    for Read { field, operator, .. } in &read {
        if !field.takes(*operator) {
            let (operator, field) = (operator.name(), field.name);
            let text = format!("Operator \"{operator}\" is not allowed for field \"{field}\"");
            return Err(Error::base(text));
        }
    }
    read.iter().try_for_each(long_enough)?;
    if !read.iter().any(|read| read.field.stands_alone(read.operator)) {
        let text = "At least one stand-alone field with a primary operator is required";
        return Err(Error::base(text));
    }
    if read.iter().any(|read| read.operator == Operator::StartWith) {
        search.limit = LIMIT_OF_START_WITH;
    }
    search.conditions = conditions(read);
    Ok(search)
}

/// Reads a name as a field and an operator: `f`, `f[]`, `f[in]`, `f[in][]`.
fn condition<'a>(name: &'a str, value: &'a str) -> Option<Asked<'a>> {
    let (name, parts) = pairs::parts(name);
    let operator = match *parts.as_slice() {
        [] => "eq",
        [""] => "in",
        [operator] | [operator, _] => operator,
        _ => return None,
    };
    Some(Asked { field: Field::named(name)?, operator, value })
}

fn operator(asked: &Asked<'_>) -> Result<Operator, Error> {
    let Asked { field, operator, .. } = asked;
    let unknown = || format!("Unknown operator \"{operator}\" for field \"{}\"", field.name);
    Operator::named(operator).ok_or_else(|| Error::base(unknown()))
}

fn value((asked, operator): (&Asked<'_>, Operator)) -> Result<Read, Error> {
    let field = asked.field;
    let value = field.value(asked.value).ok_or_else(|| incorrect(field.name))?;
    Ok(Read { field, operator, value })
}

fn incorrect(name: &str) -> Error {
    Error::base(format!("Incorrect value for field \"{name}\""))
}

fn number(parameters: &Parameters, name: &str, default: i64, least: i64) -> Result<i64, Error> {
    let Some(digits) = parameters.last(name) else { return Ok(default) };
    let number = digits.parse().ok().filter(|number| *number >= least);
    number.ok_or_else(|| incorrect(name))
}

fn order(parameters: &Parameters) -> Result<Option<Order>, Error> {
    let sort = |name, descending| {
        let Some(field) = parameters.last(name) else { return Ok::<_, Error>(None) };
        let field = Field::named(field).ok_or_else(|| incorrect(name))?;
        Ok(Some(Order { column: field.column(), descending }))
    };
    let (ascending, descending) = (sort("sort_asc", false)?, sort("sort_desc", true)?);
    Ok(ascending.or(descending))
}

fn long_enough(Read { field, operator, value }: &Read) -> Result<(), Error> {
    match (operator, value) {
        (Operator::StartWith, Value::Text(text)) if text.chars().count() < LEAST => {
            let field = field.name;
            let text = "needs at least 4 characters";
            Err(Error::base(format!("Operator \"start_with\" for field \"{field}\" {text}")))
        }
        _ => Ok(()),
    }
}

/// Gathers the values of lists; a plain name that is repeated is a list as well.
fn conditions(read: Vec<Read>) -> Vec<Condition> {
    let mut lists: Vec<(Field, Operator, Vec<Value>)> = Vec::new();
    let mut conditions = Vec::new();
    for Read { field, operator, value } in read {
        let column = field.column();
        let test = match (operator, value) {
            (Operator::Eq | Operator::In | Operator::Nin, value) => {
                let known = lists.iter_mut().find(|(f, o, _)| (*f, *o) == (field, operator));
                match known {
                    Some((_, _, values)) => values.push(value),
                    None => lists.push((field, operator, vec![value])),
                }
                continue;
            }
            (Operator::StartWith, Value::Text(text)) => Test::StartsWith(text),
            // Only texts take it, which was looked at before.
            (Operator::StartWith, _) => continue,
            (Operator::Gt, value) => Test::Greater(value),
            (Operator::Lt, value) => Test::Less(value),
            (Operator::Gte, value) => Test::AtLeast(value),
            (Operator::Lte, value) => Test::AtMost(value),
        };
        conditions.push(Condition { column, test });
    }
    let lists = lists.into_iter().map(|(field, operator, values)| {
        let nin = operator == Operator::Nin;
        let test = if nin { Test::NoneOf(values) } else { Test::OneOf(values) };
        Condition { column: field.column(), test }
    });
    lists.chain(conditions).collect()
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;

    const VECTORS: &str =
        include_str!("../../../../tests/fixtures/connectycube/v2-query-vectors.json");

    fn search(query: &str) -> Search {
        read(&Parameters::read(query.as_bytes())).unwrap()
    }

    #[tokio::test]
    async fn every_vector_is_read_or_refused_with_its_text() {
        let vectors: Vec<serde_json::Value> = serde_json::from_str(VECTORS).unwrap();
        assert_eq!(vectors.len(), 54);
        for vector in vectors {
            let query = vector["query"].as_str().unwrap();
            match read(&Parameters::read(query.as_bytes())) {
                Ok(_) => assert_eq!(vector["valid"], true, "{vector}"),
                Err(error) => {
                    let response = error.into_response();
                    assert_eq!(response.status(), 422, "{vector}");
                    let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
                    let expected = serde_json::json!({ "errors": { "base": [vector["error"]] } });
                    assert_eq!(body, expected.to_string(), "{vector}");
                }
            }
        }
    }

    #[test]
    fn every_way_to_write_a_list_is_the_same_query() {
        let list = search("id[in][]=1&id[in][]=2");
        for query in
            ["id[in]=1&id[in]=2", "id[]=1&id[]=2", "id=1&id=2", "id%5Bin%5D%5B0%5D=1&id[in][1]=2"]
        {
            assert_eq!(search(query), list, "{query}");
        }
        assert_eq!(search("login=a"), search("login[eq]=a"));
    }

    #[test]
    fn pages_and_orders_are_read_at_their_edges() {
        let page = |query: &str| {
            let Search { offset, limit, .. } = search(query);
            (offset, limit)
        };
        assert_eq!(page("id=1"), (0, 100));
        assert_eq!(page("id=1&limit=1&offset=7"), (7, 1));
        assert_eq!(page("id=1&limit=100"), (0, 100));
        assert_eq!(page("id=1&limit=101"), (0, 100));
        assert_eq!(page("login[start_with]=abcd&limit=3"), (0, 5));
        let order = |query: &str| search(query).order.unwrap();
        let by_login = Order { column: Field::named("login").unwrap().column(), descending: false };
        assert_eq!(order("id=1&sort_desc=id&sort_asc=login"), by_login);
        assert_eq!(order("id=1&sort_desc=login"), Order { descending: true, ..by_login });
    }

    #[test]
    fn of_two_broken_rules_the_first_is_named() {
        let error = |query: &str| match read(&Parameters::read(query.as_bytes())) {
            Err(error) => format!("{error:?}"),
            Ok(search) => panic!("{search:?}"),
        };
        for (query, text) in [
            ("id=abc&login[ne]=x", "Unknown operator"),
            ("login[gt]=x&id=abc", "Incorrect value for field \\\"id\\\""),
            ("login[start_with]=abc&id[gt]=1", "is not allowed"),
            ("login[start_with]=abc&limit=0", "Incorrect value for field \\\"limit\\\""),
            ("login[nin]=abc&email[start_with]=abc", "needs at least 4"),
        ] {
            assert!(error(query).contains(text), "{query}: {}", error(query));
        }
    }
}
