//! The requests that the layer answers itself, the responses that are pages, and the changes to their headers.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, HeaderMap, HeaderName, HeaderValue,
    LAST_MODIFIED,
};
use http::{Method, Request, Response, StatusCode};

use super::events::Events;
use super::inject::Injector;
use super::{events, guard, policy};
use crate::base::{below_live_reload_place, live_reload_place};

/// The first part of all paths of the layer, below the root of the site or below the base.
const FOLDER: &str = "_tailprint/";

const SCRIPT: &str = include_str!("script.js");

/// The value of a header that is no text.
pub(super) const UNREADABLE: &str = "\u{fffd}";

const TEXT: &str = "text/plain; charset=utf-8";

const TOO_MANY: &str = "too many event streams are open (close some of the pages of this app that are open in browsers)\n";

const NO_REPORT: &str = "there is no report yet (`cargo tailprint dev` makes it a moment after a build that succeeds)\n";

/// Validators and digests of the page without the script.
const OUTDATED: [HeaderName; 6] = [
    ETAG,
    LAST_MODIFIED,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-md5"),
];

/// A request that the layer answers itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// The script, which is its own worker.
    Script,
    /// Server-sent events.
    Events,
    /// The name of the process.
    Version,
    /// The page about the build.
    Report,
    /// A text for a request that another site has made.
    Refused(String),
}

impl Own {
    /// Recognises a request; `hosts` are the authority, if the URI has one, and every `Host`.
    pub(super) fn of<'a>(
        method: &Method,
        path: &str,
        hosts: impl Iterator<Item = &'a str>,
        header: impl Fn(&'static str) -> Option<&'a str>,
    ) -> Option<Self> {
        let name = below_live_reload_place(path).find_map(|below| below.strip_prefix(FOLDER))?;
        if let Err(refusal) = guard::check(&hosts.collect::<Vec<_>>(), header) {
            return Some(Self::Refused(refusal));
        }
        let own = match name {
            "live-reload.js" => Self::Script,
            "events" => Self::Events,
            "version" => Self::Version,
            "" | "report" => Self::Report,
            _ => return None,
        };
        (method == Method::GET).then_some(own)
    }

    pub(super) fn reply(self) -> Reply {
        let (status, media_type, content) = match self {
            Self::Script => (
                StatusCode::OK,
                "text/javascript; charset=utf-8",
                Answer::Text(Bytes::from_static(SCRIPT.as_bytes())),
            ),
            Self::Events => match Events::open() {
                Some(events) => (StatusCode::OK, "text/event-stream", Answer::Events(events)),
                None => (StatusCode::SERVICE_UNAVAILABLE, TEXT, Answer::Text(TOO_MANY.into())),
            },
            Self::Version => (StatusCode::OK, TEXT, Answer::Text(events::process().into())),
            Self::Report => match events::report() {
                Some(page) => (StatusCode::OK, "text/html; charset=utf-8", Answer::Text(page)),
                None => (StatusCode::NOT_FOUND, TEXT, Answer::Text(NO_REPORT.into())),
            },
            Self::Refused(text) => (StatusCode::FORBIDDEN, TEXT, Answer::Text(text.into())),
        };
        let headers = [
            ("content-type", media_type),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            // A layer that encodes would wait for more.
            ("content-encoding", "identity"),
        ];
        Reply { status, headers, content }
    }
}

/// A response of the layer itself.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: [(&'static str, &'static str); 4],
    pub(super) content: Answer,
}

/// The content of an answer of the layer itself.
#[derive(Debug)]
pub(super) enum Answer {
    /// The rest of a text.
    Text(Bytes),
    /// The messages to pages.
    Events(Events),
}

impl Answer {
    /// The next piece; nothing at the end.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        match self {
            Self::Text(text) => {
                let text = std::mem::take(text);
                Poll::Ready((!text.is_empty()).then_some(text))
            }
            Self::Events(events) => Pin::new(events).poll(cx),
        }
    }

    /// The number of bytes to come; nothing for events, which come without end.
    pub(super) fn len(&self) -> Option<u64> {
        match self {
            Self::Text(text) => Some(text.len() as u64),
            Self::Events(_) => None,
        }
    }
}

