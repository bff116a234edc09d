//! ConnectyCube's operations, by name, and what is told and asked of their tasks.

use crate::client::{Cube, Told, Work};
use crate::connectycube::operations;
use crate::connectycube::session::Effect;
use crate::connectycube::sign_in::{self, Stamp};
use crate::connectycube::{Credentials, Session};
use crate::error::Result;
use crate::template::no_operation;
use crate::text::split_once;
use crate::value::Value;

use super::client::whole;
use super::question;
use super::task::{Task, arguments, part};

/// Begins a call.
///
/// # Errors
/// `input` for arguments that can't be used.
pub fn begin(cube: &mut Cube, call: &Value, lists: bool) -> Result<Work> {
    let operation = part(call, 1).as_text().unwrap_or_default();
    let args = arguments(call);
    if operation == "setSession" {
        let session = args.at(0);
        // With `==` the comparison of all kinds of values would come along.
        let is_none = matches!(session, Value::Null);
        cube.session = if is_none { None } else { Some(Session::read(session)?) };
        return Ok(Work::None);
    }
    let known = operations::find(operation).ok_or_else(|| no_operation(operation))?;
    let request = known.request(&cube.config, args)?;
    if !lists {
        return Ok(Work::Request(request));
    }
    let listing = known.listing(args, &request).ok_or_else(|| no_operation(operation))?;
    Ok(Work::List(request, listing))
}

/// What is told and asked of a task; an answer's text goes to `told`.
///
/// # Errors
/// `input` for what is no signature, `decode` for an answer that holds no session.
pub fn turn(
    cube: &mut Cube,
    question: u8,
    task: &mut Task,
    [b, c]: [f64; 2],
    text: &str,
    told: &mut String,
) -> Result<f64> {
    let stamp = Stamp { nonce: whole(b), timestamp: whole(c) };
    let effect = task.core.effect();
    let answer = match question {
        question::CHANGES => u8::from(effect != Effect::Prolongs),
        question::UNSIGNED if effect == Effect::Begins => {
            let credentials = Credentials::read(arguments(&task.call).at(0))?;
            told.push_str(&sign_in::to_sign(&cube.config, &credentials, stamp));
            1
        }
        question::SIGNED => {
            let credentials = Credentials::read(arguments(&task.call).at(0))?;
            let signed = sign_in::create_signed(&cube.config, &credentials, stamp, text)?;
            task.core.work = Work::Request(signed);
            0
        }
        question::APPLIED => {
            let (end, rest) = split_once(text, "\n").unwrap_or_default();
            let (date, session) = split_once(rest, "\n").unwrap_or_default();
            let session = Value::from_json(session);
            let user_id = (b > 0.0).then(|| whole(b));
            let clock = whole(c) / 1000;
            let answer = Told { session: session.as_ref(), user_id, end, date, clock };
            let changed = cube.apply(&task.core, answer)?;
            if changed {
                match &cube.session {
                    Some(session) => session.write_json(told),
                    None => told.push_str("null"),
                }
            }
            u8::from(changed)
        }
        question::RECOVER => cube.recover(&task.core, text) as u8,
        _ => 0,
    };
    Ok(answer.into())
}
