//! A call on its way: sent in the session there is, and once more in a new one if that helps.

use std::rc::Rc;

use crate::connectycube::session::{Recovery, recovery};
use crate::connectycube::{Session, sharpen};
use crate::http::Request;

use super::super::options::CallOptions;
use super::super::transport::{Done, Failure, Outcome};
use super::Cube;

/// A call on its way: a request that is authorized when it is sent.
pub struct Trip {
    pub cube: Rc<Cube>,
    pub request: Request,
    pub options: Rc<CallOptions>,
    pub started: u64,
    pub repeated: bool,
    pub done: Done,
}

impl Trip {
    /// Sends the request in the session there is.
    pub fn go(self: Box<Self>) {
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
        let Some(sent) = sent.filter(|_| !self.repeated) else {
            return (self.done)(Err(failure));
        };
        self.repeated = true;
        match self.helps(&failure, &sent) {
            Recovery::Repeat => self.go(),
            Recovery::Create => self.renew(false, failure, sent),
            Recovery::Renew if self.cube.renew.is_function() => self.renew(true, failure, sent),
            Recovery::Renew | Recovery::None => (self.done)(Err(failure)),
        }
    }

    fn helps(&self, failure: &Failure, sent: &Session) -> Recovery {
        recovery(&self.request, &failure.error, sent, self.cube.session.borrow().as_ref())
    }

    /// Waits for a new session and goes again, unless that is somebody else's.
    fn renew(self: Box<Self>, by_caller: bool, failure: Failure, sent: Session) {
        let (cube, options, started) =
            (Rc::clone(&self.cube), Rc::clone(&self.options), self.started);
        let wait = cube.transport.wait(
            &options,
            started,
            Box::new(move |renewed| match renewed.map(|_| self.helps(&failure, &sent)) {
                Ok(Recovery::Repeat) => self.go(),
                Ok(_) => (self.done)(Err(failure)),
                Err(why) => (self.done)(Err(why.after(failure.error.attempts))),
            }),
        );
        cube.renew(by_caller, wait);
    }
}
