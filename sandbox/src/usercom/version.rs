//! The version of the API a request asks for: a parameter of its `Accept` header.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use super::errors::Error;

/// The two versions the same addresses speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Without `version`, or `version=1`.
    V1,
    /// `version=2` on any media range: `*/*; version=2`.
    V2,
}

impl Version {
    /// Reads the version out of the headers.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownVersion`] for any value but `1` and `2`.
    pub fn of(headers: &HeaderMap) -> Result<Self, Error> {
        let accept = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let mut parameters = accept.flat_map(|value| value.split([',', ';']));
        let version = parameters.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("version").then(|| value.trim().trim_matches('"'))
        });
        match version {
            None | Some("1") => Ok(Self::V1),
            Some("2") => Ok(Self::V2),
            Some(_) => Err(Error::UnknownVersion),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(accept: &[&str]) -> Option<Version> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, value.parse().unwrap());
        }
        Version::of(&headers).ok()
    }

    #[test]
    fn a_request_without_a_version_is_version_one() {
        for accept in [&[][..], &["*/*"], &["application/json"], &["*/*; version=1"]] {
            assert_eq!(version(accept), Some(Version::V1), "{accept:?}");
        }
    }

    #[test]
    fn version_two_is_read_in_every_spelling() {
        for accept in [
            &["*/*; version=2"][..],
            &["*/*;version=2"],
            &["application/json; q=0.9; Version=\"2\""],
            &["text/html, application/json; version=2"],
            &["text/html", "*/*; version=2"],
        ] {
            assert_eq!(version(accept), Some(Version::V2), "{accept:?}");
        }
    }

    #[test]
    fn any_other_version_is_refused() {
        for accept in ["*/*; version=3", "*/*; version=", "*/*; version=2.0"] {
            assert_eq!(version(&[accept]), None, "{accept:?}");
        }
    }
}
