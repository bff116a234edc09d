//! Requests that two readers would read differently (rule H).

use super::message::{Incomplete, Request};
use super::problem::Problem;

/// Headers that decide who is asking: a second one is an attempt to be somebody else.
const ONCE: [&str; 7] = [
    "host",
    "origin",
    "authorization",
    "sec-fetch-site",
    "content-type",
    "content-length",
    "transfer-encoding",
];

/// Checks what the HTTP library lets pass.
///
/// # Errors
/// 400, after which the connection is closed; 408 and 413 for a body that didn't come whole.
pub fn check(request: &Request) -> Result<(), Problem> {
    for (at, (name, value)) in request.headers.iter().enumerate() {
        let once = ONCE.contains(&name.as_str()) || name.starts_with("x-userkey");
        let repeated = || request.headers.iter().skip(at + 1).any(|(other, _)| other == name);
        if once && repeated() {
            return Err(Problem::framing("A header that may stand once stands twice."));
        }
        if value.iter().any(|&byte| matches!(byte, b'\r' | b'\n' | 0)) {
            return Err(Problem::framing("A header holds a line break."));
        }
    }
    if request.has("transfer-encoding") {
        let chunked =
            request.header("transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
        if !chunked || request.has("content-length") {
            return Err(Problem::framing(
                "The body's length is given in a way that isn't accepted.",
            ));
        }
    }
    match &request.body {
        Err(Incomplete::TooLong) => Err(Problem::too_large()),
        Err(Incomplete::TooSlow) => Err(Problem::too_slow()),
        Err(Incomplete::Broken) => Err(Problem::framing("The body broke off.")),
        Ok(body) if request.method == "GET" && !body.is_empty() => {
            Err(Problem::framing("A GET has no body."))
        }
        Ok(_) => Ok(()),
    }
}

/// The body of a write.
///
/// # Errors
/// 415 unless it is JSON as it stands.
pub fn json_body(request: &Request) -> Result<&[u8], Problem> {
    let declared = request.header("content-type").unwrap_or("");
    let media_type = declared.split(';').next().unwrap_or("").trim_ascii();
    if !media_type.eq_ignore_ascii_case("application/json") || request.has("content-encoding") {
        return Err(Problem::unsupported_media_type());
    }
    Ok(request.body.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, headers: &[(&str, &str)], body: &[u8]) -> Request {
        Request {
            method: method.into(),
            headers: headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), v.as_bytes().to_vec()))
                .collect(),
            body: Ok(body.to_vec()),
            ..Request::default()
        }
    }

    #[test]
    fn rule_h_ambiguous_framing_is_refused_and_the_connection_closed() {
        for (headers, body) in [
            (&[("transfer-encoding", "chunked"), ("content-length", "3")][..], &b""[..]),
            (&[("content-length", "3"), ("content-length", "3")], b""),
            (&[("transfer-encoding", "gzip, chunked")], b""),
            (&[("transfer-encoding", "chunked"), ("transfer-encoding", "identity")], b""),
            (&[("transfer-encoding", "xchunked")], b""),
            (&[("host", "a"), ("host", "a")], b""),
            (&[("origin", "https://a"), ("origin", "https://b")], b""),
            (&[("authorization", "Bearer a"), ("authorization", "Bearer b")], b""),
            (&[("x-userkey", "1"), ("x-userkey", "1")], b""),
            (&[("x-userkey-expect", "a"), ("x-userkey-expect", "b")], b""),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], b""),
            (&[("a", "b\rc")], b""),
            (&[("a", "b\r\n c")], b""),
            (&[], b"{}"),
        ] {
            let problem = check(&request("GET", headers, body)).unwrap_err();
            assert_eq!((problem.status, problem.close), (400, true), "{headers:?}");
        }
        let fine = [("cookie", "a"), ("cookie", "b"), ("transfer-encoding", "Chunked")];
        assert_eq!(check(&request("PATCH", &fine, b"{}")), Ok(()));
    }

    #[test]
    fn rule_h_a_body_that_is_not_whole_is_refused() {
        for (fault, status) in
            [(Incomplete::TooLong, 413), (Incomplete::TooSlow, 408), (Incomplete::Broken, 400)]
        {
            let request = Request { body: Err(fault), ..request("PATCH", &[], b"") };
            let problem = check(&request).unwrap_err();
            assert_eq!((problem.status, problem.close), (status, true));
        }
    }

    #[test]
    fn rule_g_a_write_is_json_and_nothing_else() {
        for (headers, taken) in [
            (&[("content-type", "application/json")][..], true),
            (&[("content-type", "Application/JSON; charset=utf-8")], true),
            (&[("content-type", "application/json"), ("content-encoding", "gzip")], false),
            (&[("content-type", "application/json"), ("content-encoding", "identity")], false),
            (&[("content-type", "text/plain")], false),
            (&[("content-type", "text/plain; application/json")], false),
            (&[("content-type", "application/jsonp")], false),
            (&[("content-type", "application/merge-patch+json")], false),
            (&[("content-type", "")], false),
            (&[], false),
        ] {
            let request = request("PATCH", headers, b"{}");
            let status = json_body(&request).map_err(|problem| problem.status);
            assert_eq!(status, if taken { Ok(&b"{}"[..]) } else { Err(415) }, "{headers:?}");
        }
    }
}
