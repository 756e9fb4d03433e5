//! The answer to a request: method, path and headers in, response out.

use std::{io, ops};

use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED, LOCATION, ORIGIN, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, StatusCode};
use tailprint_core::table::Coding;

use super::draft::Draft;
use super::headers::{self, Value};
use super::request::conditional::Verdict;
use super::request::navigation::is_navigation;
use super::request::path;
use super::request::range::{self, Requested};
use super::request::target::{Found, Selected, Target};
use super::{Body, Place};
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
        allow: Value,
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

    /// The response, from an empty draft.
    #[inline]
    pub(crate) fn response<D: Draft>(self, mut draft: D) -> D::Response {
        match self {
            Self::Found(selected, outcome) => outcome.response(selected, draft),
            Self::Moved(asset) => moved(asset, draft),
            Self::Folder { with_slash } => {
                if let Ok(location) = HeaderValue::try_from(with_slash) {
                    draft.append(LOCATION, Value::Own(location));
                }
                fail(StatusCode::FOUND, draft)
            }
            Self::Missing(None) => fail(StatusCode::NOT_FOUND, draft),
            Self::Missing(Some((page, is_head))) => not_found(page, is_head, draft),
            Self::NotAcceptable { headers: configured } => {
                draft.append(VARY, headers::VARY);
                headers::extend(&mut draft, configured, &[X_CONTENT_TYPE_OPTIONS]);
                fail(StatusCode::NOT_ACCEPTABLE, draft)
            }
            Self::Preflight { headers: configured, requested } => {
                preflight(configured, requested, draft)
            }
            Self::MethodNotAllowed { allow } => {
                draft.append(ALLOW, allow);
                fail(StatusCode::METHOD_NOT_ALLOWED, draft)
            }
        }
    }
}

/// The answer to a request that cannot be answered: its processing has panicked, or the file beside the program is not that
/// of the build any more.
pub(crate) fn broken<D: Draft>() -> D::Response {
    fail(StatusCode::INTERNAL_SERVER_ERROR, D::default())
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

    fn response<D: Draft>(self, selected: Selected, mut draft: D) -> D::Response {
        common(&mut draft, &selected);
        match self {
            Self::Whole => whole(selected, draft),
            Self::Head => head(&selected, draft),
            Self::Part(part) => partial(selected, part, draft),
            Self::Unsatisfiable => unsatisfiable(&selected, draft),
            Self::NotModified => not_modified(selected, draft),
            Self::PreconditionFailed => precondition_failed(selected, draft),
        }
    }
}

