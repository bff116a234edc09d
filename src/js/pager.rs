//! A list on its way to JavaScript, page by page.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::http::Request;
use crate::http::page::{Listing, Page};

use super::exchange::records;
use super::globals::{Data, member};
use super::options::{CallOptions, started};
use super::promise::{Ends, promise, reply};
use super::transport::{Answer, Done, Failure, Outcome};

/// A list, of which each page is asked for by itself.
#[wasm_bindgen]
pub struct Pager(pub(super) Result<Rc<Pages>, Failure>);

/// How a page's request is sent.
type Send = Box<dyn Fn(Request, &Rc<CallOptions>, u64, Done)>;

/// A list on its way through its pages.
pub struct Pages {
    first: Request,
    listing: RefCell<Listing>,
    options: Rc<CallOptions>,
    send: Send,
}

#[wasm_bindgen]
impl Pager {
    /// Asks for the next page; resolves to `[records, status, headers, attempts, requestId, total]`, or to `undefined`
    /// when the list is over.
    pub fn next(&self, waited: u32) -> Promise {
        promise(&|ends| match &self.0 {
            Ok(pages) => pages.ask(waited, ends),
            Err(failure) => ends.reject(failure),
        })
    }
}

impl Pages {
    /// A list before its first page, whose request is `first`.
    pub fn new(first: Request, listing: Listing, options: Rc<CallOptions>, send: Send) -> Rc<Self> {
        Rc::new(Self { first, listing: RefCell::new(listing), options, send })
    }

    fn ask(self: &Rc<Self>, waited: u32, ends: Ends) {
        let next = self.listing.borrow_mut().next_url();
        let Some(url) = next else { return ends.resolve(&JsValue::UNDEFINED) };
        let mut request = self.first.clone();
        request.url = url;
        let pages = Rc::clone(self);
        (self.send)(
            request,
            &self.options,
            started(waited),
            Box::new(move |outcome| pages.take(outcome, &ends)),
        );
    }

    fn take(&self, outcome: Outcome, ends: &Ends) {
        let mut listing = self.listing.borrow_mut();
        match outcome {
            Ok(answer) => ends.resolve(&page(&mut listing, &answer)),
            // The service is known to name pages that it doesn't have.
            Err(failure) if !listing.is_first() && failure.error.status() == Some(404) => {
                listing.take(None);
                ends.resolve(&JsValue::UNDEFINED);
            }
            Err(failure) => ends.reject(&failure),
        }
    }
}

fn page(listing: &mut Listing, answer: &Answer) -> JsValue {
    let records = users(&records(&answer.data));
    let data = Data::of(&answer.data);
    let total =
        data.and_then(|data| data.count().as_f64().or_else(|| data.total_entries().as_f64()));
    let page = Page {
        records: records.length().into(),
        total: total.map(whole),
        next: data.and_then(|data| data.next().as_string()),
    };
    let wanted = u32::try_from(listing.take(Some(&page))).unwrap_or(u32::MAX);
    let parts = reply(&records.slice(0, wanted), answer);
    parts.push(&total.map_or(JsValue::UNDEFINED, Into::into));
    parts.into()
}

/// The records as they are; out of their wrapping, where a list has each user as `{ user }`.
fn users(records: &Array) -> Array {
    let wrapped =
        |record: &JsValue| Data::of(record).is_some_and(|record| record.user().is_object());
    if !wrapped(&records.get(0)) {
        return records.clone();
    }
    records.iter().map(|record| member(&record, "user")).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of records")]
fn whole(count: f64) -> u64 {
    count as u64
}
