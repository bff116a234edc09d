//! What a query may ask for: fields, and the operators each kind of field takes.

use rusqlite::types::Value;

use crate::connectycube::time;
use crate::store::cube::search::Column;

/// A field that can be filtered and sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name, on the wire and in the table.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A positive integer.
    Number,
    /// A text.
    Text,
    /// Several texts.
    Tags,
    /// A time, which can't stand alone.
    Date,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Eq,
    In,
    StartWith,
    Nin,
    Gt,
    Lt,
    Gte,
    Lte,
}

const FIELDS: [Field; 12] = [
    Field { name: "id", kind: Kind::Number },
    Field { name: "login", kind: Kind::Text },
    Field { name: "email", kind: Kind::Text },
    Field { name: "full_name", kind: Kind::Text },
    Field { name: "phone", kind: Kind::Text },
    Field { name: "external_id", kind: Kind::Text },
    Field { name: "facebook_id", kind: Kind::Text },
    Field { name: "twitter_id", kind: Kind::Text },
    Field { name: "user_tags", kind: Kind::Tags },
    Field { name: "last_request_at", kind: Kind::Date },
    Field { name: "created_at", kind: Kind::Date },
    Field { name: "updated_at", kind: Kind::Date },
];

impl Field {
    /// Finds a field.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.into_iter().find(|field| field.name == name)
    }

    /// Answers where the field is searched.
    #[must_use]
    pub fn column(self) -> Column {
        if self.kind == Kind::Tags { Column::Tags } else { Column::Plain(self.name) }
    }

    /// Reads a value that the field can be compared with.
    #[must_use]
    pub fn value(self, text: &str) -> Option<Value> {
        match self.kind {
            Kind::Number => {
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse().ok().filter(|number| digits && *number > 0);
                number.map(Value::Integer)
            }
            Kind::Date => time::read(text).map(Value::Integer),
            Kind::Text | Kind::Tags => (!text.is_empty()).then(|| Value::Text(text.to_owned())),
        }
    }

    /// Says whether the field can be compared so.
    #[must_use]
    pub fn takes(self, operator: Operator) -> bool {
        match operator {
            Operator::Eq | Operator::In | Operator::Nin => true,
            Operator::StartWith => matches!(self.kind, Kind::Text | Kind::Tags),
            Operator::Gt | Operator::Lt | Operator::Gte | Operator::Lte => self.kind == Kind::Date,
        }
    }

    /// Says whether the field, so compared, makes a query valid.
    #[must_use]
    pub fn stands_alone(self, operator: Operator) -> bool {
        let primary = matches!(operator, Operator::Eq | Operator::In | Operator::StartWith);
        self.kind != Kind::Date && primary
    }
}

impl Operator {
    /// Finds an operator.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let operators = [
            Self::Eq,
            Self::In,
            Self::StartWith,
            Self::Nin,
            Self::Gt,
            Self::Lt,
            Self::Gte,
            Self::Lte,
        ];
        operators.into_iter().find(|operator| operator.name() == name)
    }

    /// Answers the name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::In => "in",
            Self::StartWith => "start_with",
            Self::Nin => "nin",
            Self::Gt => "gt",
            Self::Lt => "lt",
            Self::Gte => "gte",
            Self::Lte => "lte",
        }
    }
}