/// Adds the headers that every response about an asset has, CORS and the like included.
fn common(draft: &mut impl Draft, selected: &Selected) {
    if selected.varies {
        draft.append(VARY, headers::VARY);
    }
    if selected.is_for_navigations {
        draft.append(VARY, headers::VARY_ACCEPT);
    }
    headers::extend(draft, selected.headers, &[X_CONTENT_TYPE_OPTIONS]);
    draft.append(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
}

fn whole<D: Draft>(selected: Selected, mut draft: D) -> D::Response {
    representation(&mut draft, &selected);
    draft.append(CONTENT_LENGTH, selected.content_length());
    sent(StatusCode::OK, draft, selected.whole())
}

/// The header section of the answer to a GET (RFC 9110 section 9.3.2).
fn head<D: Draft>(selected: &Selected, mut draft: D) -> D::Response {
    representation(&mut draft, selected);
    draft.append(CONTENT_LENGTH, selected.content_length());
    draft.finish(StatusCode::OK, Body::head(selected.size()))
}

fn partial<D: Draft>(selected: Selected, part: ops::Range<u64>, mut draft: D) -> D::Response {
    representation(&mut draft, &selected);
    content_range(&mut draft, range::content_range(&part, selected.size()));
    draft.append(CONTENT_LENGTH, headers::number(part.end - part.start));
    sent(StatusCode::PARTIAL_CONTENT, draft, selected.part(part))
}

/// Adds the headers that describe the representation, which 200 and 206 have in common.
fn representation(draft: &mut impl Draft, selected: &Selected) {
    draft.append(CACHE_CONTROL, selected.cache_control());
    draft.append(ETAG, selected.etag.clone());
    draft.append(ACCEPT_RANGES, headers::BYTES);
    content(draft, selected);
    if let Some((_, date)) = selected.last_modified {
        draft.append(LAST_MODIFIED, Value::Own(date.clone()));
    }
}

/// Adds the headers that say what the bytes are.
fn content(draft: &mut impl Draft, selected: &Selected) {
    draft.append(CONTENT_TYPE, Value::Text(selected.content_type));
    if selected.coding != Coding::Identity {
        draft.append(CONTENT_ENCODING, Value::Text(selected.coding.name()));
    }
}

fn content_range(draft: &mut impl Draft, range: Option<HeaderValue>) {
    if let Some(range) = range {
        draft.append(CONTENT_RANGE, Value::Own(range));
    }
}

/// The headers of a 304, which does not describe the content again (RFC 9110 section 15.4.5).
fn not_modified<D: Draft>(selected: Selected, mut draft: D) -> D::Response {
    draft.append(CACHE_CONTROL, selected.cache_control());
    draft.append(ETAG, selected.etag);
    if let Some((_, date)) = selected.last_modified {
        draft.append(LAST_MODIFIED, Value::Own(date.clone()));
    }
    draft.finish(StatusCode::NOT_MODIFIED, Body::none())
}

fn precondition_failed<D: Draft>(selected: Selected, mut draft: D) -> D::Response {
    draft.append(ETAG, selected.etag);
    fail_about_asset(StatusCode::PRECONDITION_FAILED, draft)
}

fn unsatisfiable<D: Draft>(selected: &Selected, mut draft: D) -> D::Response {
    draft.append(ETAG, selected.etag.clone());
    draft.append(ACCEPT_RANGES, headers::BYTES);
    content_range(&mut draft, range::unsatisfied_range(selected.size()));
    fail_about_asset(StatusCode::RANGE_NOT_SATISFIABLE, draft)
}

fn moved<D: Draft>(asset: Asset, mut draft: D) -> D::Response {
    draft.append(LOCATION, Value::Text(asset.url()));
    headers::extend(&mut draft, asset.headers(), &[X_CONTENT_TYPE_OPTIONS]);
    fail(StatusCode::FOUND, draft)
}

/// A 404 with a page. It has no validator: that of the page would be taken for one of the path.
fn not_found<D: Draft>(page: Selected, is_head: bool, mut draft: D) -> D::Response {
    common(&mut draft, &page);
    content(&mut draft, &page);
    draft.append(CACHE_CONTROL, headers::NO_STORE);
    draft.append(CONTENT_LENGTH, page.content_length());
    let body = if is_head { Ok(Body::head(page.size())) } else { page.whole() };
    sent(StatusCode::NOT_FOUND, draft, body)
}

/// The answer to a preflight. Every header that is requested is allowed: there is nothing that it could do.
fn preflight<D: Draft>(
    configured: &'static [(HeaderName, HeaderValue)],
    requested: Option<HeaderValue>,
    mut draft: D,
) -> D::Response {
    let own = [ACCESS_CONTROL_ALLOW_METHODS, ALLOW, X_CONTENT_TYPE_OPTIONS];
    headers::extend(&mut draft, configured, &own);
    draft.append(ACCESS_CONTROL_ALLOW_METHODS, headers::ALLOW);
    let is_configured = configured.iter().any(|(name, _)| *name == ACCESS_CONTROL_ALLOW_HEADERS);
    if let Some(requested) = requested.filter(|_| !is_configured) {
        draft.append(ACCESS_CONTROL_ALLOW_HEADERS, Value::Own(requested));
    }
    draft.append(ALLOW, headers::ALLOW_CORS);
    draft.append(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    draft.finish(StatusCode::NO_CONTENT, Body::none())
}

/// A response without content that no cache keeps.
fn fail<D: Draft>(status: StatusCode, mut draft: D) -> D::Response {
    draft.append(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    fail_about_asset(status, draft)
}

/// The same, with the headers of [`common`].
fn fail_about_asset<D: Draft>(status: StatusCode, mut draft: D) -> D::Response {
    draft.append(CACHE_CONTROL, headers::NO_STORE);
    draft.append(CONTENT_LENGTH, headers::ZERO);
    draft.finish(status, Body::default())
}

/// A response with a content, if it could be read.
fn sent<D: Draft>(status: StatusCode, draft: D, body: io::Result<Body>) -> D::Response {
    // The reason names a path of this machine, which is nothing to the client.
    match body {
        Ok(body) => draft.finish(status, body),
        Err(_) => broken::<D>(),
    }
}
