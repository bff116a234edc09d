//! URLs: percent-encoding, path segments and queries.
//!
//! A URL is built once, from pieces that are encoded as they are written; nothing is ever joined as text.

#![expect(
    clippy::single_char_add_str,
    reason = "`push` would bring the encoder of UTF-8 into a page's module"
)]

use crate::error::{Error, Result};
use crate::text::{
    any_char, before, concat, contains, find, is_blank, is_one_of, push_decimal, push_hex, start,
};

/// Writes `text` percent-encoded: all but the unreserved characters of RFC 3986 §2.3.
pub fn encode(text: &str, out: &mut String) {
    let (mut start, mut end) = (0, 0);
    for byte in text.as_bytes() {
        end += 1;
        if !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push_str(text.get(start..end - 1).unwrap_or_default());
            out.push_str("%");
            push_hex(out, "0123456789ABCDEF", *byte);
            start = end;
        }
    }
    out.push_str(text.get(start..).unwrap_or_default());
}

/// Adds `name=value` to the query of `url`.
pub fn query(url: &mut String, name: &str, value: &str) {
    let mut encoded = String::new();
    encode(name, &mut encoded);
    query_encoded(url, &encoded, value);
}

/// The same with a name that is encoded.
pub fn query_encoded(url: &mut String, name: &str, value: &str) {
    url.push_str(if contains(url, "?") { "&" } else { "?" });
    url.push_str(name);
    url.push_str("=");
    encode(value, url);
}

/// The same with a number.
pub fn number(url: &mut String, name: &str, number: u64) {
    query(url, name, "");
    push_decimal(url, number);
}

/// Adds `value` to the path of `url` as one segment.
///
/// # Errors
/// `input`: a segment that percent-encoding can't protect (empty, `.`, `..`), that is one of `routes`, that a missing
/// value was turned into (`undefined`, `null`), or that holds `/`, `\`, a control or a broken character.
pub fn segment(url: &mut String, what: &str, value: &str, routes: &'static str) -> Result<()> {
    let reserved = matches!(value, "" | "." | ".." | "undefined" | "null");
    if reserved || is_one_of(value, routes) || any_char(value, unaddressable) {
        return Err(unusable_segment(what, value));
    }
    encode(value, url);
    Ok(())
}

/// Whether no server finds this character in a path segment again as it was sent.
fn unaddressable(character: char) -> bool {
    matches!(character, '/' | '\\' | '\0'..='\x1f' | '\x7f' | '\u{fffd}')
}

fn unusable_segment(what: &str, value: &str) -> Error {
    let shown = if any_char(value, char::is_control) { "\u{fffd}" } else { start(value, 64) };
    Error::input(concat(&[
        what,
        " can't be \"",
        shown,
        "\": it is empty, a word of the service's own addresses, or holds a slash or a control character",
    ]))
}

/// Checks an absolute `http` or `https` address and takes off its last slash.
///
/// # Errors
/// `config` / `invalid_option`, naming the option `name`.
pub fn base(name: &str, url: &str) -> Result<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map_or("", |rest| before(rest, "/"));
    let bad = |c: char| is_blank(c) || matches!(c, '?' | '#' | '\\');
    if matches!(before(host, ":"), "") || contains(host, "@") || any_char(url, bad) {
        return Err(Error::option(concat(&[
            name,
            " must be an address like https://acme.user.com/api/public, without a query, user name or blank",
        ])));
    }
    Ok(url.strip_suffix("/").unwrap_or(url).into())
}

/// Scheme, host and port of an absolute URL; nothing of a path.
#[must_use]
pub fn origin(url: &str) -> &str {
    let Some(scheme) = find(url, "://") else { return "" };
    let host = before(url.get(scheme + 3..).unwrap_or_default(), "/?#");
    url.get(..scheme + 3 + host.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode(text, &mut out);
        out
    }

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encoded("aZ9-._~"), "aZ9-._~");
        assert_eq!(encoded("a+b & c#/?%é"), "a%2Bb%20%26%20c%23%2F%3F%25%C3%A9");
    }

    #[test]
    fn a_query_starts_with_a_question_mark_and_goes_on_with_ampersands() {
        let mut url = String::from("/u/");
        query(&mut url, "key", "a=b");
        query(&mut url, "id[in][]", "1");
        assert_eq!(url, "/u/?key=a%3Db&id%5Bin%5D%5B%5D=1");
    }

    #[test]
    fn a_segment_is_one_encoded_path_step() {
        let mut url = String::from("/u/");
        segment(&mut url, "userId", "user@1.2", "").unwrap();
        assert_eq!(url, "/u/user%401.2");
    }

    #[test]
    fn a_segment_that_would_lead_elsewhere_is_refused() {
        for value in
            ["", ".", "..", "search", "undefined", "null", "a/b", "a\\b", "a\nb", "\u{fffd}"]
        {
            let error = segment(&mut String::new(), "userId", value, "search").unwrap_err();
            assert_eq!(error.code, "invalid_input", "{value:?}");
            assert!(error.message.starts_with("userId can't be"), "{}", error.message);
        }
    }

    #[test]
    fn a_base_loses_its_last_slash_only() {
        assert_eq!(base("baseUrl", "http://localhost:1/a/").unwrap(), "http://localhost:1/a");
        assert_eq!(base("baseUrl", "https://x.y").unwrap(), "https://x.y");
    }

    #[test]
    fn a_base_that_is_no_plain_address_is_refused() {
        let bad = [
            "",
            "/api",
            "ftp://x",
            "https://",
            "https:///a",
            "https://:80",
            "https://a@b",
            "https://a?b",
            "https://a b",
            "https://a\n",
            "https://a\u{a0}",
            "https://a\u{3000}",
            "https://a/\u{200b}b",
        ];
        for url in bad {
            assert!(base("baseUrl", url).unwrap_err().message.starts_with("baseUrl must"), "{url}");
        }
    }

    proptest! {
        #[test]
        fn encoding_loses_nothing(text in any::<String>()) {
            let bytes: Vec<u8> = {
                let encoded = encoded(&text);
                let mut rest = encoded.bytes();
                let mut out = Vec::new();
                while let Some(byte) = rest.next() {
                    out.push(if byte == b'%' {
                        let pair = [rest.next().unwrap(), rest.next().unwrap()];
                        u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
                    } else { byte });
                }
                out
            };
            prop_assert_eq!(bytes, text.into_bytes());
        }
    }
}
