//! A list on its way to JavaScript, page by page.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::error::Result;
use crate::http::Request;
use crate::http::page::{Listing, Page};
use crate::usercom::plan::List;

use super::exchange::records;
use super::globals::member;
use super::options::{CallOptions, started};
use super::promise::{Ends, promise, reply};
use super::transport::{Answer, Failure, Outcome, Transport};

/// A list, of which each page is asked for by itself.
#[wasm_bindgen]
pub struct Pager(Result<Rc<Pages>, Failure>);

struct Pages {
    transport: Rc<Transport>,
    list: List,
    options: Rc<CallOptions>,
    listing: RefCell<Listing>,
}

#[wasm_bindgen]
impl Pager {
    pub(super) fn new(
        transport: &Rc<Transport>,
        list: Result<(List, Rc<CallOptions>), Failure>,
    ) -> Self {
        Self(list.map(|(list, options)| {
            let listing = RefCell::new(list.listing());
            Rc::new(Pages { transport: Rc::clone(transport), list, options, listing })
        }))
    }

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
    fn ask(self: &Rc<Self>, waited: u32, ends: Ends) {
        let next = self.listing.borrow_mut().next_url();
        let Some(url) = next else { return ends.resolve(&JsValue::UNDEFINED) };
        let request = Request { url, ..self.list.request.clone() };
        let pages = Rc::clone(self);
        self.transport.call(
            request,
            self.list.sharpen,
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
    let records = records(&answer.data);
    let count = member(&answer.data, "count").as_f64();
    let total = count.or_else(|| member(&answer.data, "total_entries").as_f64());
    let page = Page {
        records: records.length().into(),
        total: total.map(whole),
        next: member(&answer.data, "next").as_string(),
    };
    let wanted = u32::try_from(listing.take(Some(&page))).unwrap_or(u32::MAX);
    let parts = reply(&records.slice(0, wanted), answer);
    parts.push(&total.map_or(JsValue::UNDEFINED, Into::into));
    parts.into()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of records")]
fn whole(count: f64) -> u64 {
    count as u64
}
