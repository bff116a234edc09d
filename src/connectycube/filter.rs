//! The V1 filter and order, which name a type with each field (reference §4.3).
//!
//! A type that doesn't fit the field isn't refused by the service, it finds nobody: here it follows from the field.

use crate::error::{Error, Result};
use crate::http::url;
use crate::text::{concat, contains};
use crate::value::Value;

use super::conditions::{self, Condition};
use super::fields::{self, Field, Form, raw};
use super::query::MAX_PAGE;

const OPERATORS: &str = "gt lt ge le eq ne between in";

/// Checks `filter`, writes it into the query of `url`, `filter[]=number id gt 51946` for each condition, and answers how
/// many users a page can have.
///
/// # Errors
/// `input`: `unknown_field`, or `invalid_input` for anything else the service would refuse or misread.
pub fn write(url: &mut String, filter: &[(String, Value)]) -> Result<u64> {
    conditions::each(filter, fields::V1, OPERATORS, &mut |condition| {
        let Condition { field, operator, values, .. } = condition;
        let mut words = concat(&[data_type(field), " ", field.name, " ", operator]);
        let mut before = " ";
        let mut problem = "";
        for value in *values {
            let value = raw(value);
            if condition.takes_list() && contains(value, ",") {
                problem = " can't hold a comma: V1 separates values by it";
            }
            if field.form == Form::Date && !contains(value, "-") {
                problem =
                    " must be a Date or a text like 2024-01-02: V1 knows no seconds since 1970";
            }
            words.push_str(before);
            words.push_str(value);
            before = ",";
        }
        if *operator == "between" && values.len() != 2 {
            problem = " must be an array of two: the lower and the upper limit";
        }
        if !problem.is_empty() {
            return Err(Error::input(concat(&[condition.name, problem])));
        }
        url::query(url, "filter[]", &words);
        Ok(())
    })?;
    Ok(MAX_PAGE)
}

/// What V1 calls the type of a field.
pub const fn data_type(field: &Field) -> &'static str {
    match field.form {
        Form::Id | Form::Integer => "number",
        Form::Date => "date",
        _ => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    fn written(filter: &str) -> Result<String> {
        let Value::Object(members) = value(filter) else { panic!("an object") };
        let mut url = String::new();
        write(&mut url, &members).map(|_| url)
    }

    /// The `filter[]` values of what is written.
    fn conditions(filter: &str) -> Vec<String> {
        let url = written(filter).unwrap();
        let pairs = form_urlencoded::parse(url.trim_start_matches('?').as_bytes());
        pairs
            .map(|(name, value)| {
                assert_eq!(name, "filter[]");
                value.into_owned()
            })
            .collect()
    }

    #[test]
    fn every_operator_of_the_source_document_is_written_with_the_fields_own_type() {
        assert_eq!(
            conditions(
                r#"{"id":{"gt":51496,"lt":51946,"ge":1,"le":2,"eq":3,"ne":4,"between":[51941,51959],"in":[51943,51946]}}"#
            ),
            [
                "number id gt 51496",
                "number id lt 51946",
                "number id ge 1",
                "number id le 2",
                "number id eq 3",
                "number id ne 4",
                "number id between 51941,51959",
                "number id in 51943,51946",
            ]
        );
        assert_eq!(
            conditions(
                r#"{"login":"ada lovelace","facebook_id":["1","2"],"timezone":{"ne":-60},
                    "created_at":{"between":["2019-01-01","2019-12-31"]},"updated_at":{"gt":"2024-01-02T00:00:00.000Z"}}"#
            ),
            [
                "string login eq ada lovelace",
                "string facebook_id in 1,2",
                "number timezone ne -60",
                "date created_at between 2019-01-01,2019-12-31",
                "date updated_at gt 2024-01-02T00:00:00.000Z",
            ]
        );
    }

    #[test]
    fn what_would_find_nobody_or_somebody_else_is_refused() {
        for (filter, message) in [
            (r#"{"id":"1001"}"#, "id.eq must be a whole number above 0, not a string"),
            (
                r#"{"id":{"gte":1}}"#,
                "id.gte isn't possible: the operators are gt lt ge le eq ne between in",
            ),
            (
                r#"{"id":{"between":[1]}}"#,
                "id.between must be an array of two: the lower and the upper limit",
            ),
            (
                r#"{"id":{"between":1}}"#,
                "id.between must be an array that isn't empty, not a number",
            ),
            (r#"{"login":["a,b"]}"#, "login.in can't hold a comma: V1 separates values by it"),
            (r#"{"timezone":{"gt":"1"}}"#, "timezone.gt must be a whole number, not a string"),
            (
                r#"{"created_at":{"gt":1690886495}}"#,
                "created_at.gt must be a Date or a text like 2024-01-02: V1 knows no seconds since 1970",
            ),
            (
                r#"{"custom_data":"x"}"#,
                "custom_data is no field that can be searched by; those that can are id, login, email, full_name, phone, external_id, facebook_id, twitter_id, user_tags, last_request_at, created_at, updated_at, website, avatar, external_user_id, blob_id, timezone",
            ),
            (
                r#"{"createdAt":"2019-01-01"}"#,
                "createdAt is no field that can be searched by; did you mean created_at",
            ),
        ] {
            assert_eq!(written(filter).unwrap_err().message, message);
        }
    }

    #[test]
    fn no_condition_is_no_filter() {
        assert_eq!(written("{}").unwrap(), "");
    }
}
