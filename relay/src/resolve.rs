//! Names are resolved to addresses that may be what they say (rule R).

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use userkey::relay::is_public;

/// Where the upstream may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// User.com: on the public internet.
    Public,
    /// A sandbox: on this machine or a private network.
    Private,
}

impl Near {
    fn admits(self, address: IpAddr) -> bool {
        is_public(address) == (self == Self::Public)
    }
}

/// Resolves as the system does, and refuses a name any of whose addresses is out of place.
///
/// One is enough to refuse all: a name that points both into and out of the network is an attempt to get in.
#[derive(Debug)]
pub struct Checked(pub Near);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let near = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(check(near, found)?)
        })
    }
}

fn check(near: Near, found: Vec<SocketAddr>) -> io::Result<Addrs> {
    if found.iter().all(|address| near.admits(address.ip())) {
        return Ok(Box::new(found.into_iter()));
    }
    tracing::error!(
        ?near,
        "upstream_address: the upstream's name has an address that isn't where it may be"
    );
    Err(io::Error::other("the upstream's name has an address that isn't where it may be"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(near: Near, addresses: &[&str]) -> Option<usize> {
        let found =
            addresses.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
        check(near, found).ok().map(Iterator::count)
    }

    #[test]
    fn rule_r_user_com_is_on_the_public_internet_and_a_sandbox_is_not() {
        assert_eq!(checked(Near::Public, &["93.184.216.34", "2606:2800:220:1::1"]), Some(2));
        assert_eq!(checked(Near::Private, &["127.0.0.1", "::1"]), Some(2));
        assert_eq!(checked(Near::Private, &["93.184.216.34"]), None);
        for inside in [
            "127.0.0.1",
            "10.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fe80::1",
        ] {
            assert_eq!(checked(Near::Public, &["93.184.216.34", inside]), None, "{inside}");
        }
    }

    #[tokio::test]
    async fn rule_r_a_name_is_looked_up_and_checked() {
        let name = || "localhost".parse().unwrap();
        assert!(Checked(Near::Private).resolve(name()).await.is_ok());
        assert!(Checked(Near::Public).resolve(name()).await.is_err());
    }
}
