//! The standard fields that an operator may open (rules B, E).

/// What may be shown: the first two to whoever has the cookie, all of them to a person.
pub const READABLE: [&str; 4] = ["name", "key", "email", "phone_number"];

/// What a client may write. Own id and e-mail address come from signed claims alone.
pub const WRITABLE: [&str; 15] = [
    "first_name",
    "last_name",
    "phone_number",
    "city",
    "region",
    "country",
    "timezone",
    "gender",
    "facebook_url",
    "linkedin_url",
    "twitter_url",
    "google_url",
    "gravatar_url",
    "notifications",
    "unsubscribed",
];

/// Whether the field says who somebody is: on a known record a person's alone to write.
pub fn is_contact(field: &str) -> bool {
    matches!(field, "first_name" | "last_name" | "phone_number")
}
