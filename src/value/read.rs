//! JSON text, read.

use crate::text::{find, span};

use super::Value;

/// How deep a value may be nested.
const MAX_DEPTH: u32 = 64;

/// The characters that are only ever written escaped, each at its code.
const CONTROLS: &str = "\0\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";

impl Value {
    /// Reads JSON text as `JSON.stringify` and `serde_json` write it; none if it is nested deeper than 64 levels.
    ///
    /// Such text has no blanks between its parts, and of characters it escapes quotes, backslashes, controls and half
    /// surrogate pairs, which become U+FFFD. Text that a parser has yet to accept isn't for this: what else it takes, such
    /// as a comma too few, it takes for the value that was probably meant.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(MAX_DEPTH)?;
        reader.rest.is_empty().then_some(value)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next `length` bytes, which are read.
    #[inline(never)]
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// The byte after a comma or a colon.
    #[inline(never)]
    fn peek(&mut self) -> Option<u8> {
        if matches!(self.rest.as_bytes(), [b',' | b':', ..]) {
            self.take(1)?;
        }
        self.rest.bytes().next()
    }

    /// Whether a list or an object is over, which this byte ends.
    fn is_over(&mut self, end: u8) -> Option<bool> {
        let is_over = self.peek()? == end;
        self.take(usize::from(is_over))?;
        Some(is_over)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let first = self.peek()?;
        Some(match first {
            b'"' => Value::Text(self.string()?),
            b'[' => {
                self.take(1)?;
                let mut items = Vec::new();
                while !self.is_over(b']')? {
                    items.push(self.value(depth)?);
                }
                Value::List(items)
            }
            b'{' => {
                self.take(1)?;
                let mut members = Vec::new();
                while !self.is_over(b'}')? {
                    let name = self.string()?;
                    members.push((name, self.value(depth)?));
                }
                Value::Object(members)
            }
            _ => {
                let ends = |byte: &u8| !matches!(byte, b' ' | b',' | b']' | b'}');
                let word = self.take(span(self.rest, ends))?;
                match first {
                    b'n' => Value::Null,
                    b't' => Value::Bool(true),
                    b'f' => Value::Bool(false),
                    b'-' | b'0'..=b'9' => Value::Number(word.into()),
                    _ => return None,
                }
            }
        })
    }

    /// A string, from the quote it begins with.
    fn string(&mut self) -> Option<String> {
        let mut string = String::new();
        self.take(1)?;
        loop {
            let plain = |byte: &u8| !matches!(byte, b'"' | b'\\');
            string.push_str(self.take(span(self.rest, plain))?);
            if self.take(1)? == "\"" {
                return Some(string);
            }
            string.push_str(self.escaped()?);
        }
    }

    /// What stands escaped after a backslash.
    fn escaped(&mut self) -> Option<&'a str> {
        let mark = self.take(1)?;
        let mut code = 0;
        if mark == "u" {
            for digit in self.take(4)?.bytes() {
                code = code << 4 | usize::from((digit & 15) + (digit >> 6) * 9);
            }
        } else if let Some(at) = find("btn-fr", mark) {
            // The letters in the order of what they stand for.
            code = at + 8;
        } else {
            return Some(mark);
        }
        Some(CONTROLS.get(code..=code).unwrap_or("\u{fffd}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn json_is_read_as_it_was_written() {
        for json in [
            "null",
            "[]",
            "{}",
            r#"{"a":[1,-2.5e+3,true,false,null,"é😀"],"b":{"":{}}}"#,
            r#""\"\\/""#,
        ] {
            let value = Value::from_json(json).unwrap();
            assert_eq!(value.to_json(), json);
        }
    }

    #[test]
    fn escapes_are_read() {
        for (json, text) in [
            (r#""\"\\""#, "\"\\"),
            (r#""\b\t\n\f\r""#, "\x08\t\n\x0c\r"),
            (r#""\u0000\u001f\u001Fx""#, "\0\x1f\x1fx"),
            (r#""\ud83dx\ude00""#, "\u{fffd}x\u{fffd}"),
        ] {
            assert_eq!(Value::from_json(json), Some(text.into()));
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in ["", " ", "[", "{\"a\"", "{1:2}", "\"a", "\"\\u12\"", "<html>", "1 2", "]"] {
            assert_eq!(Value::from_json(text), None, "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Value::from_json(&nested(64)).is_some());
        assert_eq!(Value::from_json(&nested(65)), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), json in r#"["\\\\\\[\\]{},:a-fu0-9é]{0,20}"#) {
            let _ = (Value::from_json(&text), Value::from_json(&json));
        }

        #[test]
        fn every_text_survives(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(Value::from_json(&json), Some(Value::Text(text)));
        }
    }
}
