//! Names in brackets: `user[login]=ada`, `user[tag_list][]=a`.

use serde_json::{Map, Value};

/// How deep names may be nested; what is deeper is passed over.
const DEPTH: usize = 8;

/// Takes a name apart: `id[in][]` is `id` with `in` and an empty part.
///
/// A name whose brackets don't match is one name as it stands.
#[must_use]
pub fn parts(name: &str) -> (&str, Vec<&str>) {
    let Some((first, rest)) = name.split_once('[') else { return (name, Vec::new()) };
    let Some(rest) = rest.strip_suffix(']').filter(|_| !first.is_empty()) else {
        return (name, Vec::new());
    };
    let parts: Vec<&str> = rest.split("][").collect();
    if parts.iter().any(|part| part.contains(['[', ']'])) {
        return (name, Vec::new());
    }
    (first, parts)
}

/// Reads a form as the object that its names describe.
///
/// Of two values for one name the last counts, and a name that is a text already has no parts.
#[must_use]
pub fn object(form: &[u8]) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in form_urlencoded::parse(form) {
        let (first, parts) = parts(&name);
        if parts.len() < DEPTH {
            let place = object.entry(first).or_insert(Value::Null);
            put(place, &parts, value.into_owned());
        }
    }
    object
}

fn put(place: &mut Value, parts: &[&str], value: String) {
    match parts {
        [] => *place = Value::String(value),
        ["", rest @ ..] => {
            if place.is_null() {
                *place = Value::Array(Vec::new());
            }
            if let Value::Array(items) = place {
                let mut item = Value::Null;
                put(&mut item, rest, value);
                items.push(item);
            }
        }
        [name, rest @ ..] => {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            if let Value::Object(fields) = place {
                put(fields.entry(*name).or_insert(Value::Null), rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_taken_apart_at_its_brackets() {
        assert_eq!(parts("login"), ("login", vec![]));
        assert_eq!(parts("id[in][]"), ("id", vec!["in", ""]));
        assert_eq!(parts("tags[]"), ("tags", vec![""]));
        for odd in ["id[in", "id]", "[in]", "id[in]x", "id[[in]]", "id[]]["] {
            assert_eq!(parts(odd), (odd, vec![]));
        }
    }

    #[test]
    fn a_form_is_read_as_an_object() {
        let form = b"application_id=21&user[login]=a+b&user[tag_list][]=x&user[tag_list][]=y%26&user[login]=c";
        let user = json!({ "login": "c", "tag_list": ["x", "y&"] });
        assert_eq!(Value::Object(object(form)), json!({ "application_id": "21", "user": user }));
    }

    #[test]
    fn names_that_contradict_each_other_are_passed_over() {
        assert_eq!(
            Value::Object(object(b"a=1&a[b]=2&c[d]=3&c[]=4")),
            json!({"a": "1", "c": {"d": "3"}})
        );
        let deep = format!("a{}=1&b=2", "[x]".repeat(100_000));
        assert_eq!(Value::Object(object(deep.as_bytes())), json!({ "b": "2" }));
    }
}
