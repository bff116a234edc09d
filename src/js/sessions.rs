//! ConnectyCube's sessions: calls in the one there is, which is kept alive.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot::{Sender, channel};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, RemoteHandle, Shared, WeakShared, ready};
use wasm_bindgen_futures::spawn_local;

use crate::args::as_id;
use crate::client::{Cube, Task, Told, Work};
use crate::connectycube::session::{Effect, Recovery};
use crate::connectycube::{Config, Credentials, sharpen, sign_in};
use crate::error::{Error, Result};
use crate::http::{Policy, Request};
use crate::value::Value;

use super::exchange::Answer;
use super::platform::{clock, now, stringify, until};
use super::transport::{Outcome, Transport, late};

/// What all calls of a client share.
pub struct Sessions {
    pub config: Config,
    pub cube: RefCell<Cube>,
    policy: Policy,
    transport: Rc<Transport>,
    /// The last of the calls that change the session: two at once would leave the wrong one.
    last: RefCell<Shared<LocalBoxFuture<'static, ()>>>,
    /// The renewal under way, for all who need it.
    renewing: RefCell<Option<WeakShared<RemoteHandle<Result<()>>>>>,
}

impl Sessions {
    pub fn new(config: Config, policy: Policy) -> Rc<Self> {
        Rc::new(Self {
            cube: RefCell::new(Cube::new(config.clone())),
            config,
            policy,
            transport: Transport::new(),
            last: RefCell::new(ready(()).boxed_local().shared()),
            renewing: RefCell::default(),
        })
    }

    /// Sends a request in the session there is, and once more in another if that helps.
    pub async fn send(self: &Rc<Self>, request: Request) -> Outcome {
        let started = now();
        let mut task = Task::new(Work::Request(request.clone()), sharpen);
        let mut turn = None;
        if task.effect() != Effect::Prolongs {
            let given = until(self.deadline(started), self.turn()).await;
            turn = Some(given.ok_or_else(|| late(0))?);
        }
        let outcome = match self.trip(&mut task, request.clone(), started).await {
            Err(error) if self.helps(&task, &error, started).await? => {
                self.trip(&mut task, request, started).await
            }
            outcome => outcome,
        };
        drop(turn);
        outcome
    }

    async fn trip(&self, task: &mut Task, request: Request, started: u64) -> Outcome {
        let request = self.cube.borrow().authorize(task, request)?;
        let outcome = self.transport.call(request, sharpen, self.policy, started).await?;
        if let Some(answer) = &outcome {
            self.apply(task, answer)?;
        }
        Ok(outcome)
    }

    /// Does to the session what an answer does.
    fn apply(&self, task: &Task, answer: &Answer) -> Result<()> {
        let changes = task.effect() != Effect::Prolongs;
        let text = if changes { stringify(&answer.data).ok().flatten() } else { None };
        let body = Value::from_json(&text.unwrap_or_default()).unwrap_or_default();
        let id = body.get("user").and_then(|user| as_id(user.get("id")?));
        let told = Told {
            session: body.get("session"),
            user_id: id.map(Into::into),
            end: &answer.header("cb-token-expirationdate"),
            date: &answer.header("date"),
            clock: clock(),
        };
        self.cube.borrow_mut().apply(task, told).map(drop)
    }

    /// Whether a call that failed may be sent again: in the session there is by now, or in a new one that is waited for.
    async fn helps(self: &Rc<Self>, task: &Task, failure: &Error, started: u64) -> Result<bool> {
        let recover = || self.cube.borrow().recover(task, failure.code);
        if recover() == Recovery::Create {
            let renewal = until(self.deadline(started), self.renewal()).await;
            let renewed = renewal.unwrap_or_else(|| Err(late(0)));
            renewed.map_err(|mut error| {
                error.attempts += failure.attempts;
                error
            })?;
        }
        Ok(recover() == Recovery::Repeat)
    }

    /// A new session of the application, made once for all who wait for it, with a patience of its own.
    fn renewal(self: &Rc<Self>) -> Shared<RemoteHandle<Result<()>>> {
        let known = self.renewing.borrow().as_ref().and_then(WeakShared::upgrade);
        known.unwrap_or_else(|| {
            let sessions = Rc::clone(self);
            let request = sign_in::create(&self.config, &Credentials::application());
            let renew = async move {
                let renewed = sessions.send(request).await.map(drop);
                sessions.renewing.take();
                renewed
            };
            let (renew, renewal) = renew.remote_handle();
            spawn_local(renew);
            let renewal = renewal.shared();
            self.renewing.replace(renewal.downgrade());
            renewal
        })
    }

    /// Waits until no other call changes the session; the turn ends when it is dropped.
    async fn turn(&self) -> Sender<()> {
        let (turn, over) = channel();
        let before = self.last.borrow().clone();
        let first = before.clone();
        let both = async move {
            first.await;
            // Dropping the other end is how a turn ends.
            let _ = over.await;
        };
        *self.last.borrow_mut() = both.boxed_local().shared();
        before.await;
        turn
    }

    fn deadline(&self, started: u64) -> u64 {
        started + u64::from(self.policy.total_timeout)
    }
}
