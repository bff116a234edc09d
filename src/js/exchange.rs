//! One attempt: a request sent, its answer read.

use std::mem;
use std::rc::Rc;

use gloo_net::http::Headers;
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::error::Error;
use crate::http::answer::{Found, READ_HEADERS};
use crate::http::{Body, Expect, Request, Response, Seen, Shape};

use super::convert;
use super::globals::{self, Data, Record, member};
use super::wake::{Settled, settle};

/// How a client's requests are sent.
pub struct Sender {
    /// The caller's own `fetch`, or `undefined`.
    fetch: JsValue,
    /// What is the same for all requests.
    init: Record,
}

/// What the core never sees of an answer.
#[derive(Default)]
pub struct Kept {
    /// The `Response`, for its status and headers; `undefined` if none came.
    pub head: JsValue,
    /// The service's name for the request, or `undefined`.
    pub request_id: JsValue,
    /// The body's text, from which each caller gets a copy of the data.
    pub text: JsValue,
    /// The data, parsed; the first caller's copy.
    pub data: JsValue,
    /// Why there was no answer.
    pub cause: JsValue,
}

impl Kept {
    /// What was found, for one caller alone: data is parsed again for each but the first, so that nobody sees another's
    /// changes to it.
    pub fn data(&mut self, found: Found) -> JsValue {
        match found {
            Found::Nobody => JsValue::NULL,
            Found::Data if self.data.is_undefined() && !self.text.is_undefined() => {
                globals::parse(&self.text).unwrap_or_default()
            }
            Found::Data => mem::take(&mut self.data),
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

/// What is done with what is seen of an attempt.
type Done = Box<dyn FnOnce(Seen, Kept)>;

impl Sender {
    /// Sends with `fetch`, or the platform's if it is `undefined`; `credentials` says which cookies go along.
    pub fn new(fetch: JsValue, credentials: &str) -> Self {
        let init = Record::new();
        init.set("credentials", &credentials.into());
        init.set("redirect", &"manual".into());
        // A browser would answer from its cache, and keep a permanent redirect for good.
        if globals::caches() {
            init.set("cache", &"no-store".into());
        }
        Self { fetch, init }
    }

    /// Sends the request and calls `done` with what is seen of the answer, read to its end.
    pub fn exchange(
        &self,
        request: Rc<Request>,
        extras: &Extras,
        signal: &AbortSignal,
        done: Done,
    ) {
        let init = self.init(&request, extras, signal);
        let answer = if self.fetch.is_undefined() {
            globals::fetch(&request.url, &init)
        } else {
            let fetch: &Function = self.fetch.unchecked_ref();
            fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init)
        };
        match answer {
            Ok(answer) => settle(&answer, Box::new(move |answer| receive(request, answer, done))),
            Err(thrown) => failed(thrown, done),
        }
    }

    fn init(&self, request: &Request, extras: &Extras, signal: &AbortSignal) -> Record {
        let headers = Headers::new();
        for (name, value) in &request.headers {
            headers.set(name, value);
        }
        for (name, value) in &extras.headers {
            headers.set(name, value);
        }
        let init = self.init.copy();
        init.set("method", &request.method.as_str().into());
        init.set("headers", &headers.into_raw());
        init.set("signal", signal);
        if let Some(body) = &request.body {
            init.set("body", &body.as_str().into());
        }
        if extras.keepalive {
            init.set("keepalive", &JsValue::TRUE);
        }
        init
    }
}

/// Takes what `fetch` answered and reads it to its end.
fn receive(request: Rc<Request>, answer: Settled, done: Done) {
    let head = match answer {
        Ok(head) if is_response(&head) => head,
        Ok(_) => {
            let error =
                Error::option("fetch must answer with a Response, which the one in use didn't");
            return done(Seen::Unusable(error), Kept::default());
        }
        Err(thrown) => return failed(thrown, done),
    };
    match head.unchecked_ref::<web_sys::Response>().text() {
        Ok(text) => settle(
            &text,
            Box::new(move |text| match text {
                Ok(text) => {
                    let mut kept = Kept { head, ..Kept::default() };
                    let response = read(&request, text, &mut kept);
                    done(Seen::Answer(response), kept);
                }
                Err(thrown) => failed(thrown, done),
            }),
        ),
        Err(thrown) => failed(thrown, done),
    }
}

fn failed(thrown: JsValue, done: Done) {
    done(Seen::Failed, Kept { cause: thrown, ..Kept::default() });
}

/// Whether a fetch's answer can be used as a `Response`, of whichever realm or library.
fn is_response(answer: &JsValue) -> bool {
    answer.is_instance_of::<web_sys::Response>() || is_alike(answer)
}

fn is_alike(answer: &JsValue) -> bool {
    member(answer, "status").as_f64().is_some()
        && member(answer, "text").is_function()
        && member(&member(answer, "headers"), "get").is_function()
}

fn read(request: &Request, text: JsValue, kept: &mut Kept) -> Response {
    let head: web_sys::Response = kept.head.clone().unchecked_into();
    let mut response = Response {
        status: head.status(),
        headers: Vec::new(),
        body: Body::Empty,
        clock: globals::clock(),
    };
    response.body = body(request, &response, text, kept);
    // Beside data only the request's name is of interest, and each header has its price.
    let names =
        if matches!(response.body, Body::Data(_)) { &READ_HEADERS[..1] } else { &READ_HEADERS };
    for &name in names {
        if let Some(value) = header(&head, name).filter(|value| !request.is_echoed_in(value)) {
            response.headers.push((name, value));
        }
    }
    if let Some(id) = response.header("x-request-id") {
        kept.request_id = id.into();
    }
    response
}

/// A header of an answer; what can't be read is absent.
pub fn header(head: &web_sys::Response, name: &str) -> Option<String> {
    head.headers().get(name).ok().flatten()
}

/// Reads the body: data stays in JavaScript, an error's text comes to the core.
fn body(request: &Request, response: &Response, text: JsValue, kept: &mut Kept) -> Body {
    if text.is_falsy() {
        return Body::Empty;
    }
    match globals::parse(&text) {
        Ok(data) if response.is_success() => {
            let shape = shape(request.expect, &data);
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

/// Looks at data as far as it matters for what is expected.
fn shape(expect: Expect, data: &JsValue) -> Shape {
    if Array::is_array(data) {
        return Shape::List;
    }
    let Some(object) = Data::of(data) else { return Shape::Scalar };
    let may_be_page = matches!(expect, Expect::Page | Expect::Records);
    let page = may_be_page && page_of(object).is_some();
    let may_be_record = matches!(expect, Expect::Record | Expect::Records);
    let id = may_be_record && object.id().as_f64().is_some();
    let detail = if page || id { None } else { object.detail().as_string() };
    Shape::Object { id, page, detail }
}

/// The records of a page, wherever the service puts them.
fn page_of(data: &Data) -> Option<Array> {
    [Data::results, Data::items, Data::users]
        .iter()
        .map(|records| records(data))
        .find(Array::is_array)
        .map(JsCast::unchecked_into)
}

/// The records in an answer, be it a page, an array, a single one or `null`.
pub fn records(data: &JsValue) -> Array {
    if Array::is_array(data) {
        return data.clone().unchecked_into();
    }
    match Data::of(data) {
        Some(object) => page_of(object).unwrap_or_else(|| Array::of1(data)),
        None => Array::new(),
    }
}
