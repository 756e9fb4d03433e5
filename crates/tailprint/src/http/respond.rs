//! The answer to a request: method, path and headers in, response out.

use std::{io, ops};

use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED, LOCATION, ORIGIN, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Response, StatusCode};
use tailprint_core::table::Coding;

use super::request::conditional::Verdict;
use super::request::navigation::is_navigation;
use super::request::path;
use super::request::range::{self, Requested};
use super::request::target::{Found, Selected, Target};
use super::{Body, Place, headers};
use crate::{Asset, Assets};

/// A request, of which no more is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a Method,
    /// The path as the service sees it.
    pub(crate) path: &'a str,
    /// The path below the mount, or that of a file that may be at the root; none for a path outside.
    pub(crate) sought: Option<(&'a str, Place)>,
    pub(crate) headers: &'a HeaderMap,
}

impl Asked<'_> {
    /// Returns true for GET and HEAD.
    fn is_read(&self) -> bool {
        matches!(*self.method, Method::GET | Method::HEAD)
    }

    /// Returns true for the mount, if the server has taken its path away: it may have had a slash at its end or not.
    fn is_mount_without_its_path(&self) -> bool {
        matches!(self.path, "" | "/") && self.sought.is_some_and(|(path, _)| path == self.path)
    }

    /// Returns true for the request before one of another origin (Fetch section 3.3.2, "CORS-preflight request").
    fn is_preflight(&self) -> bool {
        *self.method == Method::OPTIONS
            && self.headers.contains_key(ORIGIN)
            && self.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    }
}

/// The pages that are sent for paths that are no assets' names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pages {
    /// True if the `index.html` in a folder stands for it.
    pub(crate) index: bool,
    /// The page of a navigation that leads to no asset.
    pub(crate) spa: Option<Asset>,
    /// The content of a 404.
    pub(crate) not_found: Option<Asset>,
}

/// The answer to a request.
///
/// | status | when |
/// |---|---|
/// | 200 | an asset, by its hashed or by its logical name |
/// | 204 | a preflight, where the asset may be requested from other origins |
/// | 206 | a single range of it (RFC 9110 section 15.3.7) |
/// | 302 | an outdated hashed name, or a folder without its slash, where the app asks for it |
/// | 304 | `If-None-Match`, else `If-Modified-Since`: the client has it (section 15.4.5) |
/// | 404 | no such asset, or a path that no asset can have |
/// | 405 | an asset, and any method but GET and HEAD (section 15.5.6) |
/// | 406 | the client refuses every coding there is, the identity included (section 15.5.7) |
/// | 412 | `If-Match`, else `If-Unmodified-Since` (section 15.5.13) |
/// | 416 | a range that begins behind the end (section 15.5.17) |
/// | 500 | an asset whose file beside the program is missing, or has another size than in the build |
#[derive(Debug)]
pub(crate) enum Answer {
    Found(Selected, Outcome),
    Moved(Asset),
    Folder {
        with_slash: String,
    },
    /// Nothing, and the page that says so, of which a HEAD gets none.
    Missing(Option<(Selected, bool)>),
    NotAcceptable {
        headers: &'static [(HeaderName, HeaderValue)],
    },
    Preflight {
        headers: &'static [(HeaderName, HeaderValue)],
        requested: Option<HeaderValue>,
    },
    MethodNotAllowed {
        allow: HeaderValue,
    },
}

impl Answer {
    /// Answers a request for an asset, or for a page that stands for the path.
    #[inline]
    pub(crate) fn to(assets: &'static Assets, pages: &Pages, asked: &Asked<'_>) -> Self {
        let named = |(path, place)| Found::named(assets, &path::name(path)?, place);
        if let Some(found) = asked.sought.and_then(named) {
            return Self::with(found, asked);
        }
        if let Some(answer) = Self::index(assets, pages, asked) {
            return answer;
        }
        if let Some(answer) = Self::spa(assets, pages, asked) {
            return answer;
        }
        let page = pages.not_found.filter(|_| asked.is_read());
        let page = page.and_then(|page| Found::page(assets, page));
        match page.map(|page| page.select(asked.headers)) {
            Some(Target::Selected(page)) => {
                Self::Missing(Some((page, *asked.method == Method::HEAD)))
            }
            _ => Self::Missing(None),
        }
    }

    #[inline]
    fn with(found: Found, asked: &Asked<'_>) -> Self {
        if asked.is_read() {
            return match found.select(asked.headers) {
                Target::Selected(selected) => {
                    let outcome = Outcome::of(&selected, asked.method, asked.headers);
                    Self::Found(selected, outcome)
                }
                Target::NotAcceptable { headers } => Self::NotAcceptable { headers },
                Target::Moved(asset) => Self::Moved(asset),
                Target::Missing => Self::Missing(None),
            };
        }
        let configured = found.headers();
        if !configured.iter().any(|(name, _)| *name == ACCESS_CONTROL_ALLOW_ORIGIN) {
            return Self::MethodNotAllowed { allow: headers::ALLOW };
        }
        if asked.is_preflight() {
            let requested = asked.headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
            return Self::Preflight { headers: configured, requested };
        }
        Self::MethodNotAllowed { allow: headers::ALLOW_CORS }
    }

