//! Settings of the resolver that is asked for the keys of DKIM signatures.

use std::net::SocketAddr;
use std::time::Duration;

use super::{BadConfig, bad, number};

#[derive(Clone, Copy, Debug)]
pub struct Dns {
    /// None: those of the machine (`/etc/resolv.conf`).
    pub server: Option<SocketAddr>,
    /// For all keys of one message together.
    pub timeout: Duration,
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Dns, BadConfig> {
    let server = match get("dns.server").map(str::parse) {
        None => None,
        Some(Ok(server)) => Some(server),
        Some(Err(_)) => return bad("dns.server", "is not an address and port, such as 9.9.9.9:53"),
    };
    Ok(Dns { server, timeout: Duration::from_secs(number(get("dns.timeout_s"), "dns.timeout_s", 5, 1, 30)?) })
}
