//! What a tier may read and write: lists of exact names, empty unless an operator fills them (rules A, B, D, E, F).

use unicode_normalization::UnicodeNormalization;

use super::options::Options;
use crate::error::{Error, Result};
use crate::relay::fields::{READABLE, WRITABLE};
use crate::relay::seen::acts;
use crate::usercom::fields::unusable_attribute;

/// How sure it is who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A cookie, which can be copied: what is read counts as public, what is written as unauthenticated.
    Browser,
    /// A signed token.
    Person,
}

/// What somebody of a level may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Standard fields that are shown beside `known` and `status`.
    pub read: Vec<String>,
    /// Tags that are shown.
    pub read_tags: Vec<String>,
    /// Custom attributes that are shown.
    pub read_attributes: Vec<String>,
    /// Standard fields that are written.
    pub write: Vec<String>,
    /// Tags that are added.
    pub write_tags: Vec<String>,
    /// Custom attributes that are written.
    pub write_attributes: Vec<String>,
}

impl Tier {
    /// Reads the table of a tier.
    pub fn new(level: Level, options: &Options<'_>) -> Result<Self> {
        options.only(&[
            "read",
            "readTags",
            "readAttributes",
            "write",
            "writeTags",
            "writeAttributes",
        ])?;
        let mut read = fields(options, "read", readable(level))?;
        if level == Level::Person && !read.iter().any(|name| name == "name") {
            read.insert(0, "name".into());
        }
        Ok(Self {
            read,
            read_tags: tags(options, "readTags")?,
            read_attributes: attributes(options, "readAttributes")?,
            write: fields(options, "write", &WRITABLE)?,
            write_tags: tags(options, "writeTags")?,
            write_attributes: attributes(options, "writeAttributes")?,
        })
    }
}

/// What a level may be shown at all.
fn readable(level: Level) -> &'static [&'static str] {
    match level {
        Level::Browser => READABLE.split_at(2).0,
        Level::Person => &READABLE,
    }
}

fn fields(options: &Options<'_>, name: &str, possible: &[&str]) -> Result<Vec<String>> {
    let check = |field: &str| {
        if possible.contains(&field) {
            return Ok(field.to_owned());
        }
        let list = possible.join(", ");
        Err(Error::option(format!(
            "{} can't hold {field:?}: it can hold {list}",
            options.name(name)
        )))
    };
    options.texts(name)?.into_iter().map(check).collect()
}

fn tags(options: &Options<'_>, name: &str) -> Result<Vec<String>> {
    let tags = options.texts(name)?;
    let bad = |tag: &&str| {
        tag.trim().is_empty()
            || tag.chars().count() > 255
            || tag.contains(acts)
            || tag.contains('*')
    };
    if let Some(tag) = tags.iter().find(|tag| bad(tag)) {
        return Err(Error::option(format!(
            "{} can't hold {tag:?}: name each tag exactly, without patterns and controls",
            options.name(name)
        )));
    }
    if tags.len() > 10 {
        return Err(Error::option(format!("{} can hold 10 tags at most", options.name(name))));
    }
    Ok(tags.into_iter().map(Into::into).collect())
}

