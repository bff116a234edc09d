//! New sessions: signed by the caller's own function, renewed for all who wait for one.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::connectycube::Credentials;
use crate::connectycube::sign_in::{self, Stamp};
use crate::error::{Error, Kind};

use super::super::ask::ask;
use super::super::convert;
use super::super::globals;
use super::super::options::CallOptions;
use super::super::transport::{Done, Failure};
use super::super::wait::Wait;
use super::super::wake::Settled;
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
        let signed = self.transport.wait(
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
        let given = move |given: Settled| {
            signed.end(given.map_err(|thrown| failed(&UNSIGNED, thrown)));
        };
        ask(&self.signer, &[text.into()], Box::new(given));
    }

    /// Makes a new session, the application's or with what the caller's `renew` gives, for `wait` and all who join it.
    pub(super) fn renew(self: &Rc<Self>, by_caller: bool, wait: Rc<Wait>) {
        if !self.renewing.join(wait) {
            return;
        }
        if by_caller {
            let cube = Rc::clone(self);
            let given = move |given: Settled| {
                cube.create(given.map_err(|thrown| failed(&UNRENEWED, thrown)));
            };
            ask(&self.renew, &[], Box::new(given));
        } else {
            self.create(Ok(JsValue::UNDEFINED));
        }
    }

    /// Makes the new session, with a patience of its own: who began it may give up before the others.
    fn create(self: &Rc<Self>, credentials: Result<JsValue, Failure>) {
        let cube = Rc::clone(self);
        let done: Done = Box::new(move |outcome| {
            cube.renewing.end(&outcome.map(|_| JsValue::UNDEFINED));
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

/// Makes an error of what a function of the caller's has thrown.
fn failed((code, message): &Failing, thrown: JsValue) -> Failure {
    Failure::new(Error::new(Kind::Auth, code, *message), thrown)
}
