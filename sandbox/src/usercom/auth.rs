//! Who may call: whoever has the app's token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::errors::Error;

/// Checks `Authorization: Token <token>`; the keyword's case doesn't matter.
///
/// # Errors
///
/// [`Error::NoCredentials`] without a token or with another scheme, [`Error::InvalidToken`] with
/// another token.
pub fn check(headers: &HeaderMap, expected: &str) -> Result<(), Error> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) =
        header.and_then(|value| value.trim().split_once(' ')).ok_or(Error::NoCredentials)?;
    if !scheme.eq_ignore_ascii_case("token") {
        Err(Error::NoCredentials)
    } else if token.trim_start() == expected {
        Ok(())
    } else {
        Err(Error::InvalidToken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(header: &str) -> Result<(), Error> {
        check(&HeaderMap::from_iter([(AUTHORIZATION, header.parse().unwrap())]), "0a")
    }

    #[test]
    fn the_keyword_may_be_of_any_case() {
        assert!(checked("Token 0a").is_ok());
        assert!(checked("tOKEN  0a ").is_ok());
    }

    #[test]
    fn another_scheme_counts_as_no_credentials() {
        assert!(matches!(check(&HeaderMap::new(), "0a"), Err(Error::NoCredentials)));
        for header in ["Bearer 0a", "Token", "0a", ""] {
            assert!(matches!(checked(header), Err(Error::NoCredentials)), "{header}");
        }
    }

    #[test]
    fn another_token_is_invalid() {
        for header in ["Token 0A", "Token 0a0a", "Token 0a x"] {
            assert!(matches!(checked(header), Err(Error::InvalidToken)), "{header}");
        }
    }
}
