//! ConnectyCube's client: calls in the session there is, and the session kept alive.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::Headers;
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use crate::args::Args;
use crate::connectycube::operations::Operation;
use crate::connectycube::session::{Effect, Recovery, Session, effect, recovery};
use crate::connectycube::sign_in::{self, Stamp};
use crate::connectycube::{Config, Credentials, OPERATIONS, sharpen};
use crate::error::{Error, Kind, Result};
use crate::http::page::Listing;
use crate::http::{Expect, Policy, Request};
use crate::text::concat;
use crate::value::Value;

use super::convert;
use super::exchange;
use super::globals::{self, member, settle};
use super::options::CallOptions;
use super::transport::{Answer, Done, Failure, Outcome, Transport};

/// What waits until no other call changes the session.
type Turn = Box<dyn FnOnce()>;
/// What waits for a new session.
type Renewed = Box<dyn FnOnce(std::result::Result<(), Failure>)>;

/// A client's session, and how it is had.
pub struct Cube {
    config: Config,
    policy: Policy,
    transport: Rc<Transport>,
    session: RefCell<Option<Session>>,
    /// Calls that change the session run one after the other: two at once would leave the wrong one.
    changing: Cell<bool>,
    turns: RefCell<Vec<Turn>>,
    /// Who waits for a renewal that is under way; `None` if none is.
    renewing: RefCell<Option<Vec<Renewed>>>,
    /// The caller's own functions, or `undefined`: gives credentials, signs a text, hears of the session.
    renew: JsValue,
    signer: JsValue,
    on_session: JsValue,
}

