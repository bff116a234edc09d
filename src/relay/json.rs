//! A JSON reader that refuses what readers disagree on (rule H).

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::seen::shown;
use crate::value::Value;

/// How deep objects and arrays may stand in each other.
const MAX_DEPTH: usize = 4;
/// How many members all objects may have together.
const MAX_MEMBERS: usize = 64;

/// Reads one object: UTF-8 without a byte order mark, no name twice in any object, at most 4 deep and 64 members in all.
///
/// # Errors
/// What is wrong, as a sentence that may be shown to the client.
pub fn object(text: &[u8]) -> Result<Vec<(String, Value)>, String> {
    let text = std::str::from_utf8(text).map_err(|_| "it isn't UTF-8".to_owned())?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = Cell::new(0);
    let strict = Strict { depth: 0, members: &members };
    let value = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match value.map_err(|error| error.to_string())? {
        Value::Object(members) => Ok(members),
        other => Err(format!("it is {}, not an object", other.describe())),
    }
}

/// A value at some depth.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    members: &'a Cell<usize>,
}

impl Strict<'_> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format!("it is deeper than {MAX_DEPTH}")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn count<E: de::Error>(self) -> Result<(), E> {
        self.members.set(self.members.get() + 1);
        if self.members.get() > MAX_MEMBERS {
            return Err(E::custom(format!("it has more than {MAX_MEMBERS} members")));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(String, Value)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            self.count()?;
            if members.iter().any(|(known, _)| *known == name) {
                return Err(de::Error::custom(format!("\"{}\" stands twice", shown(&name))));
            }
            members.push((name, map.next_value_seed(inner)?));
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    #[test]
    fn rule_h_one_object_is_read_as_it_stands() {
        let text = r#"{"b":[1,"x",null],"a":{"c":{"d":-1.5}},"e":true}"#;
        assert_eq!(object(text.as_bytes()), Ok(value(text).into_members()));
    }

    #[test]
    fn rule_h_what_readers_disagree_on_is_refused() {
        let many = |n: usize| {
            let members: Vec<_> = (0..n).map(|i| format!("\"m{i}\":1")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert_eq!(object(many(64).as_bytes()).map(|members| members.len()), Ok(64));
        for (text, why) in [
            (&b"{\"a\":1,\"a\":2}"[..], "\"a\" stands twice"),
            (b"{\"x\":{\"a\":1,\"\\u0061\":2}}", "\"a\" stands twice"),
            (b"{\"x\":[{\"a\":1,\"a\":1}]}", "\"a\" stands twice"),
            (b"{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}", "deeper than 4"),
            (b"{\"a\":[[[[1]]]]}", "deeper than 4"),
            (many(65).as_bytes(), "more than 64 members"),
            (b"\xef\xbb\xbf{}", "expected value"),
            (b"{\"a\":\"\xff\"}", "isn't UTF-8"),
            (b"{\"a\":\"\\ud800\"}", "hex escape"),
            (b"{} {}", "trailing characters"),
            (b"{\"a\":NaN}", "expected value"),
            (b"{\"a\":1e999}", "out of range"),
            (b"{a:1}", "must be a string"),
            (b"{\"a\":1,}", "trailing comma"),
            (b"[]", "an array, not an object"),
            (b"", "EOF"),
        ] {
            let error = object(text).unwrap_err();
            assert!(error.contains(why), "{}: {error}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn rule_h_a_name_is_shown_short_and_escaped() {
        let name = format!("\\u0007{}", "n".repeat(300));
        let error = object(format!("{{\"{name}\":1,\"{name}\":1}}").as_bytes()).unwrap_err();
        assert!(error.contains("\\u{7}n") && error.len() < 140, "{error}");
    }
}
