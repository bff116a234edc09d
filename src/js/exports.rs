//! What the npm module exports; its facade gives it JavaScript's shape.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::args::Args;
use crate::cookie;
use crate::error::Result;
use crate::http::Policy;
use crate::usercom::plan::{Plan, Target};

use super::convert;
use super::errors;
use super::options::CallOptions;
use super::settings::Settings;
use super::transport::{Answer, Failure, Transport};

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
        let core = Rc::clone(&self.0);
        let planned = core.plan(operation, arguments, options, waited);
        wasm_bindgen_futures::future_to_promise(async move {
            let answer = match planned {
                Ok((plan, options)) => core.carry_out(plan, options).await,
                Err(error) => Err(error.into()),
            };
            answer.map(|answer| to_js(&answer)).map_err(|failure| errors::to_js(&failure))
        })
    }

    /// Ends every call under way and all that may come.
    pub fn close(&self) {
        self.0.transport.close();
    }
}

impl Core {
    fn plan(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> Result<(Plan, CallOptions)> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let options = CallOptions::read(self.policy, options, waited)?;
        let values = convert::values(arguments)?;
        let plan = target.plan(operation, Args(&values), options.cookie.as_deref())?;
        Ok((plan, options))
    }

    /// Sends the plan's requests one after the other, and answers with the last one's answer.
    async fn carry_out(
        &self,
        mut plan: Plan,
        options: CallOptions,
    ) -> std::result::Result<Answer, Failure> {
        let mut answer = Answer::default();
        if let Some(known) = plan.known.take() {
            answer.data = known.into();
        }
        while let Some((request, sharpen)) = plan.next(answer.id())? {
            options.check_body(request.body.as_ref())?;
            answer = self.transport.call(request, sharpen, &options).await?;
        }
        Ok(answer)
    }
}

fn to_js(answer: &Answer) -> JsValue {
    let parts = Array::new();
    parts.push(&answer.data);
    parts.push(&answer.head.as_ref().map_or(0, web_sys::Response::status).into());
    parts.push(&answer.head.as_ref().map_or(JsValue::UNDEFINED, |head| head.headers().into()));
    parts.push(&answer.attempts.into());
    parts.push(&answer.request_id().map_or(JsValue::UNDEFINED, Into::into));
    parts.into()
}
