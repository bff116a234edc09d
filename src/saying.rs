//! What a service says in words only.

use crate::error::{Error, Kind};
use crate::text::contains;

/// The words, the kind and code they stand for, and the way out, which is added to the message.
pub type Saying = (&'static str, Kind, &'static str, &'static str);

/// Makes of `error` what its words say, if it is one of `sayings`.
pub fn sharpen(error: &mut Error, sayings: &[Saying]) {
    for (words, kind, code, way_out) in sayings {
        if contains(&error.message, words) {
            (error.kind, error.code) = (*kind, code);
            error.retryable = false;
            error.message.push_str(way_out);
        }
    }
}