/// A call on its way: a request that is authorized when it is sent.
struct Trip {
    cube: Rc<Cube>,
    request: Request,
    options: Rc<CallOptions>,
    started: u64,
    repeated: bool,
    done: Done,
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
    pub fn new(options: &JsValue, policy: Policy, transport: &Rc<Transport>) -> Result<Rc<Self>> {
        let text = |name| member(options, name).as_string();
        let app_id = convert::value(&member(options, "appId"), "appId")?;
        let app_id = app_id.as_integer().and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
        let auth_key = text("authKey").unwrap_or_default();
        Ok(Rc::new(Self {
            config: Config::new(app_id, &auth_key, text("baseUrl").as_deref())?,
            policy,
            transport: Rc::clone(transport),
            session: RefCell::default(),
            changing: Cell::new(false),
            turns: RefCell::default(),
            renewing: RefCell::default(),
            renew: member(options, "renew"),
            signer: member(options, "signer"),
            on_session: member(options, "onSession"),
        }))
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
            self.set(if *session == Value::Null { None } else { Some(Session::read(session)?) });
            return Ok(Task::Nothing);
        }
        let request = (find(operation)?.request)(&self.config, args)?;
        if effect(&request) == Effect::Begins && self.signer.is_function() {
            return Credentials::new(args.members(0, "credentials")?).map(Task::Sign);
        }
        Ok(Task::Send(request))
    }

    /// The first request of a list, and how it goes on.
    ///
    /// # Errors
    /// `input` for arguments that can't be used.
    pub fn list(&self, operation: &str, arguments: &[Value]) -> Result<(Request, Listing)> {
        let known = find(operation)?;
        let request = (known.request)(&self.config, Args(arguments))?;
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
        let (cube, options) = (Rc::clone(self), Rc::clone(options));
        if effect(&request) == Effect::Prolongs {
            Box::new(Trip { cube, request, options, started, repeated: false, done }).go();
            return;
        }
        let after = Rc::clone(self);
        let done: Done = Box::new(move |outcome| {
            after.changing.set(false);
            done(outcome);
            after.next_turn();
        });
        let trip = Box::new(Trip { cube, request, options, started, repeated: false, done });
        self.turns.borrow_mut().push(Box::new(move || trip.go()));
        self.next_turn();
    }

    fn next_turn(&self) {
        if self.changing.get() || self.turns.borrow().is_empty() {
            return;
        }
        self.changing.set(true);
        let turn = self.turns.borrow_mut().remove(0);
        turn();
    }

    /// Lets the caller's `signer` sign the request for a session, and sends it.
    fn sign(
        self: &Rc<Self>,
        credentials: Credentials,
        options: &Rc<CallOptions>,
        started: u64,
        done: Done,
    ) {
        let stamp = Stamp { nonce: globals::random_below(10_000), timestamp: globals::clock() };
        let text = sign_in::to_sign(&self.config, &credentials, stamp);
        let (cube, options) = (Rc::clone(self), Rc::clone(options));
        ask(
            &self.signer,
            &[text.into()],
            Box::new(move |signature| {
                let signed = signature.and_then(|signature| {
                    let signature = signature.as_string().unwrap_or_default();
                    Ok(sign_in::create_signed(&cube.config, &credentials, stamp, &signature)?)
                });
                match signed {
                    Ok(request) => cube.send(request, &options, started, done),
                    Err(failure) => done(Err(failure)),
                }
            }),
        );
    }

    /// Makes a new session for all who wait for one: the application's, or with what the caller's `renew` gives.
    fn renew(self: &Rc<Self>, by_caller: bool, done: Renewed) {
        let mut renewing = self.renewing.borrow_mut();
        if let Some(waiting) = renewing.as_mut() {
            waiting.push(done);
            return;
        }
        *renewing = Some(vec![done]);
        drop(renewing);
        if by_caller {
            let cube = Rc::clone(self);
            ask(&self.renew, &[], Box::new(move |credentials| cube.create(credentials)));
        } else {
            self.create(Ok(JsValue::UNDEFINED));
        }
    }

    /// Makes the new session, with a patience of its own: who began it may give up before the others.
    fn create(self: &Rc<Self>, credentials: std::result::Result<JsValue, Failure>) {
        let cube = Rc::clone(self);
        let done: Done = Box::new(move |outcome| {
            for waiting in cube.renewing.take().unwrap_or_default() {
                waiting(outcome.as_ref().map(|_| ()).map_err(Clone::clone));
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

    fn set(&self, session: Option<Session>) {
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
        let headers = Headers::from_raw(member(&answer.head, "headers").unchecked_into());
        let Some(end) = headers.get("cb-token-expirationdate").filter(|_| begins || own) else {
            return false;
        };
        session.prolong(&end, headers.get("date").as_deref(), globals::clock());
        true
    }
}

impl Trip {
    fn go(self: Box<Self>) {
        let sent = self.cube.session.borrow().clone();
        let request = match self.cube.config.authorize(self.request.clone(), sent.as_ref()) {
            Ok(request) => request,
            Err(error) => return (self.done)(Err(error.into())),
        };
        if let Err(error) = self.options.check_body(request.body.as_ref()) {
            return (self.done)(Err(error.into()));
        }
        let (transport, options) = (Rc::clone(&self.cube.transport), Rc::clone(&self.options));
        let (started, authorized) = (self.started, request.clone());
        let done = Box::new(move |outcome| self.came(&authorized, sent, outcome));
        transport.call(request, sharpen, &options, started, done);
    }

    /// Takes what came of it: repeats the call once in another session if that helps.
    fn came(mut self: Box<Self>, request: &Request, sent: Option<Session>, outcome: Outcome) {
        let failure = match outcome {
            Ok(answer) => {
                let applied = self.cube.apply(request, &answer);
                return (self.done)(applied.map(|()| answer).map_err(Into::into));
            }
            Err(failure) => failure,
        };
        let current = self.cube.session.borrow().clone();
        let helps = match sent {
            Some(sent) if !self.repeated => {
                recovery(&self.request, &failure.error, &sent, current.as_ref())
            }
            _ => Recovery::None,
        };
        self.repeated = true;
        match helps {
            Recovery::Repeat => self.go(),
            Recovery::Create => self.renew(false),
            Recovery::Renew if self.cube.renew.is_function() => self.renew(true),
            Recovery::Renew | Recovery::None => (self.done)(Err(failure)),
        }
    }

    fn renew(self: Box<Self>, by_caller: bool) {
        let cube = Rc::clone(&self.cube);
        cube.renew(
            by_caller,
            Box::new(move |renewed| match renewed {
                Ok(()) => self.go(),
                Err(failure) => (self.done)(Err(failure)),
            }),
        );
    }
}

/// Calls one of the caller's own functions, which may answer with a promise.
fn ask(
    function: &JsValue,
    arguments: &[JsValue],
    done: Box<dyn FnOnce(std::result::Result<JsValue, Failure>)>,
) {
    let arguments: Array = arguments.iter().collect();
    let answer = function.unchecked_ref::<Function>().apply(&JsValue::UNDEFINED, &arguments);
    let failed = |thrown| {
        let message = "the function that the client was given to renew or sign a session failed";
        Failure::new(Error::new(Kind::Auth, "session_expired", message), thrown)
    };
    match answer {
        Ok(answer) => settle(&answer, Box::new(move |settled| done(settled.map_err(failed)))),
        Err(thrown) => done(Err(failed(thrown))),
    }
}

/// Takes the user or the session out of its wrapping; of a page that was asked for one user, the first.
fn unwrapped(answer: Answer, first: bool) -> Answer {
    let inner = ["user", "session"]
        .map(|name| member(&answer.data, name))
        .into_iter()
        .find(JsValue::is_object);
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
    OPERATIONS.iter().find(|known| known.name == operation).ok_or_else(|| no_operation(operation))
}

fn no_operation(name: &str) -> Error {
    Error::input(concat(&[name, " is no operation"]))
}

fn no_session() -> Error {
    Error::new(Kind::Decode, "malformed", "the answer was malformed: a session was expected")
}
