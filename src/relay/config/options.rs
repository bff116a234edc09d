//! Options as an operator wrote them, read with messages that name them.

use crate::error::{Error, Result};
use crate::value::Value;

/// A table of options, and what stands before their names in messages.
pub struct Options<'a> {
    prefix: &'static str,
    members: &'a [(String, Value)],
}

impl<'a> Options<'a> {
    /// Takes a table; none at all is an empty one.
    pub fn new(name: &'static str, value: &'a Value) -> Result<Self> {
        match value {
            Value::Object(members) => Ok(Self { prefix: name, members }),
            Value::Null => Ok(Self { prefix: name, members: &[] }),
            other => Err(Error::option(format!(
                "{} must be a table of options, not {}",
                or(name, "the configuration"),
                other.describe()
            ))),
        }
    }

    /// The full name of an option.
    pub fn name(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.into() } else { format!("{}.{name}", self.prefix) }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        let found = self.members.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value).filter(|value| **value != Value::Null)
    }

    /// Refuses options that aren't known: a typing error must not leave a default in place.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        let unknown = self.members.iter().find(|(name, _)| !known.contains(&name.as_str()));
        match unknown {
            None => Ok(()),
            Some((name, _)) => Err(Error::option(format!(
                "{} is no option: there are {}",
                self.name(name),
                known.join(", ")
            ))),
        }
    }

    /// A string.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>> {
        self.get(name)
            .map(|value| value.as_text().ok_or_else(|| self.wrong(name, "a string", value)))
            .transpose()
    }

    /// An array of strings; empty if it isn't there.
    pub fn texts(&self, name: &str) -> Result<Vec<&'a str>> {
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Value::List(items)) => items
                .iter()
                .map(|item| {
                    item.as_text()
                        .ok_or_else(|| self.wrong(name, "an array of strings alone", item))
                })
                .collect(),
            Some(other) => Err(self.wrong(name, "an array of strings", other)),
        }
    }

    /// An array of whole numbers.
    pub fn integers(&self, name: &str) -> Result<Option<Vec<u64>>> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::List(items)) => items
                .iter()
                .map(|item| {
                    natural(item).ok_or_else(|| self.wrong(name, "an array of whole numbers", item))
                })
                .collect::<Result<_>>()
                .map(Some),
            Some(other) => Err(self.wrong(name, "an array of whole numbers", other)),
        }
    }

    /// A whole number in a range.
    pub fn integer(&self, name: &str, range: std::ops::RangeInclusive<u64>) -> Result<Option<u64>> {
        let (first, last) = (*range.start(), *range.end());
        let read = |value: &Value| {
            natural(value).filter(|number| range.contains(number)).ok_or_else(|| {
                Error::option(format!(
                    "{} must be a whole number from {first} to {last}",
                    self.name(name)
                ))
            })
        };
        self.get(name).map(read).transpose()
    }

    /// A table within this one.
    pub fn object(&self, name: &'static str) -> Result<Self> {
        Self::new(name, self.get(name).unwrap_or(&Value::Null))
    }

    fn wrong(&self, name: &str, wanted: &str, value: &Value) -> Error {
        Error::option(format!("{} must be {wanted}, not {}", self.name(name), value.describe()))
    }
}

fn natural(value: &Value) -> Option<u64> {
    value.as_integer().and_then(|number| u64::try_from(number).ok())
}

const fn or<'a>(name: &'a str, other: &'a str) -> &'a str {
    if name.is_empty() { other } else { name }
}
