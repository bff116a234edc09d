//! ConnectyCube's client: calls in the session there is, and the session kept alive.

mod renewal;
mod trip;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use crate::args::Args;
use crate::connectycube::operations::{self, Operation};
use crate::connectycube::session::{Effect, Session, effect};
use crate::connectycube::{Config, Credentials};
use crate::error::{Error, Kind, Result};
use crate::http::page::Listing;
use crate::http::{Expect, Policy, Request};
use crate::text::concat;
use crate::value::Value;

use super::ask::Shared;
use super::convert;
use super::exchange;
use super::globals::{self, Data, member};
use super::options::CallOptions;
use super::transport::{Answer, Done, Transport};
use super::wait::Wait;
use trip::Trip;

/// A client's session, and how it is had.
pub struct Cube {
    pub config: Config,
    policy: Policy,
    transport: Rc<Transport>,
    session: RefCell<Option<Session>>,
    /// Calls that change the session run one after the other: two at once would leave the wrong one.
    changing: Cell<bool>,
    turns: RefCell<Vec<Rc<Wait>>>,
    /// Who waits for a renewal that is under way.
    renewing: Shared,
    /// The caller's own functions, or `undefined`: gives credentials, signs a text, hears of the session.
    renew: JsValue,
    signer: JsValue,
    on_session: JsValue,
}

/// What a call comes to.
enum Task {
    Send(Request),
    /// A request for a session that the caller's `signer` has to sign.
    Sign(Credentials),
    Nothing,
}

impl Cube {
    /// Makes a client from the options its user gave.
    ///
    /// # Errors
    /// `config` / `invalid_option`.
    #[cfg(feature = "npm")]
    pub fn read(options: &JsValue, policy: Policy, transport: &Rc<Transport>) -> Result<Rc<Self>> {
        let text = |name| member(options, name).as_string();
        let app_id = convert::value(&member(options, "appId"), "appId")?;
        let app_id = app_id.as_integer().and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
        let auth_key = text("authKey").unwrap_or_default();
        let config = Config::new(app_id, &auth_key, text("baseUrl").as_deref())?;
        Ok(Self::new(config, options, policy, transport))
    }

    /// Makes a client with the functions that are among `options`.
    pub fn new(
        config: Config,
        options: &JsValue,
        policy: Policy,
        transport: &Rc<Transport>,
    ) -> Rc<Self> {
        Rc::new(Self {
            config,
            policy,
            transport: Rc::clone(transport),
            session: RefCell::default(),
            changing: Cell::new(false),
            turns: RefCell::default(),
            renewing: Shared::default(),
            renew: member(options, "renew"),
            signer: member(options, "signer"),
            on_session: member(options, "onSession"),
        })
    }

    /// The session there is.
    pub fn session(&self) -> Option<Session> {
        self.session.borrow().clone()
    }

    /// Runs an operation that is one request.
    pub fn call(
        self: &Rc<Self>,
        operation: &str,
        arguments: &[Value],
        options: &Rc<CallOptions>,
        started: u64,
        done: Done,
    ) {
        match self.prepare(operation, Args(arguments)) {
            Ok(Task::Send(request)) => {
                let first = request.expect == Expect::Page;
                let unwrap: Done =
                    Box::new(move |outcome| done(outcome.map(|answer| unwrapped(answer, first))));
                self.send(request, options, started, unwrap);
            }
            Ok(Task::Sign(credentials)) => {
                let unwrap: Done =
                    Box::new(move |outcome| done(outcome.map(|answer| unwrapped(answer, false))));
                self.sign(credentials, options, started, unwrap);
            }
            Ok(Task::Nothing) => done(Ok(Answer::default())),
            Err(error) => done(Err(error.into())),
        }
    }

    fn prepare(&self, operation: &str, args: Args<'_>) -> Result<Task> {
        if operation == "setSession" {
            let session = args.at(0);
            self.set(if matches!(session, Value::Null) {
                None
            } else {
                Some(Session::read(session)?)
            });
            return Ok(Task::Nothing);
        }
        let request = find(operation)?.request(&self.config, args)?;
        if effect(&request) == Effect::Begins && self.signer.is_function() {
            return Credentials::read(args.at(0)).map(Task::Sign);
        }
        Ok(Task::Send(request))
    }

    /// The first request of a list, and how it goes on.
    ///
    /// # Errors
    /// `input` for arguments that can't be used.
    pub fn list(&self, operation: &str, arguments: &[Value]) -> Result<(Request, Listing)> {
        let known = find(operation)?;
        let request = known.request(&self.config, Args(arguments))?;
        let listing = known.listing(Args(arguments), &request);
        Ok((request, listing.ok_or_else(|| no_operation(operation))?))
    }