    /// The page of a folder. Without the slash at the end its relative URLs would be those of the folder above.
    fn index(assets: &'static Assets, pages: &Pages, asked: &Asked<'_>) -> Option<Self> {
        let (path, place) = asked.sought.filter(|_| pages.index)?;
        let name = path::index_name(path)?;
        let mut found = Found::named(assets, &name, place)?;
        // The path of the mount itself has its last segment in front of what is sought.
        let whole = if path.is_empty() { asked.path } else { path };
        match path::with_slash(whole) {
            Some(with_slash) if asked.is_read() => return Some(Self::Folder { with_slash }),
            _ if asked.is_mount_without_its_path() && !assets.is_mounted_at_root() => {
                let page = assets.get(&name).filter(|page| place.has(page.is_at_root()));
                found = page.and_then(|page| Found::page(assets, page)).unwrap_or(found);
            }
            _ => {}
        }
        Some(Self::with(found, asked))
    }

    fn spa(assets: &'static Assets, pages: &Pages, asked: &Asked<'_>) -> Option<Self> {
        let page = pages.spa?;
        let is_outside = asked.sought.is_none_or(|(_, place)| place != Place::Mount);
        if !is_outside || !is_navigation(asked.method, asked.path, asked.headers) {
            return None;
        }
        let mut answer = Self::with(Found::page(assets, page)?, asked);
        if let Self::Found(selected, _) = &mut answer {
            selected.is_for_navigations = true;
        }
        Some(answer)
    }

    /// Returns true if a file beside the program is opened for the response.
    #[inline]
    pub(crate) fn opens_file(&self) -> bool {
        match self {
            Self::Found(selected, Outcome::Whole | Outcome::Part(_)) => selected.is_beside(),
            Self::Missing(Some((page, is_head))) => !is_head && page.is_beside(),
            _ => false,
        }
    }

    /// The response, whose header section takes over an empty map.
    pub(crate) fn response(self, mut headers: HeaderMap) -> Response<Body> {
        headers.reserve(headers::MOST);
        match self {
            Self::Found(selected, outcome) => outcome.response(selected, headers),
            Self::Moved(asset) => moved(asset, headers),
            Self::Folder { with_slash } => {
                insert(&mut headers, LOCATION, HeaderValue::try_from(with_slash).ok());
                fail(StatusCode::FOUND, headers)
            }
            Self::Missing(None) => fail(StatusCode::NOT_FOUND, headers),
            Self::Missing(Some((page, is_head))) => not_found(page, is_head, headers),
            Self::NotAcceptable { headers: configured } => {
                headers.insert(VARY, headers::VARY);
                headers::extend(&mut headers, configured);
                fail(StatusCode::NOT_ACCEPTABLE, headers)
            }
            Self::Preflight { headers: configured, requested } => {
                preflight(configured, requested, headers)
            }
            Self::MethodNotAllowed { allow } => {
                headers.insert(ALLOW, allow);
                fail(StatusCode::METHOD_NOT_ALLOWED, headers)
            }
        }
    }
}

/// The answer to a request that cannot be answered: its processing has panicked, or the file beside the program is not that
/// of the build any more.
pub(crate) fn broken() -> Response<Body> {
    fail(StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new())
}

/// The part of a selected representation that is sent, or the reason why none is.
#[derive(Debug)]
pub(crate) enum Outcome {
    Whole,
    Head,
    Part(ops::Range<u64>),
    Unsatisfiable,
    NotModified,
    PreconditionFailed,
}

impl Outcome {
    fn of(selected: &Selected, method: &Method, request: &HeaderMap) -> Self {
        let validators = selected.validators();
        match validators.evaluate(request) {
            Verdict::NotModified => return Self::NotModified,
            Verdict::Failed => return Self::PreconditionFailed,
            Verdict::Proceed => {}
        }
        // Ranges are defined for GET alone (RFC 9110 section 14.2).
        if *method == Method::HEAD {
            return Self::Head;
        }
        match range::requested(request, selected.size()) {
            Requested::Whole => Self::Whole,
            _ if !validators.permit_range(request) => Self::Whole,
            Requested::Part(part) => Self::Part(part),
            Requested::Unsatisfiable => Self::Unsatisfiable,
        }
    }

    fn response(self, selected: Selected, mut headers: HeaderMap) -> Response<Body> {
        common(&mut headers, &selected);
        match self {
            Self::Whole => whole(selected, headers),
            Self::Head => head(&selected, headers),
            Self::Part(part) => partial(selected, part, headers),
            Self::Unsatisfiable => unsatisfiable(&selected, headers),
            Self::NotModified => not_modified(selected, headers),
            Self::PreconditionFailed => precondition_failed(selected, headers),
        }
    }
}

