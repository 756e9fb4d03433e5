//! HTTPS in this process, for machines without a program that has it.

use std::io::{self, Read};

use tailprint_core::io_error::reason;
use ureq::http::header;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, BodyReader};

use super::super::url::is_https;
use super::super::{Error, Network};
use super::{Answer, USER_AGENT};
use crate::tls;

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
    let address = network.proxy.as_deref().filter(|address| !address.is_empty());
    let proxy = address.map(|address| tls::proxy(address, network.no_proxy.as_deref()));
    proxy.transpose().map_err(|reason| Error::Local { reason })
}

fn roots(network: &Network) -> Result<RootCerts, Error> {
    tls::roots(network.certificates.as_deref()).map_err(|reason| Error::Local { reason })
}
