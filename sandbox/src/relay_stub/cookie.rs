//! Which visitor a request comes from.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use super::problem::Problem;

/// The cookie of the vendor's widget.
const NAME: &str = "__ca__chat";

/// Reads the visitor's key from the cookie.
///
/// `X-Userkey-Expect`, the key that the page saw, chooses among several cookies; it is never taken
/// for the key itself.
///
/// # Errors
///
/// [`Problem::NO_VISITOR`] without a cookie of the right form, and the three conflicts between the
/// cookies and the expected key.
pub fn visitor_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut keys: Vec<&str> =
        pairs.filter(|(name, _)| *name == NAME).map(|(_, value)| value.trim_matches('"')).collect();
    keys.sort_unstable();
    keys.dedup();
    let expected = headers.get("x-userkey-expect").map(|value| value.to_str().unwrap_or_default());
    let key = match (keys.as_slice(), expected) {
        ([], None) => return Err(Problem::NO_VISITOR),
        ([], Some(_)) => return Err(Problem::COOKIE_MISSING),
        ([key], None) => key,
        (_, None) => return Err(Problem::AMBIGUOUS_COOKIE),
        (keys, Some(expected)) => {
            keys.iter().find(|key| **key == expected).ok_or(Problem::VISITOR_CHANGED)?
        }
    };
    let form = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let sound = (8..=64).contains(&key.len()) && key.bytes().all(form);
    if sound { Ok(key) } else { Err(Problem::NO_VISITOR) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(cookies: &[&str], expect: Option<&str>) -> Result<String, Problem> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, cookie.parse().unwrap());
        }
        if let Some(expect) = expect {
            headers.insert("x-userkey-expect", expect.parse().unwrap());
        }
        visitor_key(&headers).map(str::to_owned)
    }

    #[test]
    fn the_key_is_read_from_the_exact_name() {
        let jar = "a=1; x__ca__chat=wrongwrong; __ca__chat=g3FaYocCy0U6; __ca__chat2=wrongwrong";
        assert_eq!(key(&[jar], None).unwrap(), "g3FaYocCy0U6");
        assert_eq!(key(&["a=1"], None), Err(Problem::NO_VISITOR));
        for malformed in ["__ca__chat=", "__ca__chat=short", "__ca__chat=with space", "__ca__chat"]
        {
            assert_eq!(key(&[malformed], None), Err(Problem::NO_VISITOR), "{malformed}");
        }
    }

    #[test]
    fn several_different_keys_need_the_expected_one() {
        let jars = ["__ca__chat=aaaaaaaa", "__ca__chat=bbbbbbbb"];
        assert_eq!(key(&jars, None), Err(Problem::AMBIGUOUS_COOKIE));
        assert_eq!(key(&jars, Some("bbbbbbbb")).unwrap(), "bbbbbbbb");
        assert_eq!(key(&["__ca__chat=aaaaaaaa; __ca__chat=aaaaaaaa"], None).unwrap(), "aaaaaaaa");
    }

    #[test]
    fn an_expected_key_that_is_not_among_the_cookies_is_refused() {
        assert_eq!(key(&["__ca__chat=aaaaaaaa"], Some("bbbbbbbb")), Err(Problem::VISITOR_CHANGED));
        assert_eq!(key(&["a=1"], Some("bbbbbbbb")), Err(Problem::COOKIE_MISSING));
    }
}
