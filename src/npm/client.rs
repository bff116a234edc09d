//! A client: where its calls go, and what they share.

use std::mem;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::args::is_header_value;
use crate::client::{self, Cube, Work};
use crate::connectycube;
use crate::cookie;
use crate::error::{Error, Kind, Result};
use crate::http::answer::Found;
use crate::http::call::Sharpen;
use crate::http::page::Page;
use crate::http::traffic::{Admission, Id};
use crate::http::{Call, Step, Traffic};
use crate::usercom::visitor::Proof;
use crate::usercom::{self, plan::Target};
use crate::value::Value;

use super::cube;
use super::question;
use super::settings::Settings;
use super::sight;
use super::task::{Task, arguments, part, read_patience, records, write_form};
use super::tell;

/// Reads the visitor's key from a cookie string.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = visitorKey))]
#[must_use]
pub fn visitor_key(cookies: &str) -> Option<String> {
    cookie::visitor_key(cookies).map(Into::into)
}

/// Something failed, which [`Client::text`] tells.
const FAILED: f64 = -1.0;
/// The data is the answer.
const DATA: f64 = -2.0;
/// The same, but its request id repeats a secret.
const UNNAMED_DATA: f64 = -3.0;
/// Nobody is there: `null`.
const NOBODY: f64 = -4.0;

/// The service that a client speaks to.
pub enum System {
    UserCom(Target),
    ConnectyCube(Cube),
}

/// A client of one system; what is wrong with its options is said by each call.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub struct Client {
    /// What the options name, or the failure that they are, as JSON.
    system: Result<System, String>,
    settings: Settings,
    traffic: Traffic,
    #[expect(clippy::vec_box, reason = "moving tasks about takes more code than boxes")]
    tasks: Vec<Box<Task>>,
    last_task: u64,
    /// The text of the last answer.
    told: String,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl Client {
    /// Makes a client of its options, as JSON in the order that [`Settings`] reads.
    #[cfg_attr(target_arch = "wasm32", wasm_bindgen(constructor))]
    #[must_use]
    pub fn new(system: &str, options: &str) -> Self {
        let (settings, system) = Settings::read(system, options);
        let traffic = Traffic::new(settings.max_concurrent, settings.shares);
        let system = system.map_err(|error| {
            let mut told = String::new();
            tell::failure(&error, &mut told);
            told
        });
        Self { system, settings, traffic, tasks: Vec::new(), last_task: 0, told: String::new() }
    }

    /// Answers one of the [questions](super::question), whose parts are numbers and a text. The answer is a number, below 0
    /// if something failed; what it has of text is given by [`Client::text`]. One function for all questions, since each
    /// that crosses costs more than most of what it does.
    #[expect(
        clippy::many_single_char_names,
        clippy::too_many_arguments,
        reason = "what they mean is said by the question"
    )]
    pub fn ask(&mut self, question: u8, a: f64, b: f64, c: f64, d: f64, e: f64, text: &str) -> f64 {
        let id = whole(a);
        self.told.clear();
        let answer = match question {
            question::BEGIN => self.begin(text, a > 0.0),
            question::NEXT => self.next(id, whole(b), c > 0.0, text),
            question::DROP => {
                self.tasks.retain(|known| known.id != id);
                Ok(0.0)
            }
            question::SEND => Ok(self.traffic.send_next().map_or(0.0, |id| id.number().into())),
            question::SEAL => {
                self.traffic.seal();
                Ok(0.0)
            }
            question::START..=question::LEAVE => self.fly(question, id, [b, c, d, e], text),
            _ => self.turn(question, id, [b, c], text),
        };
        answer.unwrap_or_else(|error| {
            tell::failure(&error, &mut self.told);
            FAILED
        })
    }

    /// The text of the last answer.
    pub fn text(&mut self) -> String {
        mem::take(&mut self.told)
    }
}

impl Client {
    /// What is told and asked of a flight.
    fn fly(
        &mut self,
        question: u8,
        flight: u64,
        [b, c, d, e]: [f64; 4],
        text: &str,
    ) -> Result<f64> {
        let id = Id::new(u32::try_from(flight).unwrap_or(0));
        let mut left_out = false;
        let step = match question {
            question::START => self.traffic.start(id, whole(b)),
            question::SEEN => {
                let Some(call) = self.traffic.call(id) else { return Ok(0.0) };
                let seen;
                (seen, left_out) = sight::read(b, e, text).read(call.request());
                self.traffic.seen(id, seen, whole(c), d)
            }
            question::LEFT => {
                let left = self.traffic.call(id).map_or(0, |call| call.left(whole(b)));
                return Ok(number(left));
            }
            question::RESUME => {
                self.traffic.resume(id);
                None
            }
            _ => return Ok(flag(self.traffic.leave(id))),
        };
        Ok(match step {
            None => 0.0,
            Some(Step::Send { timeout_ms: ms } | Step::Wait { ms }) => number(ms),
            Some(Step::Done(result)) => match result? {
                Found::Nobody => NOBODY,
                Found::Data if left_out => UNNAMED_DATA,
                Found::Data => DATA,
            },
        })
    }