/// A request whose answer may be a page.
#[derive(Clone, Debug)]
pub(super) struct Navigation {
    host: Option<String>,
}

impl Navigation {
    /// Recognises a navigation; the answer to a script may be a fragment.
    pub(super) fn of<'a>(
        method: &Method,
        host: Option<&str>,
        header: impl Fn(&'static str) -> Option<&'a str>,
    ) -> Option<Self> {
        let destination = header("sec-fetch-dest");
        let navigates = match destination {
            Some(destination) => {
                ["document", "iframe", "frame", "embed", "object"].contains(&destination)
            }
            // A browser without Fetch Metadata, or no browser at all.
            None => header("hx-request").is_none() && header("x-requested-with").is_none(),
        };
        let accepts = header(ACCEPT.as_str())
            .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"));
        let host = host.or_else(|| header(HOST.as_str())).map(str::to_owned);
        (method == Method::GET && navigates && accepts).then_some(Self { host })
    }

    /// Recognises a navigation and asks for it unencoded.
    pub(super) fn prepare<B>(request: &mut Request<B>) -> Option<Self> {
        let headers = request.headers();
        let authority = request.uri().authority().map(http::uri::Authority::as_str);
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let navigation = Self::of(request.method(), authority, header)?;
        request.headers_mut().remove(ACCEPT_ENCODING);
        Some(navigation)
    }

    /// Changes the headers of a page, and returns the injector of the script; none for a response that is no page.
    pub(super) fn injector<B>(&self, response: &mut Response<B>) -> Option<Injector> {
        if !is_page(response.status(), response.headers()) {
            return None;
        }
        let headers = response.headers_mut();
        let policies = || headers.get_all(CONTENT_SECURITY_POLICY).iter();
        let nonce = policies().find_map(|policy| policy::nonce(policy.to_str().ok()?));
        let injector = Injector::new(tag(nonce));
        let allowed: Vec<HeaderValue> = policies().map(|policy| self.allow(policy)).collect();
        headers.remove(CONTENT_SECURITY_POLICY);
        for policy in allowed {
            headers.append(CONTENT_SECURITY_POLICY, policy);
        }
        for name in OUTDATED {
            headers.remove(name);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(length) = content_length(headers) {
            // The app may pass on the header field of another server.
            headers.insert(CONTENT_LENGTH, length.saturating_add(injector.len()).into());
        }
        Some(injector)
    }

    fn allow(&self, policy: &HeaderValue) -> HeaderValue {
        let host = self.host.as_deref();
        let allowed = policy.to_str().ok().map(|text| policy::allow(text, host, &prefix()));
        allowed.and_then(|text| text.try_into().ok()).unwrap_or_else(|| policy.clone())
    }
}

fn is_page(status: StatusCode, headers: &HeaderMap) -> bool {
    const WITHOUT: [StatusCode; 4] = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::PARTIAL_CONTENT,
        StatusCode::NOT_MODIFIED,
    ];
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let media_type = text(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let encoded = headers.contains_key(CONTENT_ENCODING)
        && text(CONTENT_ENCODING)
            .is_none_or(|coding| !coding.trim().eq_ignore_ascii_case("identity"));
    essence == "text/html"
        // The tag is made of single bytes.
        && !media_type.contains("utf-16")
        && !encoded
        && !status.is_informational()
        && !WITHOUT.contains(&status)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The first part of all paths of the layer, as pages say it.
fn prefix() -> String {
    format!("{}{FOLDER}", live_reload_place())
}

/// The element that loads the script and tells it the version of the page.
fn tag(nonce: Option<&str>) -> Bytes {
    let (version, swaps) = events::made_of();
    let prefix = prefix();
    let nonce = nonce.map(|nonce| format!(" nonce=\"{nonce}\"")).unwrap_or_default();
    let tag = format!(
        "<script src=\"{prefix}live-reload.js\" data-version=\"{version}\" data-swaps=\"{swaps}\"{nonce} async></script>"
    );
    tag.into()
}
