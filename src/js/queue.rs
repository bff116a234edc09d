//! A client's requests under way: so many at once, the rest wait in order.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Somebody who waits for a place.
pub trait Turn {
    /// Whether it still does.
    fn is_waiting(&self) -> bool;

    /// Gets the place.
    fn take(self: Rc<Self>, permit: Permit);
}

pub struct Queue(Rc<Places>);

struct Places {
    free: Cell<u32>,
    waiting: RefCell<VecDeque<Rc<dyn Turn>>>,
}

/// The right to have one request under way; given back when dropped.
pub struct Permit(Rc<Places>);

impl Queue {
    pub fn new(limit: u32) -> Self {
        Self(Rc::new(Places { free: Cell::new(limit), waiting: RefCell::default() }))
    }

    /// Gives a place, now or when it is `turn`'s.
    pub fn enter(&self, turn: Rc<dyn Turn>) {
        self.0.waiting.borrow_mut().push_back(turn);
        Places::hand_out(&self.0);
    }

    /// Forgets everybody who waits.
    pub fn clear(&self) {
        drop(self.0.waiting.take());
    }
}

impl Places {
    fn hand_out(places: &Rc<Self>) {
        while let Some(left) = places.free.get().checked_sub(1) {
            let next = places.waiting.borrow_mut().pop_front();
            let Some(turn) = next else { return };
            if turn.is_waiting() {
                places.free.set(left);
                turn.take(Permit(Rc::clone(places)));
            }
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.free.set(self.0.free.get() + 1);
        Places::hand_out(&self.0);
    }
}
