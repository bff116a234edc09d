//! Tags that are written and shown: of fixed lists alone (rule F).

use super::problem::Problem;
use super::seen::shown;
use crate::value::Value;

/// The most tags that one request may add.
const MAX_TAGS: usize = 10;

/// Checks the tags that a client wants added.
///
/// # Errors
/// 400 `field_not_allowed` for anything but plain strings of the list, each once.
pub fn check(tags: &Value, listed: &[String]) -> Result<(), Problem> {
    let refuse = |why: String| Problem::field_not_allowed("tags", why);
    let Value::List(tags) = tags else {
        return Err(refuse("tags must be a list of strings.".into()));
    };
    if !matches!(tags.len(), 1..=MAX_TAGS) {
        return Err(refuse("tags must have 1 to 10 items.".into()));
    }
    for tag in tags {
        let name = tag.as_text().ok_or_else(|| refuse("tags must be a list of strings.".into()))?;
        if !listed.iter().any(|known| known == name) {
            return Err(refuse(format!("\"{}\" is no tag that this page may add.", shown(name))));
        }
    }
    Ok(())
}

/// Those of a record's tags that are listed, as version 1 has them.
pub fn visible(record: &Value, listed: &[String]) -> Value {
    let Some(Value::List(tags)) = record.get("tags") else { return Value::List(Vec::new()) };
    let names = tags.iter().filter_map(|tag| tag.as_text().or_else(|| tag.get("name")?.as_text()));
    let shown = names.filter(|name| listed.iter().any(|known| known == name));
    Value::List(shown.map(|name| Value::object([("name", name.into())])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    #[test]
    fn rule_f_only_listed_tags_are_added() {
        let listed = ["read-guide".to_owned(), "vip".to_owned()];
        assert_eq!(check(&value(r#"["read-guide"]"#), &listed), Ok(()));
        for bad in [
            r#"["admin"]"#,
            r#"["read-guide","admin"]"#,
            r#"["VIP"]"#,
            r#"["vip "]"#,
            r#"[""]"#,
            "[]",
            "[1]",
            r#"[{"name":"vip"}]"#,
            r#""vip""#,
            "null",
            r#"["vip","vip","vip","vip","vip","vip","vip","vip","vip","vip","vip"]"#,
        ] {
            let problem = check(&value(bad), &listed).unwrap_err();
            assert_eq!(
                (problem.code, problem.field.as_deref()),
                ("field_not_allowed", Some("tags")),
                "{bad}"
            );
        }
        assert!(check(&value(r#"["vip"]"#), &[]).is_err(), "the default is none");
    }

    #[test]
    fn rule_f_only_listed_tags_are_shown_and_without_their_ids() {
        let record = value(r#"{"tags":[{"id":1,"name":"vip"},{"id":2,"name":"debtor"},"plain"]}"#);
        let listed = ["vip".to_owned(), "plain".to_owned()];
        assert_eq!(visible(&record, &listed), value(r#"[{"name":"vip"},{"name":"plain"}]"#));
        assert_eq!(visible(&record, &[]), value("[]"));
        assert_eq!(visible(&value("{}"), &listed), value("[]"));
    }
}