fn attributes(options: &Options<'_>, name: &str) -> Result<Vec<String>> {
    let check = |attribute: &str| {
        let refuse =
            |why: &str| Error::option(format!("{}: {attribute:?}{why}", options.name(name)));
        if attribute.contains(acts) || attribute.contains('*') {
            return Err(refuse(" must be one exact name, without patterns and controls"));
        }
        // Attributes are flat on the wire, so a name that anybody could read as a field's would be that field.
        let folded: String = attribute.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let why = unusable_attribute(attribute).or_else(|| unusable_attribute(&folded));
        why.map_or_else(|| Ok(attribute.to_owned()), |why| Err(refuse(why)))
    };
    options.texts(name)?.into_iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use crate::relay::testing::{config, refused};
    use crate::usercom::fields::FIELDS;

    #[test]
    fn rule_b_each_tier_has_its_own_readable_fields() {
        assert_eq!(config(r#"{"browser":{"read":["name","key"]}}"#).browser.read, ["name", "key"]);
        let person = config(r#"{"person":{"read":["email","phone_number","key"]}}"#).person;
        assert_eq!(person.read, ["name", "email", "phone_number", "key"]);
        for (tier, field) in [
            ("browser", "email"),
            ("browser", "phone_number"),
            ("browser", "id"),
            ("person", "id"),
            ("person", "last_ip"),
            ("person", "score"),
            ("person", "user_id"),
            ("person", "custom_id"),
            ("person", "companies"),
            ("person", "lists"),
            ("person", "assigned_to"),
            ("person", "last_contacted"),
            ("person", "*"),
        ] {
            let message = refused(&format!(r#"{{"{tier}":{{"read":["{field}"]}}}}"#));
            assert!(
                message.starts_with(&format!("{tier}.read can't hold"))
                    && message.contains("it can hold"),
                "{message}"
            );
        }
    }

    #[test]
    fn rule_e_no_configuration_opens_these() {
        for field in [
            "id",
            "key",
            "user_key",
            "score",
            "status",
            "assigned_to",
            "company_id",
            "company_custom_id",
            "companies",
            "lists",
            "first_seen",
            "last_seen",
            "last_contacted",
            "page_views",
            "last_ip",
            "browser",
            "browser_language",
            "os_type",
            "resolution",
            "created_at",
            "updated_at",
            "web_push_subscription",
            "user_id",
            "custom_id",
            "email",
            "tags",
            "attributes",
            "*",
        ] {
            for tier in ["browser", "person"] {
                let message = refused(&format!(r#"{{"{tier}":{{"write":["{field}"]}}}}"#));
                assert!(
                    message.starts_with(&format!("{tier}.write can't hold \"{field}\"")),
                    "{message}"
                );
            }
        }
    }

    #[test]
    fn rule_d_an_attribute_that_folds_to_a_field_is_refused_at_the_start() {
        let names = FIELDS.iter().flat_map(|(.., names)| names.split([' ', '/']));
        let forms = names.flat_map(|name| {
            [
                name.to_owned(),
                name.to_uppercase(),
                name.replace('_', " "),
                name.replace('_', "-."),
                format!("_{name}"),
            ]
        });
        let words = [
            "ids",
            "attribute",
            "value",
            "parent",
            "users_list",
            "user_list",
            "list",
            "tag_names",
            "client",
            "data",
            "timestamp",
            "update_or_create",
            "merge",
            "__proto__",
            "constructor",
            "prototype",
            "Constructor",
            "a__gt",
            "ｅｍａｉｌ",
            "ＵＳＥＲ＿ＩＤ",
            "e-ｍail",
            "𝐞mail",
            "ﬁrst_name",
            "user\u{a0}id",
            "\\u0000",
            "a\\nb",
            "",
            "topic*",
            "*",
            "\\u202elima",
        ];
        for name in forms.chain(words.map(str::to_owned)) {
            for option in ["readAttributes", "writeAttributes"] {
                let message = refused(&format!(r#"{{"browser":{{"{option}":["{name}"]}}}}"#));
                assert!(message.starts_with(&format!("browser.{option}: ")), "{name}: {message}");
            }
        }
        // The Kelvin sign is a k.
        assert!(
            refused("{\"person\":{\"writeAttributes\":[\"\u{212a}ey\"]}}")
                .contains("standard field")
        );
        let good = config(r#"{"browser":{"writeAttributes":["topic","Verified Member","Größe"]}}"#);
        assert_eq!(good.browser.write_attributes, ["topic", "Verified Member", "Größe"]);
    }

    #[test]
    fn rule_f_tags_are_at_most_ten_exact_names() {
        for bad in ["", " ", "*", "a*", "a\\nb"] {
            assert!(
                refused(&format!(r#"{{"browser":{{"writeTags":["{bad}"]}}}}"#)).contains("exactly"),
                "{bad:?}"
            );
        }
        let tags =
            |n: usize| format!(r#"{{"person":{{"readTags":[{}]}}}}"#, vec!["\"t\""; n].join(","));
        assert_eq!(config(&tags(10)).person.read_tags.len(), 10);
        assert!(refused(&tags(11)).contains("10 tags at most"));
    }
}