    /// What is told and asked of a task.
    fn turn(&mut self, question: u8, task: u64, [b, c]: [f64; 2], text: &str) -> Result<f64> {
        let Some(task) = self.tasks.iter_mut().find(|known| known.id == task) else {
            return Ok(0.0);
        };
        match (question, &mut self.system) {
            (question::PAGE, _) => {
                let page = Page {
                    records: whole(b),
                    total: (c >= 0.0).then(|| whole(c)),
                    next: Some(text.into()),
                };
                Ok(number(task.core.take(&page)))
            }
            (question::ENDS, _) => Ok(flag(task.core.ends(u16::try_from(whole(b)).unwrap_or(0)))),
            (_, Ok(System::ConnectyCube(cube))) => {
                cube::turn(cube, question, task, [b, c], text, &mut self.told)
            }
            _ => Ok(0.0),
        }
    }

    fn begin(&mut self, text: &str, lists: bool) -> Result<f64> {
        let call = Value::from_json(text).unwrap_or_default();
        let mut policy = self.settings.policy;
        read_patience(&mut policy, &call, 5);
        let (work, sharpen) = match &mut self.system {
            Ok(System::UserCom(target)) => {
                (plan(target, &call, lists)?, usercom::sharpen as Sharpen)
            }
            Ok(System::ConnectyCube(cube)) => {
                (cube::begin(cube, &call, lists)?, connectycube::sharpen as Sharpen)
            }
            Err(failure) => {
                self.told.clone_from(failure);
                return Ok(FAILED);
            }
        };
        self.last_task += 1;
        let core = client::Task::new(work, sharpen);
        self.tasks.push(Box::new(Task { id: self.last_task, call, policy, core }));
        Ok(number(self.last_task))
    }

    fn next(&mut self, task: u64, started: u64, made: bool, found: &str) -> Result<f64> {
        let Some(task) = self.tasks.iter_mut().find(|known| known.id == task) else {
            return Ok(0.0);
        };
        let Some((mut request, sharpen)) = task.core.next(&records(found), made)? else {
            if let Work::Plan(plan) = &task.core.work {
                write_form(plan, &mut self.told);
            }
            return Ok(0.0);
        };
        if let Ok(System::ConnectyCube(cube)) = &self.system {
            request = cube.authorize(&mut task.core, request)?;
        }
        let Settings { cookies, uncached, .. } = self.settings;
        tell::request(&request, cookies, uncached, &mut self.told);
        let alone = part(&task.call, 4).as_integer() == Some(1);
        let call = Call::new(request, task.policy, sharpen, started);
        let admission = self.traffic.admit(call, alone);
        if matches!(admission, Admission::Joins(_)) {
            self.told.clear();
        }
        let (Admission::Joins(id) | Admission::Begins(id)) = admission;
        Ok(id.number().into())
    }
}

/// What a call of User.com has to do.
fn plan(target: &Target, call: &Value, lists: bool) -> Result<Work> {
    let operation = part(call, 1).as_text().unwrap_or_default();
    let args = arguments(call);
    if lists {
        let list = target.list(operation, args)?;
        let listing = list.listing();
        return Ok(Work::List(list.request, listing));
    }
    let proof = Proof { cookies: part(call, 3).as_text(), token: read_token(part(call, 2))? };
    Ok(Work::Plan(Box::new(target.plan(operation, args, proof)?)))
}

/// Reads the identity token of who is signed in, one that a header can carry.
fn read_token(token: &Value) -> Result<Option<&str>> {
    match token {
        Value::Null => Ok(None),
        Value::Text(text) if is_header_value(text) => Ok(Some(text)),
        _ => {
            let message = "identity must give a token as text, or null if nobody is signed in";
            Err(Error::new(Kind::Auth, "identity_invalid", message))
        }
    }
}

/// A number as the facade has it: whole, and 0 or more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, 0 or more")]
pub(super) fn whole(number: f64) -> u64 {
    number as u64
}

/// A yes as 1, a no as 0.
fn flag(yes: bool) -> f64 {
    u8::from(yes).into()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds and counts are small")]
fn number(whole: u64) -> f64 {
    whole as f64
}
