//! Ids in paths, and whether a finished URL leads where it should (rule M).

use super::problem::Problem;
use super::seen::acts;
use crate::http::url;

/// Words that are addresses of User.com's own, or that a missing value was turned into.
const WORDS: [&str; 10] = [
    "search",
    "update_or_create",
    "merge",
    "mass_update_standard_attributes",
    "mass_update_custom_attributes",
    ".",
    "..",
    "",
    "undefined",
    "null",
];

/// Checks that an own id can stand in a path: percent-encoding protects neither dots nor what servers decode early.
///
/// # Errors
/// 403 `identity_unusable`.
pub fn check_id(id: &str) -> Result<(), Problem> {
    let bad = |c: char| matches!(c, '/' | '\\' | '%' | '?' | '#' | ';' | '\u{fffd}') || acts(c);
    if WORDS.contains(&id) || id.contains(bad) {
        let why = "The identity token's sub can't be addressed at User.com: use ids without / \\ % ? # ; and controls.";
        return Err(Problem::identity_unusable(why));
    }
    Ok(())
}

/// Whether a finished URL is below `base` and has no segment that a server would resolve.
pub fn is_below(base: &str, finished: &str) -> bool {
    let path = finished.get(url::origin(finished).len()..).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(plain.as_str(), "." | "..")
    };
    let sound = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b';');
    url::origin(finished) == url::origin(base)
        && finished.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'))
        && finished.bytes().all(sound)
        && !path.contains("//")
        && !path.split('/').any(dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_m_an_id_that_leads_elsewhere_is_refused() {
        for good in ["customer-42", "user@1.2", "a b", "żółć", "...", "Search", "42"] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        for bad in WORDS.into_iter().chain([
            "a/b", "a\\b", "%2e%2e", "a?b", "a#b", "a;b", "a\nb", "\u{7f}", "\u{85}", "\u{fffd}",
            "\u{202e}",
        ]) {
            let problem = check_id(bad).unwrap_err();
            assert_eq!((problem.status, problem.code), (403, "identity_unusable"), "{bad}");
        }
    }

    #[test]
    fn rule_m_the_finished_url_is_read_once_more() {
        let base = "https://acme.user.com/api/public";
        for good in ["/users/7/", "/users-by-id/user%401.2/", "/users/search/?key=a..b"] {
            assert!(is_below(base, &format!("{base}{good}")), "{good}");
        }
        for bad in [
            "https://acme.user.com.evil.example/api/public/users/7/",
            "https://acme.user.com@evil.example/api/public/users/7/",
            "https://acme.user.com/api/public/users-by-id/../users/7/",
            "https://acme.user.com/api/public/users-by-id/%2E%2e/",
            "https://acme.user.com/api/public/users-by-id/./",
            "https://acme.user.com/api/public//users/",
            "https://acme.user.com/api/other/",
            "https://acme.user.com/api/publicity/",
            "https://acme.user.com/api/public/a\\b/",
            "https://acme.user.com/api/public/a b/",
        ] {
            assert!(!is_below(base, bad), "{bad}");
        }
    }
}
