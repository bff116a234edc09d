//! The clients for Rust apps: typed models instead of JavaScript objects.

mod connectycube;
mod usercom;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Error, Kind, Result};
use crate::text::concat;

use super::transport::{Answer, Done};

pub use connectycube::ConnectyCube;
pub use usercom::UserCom;

/// Waits for what a call brings that `begin` begins.
async fn brought(begin: impl FnOnce(Done)) -> Result<Answer> {
    let mut begin = Some(begin);
    let outcome = Rc::new(Cell::new(Ok(Answer::default())));
    let over = Promise::new(&mut |resolve, _| {
        let outcome = Rc::clone(&outcome);
        let done = move |done| {
            outcome.set(done);
            // The end of a promise can't throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        if let Some(begin) = begin.take() {
            begin(Box::new(done));
        }
    });
    let _ = JsFuture::from(over).await;
    outcome.replace(Ok(Answer::default())).map_err(|failure| (*failure.error).clone())
}

fn typed<T: DeserializeOwned>(data: JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(data).map_err(|error| {
        Error::new(
            Kind::Decode,
            "malformed",
            concat(&["the answer doesn't fit the model: ", &error.to_string()]),
        )
    })
}
