//! One attempt: a request sent, its answer read.

use gloo_net::http::Headers;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
    ResponseType,
};

use crate::client::{Content, Raw, Sight};
use crate::http::answer::READ_HEADERS;
use crate::http::{Method, Request, Shape};

use super::platform::{clock, fetch, member, parse, stringify};

/// An answer, read to its end.
pub struct Answer {
    /// The data; `undefined` if there is none.
    pub data: JsValue,
    headers: Headers,
}

impl Answer {
    /// The header of that name, empty if it isn't there or can't be read.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).unwrap_or_default()
    }
}

/// Sends the request. `see` is told what is seen of the answer.
pub async fn exchange<T>(
    request: &Request,
    signal: &AbortSignal,
    see: impl FnOnce(Sight<'_>) -> T,
) -> (T, Option<Answer>) {
    let Ok(answer) = send(request, signal).await else { return (see(Sight::Failed), None) };
    let Ok(response) = answer.dyn_into::<Response>() else { return (see(Sight::Unusable), None) };
    let Ok(text) = body(&response).await else { return (see(Sight::Failed), None) };
    let parsed = parse(&text).ok();
    let (is_json, is_data) = (parsed.is_some(), parsed.is_some() && response.ok());
    // Of data no text is needed here; other JSON is written anew, as it is read below.
    let text = match &parsed {
        Some(_) if is_data => None,
        Some(data) => stringify(data).unwrap_or_else(|_| text.as_string()),
        None => text.as_string(),
    }
    .unwrap_or_default();
    let headers = Headers::from_raw(response.headers());
    let answer = Answer { data: parsed.unwrap_or_default(), headers };
    let headers = READ_HEADERS.map(|name| answer.header(name));
    let sight = Raw {
        status: response.status(),
        headers: headers.each_ref().map(String::as_str),
        content: match is_json {
            true if is_data => Content::Data(looks(&answer.data)),
            true => Content::Json(&text),
            false => Content::Text(&text),
        },
        clock: clock(),
    };
    (see(Sight::Answer(sight)), Some(answer))
}

fn looks(data: &JsValue) -> Shape {
    if Array::is_array(data) {
        return Shape::List;
    }
    if !data.is_object() {
        return Shape::Scalar;
    }
    // Wherever the service puts the records of a page.
    let page =
        ["results", "items", "users"].iter().any(|name| Array::is_array(&member(data, name)));
    let detail = member(data, "detail").as_string();
    Shape::Object { id: member(data, "id").as_f64().is_some(), page, detail }
}

async fn send(request: &Request, signal: &AbortSignal) -> Result<JsValue, JsValue> {
    let init = init(request, signal);
    let ask = || fetch(&request.url, &init).map(|answer| JsFuture::from(Promise::resolve(&answer)));
    let answer = ask()?.await?;
    let is_redirect = answer
        .dyn_ref::<Response>()
        .is_some_and(|response| response.type_() == ResponseType::Opaqueredirect);
    if is_redirect && request.method == Method::Get {
        // A browser keeps a permanent redirect for good, and may have answered by itself.
        init.set_cache(RequestCache::Reload);
        return ask()?.await;
    }
    Ok(answer)
}

fn init(request: &Request, signal: &AbortSignal) -> RequestInit {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers.into_raw());
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    if let Some(body) = &request.body {
        init.set_body(&body.as_str().into());
    }
    init
}

async fn body(response: &Response) -> Result<JsValue, JsValue> {
    JsFuture::from(response.text()?).await
}
