//! A record as User.com answers it, as far as the rules ask about it.

use crate::usercom::Version;
use crate::value::Value;

/// A record of User.com.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// User.com's id.
    pub id: u64,
    /// All of it.
    pub value: Value,
    version: Version,
}

impl Record {
    /// Takes an object with an integer `id`; anything else is none.
    pub fn new(value: Value, version: Version) -> Option<Self> {
        let id = value.get("id").and_then(Value::as_integer)?;
        Some(Self { id: u64::try_from(id).ok()?, value, version })
    }

    /// Stands for an answer that holds none.
    pub const fn none(version: Version) -> Self {
        Self { id: 0, value: Value::Null, version }
    }

    /// The value of the visitor's cookie that leads here.
    pub fn key(&self) -> Option<&str> {
        // Version 2 is documented with either name.
        self.value.get("user_key").or_else(|| self.value.get("key")).and_then(Value::as_text)
    }

    /// The site's own id of the person, if there is one.
    pub fn own_id(&self) -> Option<&str> {
        self.set(self.own_id_name())
    }

    /// Whether the answer tells at all if there is an own id: some don't.
    pub fn tells_own_id(&self) -> bool {
        self.value.get(self.own_id_name()).is_some()
    }

    /// The e-mail address, if there is one.
    pub fn email(&self) -> Option<&str> {
        self.set("email")
    }

    /// Whether it says who the visitor is.
    pub fn is_known(&self) -> bool {
        self.own_id().is_some() || self.email().is_some() || self.set("phone_number").is_some()
    }

    const fn own_id_name(&self) -> &'static str {
        match self.version {
            Version::V1 => "user_id",
            Version::V2 => "custom_id",
        }
    }

    /// A member that holds something. What isn't text is something too, whatever it may be.
    fn set(&self, name: &str) -> Option<&str> {
        match self.value.get(name)? {
            Value::Null => None,
            Value::Text(text) | Value::Number(text) => {
                Some(text.as_str()).filter(|text| !text.is_empty())
            }
            _ => Some("\0"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    fn record(json: &str, version: Version) -> Option<Record> {
        Record::new(value(json), version)
    }

    #[test]
    fn rule_a_a_record_with_own_id_email_or_phone_is_known() {
        for (json, known) in [
            (r#"{"id":1}"#, false),
            (r#"{"id":1,"user_id":null,"email":null,"phone_number":""}"#, false),
            (r#"{"id":1,"user_id":"c"}"#, true),
            (r#"{"id":1,"user_id":7}"#, true),
            (r#"{"id":1,"email":"a@b.c"}"#, true),
            (r#"{"id":1,"phone_number":"+48"}"#, true),
            (r#"{"id":1,"email":["a@b.c"]}"#, true),
            (r#"{"id":1,"name":"Ada"}"#, false),
        ] {
            assert_eq!(record(json, Version::V1).unwrap().is_known(), known, "{json}");
        }
        let v2 = record(r#"{"id":1,"custom_id":"c","user_key":"k"}"#, Version::V2).unwrap();
        assert_eq!((v2.own_id(), v2.key(), v2.tells_own_id()), (Some("c"), Some("k"), true));
    }

    #[test]
    fn rule_r_a_record_is_an_object_with_an_integer_id() {
        for bad in
            ["{}", "[]", "null", r#"{"id":"1"}"#, r#"{"id":1.5}"#, r#"{"id":-1}"#, r#"{"id":null}"#]
        {
            assert_eq!(record(bad, Version::V1), None, "{bad}");
        }
    }
}
