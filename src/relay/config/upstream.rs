//! Where User.com is: its own host, or a sandbox on this machine or network (rule R).

use std::net::IpAddr;

use super::options::Options;
use crate::error::{Error, Result};
use crate::relay::address;
use crate::relay::origin::is_loopback;
use crate::usercom::{self, Version};

/// The address of the service, with the token.
pub fn of(options: &Options<'_>, sandbox: Option<&str>, token: &str) -> Result<usercom::Config> {
    let version = match options.integer("apiVersion", 1..=2) {
        Ok(None | Some(1)) => Version::V1,
        Ok(Some(_)) => Version::V2,
        Err(_) => return Err(Error::option("apiVersion must be 1 or 2")),
    };
    match (options.text("subdomain")?, sandbox) {
        (Some(subdomain), None) => usercom::Config::of_subdomain(subdomain, Some(token), version),
        (None, Some(url)) if is_private(url) => usercom::Config::new(url, Some(token), version),
        (None, Some(_)) => Err(Error::option(
            "sandbox must be an address on this machine or a private network, like http://127.0.0.1:4021/api/public; User.com itself is named by subdomain",
        )),
        (Some(_), Some(_)) => {
            Err(Error::option("subdomain and sandbox exclude each other: give one of them"))
        }
        (None, None) => Err(Error::option(
            "subdomain or sandbox is required: subdomain is the first word of your User.com address, like acme of acme.user.com",
        )),
    }
}

/// Whether the host is named by a loopback name, or by an address that isn't public.
fn is_private(url: &str) -> bool {
    let authority = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("");
    let host = match authority.rfind(':') {
        Some(colon) if !authority.ends_with(']') => authority.split_at(colon).0,
        _ => authority,
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    is_loopback(host) || bare.parse::<IpAddr>().is_ok_and(|address| !address::is_public(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_r_a_sandbox_is_near() {
        for near in [
            "http://127.0.0.1:4021/api/public",
            "http://localhost/api",
            "http://[::1]:80/a",
            "http://10.0.0.7:1/",
            "https://sandbox.localhost",
        ] {
            assert!(is_private(near), "{near}");
        }
        for far in [
            "https://acme.user.com/api/public",
            "https://app.userengage.com",
            "http://93.184.216.34/",
            "http://127.0.0.1.evil.example/",
            "http://evil.example#localhost",
            "http://localhost@evil.example",
            "http://[2606:2800::1]/",
            "127.0.0.1",
        ] {
            assert!(!is_private(far), "{far}");
        }
    }
}
