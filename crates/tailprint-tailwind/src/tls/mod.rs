//! Settings of connections over TLS that all clients of tailprint share: the proxy and the certificates.

use std::path::Path;

use tailprint_core::io_error::reason;
use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};
use ureq::{Proxy, ProxyProtocol};

/// Returns the proxy at an address, apart from hosts that are reached without it, separated by commas.
///
/// # Errors
/// If the address is none, or that of a SOCKS proxy.
pub fn proxy(address: &str, exceptions: Option<&str>) -> Result<Proxy, String> {
    let wrong = |_| format!("{address:?} is not the address of a proxy");
    let plain = Proxy::new(address).map_err(wrong)?;
    if !matches!(plain.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
        // Without its feature `socks-proxy`, ureq panics at the first request (`WarnOnNoSocksConnector::connect` in
        // its transport/mod.rs). This check can go when that is an error. The address may hold a password.
        let reason = "the proxy is a SOCKS proxy, which is not supported: name one for HTTPS";
        return Err(reason.to_owned());
    }
    let Some(exceptions) = exceptions else { return Ok(plain) };
    let mut builder = Proxy::builder(plain.protocol()).host(plain.host()).port(plain.port());
    if let Some(name) = plain.username() {
        builder = builder.username(name);
    }
    if let Some(password) = plain.password() {
        builder = builder.password(password);
    }
    for host in exceptions.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        // An exception covers the subdomains as well, as in curl.
        builder = builder.no_proxy(host).no_proxy(&format!(".{}", host.trim_start_matches('.')));
    }
    builder.build().map_err(wrong)
}

/// Returns the certificates in a file; without a file those of Mozilla.
///
/// # Errors
/// If the file cannot be read, or has no certificate.
pub fn roots(file: Option<&Path>) -> Result<RootCerts, String> {
    let Some(path) = file else { return Ok(RootCerts::WebPki) };
    let text = std::fs::read(path)
        .map_err(|error| format!("cannot read {}: {}", path.display(), reason(&error)))?;
    let items = parse_pem(&text).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<Certificate<'static>> = items.collect();
    if certificates.is_empty() {
        return Err(format!("{}: has no certificate", path.display()));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests;
