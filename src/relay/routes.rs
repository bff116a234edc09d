//! What the relay serves: a table, matched on the path exactly as it was sent (rule N).

use super::message::Request;
use super::origin::Origins;
use super::problem::Problem;

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `GET visitor`
    Read,
    /// `PATCH visitor`
    Write,
    /// `POST visitor/identify`
    Identify,
    /// `OPTIONS` of either
    Preflight,
}

/// A path, and what can be done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// For logs and metrics.
    pub name: &'static str,
    /// Below the relay's own path.
    path: &'static str,
    /// The `Allow` header.
    pub allow: &'static str,
    methods: &'static [(&'static str, Action)],
}

const ROUTES: [Route; 2] = [
    Route {
        name: "visitor",
        path: "/visitor",
        allow: "GET, PATCH, OPTIONS",
        methods: &[("GET", Action::Read), ("PATCH", Action::Write), ("OPTIONS", Action::Preflight)],
    },
    Route {
        name: "identify",
        path: "/visitor/identify",
        allow: "POST, OPTIONS",
        methods: &[("POST", Action::Identify), ("OPTIONS", Action::Preflight)],
    },
];

/// The path of the request's target, as it was sent. An absolute target must name the relay itself.
///
/// # Errors
/// 421 for another authority; 400 for a query, which nothing here takes and logs elsewhere might keep.
pub fn path<'a>(request: &'a Request, origins: &Origins) -> Result<&'a str, Problem> {
    let target = request.target.as_str();
    let path = if target.starts_with('/') {
        target
    } else if let Some((_, rest)) = target.split_once("://") {
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !origins.is_own_authority(authority) {
            return Err(Problem::misdirected());
        }
        path
    } else {
        return Err(Problem::not_found());
    };
    if path.contains('?') {
        return Err(Problem::bad_request(
            "The relay takes no query: the visitor is found by the cookie alone.",
        ));
    }
    Ok(path)
}

/// The route at `path`, below the relay's own path `base`.
pub fn find(base: &str, path: &str) -> Option<&'static Route> {
    let below = path.strip_prefix(base)?;
    ROUTES.iter().find(|route| route.path == below)
}

impl Route {
    /// What the method asks for here.
    ///
    /// # Errors
    /// 405 with `Allow`.
    pub fn action(&self, method: &str) -> Result<Action, Problem> {
        let known = self.methods.iter().find(|(known, _)| *known == method);
        known.map(|(_, action)| *action).ok_or_else(|| Problem::method_not_allowed(self.allow))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::origin::Origin;

    fn asked(method: &str, target: &str) -> Result<Action, (u16, &'static str)> {
        let origins = Origins {
            public: vec![Origin::new("o", "https://shop.example").unwrap()],
            cors: Vec::new(),
        };
        let request = Request { target: target.into(), ..Request::default() };
        path(&request, &origins)
            .and_then(|path| find("/userkey", path).ok_or_else(Problem::not_found))
            .and_then(|route| route.action(method))
            .map_err(|problem| (problem.status, problem.code))
    }

    #[test]
    fn rule_n_the_table_is_all_there_is() {
        for (method, target, action) in [
            ("GET", "/userkey/visitor", Ok(Action::Read)),
            ("PATCH", "/userkey/visitor", Ok(Action::Write)),
            ("OPTIONS", "/userkey/visitor", Ok(Action::Preflight)),
            ("POST", "/userkey/visitor/identify", Ok(Action::Identify)),
            ("OPTIONS", "/userkey/visitor/identify", Ok(Action::Preflight)),
            ("GET", "https://shop.example/userkey/visitor", Ok(Action::Read)),
            ("HEAD", "/userkey/visitor", Err((405, "method_not_allowed"))),
            ("PUT", "/userkey/visitor", Err((405, "method_not_allowed"))),
            ("get", "/userkey/visitor", Err((405, "method_not_allowed"))),
            ("DELETE", "/userkey/visitor/identify", Err((405, "method_not_allowed"))),
            ("GET", "/userkey/visitor?key=x", Err((400, "bad_request"))),
            ("GET", "/userkey/visitor?", Err((400, "bad_request"))),
            ("GET", "https://evil.example/userkey/visitor", Err((421, "misdirected"))),
            ("GET", "https://shop.example@evil.example/userkey/visitor", Err((421, "misdirected"))),
        ] {
            assert_eq!(asked(method, target), action, "{method} {target}");
        }
    }

    #[test]
    fn rule_n_the_path_is_matched_as_it_was_sent() {
        for target in [
            "/",
            "/userkey",
            "/userkey/",
            "/userkey/visitor/",
            "/userkey//visitor",
            "//userkey/visitor",
            "/userkey/./visitor",
            "/userkey/x/../visitor",
            "/userkey/%2e%2e/userkey/visitor",
            "/userkey/visito%72",
            "/userkey\\visitor",
            "/Userkey/visitor",
            "/userkey/visitor;a=b",
            "/userkey/visitor#",
            "/userkey/visitor%00",
            "/userkey/visitor\u{7f}",
            "*",
            "",
            "userkey/visitor",
            "/userkeyvisitor",
            "/userkey/users/1/",
            "/userkey/visitor/identify/",
            "https://shop.example",
        ] {
            assert_eq!(asked("GET", target), Err((404, "not_found")), "{target}");
        }
    }
}
