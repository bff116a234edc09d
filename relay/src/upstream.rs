//! The way to User.com (rule R).

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Proxy, Response, Url};
use userkey::http;
use userkey::relay::{Failure, MAX_ANSWER, Reply};

use crate::resolve::{Checked, Near};

const CONNECT: Duration = Duration::from_secs(2);
const TOTAL: Duration = Duration::from_secs(8);
/// Longer than an idle connection lives on most servers, so that they and not we close it.
const IDLE: Duration = Duration::from_secs(50);

/// Sends requests as the policy makes them, and nothing else.
#[derive(Clone, Debug)]
pub struct Upstream {
    client: Client,
}

impl Upstream {
    /// Sets the client up: no redirects, no decompression, no retries of its own, no proxy that isn't named.
    ///
    /// # Errors
    /// When the proxy's address is none.
    pub fn new(proxy: Option<&str>, near: Near) -> Result<Self> {
        // One of the program's own; a second relay in it finds the first one's.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_idle_timeout(IDLE)
            .user_agent(concat!("userkey-relay/", env!("CARGO_PKG_VERSION")));
        let builder =
            match proxy {
                // It resolves the names, and it may well be near.
                Some(url) => builder.proxy(Proxy::all(url).context(
                    "--upstream-proxy must be an address like http://proxy.internal:3128",
                )?),
                None => builder.no_proxy().dns_resolver(Arc::new(Checked(near))),
            };
        let client = builder.build().context("can't set up the way to User.com")?;
        Ok(Self { client })
    }

    /// Sends one request. It is repeated once if there was no connection, since then nothing was carried out.
    ///
    /// # Errors
    /// Why no answer came.
    pub async fn send(&self, request: &http::Request) -> Result<Reply, Failure> {
        match self.attempt(request).await {
            Err(Failure::Connect) => self.attempt(request).await,
            other => other,
        }
    }

    async fn attempt(&self, request: &http::Request) -> Result<Reply, Failure> {
        let mut outgoing = reqwest::Request::new(method(request.method), address(request)?);
        *outgoing.headers_mut() = headers(request)?;
        *outgoing.body_mut() = request.body.clone().map(Into::into);
        let answer = self.client.execute(outgoing).await.map_err(|error| failure(&error))?;
        read(answer).await
    }
}

fn method(method: http::Method) -> Method {
    match method {
        http::Method::Get => Method::GET,
        http::Method::Post => Method::POST,
        http::Method::Put => Method::PUT,
        http::Method::Patch => Method::PATCH,
        http::Method::Delete => Method::DELETE,
    }
}

/// The URL, unless reading it has changed its path: then it names something else than was meant (rule M).
fn address(request: &http::Request) -> Result<Url, Failure> {
    let url = Url::parse(&request.url).map_err(|_| Failure::Broken)?;
    if url.path() == request.path() { Ok(url) } else { Err(Failure::Broken) }
}

/// The headers, the token marked so that no library shows it.
fn headers(request: &http::Request) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Failure::Broken)?;
        let mut value = HeaderValue::from_str(value).map_err(|_| Failure::Broken)?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

async fn read(mut answer: Response) -> Result<Reply, Failure> {
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let mut reply = Reply {
        status: answer.status().as_u16(),
        retry_after: text(RETRY_AFTER).map(str::to_owned),
        date: text(DATE).map(str::to_owned),
        body: Vec::new(),
    };
    while let Some(chunk) = answer.chunk().await.map_err(|error| failure(&error))? {
        if reply.body.len() + chunk.len() > MAX_ANSWER {
            return Err(Failure::TooLong);
        }
        reply.body.extend_from_slice(&chunk);
    }
    Ok(reply)
}

/// What happened, without the error's text: it may hold the URL, and with it the visitor's key.
fn failure(error: &reqwest::Error) -> Failure {
    // Whether a connection failed comes first: that it took too long doesn't make it less safe to repeat.
    if error.is_connect() {
        Failure::Connect
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> http::Request {
        http::Request::new(http::Method::Get, url.to_owned())
    }

    #[test]
    fn rule_m_a_url_that_reads_as_another_one_is_not_sent() {
        let base = "https://acme.user.com/api/public/users";
        assert!(address(&request(&format!("{base}/search/?key=a%2Fb"))).is_ok());
        for bad in ["/../search/", "/%2e%2e/search/", "/a\\b/", "/./7/", "/a\tb/"] {
            assert_eq!(address(&request(&format!("{base}{bad}"))), Err(Failure::Broken), "{bad}");
        }
    }

    #[test]
    fn rule_s_headers_are_marked_so_that_they_are_not_shown() {
        let mut request = request("https://acme.user.com/");
        request.headers = vec![("Authorization", "Token 3f9c0a7b".to_owned())];
        let shown = format!("{:?}", headers(&request).unwrap());
        assert!(shown.contains("Sensitive") && !shown.contains("3f9c"), "{shown}");
    }
}
