//! The named fields of a body that isn't a user.

use serde_json::Value;

use super::body::Body;
use super::errors::{Error, FieldErrors};
use super::fields::{self, Check};
use super::version::Version;

/// Reads fields, and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    body: &'a Body,
    errors: FieldErrors,
}

impl Body {
    /// Reads the fields of a body; other fields are passed over.
    ///
    /// `read` answers `None` if something is wrong.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every field that is refused.
    pub fn read<T>(
        &self,
        version: Version,
        read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
    ) -> Result<T, Error> {
        let mut reader = Reader { body: self, errors: FieldErrors::default() };
        let fields = read(&mut reader);
        let Reader { errors, .. } = reader;
        errors.clone().into_result(version)?;
        fields.ok_or(Error::Invalid(version, errors))
    }
}

impl Reader<'_> {
    /// Reads a field that must be there.
    pub fn required<T>(&mut self, name: &str, check: impl Fn(&Value) -> Check<T>) -> Option<T> {
        let Some(value) = self.body.fields.get(name) else {
            self.errors.add(name, "This field is required.");
            return None;
        };
        self.check(name, value, check)
    }

    /// Reads a field that may be left out; `None` if it is wrong.
    #[expect(clippy::option_option, reason = "wrong and left out are different things")]
    pub fn optional<T>(
        &mut self,
        name: &str,
        check: impl Fn(&Value) -> Check<T>,
    ) -> Option<Option<T>> {
        match self.body.fields.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(value) => self.check(name, value, check).map(Some),
        }
    }

    fn check<T>(
        &mut self,
        name: &str,
        value: &Value,
        check: impl Fn(&Value) -> Check<T>,
    ) -> Option<T> {
        let mut checked = check(value);
        if checked.is_err() && self.body.form {
            let others = readings(value);
            checked = others.iter().find_map(|other| check(other).ok()).map_or(checked, Ok);
        }
        checked.map_err(|message| self.errors.add(name, message)).ok()
    }
}

/// What else a text of a form may mean: a number or flag, and a list, be it of one.
fn readings(value: &Value) -> [Value; 3] {
    let texts = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let plain = texts.iter().map(fields::plain).collect();
    [fields::plain(value), Value::Array(texts), Value::Array(plain)]
}
