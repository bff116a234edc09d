//! User.com's client: calls planned, through a relay in the name of who is signed in.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::args::Args;
use crate::error;
use crate::usercom::plan::{Plan, Target};
use crate::usercom::visitor::Proof;
use crate::value::Value;

use super::errand::Errand;
use super::identity::Identity;
use super::options::CallOptions;
use super::promise::Ends;
use super::transport::{Failure, Transport};

/// A client of User.com, or of a relay in front of it.
pub struct Site {
    pub target: Target,
    pub transport: Rc<Transport>,
    identity: Rc<Identity>,
}

/// A call as it was asked for.
#[derive(Clone)]
pub struct Asked {
    pub arguments: Vec<Value>,
    pub options: Rc<CallOptions>,
    pub started: u64,
    pub ends: Ends,
}

/// A call in somebody's name, which can be made once more with a new token.
pub struct Signed {
    site: Rc<Site>,
    asked: Asked,
    token: String,
}

impl Site {
    pub fn new(target: Target, transport: &Rc<Transport>, identity: JsValue) -> Rc<Self> {
        let identity = Identity::new(identity);
        Rc::new(Self { target, transport: Rc::clone(transport), identity })
    }

    /// Runs an operation.
    ///
    /// # Errors
    /// What is wrong with the call is said before anybody is asked who they are.
    pub fn call(self: &Rc<Self>, asked: Asked) -> error::Result<()> {
        let operation = asked.options.operation.as_str();
        let signs = self.identity.is_there() && operation != "visitorKey";
        let plan = self.plan(&asked, signs.then_some("checked"))?;
        if signs {
            self.sign(asked, None);
        } else {
            Errand::begin(self, plan, asked, None);
        }
        Ok(())
    }

    fn plan(&self, asked: &Asked, token: Option<&str>) -> error::Result<Plan> {
        let Asked { arguments, options, .. } = asked;
        let proof = Proof { cookies: options.cookie.as_deref(), token };
        self.target.plan(&options.operation, Args(arguments), proof)
    }

    /// Makes the call in the name of who is signed in; the second time, after it was `refused` in somebody's name, in no
    /// other: without a token it fails as it did.
    fn sign(self: &Rc<Self>, asked: Asked, refused: Option<Failure>) {
        let site = Rc::clone(self);
        let (options, started) = (Rc::clone(&asked.options), asked.started);
        let told = move |told: Result<Option<String>, Failure>| match (told, refused) {
            (Ok(None), Some(refused)) => asked.ends.reject(&refused),
            (Err(why), refused) => {
                let sent = refused.map_or(0, |refused| refused.error.attempts);
                asked.ends.reject(&why.after(sent));
            }
            (Ok(token), refused) => site.go(asked, token, refused.is_none()),
        };
        self.identity.token(&self.transport, &options, started, Box::new(told));
    }

    fn go(self: &Rc<Self>, asked: Asked, token: Option<String>, renews: bool) {
        match self.plan(&asked, token.as_deref()) {
            Ok(plan) => {
                let signed = token.filter(|_| renews).map(|token| Signed {
                    site: Rc::clone(self),
                    asked: asked.clone(),
                    token,
                });
                Errand::begin(self, plan, asked, signed);
            }
            Err(error) => asked.ends.reject(&error.into()),
        }
    }

    /// Forgets who is signed in, and lets no call join one that is under way in their name.
    pub fn sign_out(&self) {
        self.identity.forget();
        self.transport.seal();
    }
}

impl Signed {
    /// Makes the call once more with a new token.
    pub fn again(self, refused: Failure) {
        self.site.identity.drop_token(&self.token);
        self.site.sign(self.asked, Some(refused));
    }
}
