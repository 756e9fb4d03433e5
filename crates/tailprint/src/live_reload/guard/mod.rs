//! The requests that the layer refuses to answer: those that another site has made.
//!
//! A site can point a name of its own at this machine (DNS rebinding), and then its pages read what the layer answers,
//! source text of a failed build included. Such a request still names the site in `Host`. Development servers had this
//! hole: CVE-2018-14732 (webpack-dev-server), CVE-2025-24010 (Vite), GHSA-67mh-4wv8-2f99 (esbuild).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

/// The variable with the names of hosts that are answered besides the names of this machine.
const VARIABLE: &str = "TAILPRINT_ALLOWED_HOSTS";

/// Checks a request by all its hosts, the authority of HTTP/2 included, and by its header section. A value that is no
/// text has to be passed on as one that is no host.
///
/// # Errors
///
/// The reason to refuse the request, for the person who reads it.
pub(super) fn check<'a>(
    hosts: &[&str],
    header: impl Fn(&'static str) -> Option<&'a str>,
) -> Result<(), String> {
    static ALLOWED: OnceLock<String> = OnceLock::new();
    #[allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]
    let allowed = ALLOWED.get_or_init(|| std::env::var(VARIABLE).unwrap_or_default());
    let Some(first) = hosts.first() else {
        return Err("a request for the live reload of tailprint needs a `Host`\n".to_owned());
    };
    if let Some(host) = hosts.iter().find(|host| !is_own(host, allowed)) {
        return Err(format!(
            "the live reload of tailprint does not answer for the host {host:?} (if that is this app, start it with \
             {VARIABLE}={})\n",
            name(host).unwrap_or_else(|| "NAME".to_owned()),
        ));
    }
    let from = match (header("origin"), header("sec-fetch-site")) {
        (Some(origin), _) if !is_of(origin, first, allowed) => format!("{origin:?}"),
        (_, Some("cross-site")) => "another site".to_owned(),
        _ => return Ok(()),
    };
    Err(format!(
        "the live reload of tailprint answers the pages of this app only, and the request comes from {from} (open a page \
         of the app; if a proxy has another name for it, start the app with {VARIABLE}=NAME)\n"
    ))
}

/// Returns true for a host that cannot be a name of another site, and for one that is allowed by name.
fn is_own(host: &str, allowed: &str) -> bool {
    let Some(name) = name(host) else { return false };
    let is_address = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => name.parse::<Ipv4Addr>().is_ok(),
    };
    is_address || is_within(&name, "localhost") || is_allowed(&name, allowed)
}

/// Returns true for a name in the list: `app.test`, or `.app.test` for it and everything below. A port counts for nothing,
/// as in `Host`.
fn is_allowed(name: &str, allowed: &str) -> bool {
    let entries = allowed.split([',', ' ']).filter_map(self::name);
    entries.filter(|entry| entry != ".").any(|entry| {
        entry.strip_prefix('.').map_or(name == entry, |parent| is_within(name, parent))
    })
}

fn is_within(name: &str, parent: &str) -> bool {
    name.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Returns the name in a `Host` (RFC 9110 section 7.2) in lower case: `[::1]` for `[::1]:3000`.
fn name(host: &str) -> Option<String> {
    let end = if host.starts_with('[') {
        host.find(']')? + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let (name, port) = host.split_at_checked(end)?;
    let is_port = |port: &str| {
        port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[:]".contains(&byte);
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_host =
        (port.is_empty() || is_port(port)) && !name.is_empty() && name.bytes().all(is_name);
    is_host.then(|| name.to_ascii_lowercase())
}

/// Returns true for an `Origin` of the host, and for one that is allowed by name. The scheme may be that of a proxy.
fn is_of(origin: &str, host: &str, allowed: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| {
        authority.eq_ignore_ascii_case(host)
            || name(authority).is_some_and(|name| is_allowed(&name, allowed))
    })
}

#[cfg(test)]
mod tests;
