//! A list on its way to JavaScript, page by page.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::error::Result;
use crate::http::Request;
use crate::http::call::Sharpen;
use crate::http::page::{Listing, Page};
use crate::usercom::plan::List;

use super::errors;
use super::exchange::PAGES;
use super::exports::{reply, settle};
use super::globals::member;
use super::options::CallOptions;
use super::transport::{Answer, Outcome, Transport};

/// A list, of which each page is asked for by itself.
#[wasm_bindgen]
pub struct Pager(Rc<State>);

struct State {
    transport: Rc<Transport>,
    list: Result<(List, CallOptions)>,
    listing: RefCell<Option<Listing>>,
}

#[wasm_bindgen]
impl Pager {
    pub(super) fn new(transport: &Rc<Transport>, list: Result<(List, CallOptions)>) -> Self {
        let listing = list.as_ref().ok().map(|(list, _)| list.listing());
        Self(Rc::new(State {
            transport: Rc::clone(transport),
            list,
            listing: RefCell::new(listing),
        }))
    }

    /// Asks for the next page; resolves to `[records, status, headers, attempts, requestId, total]`, or to `undefined`
    /// when the list is over.
    pub fn next(&self, waited: u32) -> Promise {
        Promise::new(&mut |resolve, reject| {
            let state = Rc::clone(&self.0);
            match state.ask(waited) {
                Ok(Some((request, sharpen, options))) => {
                    let transport = Rc::clone(&state.transport);
                    let done = move |outcome: Outcome| match state.take(outcome) {
                        Ok(page) => settle(&resolve, &page),
                        Err(error) => settle(&reject, &error),
                    };
                    transport.call(request, sharpen, &options, Box::new(done));
                }
                Ok(None) => settle(&resolve, &JsValue::UNDEFINED),
                Err(error) => settle(&reject, &errors::to_js(&error.into())),
            }
        })
    }
}

impl State {
    fn ask(&self, waited: u32) -> Result<Option<(Request, Sharpen, CallOptions)>> {
        let (list, options) = self.list.as_ref().map_err(Clone::clone)?;
        let next = self.listing.borrow_mut().as_mut().and_then(Listing::next_url);
        Ok(next.map(|url| {
            (Request { url, ..list.request.clone() }, list.sharpen, options.again(waited))
        }))
    }

    fn take(&self, outcome: Outcome) -> std::result::Result<JsValue, JsValue> {
        let mut listing = self.listing.borrow_mut();
        let Some(listing) = listing.as_mut() else { return Ok(JsValue::UNDEFINED) };
        match outcome {
            Ok(answer) => Ok(page(listing, &answer)),
            // The service is known to name pages that it doesn't have.
            Err(failure) if !listing.is_first() && failure.error.status() == Some(404) => {
                listing.take(None);
                Ok(JsValue::UNDEFINED)
            }
            Err(failure) => Err(errors::to_js(&failure)),
        }
    }
}

fn page(listing: &mut Listing, answer: &Answer) -> JsValue {
    let records = records(&answer.data);
    let total =
        ["count", "total_entries"].iter().find_map(|name| member(&answer.data, name).as_f64());
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

/// The records in an answer, be it a page, an array, a single one or `null`.
pub fn records(data: &JsValue) -> Array {
    if Array::is_array(data) {
        return data.clone().unchecked_into();
    }
    let page = PAGES.iter().map(|name| member(data, name)).find(Array::is_array);
    match page {
        Some(page) => page.unchecked_into(),
        None if data.is_object() => Array::of(&[data.clone()]),
        None => Array::new(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of records")]
fn whole(count: f64) -> u64 {
    count as u64
}
