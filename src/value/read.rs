//! JSON text, read.

use crate::text;

use super::Value;

/// How deep a value may be nested.
const MAX_DEPTH: u32 = 64;

impl Value {
    /// Reads JSON text (RFC 8259); none of what isn't, or is nested deeper than 64 levels.
    ///
    /// For text that a parser has accepted or that was written as JSON: what else it takes, such as two commas in a row,
    /// it takes for the value that was probably meant. Half a surrogate pair becomes U+FFFD.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(MAX_DEPTH)?;
        reader.peek().is_none().then_some(value)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The byte after blanks, commas and colons.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether a list or an object is over, which this byte ends.
    fn is_over(&mut self, end: u8) -> Option<bool> {
        let is_over = self.peek()? == end;
        self.at += usize::from(is_over);
        Some(is_over)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.is_over(b']')? {
                    items.push(self.value(depth)?);
                }
                Some(Value::List(items))
            }
            b'{' => {
                self.at += 1;
                let mut members = Vec::new();
                while !self.is_over(b'}')? {
                    let name = self.string()?;
                    members.push((name, self.value(depth)?));
                }
                Some(Value::Object(members))
            }
            _ => self.word(),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<Value> {
        let start = self.at;
        let is_inner =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        while self.byte().is_some_and(is_inner) {
            self.at += 1;
        }
        match self.text.get(start..self.at)? {
            "null" => Some(Value::Null),
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            digits if digits.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
                Some(Value::Number(digits.into()))
            }
            _ => None,
        }
    }

    fn string(&mut self) -> Option<String> {
        if self.peek()? != b'"' {
            return None;
        }
        let mut string = String::new();
        loop {
            self.at += 1;
            let start = self.at;
            while !matches!(self.byte()?, b'"' | b'\\') {
                self.at += 1;
            }
            string.push_str(self.text.get(start..self.at)?);
            let ends = self.byte()? == b'"';
            self.at += 1;
            if ends {
                return Some(string);
            }
            string.push(self.escaped()?);
        }
    }

    /// What a backslash stands before; goes to its last byte.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.byte()? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\x08',
            b'f' => '\x0c',
            b'u' => {
                let first = self.unit()?;
                let next = self.text.get(self.at + 1..self.at + 3);
                let mut code = first;
                if first >> 10 == 0xd800 >> 10 && next == Some("\\u") {
                    let back = self.at;
                    self.at += 2;
                    let second = self.unit()?;
                    if second >> 10 == 0xdc00 >> 10 {
                        code = 0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
                    } else {
                        self.at = back;
                    }
                }
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            byte => char::from(byte),
        })
    }

    /// The four hexadecimal digits after the `u` here; goes to their last.
    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            unit = unit << 4 | text::hex(self.byte()?)?;
        }
        Some(unit)
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
    fn blanks_and_escapes_are_read() {
        let value = Value::from_json(
            " { \"a\\u0041\" : [ 1 ,\n\"\\t\\/\\ud83d\\ude00\\ud800x\\u00e9\" ] } ",
        );
        let text = "\t/😀\u{fffd}xé";
        let items = Value::List(vec![1.into(), text.into()]);
        assert_eq!(value, Some(Value::object([("aA", items)])));
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in
            ["", " ", "[", "{\"a\"", "{1:2}", "\"a", "\"\\u12g4\"", "nul", "<html>", "1 2", "]"]
        {
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
        fn every_text_survives(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(Value::from_json(&json), Some(Value::Text(text)));
        }
    }
}
