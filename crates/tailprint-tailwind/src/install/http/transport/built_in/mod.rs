//! HTTPS in this process, for machines without a program that has it.

use std::fs;
use std::io::{self, Read};

use tailprint_core::io_error::reason;
use ureq::http::header;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, BodyReader};

use super::super::url::is_https;
use super::super::{Error, Network};
use super::{Answer, USER_AGENT};

/// The client of ureq, without redirects.
#[derive(Debug)]
pub(super) struct BuiltIn {
    agent: Agent,
}

impl BuiltIn {
    pub(super) fn new(network: &Network) -> Result<Self, Error> {
        let patience = network.patience;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(proxy(network)?)
            .tls_config(TlsConfig::builder().root_certs(roots(network)?).build())
            .user_agent(USER_AGENT)
            .timeout_resolve(Some(patience.connect))
            .timeout_connect(Some(patience.connect))
            .timeout_recv_response(Some(patience.connect))
            .timeout_per_read(Some(patience.read))
            .timeout_recv_body(Some(patience.body))
            .build();
        Ok(Self { agent: config.into() })
    }

    pub(super) fn get(&self, url: &str, start: u64) -> Result<Answer, Error> {
        let mut request = self.agent.get(url).config().https_only(is_https(url)).build();
        if start > 0 {
            request = request.header(header::RANGE, format!("bytes={start}-"));
        }
        let answer = request
            .call()
            .map_err(|error| Error::Network { url: url.to_owned(), reason: in_words(error) })?;
        let text = |name| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        Ok(Answer {
            status: answer.status().as_u16(),
            content_range: text(header::CONTENT_RANGE),
            location: text(header::LOCATION),
            body: Box::new(Body(answer.into_body().into_with_config().limit(u64::MAX).reader())),
        })
    }
}

/// A body whose errors say what happened.
struct Body(BodyReader<'static>);

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| io::Error::other(in_words(error.into())))
    }
}

fn in_words(error: ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => reason(&error),
        ureq::Error::Timeout(phase) => format!("timed out ({phase})"),
        other => reason(&io::Error::other(other.to_string())),
    }
}

fn proxy(network: &Network) -> Result<Option<ureq::Proxy>, Error> {
    let Some(proxy) = network.proxy.as_deref().filter(|proxy| !proxy.is_empty()) else {
        return Ok(None);
    };
    let wrong = |_| Error::Local { reason: format!("{proxy:?} is not the address of a proxy") };
    let plain = ureq::Proxy::new(proxy).map_err(wrong)?;
    if !matches!(plain.protocol(), ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https) {
        // Without its feature `socks-proxy`, ureq panics at the first request (`WarnOnNoSocksConnector::connect` in
        // its transport/mod.rs). This check can go when that is an error.
        let reason = "the proxy is a SOCKS proxy, which is not supported: name one for HTTPS";
        return Err(Error::Local { reason: reason.to_owned() });
    }
    let Some(exceptions) = network.no_proxy.as_deref() else { return Ok(Some(plain)) };
    let mut builder = ureq::Proxy::builder(plain.protocol()).host(plain.host()).port(plain.port());
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
    builder.build().map(Some).map_err(wrong)
}

fn roots(network: &Network) -> Result<RootCerts, Error> {
    let Some(path) = &network.certificates else { return Ok(RootCerts::WebPki) };
    let text = fs::read(path).map_err(|error| Error::local("read", path, &error))?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&text)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests;
