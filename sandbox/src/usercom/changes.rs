//! A request body turned into changes of one user.
//!
//! Bodies are flat and partial: what they leave out stays. Reading a body checks every field and
//! reports all that are refused at once; only then is anything stored.

use rusqlite::Connection;
use serde_json::Value;

use super::body::Body;
use super::errors::{Error, FieldErrors};
use super::fields::{self, Check};
use super::version::Version;
use crate::store::attributes::{self, ValueType};
use crate::store::users::{self, Record};
use crate::store::{self, companies, tags};
use crate::switches::Phone;

/// How bodies are read.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The version the body is written in.
    pub version: Version,
    /// Which phone numbers are accepted.
    pub phone: Phone,
    /// The fields that must be there and filled.
    pub required: &'static [&'static str],
    /// Whether every field is a custom attribute, whatever its name.
    pub only_custom: bool,
}

/// The changes that a body asks for, all of them found sound.
#[derive(Debug)]
pub struct Changes {
    /// The user's row as it will be.
    pub record: Record,
    /// The names of the fields that were passed over.
    pub ignored: Vec<String>,
    tags: Vec<String>,
    company: Option<i64>,
    values: Vec<(i64, Value)>,
}

impl Changes {
    /// Reads a body as changes of a user.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every field that is refused.
    pub fn read(db: &Connection, record: Record, body: &Body, rules: Rules) -> Result<Self, Error> {
        let changes = Self { record, ignored: vec![], tags: vec![], company: None, values: vec![] };
        let mut reader = Reader { db, rules, form: body.form, changes };
        let mut errors = FieldErrors::default();
        for (name, value) in &body.fields {
            match reader.field(name, value) {
                Ok(()) => {}
                Err(Refusal::Value(message)) => errors.add(name, message),
                Err(Refusal::Store(error)) => return Err(error.into()),
            }
        }
        for name in rules.required.iter().filter(|name| !body.fields.contains_key(**name)) {
            errors.add(name, "This field is required.");
        }
        errors.into_result(rules.version)?;
        Ok(reader.changes)
    }

    /// Stores what hangs on the user's row, which must exist.
    ///
    /// # Errors
    ///
    /// As every statement.
    pub fn attach(&self, db: &Connection) -> store::Result<()> {
        let Record { id, updated_at, .. } = &self.record;
        for tag in &self.tags {
            tags::add(db, *id, tag)?;
        }
        if let Some(company) = self.company {
            companies::join(db, *id, company, updated_at)?;
        }
        for (attribute, value) in &self.values {
            attributes::set(db, *id, *attribute, value)?;
        }
        Ok(())
    }
}

/// Why a field can't be read.
enum Refusal {
    Value(String),
    Store(store::Error),
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self::Value(message)
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

struct Reader<'a> {
    db: &'a Connection,
    rules: Rules,
    form: bool,
    changes: Changes,
}

impl Reader<'_> {
    fn field(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        use Version::{V1, V2};
        if self.rules.only_custom {
            return self.custom(name, value);
        }
        if self.rules.required.contains(&name) {
            fields::filled(value)?;
        }
        match (self.rules.version, name) {
            (V1, "user_id") | (V2, "custom_id") => self.custom_id(value),
            (V1, "company_id") | (V2, "company_custom_id") => self.company(value),
            (_, "tags") => self.tags(value),
            // The other version's names mean nothing here; as attributes they would be read as ids.
            (V1, "custom_id" | "company_custom_id") | (V2, "user_id") => {
                self.ignore(name);
                Ok(())
            }
            (V2, "company_id") => Ok(()),
            _ if fields::READ_ONLY.contains(&name) => Ok(()),
            _ => self.standard_or_custom(name, value),
        }
    }

    fn standard_or_custom(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        let typed = if self.form { fields::from_form(name, value) } else { value.clone() };
        match fields::set(&mut self.changes.record, name, &typed, self.rules.phone) {
            Some(done) => Ok(done?),
            None => self.custom(name, value),
        }
    }

    fn custom_id(&mut self, value: &Value) -> Result<(), Refusal> {
        let custom_id = if value.is_null() { None } else { Some(fields::custom_id(value)?) };
        if let Some(custom_id) = &custom_id
            && let Some(holder) = users::by_custom_id(self.db, custom_id)?
            && holder.id != self.changes.record.id
        {
            return Err("This value is already used by another user.".to_owned().into());
        }
        self.changes.record.custom_id = custom_id;
        Ok(())
    }

    fn company(&mut self, value: &Value) -> Result<(), Refusal> {
        let custom_id = fields::custom_id(value)?;
        let company = companies::id_of(self.db, &custom_id)?;
        let unknown = || format!("No company has the custom id \"{custom_id}\".");
        self.changes.company = Some(company.ok_or_else(unknown)?);
        Ok(())
    }

    fn tags(&mut self, value: &Value) -> Result<(), Refusal> {
        self.changes.tags = match value {
            Value::Array(tags) => tags.iter().map(tag).collect::<Check<_>>()?,
            Value::String(_) if self.form => vec![tag(value)?],
            Value::Null => return Err("This field may not be null.".to_owned().into()),
            _ => return Err("Expected a list of items.".to_owned().into()),
        };
        Ok(())
    }

    fn custom(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        let attribute = match attributes::by_name(self.db, name)? {
            Some(attribute) => attribute,
            None if value.is_null() => return Ok(()),
            None if self.rules.version == Version::V2 => {
                self.ignore(name);
                return Ok(());
            }
            None => {
                let name = fields::name(&Value::from(name))?;
                let value_type = ValueType::of(value)
                    .ok_or_else(|| "Only an attribute of the type json takes this.".to_owned())?;
                attributes::create(self.db, &name, value_type)?
            }
        };
        let fits = |value: &Value| value.is_null() || attribute.value_type.admits(value);
        let value = if self.form && !fits(value) { fields::plain(value) } else { value.clone() };
        if fits(&value) {
            self.changes.values.push((attribute.id, value));
        } else {
            self.ignore(name);
        }
        Ok(())
    }

    fn ignore(&mut self, name: &str) {
        self.changes.ignored.push(name.to_owned());
    }
}

/// Reads a tag: its name, or an object as answers carry it.
fn tag(value: &Value) -> Check<String> {
    fields::name(value.as_object().and_then(|tag| tag.get("name")).unwrap_or(value))
}
