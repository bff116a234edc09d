//! The visitor key in a cookie string.

use crate::text;

/// The cookie in which User.com's widget keeps the visitor's key.
pub const VISITOR_COOKIE: &str = "__ca__chat";

/// Reads the visitor's key from a cookie string, as `document.cookie` or a `Cookie` header gives it.
///
/// The first value that isn't empty wins; quotes around it are dropped. The key is opaque: no length or alphabet is
/// checked. `undefined` and `null`, left behind by careless scripts, count as absent.
#[must_use]
pub fn visitor_key(cookies: &str) -> Option<&str> {
    for pair in text::split(cookies, ";") {
        match value(pair, VISITOR_COOKIE) {
            None | Some("" | "undefined" | "null") => {}
            key => return key,
        }
    }
    None
}

/// All values of the cookie `name`, in the order of the cookie string.
pub fn values<'a>(cookies: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text::split(cookies, ";").filter_map(move |pair| value(pair, name))
}

/// The value in `pair`, if that is the cookie `name`.
fn value<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    let (known, value) = text::split_once(pair, "=")?;
    (known.trim_ascii() == name).then(|| unquote(value.trim_ascii()))
}

fn unquote(value: &str) -> &str {
    value.strip_prefix("\"").and_then(|rest| rest.strip_suffix("\"")).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_key_is_found_wherever_it_stands() {
        for jar in [
            "__ca__chat=g3FaYocCy0U6",
            "a=1; __ca__chat=g3FaYocCy0U6; b=2",
            "a=1;__ca__chat=g3FaYocCy0U6",
            " \t__ca__chat = g3FaYocCy0U6\t",
            "__ca__chat=\"g3FaYocCy0U6\"",
            "żółć=1; __ca__chat=g3FaYocCy0U6",
            "flag; =x; __ca__chat=g3FaYocCy0U6",
        ] {
            assert_eq!(visitor_key(jar), Some("g3FaYocCy0U6"), "{jar}");
        }
    }

    #[test]
    fn other_cookies_whose_names_end_or_begin_alike_are_not_it() {
        for jar in
            ["x__ca__chat=1", "__ca__chat2=1", "__CA__CHAT=1", "__ca__cha=1", "a=__ca__chat=1", ""]
        {
            assert_eq!(visitor_key(jar), None, "{jar}");
        }
    }

    #[test]
    fn the_first_value_that_is_not_empty_wins() {
        assert_eq!(
            visitor_key("__ca__chat=; __ca__chat=\"\"; __ca__chat=b; __ca__chat=c"),
            Some("b")
        );
        assert_eq!(visitor_key("__ca__chat=undefined; __ca__chat=null"), None);
    }

    #[test]
    fn a_value_may_hold_an_equals_sign_and_one_quote() {
        assert_eq!(visitor_key("__ca__chat=a=b=="), Some("a=b=="));
        assert_eq!(visitor_key("__ca__chat=\"a"), Some("\"a"));
    }

    #[test]
    fn a_full_jar_is_read_to_its_end() {
        let jar = "other=0123456789abcdef; ".repeat(170) + "__ca__chat=k";
        assert!(jar.len() > 4000);
        assert_eq!(visitor_key(&jar), Some("k"));
    }

    proptest! {
        #[test]
        fn any_jar_around_the_cookie_leaves_it_readable(before in "[^_]*", after in any::<String>()) {
            let jar = format!("{before}; __ca__chat=g3FaYocCy0U6; {after}");
            prop_assert_eq!(visitor_key(&jar), Some("g3FaYocCy0U6"));
        }
    }
}
