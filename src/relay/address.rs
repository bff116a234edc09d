//! Whose address a request comes from, and which addresses are whose.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::message::Request;

/// A block of addresses: `10.0.0.0/8`, or one address alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    network: u128,
    bits: u32,
}

/// A text that is no block of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCidr;

impl fmt::Display for NoCidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write an address or a block of them, like 127.0.0.1 or 10.0.0.0/8")
    }
}

impl std::error::Error for NoCidr {}

impl FromStr for Cidr {
    type Err = NoCidr;

    fn from_str(text: &str) -> Result<Self, NoCidr> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NoCidr)?;
        let shift = if address.is_ipv4() { 96 } else { 0 };
        let bits = match bits {
            None => 128,
            Some(bits) => bits.parse::<u32>().map_err(|_| NoCidr)?.saturating_add(shift),
        };
        // Bits beyond the mask are a slip of the pen, and so is a block of everybody.
        let network = number(address);
        let host = u128::MAX.checked_shr(bits).unwrap_or(0);
        if bits > 128 || bits == shift || network & host != 0 {
            return Err(NoCidr);
        }
        Ok(Self { network, bits })
    }
}

impl Cidr {
    /// Whether the address is in the block.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let differ = number(address) ^ self.network;
        differ.checked_shr(128 - self.bits).unwrap_or(0) == 0
    }
}

/// An address as a number, IPv4 in its mapped form.
fn number(address: IpAddr) -> u128 {
    let v6 = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    };
    u128::from(v6)
}

/// The address that limits are counted by: IPv6 by its /64, which is one subscriber's (rule Q).
#[must_use]
pub fn counted(address: IpAddr) -> u128 {
    let number = number(address);
    if address.to_canonical().is_ipv4() { number } else { number >> 64 << 64 }
}

/// Where the request comes from: the peer, or behind proxies that are trusted the right-most hop that isn't one.
pub fn client(request: &Request, proxies: &[Cidr]) -> Option<IpAddr> {
    let trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.contains(address));
    let mut client = request.peer?;
    let lines: Vec<&[u8]> = request.values("x-forwarded-for").collect();
    let joined = lines.join(&b","[..]);
    let mut hops = joined.rsplit(|&byte| byte == b',');
    while trusted(client) {
        match hops.next().map(address_of) {
            Some(Some(hop)) => client = hop,
            // Nothing more is known, or nothing that can be believed.
            _ => break,
        }
    }
    Some(client.to_canonical())
}

fn address_of(hop: &[u8]) -> Option<IpAddr> {
    std::str::from_utf8(hop).ok()?.trim().parse().ok()
}

/// Whether the connection was encrypted up to us, or up to a proxy that is trusted.
pub fn is_secure(request: &Request, proxies: &[Cidr]) -> bool {
    let said = request
        .values("x-forwarded-proto")
        .last()
        .and_then(|line| line.rsplit(|&byte| byte == b',').next().map(<[u8]>::trim_ascii));
    if is_proxied(request, proxies) { said == Some(b"https") } else { request.tls }
}

/// Whether a trusted proxy passed the request on.
pub fn is_proxied(request: &Request, proxies: &[Cidr]) -> bool {
    request.peer.is_some_and(|peer| proxies.iter().any(|proxy| proxy.contains(peer)))
}

/// Whether an address is one of the public internet: what a name may resolve to when the upstream is User.com (rule R).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let octets = address.octets();
    let last =
        octets.last_chunk().map_or(Ipv4Addr::UNSPECIFIED, |last: &[u8; 4]| Ipv4Addr::from(*last));
    match (first, second) {
        // NAT64 and 6to4 hold an IPv4 address.
        (0x64, 0xff9b) => {
            octets.iter().skip(4).take(8).all(|&byte| byte == 0) && is_public_v4(last)
        }
        (0x2002, _) => is_public_v4(Ipv4Addr::from((u32::from(second) << 16) | u32::from(third))),
        // Documentation, Teredo, and what is special within 2001::/23.
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        _ => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(peer: &str, forwarded: &[&str]) -> Request {
        let header = |text: &&str| ("x-forwarded-for".to_owned(), text.as_bytes().to_vec());
        Request {
            peer: peer.parse().ok(),
            headers: forwarded.iter().map(header).collect(),
            ..Request::default()
        }
    }

    #[test]
    fn rule_q_the_client_is_the_rightmost_hop_that_is_no_proxy() {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()];
        for (peer, forwarded, client_is) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            ("192.0.2.1", &["6.6.6.6"], "192.0.2.1"),
            ("10.0.0.1", &["6.6.6.6, 192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["6.6.6.6", "192.0.2.7, 10.1.1.1"], "192.0.2.7"),
            ("2001:db8::1", &["192.0.2.7,10.1.1.1"], "192.0.2.7"),
            ("::ffff:10.0.0.1", &["192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["6.6.6.6, unknown"], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.2"),
        ] {
            let client = client(&request(peer, forwarded), &proxies).unwrap();
            assert_eq!(client.to_string(), client_is, "{peer} {forwarded:?}");
        }
        assert_eq!(client(&request("", &["6.6.6.6"]), &proxies), None);
    }

    #[test]
    fn rule_q_ipv6_counts_by_its_64() {
        let counted = |text: &str| counted(text.parse().unwrap());
        assert_eq!(counted("2001:db8:1:2::1"), counted("2001:db8:1:2:ffff::9"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
        assert_ne!(counted("192.0.2.1"), counted("192.0.2.2"));
        assert_eq!(counted("192.0.2.1"), counted("::ffff:192.0.2.1"));
    }

    #[test]
    fn a_block_is_checked_when_it_is_read() {
        let block: Cidr = "10.1.0.0/16".parse().unwrap();
        assert!(block.contains("10.1.255.1".parse().unwrap()));
        assert!(!block.contains("10.2.0.1".parse().unwrap()));
        for bad in [
            "",
            "10.0.0.1/8",
            "10.0.0.0/33",
            "0.0.0.0/0",
            "::/0",
            "a/8",
            "10.0.0.0/",
            "10.0.0.0/-1",
        ] {
            assert_eq!(bad.parse::<Cidr>(), Err(NoCidr), "{bad}");
        }
    }

    #[test]
    fn rule_r_only_the_public_internet_is_user_com() {
        for good in
            ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
        {
            assert!(is_public(good.parse().unwrap()), "{good}");
        }
        for bad in [
            "127.0.0.1",
            "10.0.0.1",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(bad.parse().unwrap()), "{bad}");
        }
    }
}
