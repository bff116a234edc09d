//! A call of User.com on its way through its plan.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::http::Request;
use crate::http::call::Sharpen;
use crate::usercom::plan::Plan;

use super::exchange::records;
use super::globals::Record;
use super::options::CallOptions;
use super::promise::{Ends, reply};
use super::transport::{Answer, Outcome, Transport};

/// One call: the requests that are still to be sent, and who waits for the end.
pub struct Errand {
    transport: Rc<Transport>,
    plan: Plan,
    options: Rc<CallOptions>,
    started: u64,
    ends: Ends,
}

impl Errand {
    /// Sets out with what is known before anything is sent.
    pub fn begin(
        transport: &Rc<Transport>,
        mut plan: Plan,
        options: Rc<CallOptions>,
        started: u64,
        ends: Ends,
    ) {
        let data = plan.known.take().map_or(JsValue::NULL, Into::into);
        let transport = Rc::clone(transport);
        Box::new(Self { transport, plan, options, started, ends })
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
                    Err(failure) => self.ends.reject(&failure),
                });
                transport.call(request, sharpen, &options, started, done);
            }
            Ok(None) => self.ends.resolve(&reply(&self.data(answer), answer)),
            Err(error) => self.ends.reject(&error.into()),
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
        if self.plan.records {
            return records(&answer.data).into();
        }
        let Some(identify) = self.plan.identified() else { return answer.data.clone() };
        let data = Record::new();
        data.set("action", &identify.action().into());
        data.set("user", &answer.data);
        if identify.reset_widget() {
            data.set("advice", &"reset_widget".into());
        }
        data.into()
    }
}
