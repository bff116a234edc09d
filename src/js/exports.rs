//! What the npm module exports; its facade gives it JavaScript's shape.

use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use crate::args::Args;
use crate::cookie;
use crate::error::Result;
use crate::http::call::Sharpen;
use crate::http::{Policy, Request};
use crate::usercom::plan::{List, Plan, Target};

use super::convert;
use super::errors;
use super::options::CallOptions;
use super::pager::{self, Pager};
use super::settings::Settings;
use super::transport::{Answer, Outcome, Transport};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Reads the visitor's key from a cookie string.
#[wasm_bindgen(js_name = visitorKey)]
#[must_use]
pub fn visitor_key(cookies: &str) -> Option<String> {
    cookie::visitor_key(cookies).map(Into::into)
}

/// A client of one system.
#[wasm_bindgen]
pub struct Client(Rc<Core>);

/// A client's settings; what is wrong with them is said by each call.
struct Core {
    target: Result<Target>,
    policy: Policy,
    transport: Rc<Transport>,
}

#[wasm_bindgen]
impl Client {
    /// Makes a client from the options its user gave.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(_system: &str, options: &JsValue) -> Self {
        let settings = Settings::read(options);
        let transport = settings.transport();
        Self(Rc::new(Core { target: settings.target, policy: settings.policy, transport }))
    }

    /// Runs one operation; resolves to `[data, status, headers, attempts, requestId]`.
    pub fn call(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> Promise {
        let mut planned = Some(self.0.plan(operation, arguments, options, waited));
        Promise::new(&mut |resolve, reject| match planned.take() {
            Some(Ok((plan, options))) => {
                let transport = Rc::clone(&self.0.transport);
                Errand { transport, plan, options: Rc::new(options), resolve, reject }.start();
            }
            Some(Err(error)) => settle(&reject, &errors::to_js(&error.into())),
            None => {}
        })
    }

    /// Runs an operation that answers a list.
    #[must_use]
    pub fn list(&self, operation: &str, arguments: &Array, options: &JsValue) -> Pager {
        Pager::new(&self.0.transport, self.0.list(operation, arguments, options))
    }

    /// Ends every call under way and all that may come.
    pub fn close(&self) {
        self.0.transport.close();
    }
}

impl Core {
    fn list(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
    ) -> Result<(List, CallOptions)> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let mut options = CallOptions::read(self.policy, options, 0)?;
        options.operation = operation.into();
        Ok((target.list(operation, Args(&convert::values(arguments)?))?, options))
    }

    fn plan(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> Result<(Plan, CallOptions)> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let mut options = CallOptions::read(self.policy, options, waited)?;
        options.operation = operation.into();
        let values = convert::values(arguments)?;
        let plan = target.plan(operation, Args(&values), options.cookie.as_deref())?;
        Ok((plan, options))
    }
}

/// A call on its way through its plan.
struct Errand {
    transport: Rc<Transport>,
    plan: Plan,
    options: Rc<CallOptions>,
    resolve: Function,
    reject: Function,
}

impl Errand {
    fn start(mut self) {
        let data = self.plan.known.take().map_or(JsValue::NULL, Into::into);
        self.go_on(&Answer { data, head: None, attempts: 0 });
    }

    /// Sends the next request, or settles with the last one's answer.
    fn go_on(mut self, answer: &Answer) {
        match self.next(answer) {
            Ok(Some((request, sharpen))) => {
                let (transport, options) = (Rc::clone(&self.transport), Rc::clone(&self.options));
                let done = |outcome: Outcome| match outcome {
                    Ok(answer) => self.go_on(&answer),
                    Err(failure) => settle(&self.reject, &errors::to_js(&failure)),
                };
                transport.call(request, sharpen, &options, Box::new(done));
            }
            Ok(None) if self.plan.records => {
                settle(&self.resolve, &reply(&pager::records(&answer.data), answer));
            }
            Ok(None) => settle(&self.resolve, &reply(&answer.data, answer)),
            Err(error) => settle(&self.reject, &errors::to_js(&error.into())),
        }
    }

    fn next(&mut self, answer: &Answer) -> Result<Option<(Request, Sharpen)>> {
        let next = self.plan.next(answer.id())?;
        if let Some((request, _)) = &next {
            self.options.check_body(request.body.as_ref())?;
        }
        Ok(next)
    }
}

/// Calls one of a promise's two ends, which can't throw.
pub(super) fn settle(end: &Function, value: &JsValue) {
    let _ = end.call1(&JsValue::UNDEFINED, value);
}

/// `[data, status, headers, attempts, requestId]`
pub(super) fn reply(data: &JsValue, answer: &Answer) -> Array {
    let parts = Array::new();
    parts.push(data);
    parts.push(&answer.head.as_ref().map_or(0, web_sys::Response::status).into());
    parts.push(&answer.head.as_ref().map_or(JsValue::UNDEFINED, |head| head.headers().into()));
    parts.push(&answer.attempts.into());
    parts.push(&answer.request_id().map_or(JsValue::UNDEFINED, Into::into));
    parts
}
