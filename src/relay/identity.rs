//! Where an identity token travels (rule J).

use super::config::Config;
use super::message::Request;
use super::problem::Problem;
use super::token::{self, Claims};
use crate::cookie;

/// The cookie that may hold the token: no page can read it, no sibling host can plant it.
const COOKIE: &str = "__Host-Http-userkey-identity";

/// The person that the request's token names; none without a token.
///
/// # Errors
/// 400 for more than one token; 401 for one that isn't good. There is no way back to the cookie's tier then.
pub fn of(
    config: &Config,
    request: &Request,
    jar: &str,
    now: u64,
) -> Result<Option<Claims>, Problem> {
    let mut tokens: Vec<&[u8]> = cookie::values(jar, COOKIE).map(str::as_bytes).collect();
    tokens.extend(request.values("authorization").find_map(bearer));
    match tokens.as_slice() {
        [] => Ok(None),
        [token] => token::read(config, token, now).map(Some),
        _ => Err(Problem::bad_request(
            "There are several identity tokens: send one, as a header or as a cookie.",
        )),
    }
}

/// The token of `Bearer`; other schemes aren't the relay's.
fn bearer(header: &[u8]) -> Option<&[u8]> {
    let header = header.trim_ascii();
    let (scheme, rest) = header.split_at_checked(6)?;
    let separated = rest.first().is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    (scheme.eq_ignore_ascii_case(b"bearer") && separated).then(|| rest.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::testing::{NOW, config, request, set, token};

    fn found(authorization: &str, cookies: &str) -> Result<Option<String>, (u16, &'static str)> {
        let mut request = request("GET", "");
        set(&mut request, "authorization", authorization);
        of(&config("{}"), &request, cookies, NOW)
            .map(|claims| claims.map(|claims| claims.sub))
            .map_err(|problem| (problem.status, problem.code))
    }

    #[test]
    fn rule_j_the_token_is_a_bearer_or_a_cookie() {
        let token = token("");
        let person = Ok(Some("c-1".to_owned()));
        for scheme in ["Bearer ", "bearer ", "BEARER   "] {
            assert_eq!(found(&format!("{scheme}{token}"), ""), person, "{scheme}");
        }
        assert_eq!(found("", &format!("a=1; {COOKIE}={token}; b=2")), person);
        for other in ["Basic YTpi", "Token abc", "Bearerx abc", "x", ""] {
            assert_eq!(found(other, "__ca__chat=k"), Ok(None), "{other}");
        }
        assert_eq!(
            found("", &format!("userkey-identity={token}; __Host-userkey-identity={token}")),
            Ok(None)
        );
    }

    #[test]
    fn rule_j_two_tokens_are_refused() {
        let token = token("");
        let (bearer, cookie) = (format!("Bearer {token}"), format!("{COOKIE}={token}"));
        assert_eq!(found(&bearer, &cookie), Err((400, "bad_request")));
        assert_eq!(found("", &format!("{cookie}; {cookie}")), Err((400, "bad_request")));
    }

    #[test]
    fn rule_j_a_token_that_is_not_good_is_no_visitor_s_cookie() {
        for bad in ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c"] {
            assert_eq!(
                found(bad, "__ca__chat=g3FaYocCy0U6"),
                Err((401, "identity_invalid")),
                "{bad}"
            );
        }
        assert_eq!(found("", &format!("{COOKIE}=")), Err((401, "identity_invalid")));
    }
}
