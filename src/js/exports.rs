//! What the npm module exports; its facade gives it JavaScript's shape.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::args::Args;
use crate::cookie;
use crate::error::Result;
use crate::http::call::Sharpen;
use crate::http::{Policy, Request};
use crate::usercom::plan::{List, Plan, Target};

use super::convert;
use super::exchange;
use super::globals::Record;
use super::options::{CallOptions, started};
use super::pager::Pager;
use super::promise::{Ends, promise, reply};
use super::settings::Settings;
use super::transport::{Answer, Failure, Outcome, Transport};

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
pub struct Client {
    /// What is wrong with the settings is said by each call.
    target: Result<Target, Failure>,
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
        let target = settings.target.map_err(Failure::from);
        Self { target, policy: settings.policy, transport }
    }

    /// Runs one operation; resolves to `[data, status, headers, attempts, requestId]`.
    pub fn call(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> Promise {
        promise(&|ends| match self.plan(operation, arguments, options) {
            Ok((mut plan, options)) => {
                let data = plan.known.take().map_or(JsValue::NULL, Into::into);
                let transport = Rc::clone(&self.transport);
                let errand = Errand { transport, plan, options, started: started(waited), ends };
                Box::new(errand).go_on(&Answer { data, ..Answer::default() });
            }
            Err(failure) => ends.reject(&failure),
        })
    }

    /// Runs an operation that answers a list.
    #[must_use]
    pub fn list(&self, operation: &str, arguments: &Array, options: &JsValue) -> Pager {
        Pager::new(&self.transport, self.plan_list(operation, arguments, options))
    }

    /// Ends every call under way and all that may come.
    pub fn close(&self) {
        self.transport.close();
    }
}

impl Client {
    fn plan(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
    ) -> Result<(Plan, Rc<CallOptions>), Failure> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let options = CallOptions::read(self.policy, operation, options)?;
        let arguments = convert::values(arguments, "an argument")?;
        let plan = target.plan(operation, Args(&arguments), options.cookie.as_deref())?;
        Ok((plan, Rc::new(options)))
    }

    fn plan_list(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
    ) -> Result<(List, Rc<CallOptions>), Failure> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let options = CallOptions::read(self.policy, operation, options)?;
        let arguments = convert::values(arguments, "an argument")?;
        let list = target.list(operation, Args(&arguments))?;
        Ok((list, Rc::new(options)))
    }
}

/// A call on its way through its plan.
struct Errand {
    transport: Rc<Transport>,
    plan: Plan,
    options: Rc<CallOptions>,
    started: u64,
    ends: Ends,
}

impl Errand {
    /// Sends the next request, or settles with the last one's answer.
    fn go_on(mut self: Box<Self>, answer: &Answer) {
        match self.next(answer) {
            Ok(Some((request, sharpen))) => {
                let (transport, options) = (Rc::clone(&self.transport), Rc::clone(&self.options));
                let started = self.started;
                let done = Box::new(|outcome: Outcome| match outcome {
                    Ok(answer) => self.go_on(&answer),
                    Err(failure) => self.ends.reject(&failure),
                });
                transport.call(request, sharpen, &options, started, done);
            }
            Ok(None) => self.ends.resolve(&reply(&self.data(answer), answer)),
            Err(error) => self.ends.reject(&error.into()),
        }
    }

    /// The last answer's data, in the form the operation has.
    fn data(&self, answer: &Answer) -> JsValue {
        if self.plan.records {
            return exchange::records(&answer.data).into();
        }
        let Some(identify) = self.plan.identified() else { return answer.data.clone() };
        let data = Record::new();
        data.set("action", &identify.action().into());
        data.set("user", &answer.data);
        if identify.reset_widget() {
            data.set("advice", &"reset_widget".into());
        }
        data.into()
    }

    fn next(&mut self, answer: &Answer) -> Result<Option<(Request, Sharpen)>> {
        let found = if self.plan.reads_records() { answer.found() } else { Vec::new() };
        let next = self.plan.next(&found, answer.made())?;
        if let Some((request, _)) = &next {
            self.options.check_body(request.body.as_ref())?;
        }
        Ok(next)
    }
}