/// Adds the headers that every response about an asset has, CORS and the like included.
fn common(headers: &mut HeaderMap, selected: &Selected) {
    if selected.varies {
        headers.insert(VARY, headers::VARY);
    }
    if selected.is_for_navigations {
        headers.append(VARY, headers::VARY_ACCEPT);
    }
    headers::extend(headers, selected.headers);
    // Once, even if it is configured as well.
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
}

fn whole(selected: Selected, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, &selected);
    headers.insert(CONTENT_LENGTH, selected.content_length());
    sent(StatusCode::OK, headers, selected.whole())
}

/// The header section of the answer to a GET (RFC 9110 section 9.3.2).
fn head(selected: &Selected, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, selected);
    headers.insert(CONTENT_LENGTH, selected.content_length());
    build(StatusCode::OK, headers, Body::head(selected.size()))
}

fn partial(selected: Selected, part: ops::Range<u64>, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, &selected);
    insert(&mut headers, CONTENT_RANGE, range::content_range(&part, selected.size()));
    headers.insert(CONTENT_LENGTH, headers::number(part.end - part.start));
    sent(StatusCode::PARTIAL_CONTENT, headers, selected.part(part))
}

/// Adds the headers that describe the representation, which 200 and 206 have in common.
fn representation(headers: &mut HeaderMap, selected: &Selected) {
    headers.insert(CACHE_CONTROL, selected.cache_control());
    headers.insert(ETAG, selected.etag.clone());
    headers.insert(ACCEPT_RANGES, headers::BYTES);
    content(headers, selected);
    if let Some((_, date)) = selected.last_modified {
        headers.insert(LAST_MODIFIED, date.clone());
    }
}

/// Adds the headers that say what the bytes are.
fn content(headers: &mut HeaderMap, selected: &Selected) {
    insert(headers, CONTENT_TYPE, headers::static_value(selected.content_type));
    if selected.coding != Coding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(selected.coding.name()));
    }
}

/// The headers of a 304, which does not describe the content again (RFC 9110 section 15.4.5).
fn not_modified(selected: Selected, mut headers: HeaderMap) -> Response<Body> {
    headers.insert(CACHE_CONTROL, selected.cache_control());
    headers.insert(ETAG, selected.etag);
    if let Some((_, date)) = selected.last_modified {
        headers.insert(LAST_MODIFIED, date.clone());
    }
    build(StatusCode::NOT_MODIFIED, headers, Body::none())
}

fn precondition_failed(selected: Selected, mut headers: HeaderMap) -> Response<Body> {
    headers.insert(ETAG, selected.etag);
    fail(StatusCode::PRECONDITION_FAILED, headers)
}

fn unsatisfiable(selected: &Selected, mut headers: HeaderMap) -> Response<Body> {
    headers.insert(ETAG, selected.etag.clone());
    headers.insert(ACCEPT_RANGES, headers::BYTES);
    insert(&mut headers, CONTENT_RANGE, range::unsatisfied_range(selected.size()));
    fail(StatusCode::RANGE_NOT_SATISFIABLE, headers)
}

fn moved(asset: Asset, mut headers: HeaderMap) -> Response<Body> {
    insert(&mut headers, LOCATION, headers::static_value(asset.url()));
    headers::extend(&mut headers, asset.headers());
    fail(StatusCode::FOUND, headers)
}

/// A 404 with a page. It has no validator: that of the page would be taken for one of the path.
fn not_found(page: Selected, is_head: bool, mut headers: HeaderMap) -> Response<Body> {
    common(&mut headers, &page);
    content(&mut headers, &page);
    headers.insert(CACHE_CONTROL, headers::NO_STORE);
    headers.insert(CONTENT_LENGTH, page.content_length());
    let body = if is_head { Ok(Body::head(page.size())) } else { page.whole() };
    sent(StatusCode::NOT_FOUND, headers, body)
}

/// The answer to a preflight. Every header that is requested is allowed: there is nothing that it could do.
fn preflight(
    configured: &'static [(HeaderName, HeaderValue)],
    requested: Option<HeaderValue>,
    mut headers: HeaderMap,
) -> Response<Body> {
    headers::extend(&mut headers, configured);
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, headers::ALLOW);
    if let Some(requested) = requested {
        headers.entry(ACCESS_CONTROL_ALLOW_HEADERS).or_insert(requested);
    }
    headers.insert(ALLOW, headers::ALLOW_CORS);
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    build(StatusCode::NO_CONTENT, headers, Body::none())
}

/// A response without content that no cache keeps.
fn fail(status: StatusCode, mut headers: HeaderMap) -> Response<Body> {
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    headers.insert(CACHE_CONTROL, headers::NO_STORE);
    headers.insert(CONTENT_LENGTH, headers::ZERO);
    build(status, headers, Body::default())
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

/// A response with a content, if it could be read.
fn sent(status: StatusCode, headers: HeaderMap, body: io::Result<Body>) -> Response<Body> {
    // The reason names a path of this machine, which is nothing to the client.
    body.map_or_else(|_| broken(), |body| build(status, headers, body))
}

fn build(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
