//! A place for one value that somebody waits for.

use std::cell::RefCell;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A future that is done when somebody fills it; the first value stays.
pub struct Slot<T>(Rc<RefCell<State<T>>>);

enum State<T> {
    Empty(Option<Waker>),
    Filled(T),
    Taken,
}

impl<T> Slot<T> {
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(State::Empty(None))))
    }

    /// Fills the slot, unless that was done before.
    pub fn fill(&self, value: T) {
        if !self.is_filled()
            && let State::Empty(Some(waker)) = self.0.replace(State::Filled(value))
        {
            waker.wake();
        }
    }

    fn is_filled(&self) -> bool {
        !matches!(*self.0.borrow(), State::Empty(_))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Future for Slot<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.0.borrow_mut();
        if matches!(*state, State::Filled(_))
            && let State::Filled(value) = mem::replace(&mut *state, State::Taken)
        {
            return Poll::Ready(value);
        }
        *state = State::Empty(Some(context.waker().clone()));
        Poll::Pending
    }
}
