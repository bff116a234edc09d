//! How often one may call, as an operator sets it.

use crate::error::Result;
use crate::relay::config::Options;

/// The numbers of the option `limits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Requests a second of one visitor at one address.
    pub key: u64,
    /// How many of those at once.
    pub key_burst: u64,
    /// Requests a second of one address.
    pub address: u64,
    /// How many of those at once.
    pub address_burst: u64,
    /// Keys that nobody has, named by one address within ten minutes.
    pub unknown_keys: u64,
    /// Calls of User.com a second, by all together.
    pub upstream: u64,
    /// How long an answer to a read may be given again, in seconds; 0 for never.
    pub cache: u64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            key: 5,
            key_burst: 10,
            address: 20,
            address_burst: 100,
            unknown_keys: 100,
            upstream: 20,
            cache: 2,
        }
    }
}

impl Rates {
    /// Reads the option `limits`.
    ///
    /// # Errors
    /// `config` / `invalid_option`, naming the option and its range.
    pub fn new(options: &Options<'_>) -> Result<Self> {
        options.only(&[
            "key",
            "keyBurst",
            "address",
            "addressBurst",
            "unknownKeys",
            "upstream",
            "cache",
        ])?;
        let usual = Self::default();
        let read = |name: &str, usual: u64| {
            options.integer(name, 1..=100_000).map(|number| number.unwrap_or(usual))
        };
        Ok(Self {
            key: read("key", usual.key)?,
            key_burst: read("keyBurst", usual.key_burst)?,
            address: read("address", usual.address)?,
            address_burst: read("addressBurst", usual.address_burst)?,
            unknown_keys: read("unknownKeys", usual.unknown_keys)?,
            upstream: read("upstream", usual.upstream)?,
            cache: options.integer("cache", 0..=5)?.unwrap_or(usual.cache),
        })
    }
}
