//! What the npm module exports; its facade gives it JavaScript's shape.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::args::Args;
use crate::cookie;
use crate::http::Policy;

use super::convert;
use super::options::{CallOptions, started};
use super::pager::{Pager, Pages};
use super::promise::{promise, reply};
use super::settings::{Settings, System};
use super::site::Asked;
use super::transport::{Failure, Transport};

/// Reads the visitor's key from a cookie string.
#[wasm_bindgen(js_name = visitorKey)]
#[must_use]
pub fn visitor_key(cookies: &str) -> Option<String> {
    cookie::visitor_key(cookies).map(Into::into)
}

/// A client of one system; what is wrong with its options is said by each call.
#[wasm_bindgen]
pub struct Client(Result<Core, Failure>);

struct Core {
    system: System,
    policy: Policy,
    transport: Rc<Transport>,
}

#[wasm_bindgen]
impl Client {
    /// Makes a client from the options its user gave.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(system: &str, options: &JsValue) -> Self {
        let core = Settings::read(options).and_then(|settings| {
            let (system, transport) = settings.connect(system, options)?;
            Ok(Core { system, policy: settings.policy, transport })
        });
        Self(core.map_err(Failure::from))
    }

    /// Runs one operation; resolves to `[data, status, headers, attempts, requestId]`.
    pub fn call(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> Promise {
        promise(&|ends| {
            let begun = self.core().and_then(|core| {
                let options = Rc::new(CallOptions::read(core.policy, operation, options)?);
                let arguments = convert::values(arguments, "an argument")?;
                let (started, ends) = (started(waited), ends.clone());
                match &core.system {
                    System::UserCom(site) => {
                        site.call(Asked { arguments, options, started, ends })?;
                    }
                    System::ConnectyCube(cube) => {
                        let done = Box::new(move |outcome| {
                            ends.settle(outcome, |answer| reply(&answer.data, answer));
                        });
                        cube.call(operation, &arguments, &options, started, done);
                    }
                }
                Ok(())
            });
            if let Err(failure) = begun {
                ends.reject(&failure);
            }
        })
    }

    /// Runs an operation that answers a list.
    #[must_use]
    pub fn list(&self, operation: &str, arguments: &Array, options: &JsValue) -> Pager {
        Pager(self.core().and_then(|core| {
            let options = Rc::new(CallOptions::read(core.policy, operation, options)?);
            let arguments = convert::values(arguments, "an argument")?;
            match &core.system {
                System::UserCom(site) => {
                    let list = site.target.list(operation, Args(&arguments))?;
                    let (transport, sharpen) = (Rc::clone(&core.transport), list.sharpen);
                    let send = move |request, options: &_, started, done| {
                        transport.call(request, sharpen, options, started, done);
                    };
                    let listing = list.listing();
                    Ok(Pages::new(list.request, listing, options, Box::new(send)))
                }
                System::ConnectyCube(cube) => {
                    let (request, listing) = cube.list(operation, &arguments)?;
                    let cube = Rc::clone(cube);
                    let send = move |request, options: &_, started, done| {
                        cube.send(request, options, started, done);
                    };
                    Ok(Pages::new(request, listing, options, Box::new(send)))
                }
            }
        }))
    }

    /// Forgets who is signed in.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) {
        if let Ok(Core { system: System::UserCom(site), .. }) = &self.0 {
            site.sign_out();
        }
    }

    /// Ends every call under way and all that may come.
    pub fn close(&self) {
        if let Ok(core) = &self.0 {
            core.transport.close();
        }
    }

    fn core(&self) -> Result<&Core, Failure> {
        self.0.as_ref().map_err(Clone::clone)
    }
}
