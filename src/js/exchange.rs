//! One attempt: a request sent, its answer read.

use std::rc::Rc;

use gloo_net::http::{Headers, Response as Head};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use crate::error::Error;
use crate::http::answer::READ_HEADERS;
use crate::http::{Body, Request, Response, Seen, Shape};

use super::convert;
use super::globals;

/// How a client's requests are sent.
pub struct Sender {
    /// The caller's own `fetch`.
    pub fetch: Option<Function>,
    /// Which cookies go along.
    pub credentials: RequestCredentials,
    /// Whether the browser's cache is left out of it.
    pub no_store: bool,
}

/// What the core never sees of an answer.
#[derive(Clone)]
pub struct Kept {
    /// The status and the headers, as JavaScript has them.
    pub head: Option<web_sys::Response>,
    /// The body's text, from which each caller gets a copy of the data.
    pub text: JsValue,
    /// The data, parsed; the first caller's copy.
    pub data: JsValue,
    /// Why there was no answer.
    pub cause: JsValue,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            head: None,
            text: JsValue::UNDEFINED,
            data: JsValue::UNDEFINED,
            cause: JsValue::UNDEFINED,
        }
    }
}

/// What is the caller's own in a request.
#[derive(Clone, Default)]
pub struct Extras {
    /// Headers beyond those of the request, checked.
    pub headers: Vec<(String, String)>,
    /// Whether the request outlives the page.
    pub keepalive: bool,
}

/// A request that was sent: the promise of its answer, or what was thrown instead.
type Sent = Result<Promise, JsValue>;

impl Sender {
    /// Sends the request and calls `done` with what is seen of the answer, read to its end.
    pub fn exchange(
        &self,
        request: &Rc<Request>,
        extras: &Extras,
        signal: &AbortSignal,
        done: impl FnOnce(Seen, Kept) + 'static,
    ) {
        let sent =
            globals::fetch(self.fetch.as_ref(), &request.url, &self.init(request, extras, signal));
        let request = Rc::clone(request);
        wasm_bindgen_futures::spawn_local(async move {
            let (seen, kept) = receive(&request, sent).await;
            done(seen, kept);
        });
    }

    fn init(&self, request: &Request, extras: &Extras, signal: &AbortSignal) -> RequestInit {
        let headers = Headers::new();
        for (name, value) in &request.headers {
            headers.set(name, value);
        }
        for (name, value) in &extras.headers {
            headers.set(name, value);
        }
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_headers(&headers.into_raw());
        init.set_signal(Some(signal));
        init.set_credentials(self.credentials);
        init.set_redirect(RequestRedirect::Manual);
        if let Some(body) = &request.body {
            init.set_body(&body.into());
        }
        if self.no_store {
            init.set_cache(RequestCache::NoStore);
        }
        if extras.keepalive {
            // web-sys doesn't know it; setting a member of a plain object can't fail.
            let _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
        }
        init
    }
}

/// Whether a fetch's answer can be used as a `Response`, of whichever realm or library.
fn is_response(answer: &JsValue) -> bool {
    answer.is_object()
        && globals::member(answer, "status").as_f64().is_some()
        && globals::member(answer, "text").is_function()
        && globals::member(&globals::member(answer, "headers"), "get").is_function()
}

/// Waits for the answer to a request and reads it to its end.
async fn receive(request: &Request, sent: Sent) -> (Seen, Kept) {
    let mut kept = Kept::default();
    let (seen, thrown) = match settle(sent).await {
        Ok(answer) if is_response(&answer) => {
            let raw: web_sys::Response = answer.unchecked_into();
            match settle(raw.text()).await {
                Ok(text) => (Seen::Answer(read(request, raw, text, &mut kept)), JsValue::UNDEFINED),
                Err(thrown) => (Seen::Failed, thrown),
            }
        }
        Ok(_) => (
            Seen::Unusable(Error::option(
                "fetch must answer with a Response, which the one in use didn't",
            )),
            JsValue::UNDEFINED,
        ),
        Err(thrown) => (Seen::Failed, thrown),
    };
    kept.cause = thrown;
    (seen, kept)
}

async fn settle(sent: Sent) -> Result<JsValue, JsValue> {
    JsFuture::from(sent?).await
}

fn read(request: &Request, raw: web_sys::Response, text: JsValue, kept: &mut Kept) -> Response {
    kept.head = Some(Clone::clone(&raw));
    let head = Head::from(raw);
    let headers = head.headers();
    let present = |name: &'static str| {
        let value = headers.get(name).filter(|value| !request.is_echoed_in(value));
        value.map(|value| (name, value))
    };
    let mut response = Response {
        status: head.status(),
        headers: READ_HEADERS.into_iter().filter_map(present).collect(),
        body: Body::Empty,
        clock: globals::clock(),
    };
    response.body = body(request, &response, text, kept);
    response
}

/// Reads the body: data stays in JavaScript, an error's text comes to the core.
fn body(request: &Request, response: &Response, text: JsValue, kept: &mut Kept) -> Body {
    let parsed = match text.dyn_ref::<js_sys::JsString>() {
        Some(json) if json.length() == 0 => return Body::Empty,
        Some(json) => globals::parse(json),
        None => return Body::Empty,
    };
    match parsed {
        Ok(data) if response.is_success() => {
            let shape = shape(&data);
            kept.text = text;
            kept.data = data;
            Body::Data(shape)
        }
        parsed => error_body(request, &text.as_string().unwrap_or_default(), parsed.ok()),
    }
}

fn error_body(request: &Request, text: &str, json: Option<JsValue>) -> Body {
    if text.trim_ascii().is_empty() {
        return Body::Empty;
    }
    if request.is_echoed_in(text) {
        return Body::Text("the answer is left out: it repeats a secret of the request".into());
    }
    match json.and_then(|json| convert::value(&json, "the answer").ok()) {
        Some(value) => Body::Json(value),
        None => Body::Text(text.into()),
    }
}

/// Where the services put a page's records.
pub const PAGES: [&str; 3] = ["results", "items", "users"];

fn shape(data: &JsValue) -> Shape {
    if js_sys::Array::is_array(data) {
        Shape::List
    } else if data.is_object() {
        Shape::Object {
            id: globals::member(data, "id").as_f64().is_some(),
            page: PAGES.iter().any(|name| js_sys::Array::is_array(&globals::member(data, name))),
            detail: globals::member(data, "detail").as_string(),
        }
    } else {
        Shape::Scalar
    }
}
