//! A call of User.com on its way through its plan.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::http::Request;
use crate::http::call::Sharpen;
use crate::usercom::identify::Identify;
use crate::usercom::plan::{Form, Plan};

use super::exchange::records;
use super::globals::{Record, member};
use super::options::CallOptions;
use super::promise::{Ends, reply};
use super::site::{Asked, Signed, Site};
use super::transport::{Answer, Failure, Outcome, Transport};

/// One call: the requests that are still to be sent, and who waits for the end.
pub struct Errand {
    transport: Rc<Transport>,
    plan: Plan,
    options: Rc<CallOptions>,
    started: u64,
    ends: Ends,
    /// In whose name it is made, if it can be made again.
    signed: Option<Signed>,
}

impl Errand {
    /// Sets out with what is known before anything is sent.
    pub fn begin(site: &Site, mut plan: Plan, asked: Asked, signed: Option<Signed>) {
        let Asked { options, started, ends, .. } = asked;
        let data = plan.known.take().map_or(JsValue::NULL, Into::into);
        let transport = Rc::clone(&site.transport);
        Box::new(Self { transport, plan, options, started, ends, signed })
            .go_on(&Answer { data, ..Answer::default() });
    }

    /// Sends the next request, or settles with the last one's answer.
    fn go_on(mut self: Box<Self>, answer: &Answer) {
        match self.next(answer) {
            Ok(Some((request, sharpen))) => {
                let (transport, options) = (Rc::clone(&self.transport), Rc::clone(&self.options));
                let started = self.started;
                let done = Box::new(|outcome: Outcome| match outcome {
                    Ok(answer) => self.go_on(&answer),
                    Err(failure) => (*self).fail(failure),
                });
                transport.call(request, sharpen, &options, started, done);
            }
            Ok(None) => self.ends.resolve(&reply(&self.data(answer), answer)),
            Err(error) => self.ends.reject(&error.into()),
        }
    }

    fn fail(mut self, failure: Failure) {
        match self.signed.take().filter(|_| failure.error.code == "identity_expired") {
            Some(signed) => signed.again(failure),
            None => self.ends.reject(&failure),
        }
    }

    fn next(&mut self, answer: &Answer) -> Result<Option<(Request, Sharpen)>> {
        let found = if self.plan.reads_records() { answer.found() } else { Vec::new() };
        let next = self.plan.next(&found, answer.made())?;
        if let Some((request, _)) = &next {
            self.options.check_body(request.body.as_ref())?;
        }
        Ok(next)
    }

    /// The last answer's data, in the form the operation has.
    fn data(&self, answer: &Answer) -> JsValue {
        let is_other = match self.plan.form {
            Form::Data => return answer.data.clone(),
            Form::Records => return records(&answer.data).into(),
            Form::User => self.plan.identified().is_some_and(Identify::reset_widget),
            Form::Linked => member(&answer.data, "linked").is_falsy(),
        };
        let (action, user) = match self.plan.identified() {
            Some(identify) => (identify.action().into(), answer.data.clone()),
            None => (member(&answer.data, "action"), member(&answer.data, "user")),
        };
        let data = Record::new();
        data.set("action", &action);
        data.set("user", &user);
        if is_other {
            data.set("advice", &"reset_widget".into());
        }
        data.into()
    }
}
