//! New sessions: signed by the caller's own function, renewed for all who wait for one.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use crate::connectycube::Credentials;
use crate::connectycube::sign_in::{self, Stamp};
use crate::error::{Error, Kind};

use super::super::convert;
use super::super::globals::{self, settle};
use super::super::options::CallOptions;
use super::super::transport::{Done, Failure};
use super::super::wait::Wait;
use super::Cube;

impl Cube {
    /// Lets the caller's `signer` sign the request for a session, and sends it.
    pub(super) fn sign(
        self: &Rc<Self>,
        credentials: Credentials,
        options: &Rc<CallOptions>,
        started: u64,
        done: Done,
    ) {
        let stamp = Stamp { nonce: globals::random_below(10_000), timestamp: globals::clock() };
        let text = sign_in::to_sign(&self.config, &credentials, stamp);
        let (cube, call) = (Rc::clone(self), Rc::clone(options));
        let signed = self.wait(
            options,
            started,
            Box::new(move |signature| {
                let request = signature.and_then(|signature| {
                    let signature = signature.as_string().unwrap_or_default();
                    Ok(sign_in::create_signed(&cube.config, &credentials, stamp, &signature)?)
                });
                match request {
                    Ok(request) => cube.send(request, &call, started, done),
                    Err(failure) => done(Err(failure)),
                }
            }),
        );
        ask(
            &self.signer,
            &[text.into()],
            &UNSIGNED,
            Box::new(move |signature| signed.end(signature)),
        );
    }

    /// Makes a new session, the application's or with what the caller's `renew` gives, for `wait` and all who join it.
    pub(super) fn renew(self: &Rc<Self>, by_caller: bool, wait: Rc<Wait>) {
        let mut renewing = self.renewing.borrow_mut();
        if let Some(waiting) = renewing.as_mut() {
            waiting.push(wait);
            return;
        }
        *renewing = Some(vec![wait]);
        drop(renewing);
        if by_caller {
            let cube = Rc::clone(self);
            ask(&self.renew, &[], &UNRENEWED, Box::new(move |given| cube.create(given)));
        } else {
            self.create(Ok(JsValue::UNDEFINED));
        }
    }

    /// Makes the new session, with a patience of its own: who began it may give up before the others.
    fn create(self: &Rc<Self>, credentials: Result<JsValue, Failure>) {
        let cube = Rc::clone(self);
        let done: Done = Box::new(move |outcome| {
            for waiting in cube.renewing.take().unwrap_or_default() {
                waiting.end(outcome.as_ref().map(|_| JsValue::UNDEFINED).map_err(Clone::clone));
            }
        });
        let read = credentials.and_then(|js| Ok(convert::value(&js, "what renew gives")?));
        match read {
            Ok(credentials) => {
                let mut options = CallOptions::new(self.policy);
                options.operation = "createSession".into();
                let options = Rc::new(options);
                self.call("createSession", &[credentials], &options, globals::now(), done);
            }
            Err(failure) => done(Err(failure)),
        }
    }
}

/// The code and message for a function of the caller's that failed.
type Failing = (&'static str, &'static str);

const UNSIGNED: Failing = ("unauthorized", "signer failed: the session couldn't be asked for");
const UNRENEWED: Failing =
    ("session_expired", "the session is over, and renew failed to give credentials for a new one");

/// Calls one of the caller's own functions, which may answer with a promise.
fn ask(
    function: &JsValue,
    arguments: &[JsValue],
    (code, message): &'static Failing,
    done: Box<dyn FnOnce(Result<JsValue, Failure>)>,
) {
    let arguments: Array = arguments.iter().collect();
    let answer = function.unchecked_ref::<Function>().apply(&JsValue::UNDEFINED, &arguments);
    let failed = |thrown| Failure::new(Error::new(Kind::Auth, code, *message), thrown);
    match answer {
        Ok(answer) => settle(&answer, Box::new(move |settled| done(settled.map_err(failed)))),
        Err(thrown) => done(Err(failed(thrown))),
    }
}