    /// Sends a request in the session there is, when its turn has come.
    pub fn send(
        self: &Rc<Self>,
        request: Request,
        options: &Rc<CallOptions>,
        started: u64,
        done: Done,
    ) {
        let changes = effect(&request) != Effect::Prolongs;
        let (cube, call) = (Rc::clone(self), Rc::clone(options));
        let trip = move |done| {
            Box::new(Trip { cube, request, options: call, started, repeated: false, done }).go();
        };
        if !changes {
            return trip(done);
        }
        let after = Rc::clone(self);
        let turn = self.transport.wait(
            options,
            started,
            Box::new(move |turn| match turn {
                Ok(_) => trip(Box::new(move |outcome| {
                    after.changing.set(false);
                    done(outcome);
                    after.next_turn();
                })),
                Err(why) => done(Err(why)),
            }),
        );
        self.turns.borrow_mut().push(turn);
        self.next_turn();
    }

    /// Lets the next call that changes the session go, if none is under way.
    fn next_turn(&self) {
        let mut turns = self.turns.borrow_mut();
        turns.retain(|turn| !turn.is_over());
        if self.changing.get() || turns.is_empty() {
            return;
        }
        self.changing.set(true);
        let turn = turns.remove(0);
        drop(turns);
        turn.end(Ok(JsValue::UNDEFINED));
    }

    /// Goes on in this session.
    pub fn set(&self, session: Option<Session>) {
        self.session.replace(session);
        self.tell();
    }

    /// Tells the facade what the session is now.
    fn tell(&self) {
        if !self.on_session.is_function() {
            return;
        }
        let session = self.session.borrow().as_ref().map(Session::to_value);
        let session = session.map_or(JsValue::NULL, |session| convert::to_js(&session));
        let _ = self.on_session.unchecked_ref::<Function>().call1(&JsValue::UNDEFINED, &session);
    }

    /// Does to the session what an answer to `request` does.
    fn apply(&self, request: &Request, answer: &Answer) -> Result<()> {
        let change = effect(request);
        match change {
            Effect::Begins => {
                let session = convert::value(&member(&answer.data, "session"), "session")?;
                self.session.replace(Some(Session::read(&session).map_err(|_| no_session())?));
            }
            Effect::Ends => drop(self.session.take()),
            Effect::LogsIn => {
                let user = convert::value(&member(&answer.data, "user"), "user")?;
                let id = user
                    .get("id")
                    .and_then(Value::as_integer)
                    .and_then(|id| u64::try_from(id).ok());
                if let (Some(session), Some(id)) = (self.session.borrow_mut().as_mut(), id) {
                    session.log_in(id);
                }
            }
            Effect::LogsOut => {
                if let Some(session) = self.session.borrow_mut().as_mut() {
                    session.log_out();
                }
            }
            Effect::Prolongs => {}
        }
        let prolonged = self.prolong(request, answer);
        if prolonged || change != Effect::Prolongs {
            self.tell();
        }
        Ok(())
    }

    /// Takes over the end that an answer in this session tells.
    fn prolong(&self, request: &Request, answer: &Answer) -> bool {
        let mut session = self.session.borrow_mut();
        let Some(session) = session.as_mut().filter(|_| !answer.head.is_undefined()) else {
            return false;
        };
        let begins = effect(request) == Effect::Begins;
        let own = request.headers.iter().any(|(_, value)| value == session.token());
        let header = |name| exchange::header(answer.head.unchecked_ref(), name);
        let Some(end) = header("cb-token-expirationdate").filter(|_| begins || own) else {
            return false;
        };
        session.prolong(&end, header("date").as_deref(), globals::clock());
        true
    }
}

/// Takes the user or the session out of its wrapping; of a page that was asked for one user, the first.
pub fn unwrapped(answer: Answer, first: bool) -> Answer {
    let inner = Data::of(&answer.data)
        .and_then(|data| [data.user(), data.session()].into_iter().find(JsValue::is_object));
    let data = match inner {
        Some(inner) => inner,
        None if first => {
            let user = exchange::records(&answer.data).get(0);
            if user.is_undefined() { JsValue::NULL } else { user }
        }
        None => answer.data.clone(),
    };
    Answer { data, ..answer }
}

fn find(operation: &str) -> Result<&'static Operation> {
    operations::find(operation).ok_or_else(|| no_operation(operation))
}

fn no_operation(name: &str) -> Error {
    Error::input(concat(&[name, " is no operation"]))
}

fn no_session() -> Error {
    Error::new(Kind::Decode, "malformed", "the answer was malformed: a session was expected")
}
