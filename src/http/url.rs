//! URLs: percent-encoding, path segments and queries.
//!
//! A URL is built once, from pieces that are encoded as they are written; nothing is ever joined as text.

use crate::error::{Error, Result};

/// Writes `text` percent-encoded: all but the unreserved characters of RFC 3986 §2.3.
pub fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(HEX.get(usize::from(byte >> 4)).map(|&digit| char::from(digit)));
            out.extend(HEX.get(usize::from(byte & 15)).map(|&digit| char::from(digit)));
        }
    }
}

/// Adds `name=value` to the query of `url`.
pub fn query(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    encode(name, url);
    url.push('=');
    encode(value, url);
}

/// Adds `value` to the path of `url` as one segment.
///
/// # Errors
/// `input`: a segment that percent-encoding can't protect (empty, `.`, `..`), that is one of `routes`, that a missing
/// value was turned into (`undefined`, `null`), or that holds `/`, `\`, a control or a broken character.
pub fn segment(url: &mut String, what: &str, value: &str, routes: &[&str]) -> Result<()> {
    let reserved = matches!(value, "" | "." | ".." | "undefined" | "null");
    if reserved || routes.contains(&value) || value.contains(unaddressable) {
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
    let mut message = String::from(what);
    message.push_str(" can't be \"");
    message.extend(value.chars().take(64).map(|c| if c.is_control() { '\u{fffd}' } else { c }));
    message.push_str("\": it is empty, a word of the service's own addresses, or holds a slash or a control character");
    Error::input(message)
}

/// Checks an absolute `http` or `https` address and takes off its last slash.
///
/// # Errors
/// `config` / `invalid_option`, naming the option `name`.
pub fn base(name: &str, url: &str) -> Result<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or("");
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
    if host.is_empty() || host.starts_with(':') || host.contains('@') || url.contains(bad) {
        let mut message = String::from(name);
        message.push_str(" must be an address like https://acme.user.com/api/public, without a query, user name or blank");
        return Err(Error::option(message));
    }
    Ok(url.strip_suffix('/').unwrap_or(url).into())
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
        segment(&mut url, "userId", "user@1.2", &[]).unwrap();
        assert_eq!(url, "/u/user%401.2");
    }

    #[test]
    fn a_segment_that_would_lead_elsewhere_is_refused() {
        for value in
            ["", ".", "..", "search", "undefined", "null", "a/b", "a\\b", "a\nb", "\u{fffd}"]
        {
            let error = segment(&mut String::new(), "userId", value, &["search"]).unwrap_err();
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
