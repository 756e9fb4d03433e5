//! A request's method, path and headers in, a response out.

use std::ops;

use http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED, LOCATION, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Response, StatusCode};
use tailprint_core::table::Coding;

use super::conditional::Verdict;
use super::range::{self, Requested};
use super::target::{Selected, Target};
use super::{Body, headers};
use crate::{Asset, Assets};

/// As many headers as an ordinary 200 has, so that the map is allocated once.
const HEADERS: usize = 12;

/// Answers a request, whose path begins below the mount.
///
/// | status | when |
/// |---|---|
/// | 200 | an asset, by its hashed or by its logical name |
/// | 206 | a single range of it (RFC 9110 section 15.3.7) |
/// | 302 | an outdated hashed name, where the build asks for it |
/// | 304 | `If-None-Match`, else `If-Modified-Since`: the client has it (section 15.4.5) |
/// | 404 | no such asset, or a path that no asset can have |
/// | 405 | any method but GET and HEAD (section 15.5.6) |
/// | 406 | the client refuses every coding there is, the identity included (section 15.5.7) |
/// | 412 | `If-Match`, else `If-Unmodified-Since` (section 15.5.13) |
/// | 416 | a range that begins behind the end (section 15.5.17) |
pub(crate) fn respond(
    assets: &'static Assets,
    method: &Method,
    path: &str,
    request: &HeaderMap,
) -> Response<Body> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, headers::ALLOW)]);
    }
    match Target::find(assets, path, request) {
        Target::Selected(selected) => Outcome::of(&selected, method, request).response(selected),
        Target::NotAcceptable => refuse(StatusCode::NOT_ACCEPTABLE, [(VARY, headers::VARY)]),
        Target::Moved(asset) => redirect(asset),
        Target::Missing => refuse(StatusCode::NOT_FOUND, []),
    }
}

/// What becomes of a selected representation.
#[derive(Debug)]
enum Outcome {
    Whole,
    Head,
    Part(ops::Range<usize>),
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
        match range::requested(request, selected.bytes.len()) {
            Requested::Whole => Self::Whole,
            _ if !validators.permit_range(request) => Self::Whole,
            Requested::Part(part) => Self::Part(part),
            Requested::Unsatisfiable => Self::Unsatisfiable,
        }
    }

    fn response(self, selected: Selected) -> Response<Body> {
        match self {
            Self::Whole => whole(selected),
            Self::Head => head(&selected),
            Self::Part(part) => partial(selected, part),
            Self::Unsatisfiable => unsatisfiable(&selected),
            Self::NotModified => not_modified(&selected),
            Self::PreconditionFailed => precondition_failed(&selected),
        }
    }
}

fn whole(selected: Selected) -> Response<Body> {
    let mut headers = representation(&selected);
    headers.insert(CONTENT_LENGTH, headers::number(selected.bytes.len() as u64));
    build(StatusCode::OK, headers, Body::full(selected.bytes))
}

/// The header section of the GET, nothing else (RFC 9110 section 9.3.2).
fn head(selected: &Selected) -> Response<Body> {
    let size = selected.bytes.len() as u64;
    let mut headers = representation(selected);
    headers.insert(CONTENT_LENGTH, headers::number(size));
    build(StatusCode::OK, headers, Body::head(size))
}

fn partial(selected: Selected, part: ops::Range<usize>) -> Response<Body> {
    let mut headers = representation(&selected);
    insert(&mut headers, CONTENT_RANGE, range::content_range(&part, selected.bytes.len()));
    headers.insert(CONTENT_LENGTH, headers::number(part.len() as u64));
    // invariant: the part lies within the bytes, see `Requested::Part`.
    build(StatusCode::PARTIAL_CONTENT, headers, Body::full(selected.bytes.slice(part)))
}

/// What describes the representation: the header section of 200 and 206 but for its length.
fn representation(selected: &Selected) -> HeaderMap {
    let mut headers = common(selected);
    headers.insert(CACHE_CONTROL, selected.cache_control.clone());
    headers.insert(ETAG, selected.etag.clone());
    headers.insert(ACCEPT_RANGES, headers::BYTES);
    insert(&mut headers, CONTENT_TYPE, headers::static_value(selected.content_type));
    if selected.coding != Coding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(selected.coding.name()));
    }
    if let Some((_, date)) = &selected.last_modified {
        headers.insert(LAST_MODIFIED, date.clone());
    }
    headers
}

/// Without what describes the content that the client has (RFC 9110 section 15.4.5).
fn not_modified(selected: &Selected) -> Response<Body> {
    let mut headers = common(selected);
    headers.insert(CACHE_CONTROL, selected.cache_control.clone());
    headers.insert(ETAG, selected.etag.clone());
    if let Some((_, date)) = &selected.last_modified {
        headers.insert(LAST_MODIFIED, date.clone());
    }
    build(StatusCode::NOT_MODIFIED, headers, Body::none())
}

fn precondition_failed(selected: &Selected) -> Response<Body> {
    let mut headers = common(selected);
    headers.insert(ETAG, selected.etag.clone());
    fail(StatusCode::PRECONDITION_FAILED, headers)
}

fn unsatisfiable(selected: &Selected) -> Response<Body> {
    let mut headers = common(selected);
    headers.insert(ETAG, selected.etag.clone());
    headers.insert(ACCEPT_RANGES, headers::BYTES);
    insert(&mut headers, CONTENT_RANGE, range::unsatisfied_range(selected.bytes.len()));
    fail(StatusCode::RANGE_NOT_SATISFIABLE, headers)
}

fn redirect(asset: Asset) -> Response<Body> {
    let mut headers = HeaderMap::with_capacity(HEADERS);
    insert(&mut headers, LOCATION, headers::static_value(asset.url()));
    headers::extend(&mut headers, asset.headers());
    fail(StatusCode::FOUND, headers)
}

/// What every response has that is about an asset, CORS and the like included.
fn common(selected: &Selected) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(HEADERS);
    if selected.varies {
        headers.insert(VARY, headers::VARY);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    headers::extend(&mut headers, selected.headers);
    headers
}

fn refuse<const N: usize>(
    status: StatusCode,
    fields: [(http::HeaderName, HeaderValue); N],
) -> Response<Body> {
    let mut headers = HeaderMap::with_capacity(HEADERS);
    headers.extend(fields);
    fail(status, headers)
}

/// A response without content that no cache keeps.
fn fail(status: StatusCode, mut headers: HeaderMap) -> Response<Body> {
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
    headers.insert(CACHE_CONTROL, headers::NO_STORE);
    headers.insert(CONTENT_LENGTH, headers::ZERO);
    build(status, headers, Body::default())
}

fn insert(headers: &mut HeaderMap, name: http::HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

fn build(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
