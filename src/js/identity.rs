//! Who is signed in, as the page's own function tells a relay: in memory only.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};

use super::ask::{Shared, ask};
use super::options::CallOptions;
use super::transport::{Failure, Transport};
use super::wake::Settled;

/// What is done with a token; none if nobody is signed in.
type Done = Box<dyn FnOnce(Result<Option<String>, Failure>)>;

/// The function that gives identity tokens, and the token it gave.
pub struct Identity {
    /// The caller's own, or `undefined`.
    function: JsValue,
    token: RefCell<Option<String>>,
    asked: Shared,
    /// How often somebody signed out: what was asked for before is nobody's any more.
    epoch: Cell<u32>,
}

impl Identity {
    pub fn new(function: JsValue) -> Rc<Self> {
        Rc::new(Self {
            function,
            token: RefCell::default(),
            asked: Shared::default(),
            epoch: Cell::default(),
        })
    }

    /// Whether anybody can be signed in.
    pub fn is_there(&self) -> bool {
        self.function.is_function()
    }

    /// Gives the token there is, or asks for one. That nobody is signed in isn't remembered.
    pub fn token(
        self: &Rc<Self>,
        transport: &Rc<Transport>,
        options: &CallOptions,
        started: u64,
        done: Done,
    ) {
        let known = self.token.borrow().clone();
        if known.is_some() {
            return done(Ok(known));
        }
        let done = Box::new(|told: Result<JsValue, _>| done(told.map(|token| token.as_string())));
        if self.asked.join(transport.wait(options, started, done)) {
            let (identity, epoch) = (Rc::clone(self), self.epoch.get());
            let told = Box::new(move |told| {
                if identity.epoch.get() == epoch {
                    let told = read(told);
                    *identity.token.borrow_mut() = told.as_ref().ok().and_then(JsValue::as_string);
                    identity.asked.end(&told);
                }
            });
            ask(&self.function, &[], told);
        }
    }

    /// Drops a token that is worth nothing any more, unless there is a newer one.
    pub fn drop_token(&self, old: &str) {
        let mut token = self.token.borrow_mut();
        if token.as_deref() == Some(old) {
            *token = None;
        }
    }

    /// Forgets who is signed in, and ends the calls that wait to be told.
    pub fn forget(&self) {
        self.epoch.update(|epoch| epoch.wrapping_add(1));
        *self.token.borrow_mut() = None;
        let message = "signOut was called while the call waited for an identity token";
        self.asked.end(&Err(Error::new(Kind::Abort, "aborted", message).into()));
    }
}

/// A token that a header can carry, or `null`.
fn read(told: Settled) -> Result<JsValue, Failure> {
    let invalid = |message| Error::new(Kind::Auth, "identity_invalid", message);
    let token =
        told.map_err(|thrown| Failure::new(invalid("identity failed to give a token"), thrown))?;
    if token.is_null() || token.is_undefined() {
        return Ok(JsValue::NULL);
    }
    let sound = |text: String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if token.as_string().is_some_and(sound) {
        return Ok(token);
    }
    Err(invalid("identity must give a token as text, or null if nobody is signed in").into())
}
