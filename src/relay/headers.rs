//! The headers of every answer (rule O), and those that let pages elsewhere read it (rule G).

use super::config::Config;
use super::message::{Answer, Outcome, Request};
use super::problem::Problem;
use super::routes::Route;

/// What no cache, frame or type guess may do with an answer.
const FIXED: [(&str, &str); 6] = [
    ("Cache-Control", "no-store"),
    ("CDN-Cache-Control", "no-store"),
    ("Surrogate-Control", "no-store"),
    ("Vary", "Cookie, Authorization, Origin, Sec-Fetch-Site, X-Userkey, X-Userkey-Expect"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
];

/// What an answer needs to know of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    id: String,
    /// The page elsewhere that asked, if it may.
    cors: Option<String>,
    /// The route, once it is known.
    pub route: Option<&'static Route>,
    /// The cookie that an answer of success sets.
    pub set_cookie: Option<String>,
}

impl Envelope {
    /// Takes what the answer will need from the request.
    pub fn of(config: &Config, request: &Request) -> Self {
        let origin = request.header("origin").filter(|origin| config.origins.is_cors(origin));
        Self { id: request.id.clone(), cors: origin.map(Into::into), route: None, set_cookie: None }
    }

    /// An answer of success.
    pub fn ok(&self, config: &Config, body: String) -> Answer {
        let mut answer = self.seal(config, 200, Some("application/json"), body, "ok");
        answer.headers.extend(self.set_cookie.clone().map(|cookie| ("Set-Cookie", cookie)));
        answer
    }

    /// The answer to a browser that asks whether a page may call.
    pub fn preflight(&self, config: &Config) -> Answer {
        let mut answer = self.seal(config, 204, None, String::new(), "ok");
        if let (Some(_), Some(route)) = (&self.cors, self.route) {
            answer.headers.push(("Access-Control-Allow-Methods", route.allow.into()));
            answer.headers.push((
                "Access-Control-Allow-Headers",
                "authorization, content-type, x-userkey, x-userkey-expect".into(),
            ));
            answer.headers.push(("Access-Control-Max-Age", "600".into()));
        }
        answer
    }

    /// The answer to a request that is refused.
    pub fn problem(&self, config: &Config, problem: &Problem) -> Answer {
        let body = problem.to_json();
        let mut answer =
            self.seal(config, problem.status, Some("application/problem+json"), body, problem.code);
        answer.headers.extend(problem.header.clone());
        if problem.close {
            answer.headers.push(("Connection", "close".into()));
        }
        answer.outcome.pause = problem.pause;
        answer
    }

    fn seal(
        &self,
        config: &Config,
        status: u16,
        media_type: Option<&str>,
        body: String,
        code: &'static str,
    ) -> Answer {
        // The last door: whatever went wrong before, the token doesn't leave.
        if config.holds_secret(&body) {
            let leak = Problem::upstream(
                "upstream_config",
                "User.com's answer can't be passed on.",
                false,
            );
            return self.problem(config, &leak);
        }
        let mut headers: Vec<_> =
            FIXED.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let policy = if config.origins.has_same_site() { "same-site" } else { "same-origin" };
        headers.push(("Cross-Origin-Resource-Policy", policy.into()));
        headers.push(("X-Request-Id", self.id.clone()));
        headers.extend(media_type.map(|media_type| ("Content-Type", media_type.to_owned())));
        if let Some(origin) = &self.cors {
            headers.push(("Access-Control-Allow-Origin", origin.clone()));
            headers.push(("Access-Control-Allow-Credentials", "true".into()));
            headers.push(("Access-Control-Expose-Headers", "Retry-After, X-Request-Id".into()));
        }
        let route = self.route.map_or("none", |route| route.name);
        let outcome = Outcome { route, code, unknown_key: false, pause: 0 };
        Answer { status, headers, body, outcome }
    }
}
