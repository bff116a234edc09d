//! Which visitor a request comes from (rule C).

use std::collections::BTreeSet;

use super::message::Request;
use super::problem::Problem;
use crate::cookie::{VISITOR_COOKIE, values};

/// The header with the key that the page saw: a condition, never a source.
const EXPECT: &str = "x-userkey-expect";

/// The alphabet of a key is fixed; its length isn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyForm {
    /// The shortest length.
    pub min: usize,
    /// The longest length.
    pub max: usize,
}

impl KeyForm {
    /// Whether the key has that form.
    pub fn fits(self, key: &str) -> bool {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (self.min..=self.max).contains(&key.len()) && key.bytes().all(allowed)
    }
}

/// All cookies of a request as one text: HTTP/2 may send them on several lines (RFC 9113 §8.2.3).
pub fn jar(request: &Request) -> String {
    let lines: Vec<_> = request.values("cookie").map(String::from_utf8_lossy).collect();
    lines.join("; ")
}

/// The key in the visitor's cookie.
///
/// # Errors
/// 404 `no_visitor` for none, or one of another form; 409 if several differ and none is expected, or if the one that is
/// expected isn't there.
pub fn visitor_key(request: &Request, jar: &str, form: KeyForm) -> Result<String, Problem> {
    let keys: BTreeSet<&str> = values(jar, VISITOR_COOKIE).collect();
    let expected = request.has(EXPECT).then(|| request.header(EXPECT).unwrap_or_default());
    let key = match (keys.first(), expected) {
        (None, None) => return Err(Problem::no_visitor()),
        (None, Some(_)) => return Err(Problem::cookie_missing()),
        (Some(_), Some(expected)) => keys.get(expected).ok_or_else(Problem::visitor_changed)?,
        (Some(_), None) if keys.len() > 1 => return Err(Problem::ambiguous_cookie()),
        (Some(key), None) => key,
    };
    if form.fits(key) { Ok((*key).to_owned()) } else { Err(Problem::no_visitor()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(lines: &[&str], expect: Option<&str>) -> Result<String, &'static str> {
        let header = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let mut request = Request::default();
        request.headers.extend(lines.iter().map(|line| header("cookie", line)));
        request.headers.extend(expect.map(|key| header(EXPECT, key)));
        let form = KeyForm { min: 8, max: 64 };
        visitor_key(&request, &jar(&request), form).map_err(|problem| problem.code)
    }

    #[test]
    fn rule_c_the_key_comes_from_the_cookie_of_that_exact_name() {
        let long = format!("__ca__chat={}", "k".repeat(65));
        for (lines, found) in [
            (&["a=1; __ca__chat=g3FaYocCy0U6; b=2"][..], Ok("g3FaYocCy0U6")),
            (&["a=1", "__ca__chat=g3FaYocCy0U6", "b=2"], Ok("g3FaYocCy0U6")),
            (&["x__ca__chat=g3FaYocCy0U6"], Err("no_visitor")),
            (&["__CA__CHAT=g3FaYocCy0U6"], Err("no_visitor")),
            (&[], Err("no_visitor")),
            (&["__ca__chat="], Err("no_visitor")),
            (&["__ca__chat=short"], Err("no_visitor")),
            (&["__ca__chat=g3FaYocCy0U6/.."], Err("no_visitor")),
            (&["__ca__chat=g3FaYocCy0U6é"], Err("no_visitor")),
            (&[long.as_str()], Err("no_visitor")),
        ] {
            assert_eq!(key(lines, None).as_deref(), found.as_ref().copied(), "{lines:?}");
        }
    }

    #[test]
    fn rule_c_several_different_keys_need_the_one_the_page_saw() {
        let both = ["__ca__chat=aaaaaaaa; __ca__chat=bbbbbbbb"];
        assert_eq!(key(&both, None), Err("ambiguous_cookie"));
        assert_eq!(key(&both, Some("bbbbbbbb")).as_deref(), Ok("bbbbbbbb"));
        assert_eq!(key(&both, Some("cccccccc")), Err("visitor_changed"));
        assert_eq!(
            key(&["__ca__chat=aaaaaaaa; __ca__chat=aaaaaaaa"], None).as_deref(),
            Ok("aaaaaaaa")
        );
    }

    #[test]
    fn rule_c_the_expected_key_is_a_condition_and_never_a_source() {
        assert_eq!(key(&[], Some("aaaaaaaa")), Err("cookie_missing"));
        assert_eq!(key(&["__ca__chat=aaaaaaaa"], Some("bbbbbbbb")), Err("visitor_changed"));
        assert_eq!(key(&["__ca__chat=aaaaaaaa"], Some("")), Err("visitor_changed"));
    }
}
