//! The clients for Rust apps that run in a browser, and the one place that touches JavaScript: `fetch`, timers, data.
//!
//! Nothing here decides: what to send, when again and what an answer means is said by [`client`](crate::client).
//! The npm module is made of the feature `npm` instead, that of its fetch handler of the feature `npm-relay`.

mod connectycube;
mod exchange;
mod platform;
#[cfg(feature = "npm-relay")]
mod relay;
mod sessions;
mod transport;
mod usercom;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::{Error, Kind, Result};
use crate::text::concat;

pub use connectycube::ConnectyCube;
#[cfg(feature = "npm-relay")]
#[doc(hidden)]
pub use relay::{Exchange, Relay};
pub use usercom::UserCom;

/// Reads data as a model.
fn typed<T: DeserializeOwned>(data: JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(data).map_err(|error| {
        Error::new(
            Kind::Decode,
            "malformed",
            concat(&["the answer doesn't fit the model: ", &error.to_string()]),
        )
    })
}
