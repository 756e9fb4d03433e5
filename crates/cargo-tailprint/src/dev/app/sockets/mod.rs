//! The addresses at which a process listens, on systems that tell.

use std::net::SocketAddr;

/// Finds an address at which a process listens, other than that of the socket that it was handed.
#[cfg(target_os = "linux")]
pub(crate) fn other_than(handed: SocketAddr, process: u32) -> Option<SocketAddr> {
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{process}/fd"))
        .ok()?
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .filter_map(|link| {
            let link = link.to_str()?;
            link.strip_prefix("socket:[")?.strip_suffix(']').map(str::to_owned)
        })
        .collect();
    ["tcp", "tcp6"].iter().find_map(|table| {
        let table = std::fs::read_to_string(format!("/proc/{process}/net/{table}")).ok()?;
        let listening = table.lines().filter_map(parse);
        listening
            .filter(|(_, socket)| sockets.iter().any(|own| own == socket))
            .map(|(addr, _)| addr)
            .find(|addr| addr.port() != handed.port())
    })
}

/// Only Linux has `/proc`.
#[cfg(not(target_os = "linux"))]
pub(crate) fn other_than(_handed: SocketAddr, _process: u32) -> Option<SocketAddr> {
    None
}

/// Parses a line of `/proc/net/tcp`, `0: 0100007F:0BB8 00000000:0000 0A … inode …`, if its socket listens (state 0A).
#[cfg(target_os = "linux")]
fn parse(line: &str) -> Option<(SocketAddr, &str)> {
    use std::net::{Ipv4Addr, Ipv6Addr};
    const LISTENS: &str = "0A";
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let [_, local, _, LISTENS, ..] = *fields else { return None };
    let inode = fields.get(9)?;
    let (address, port) = local.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    // From this machine, the loopback address reaches a socket that listens on any address.
    let ip =
        if address.len() == 8 { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
    Some((SocketAddr::new(ip, port), inode))
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
