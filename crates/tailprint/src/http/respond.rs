//! The answer to a request: method, path and headers in, response out.

use std::ops;

use http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED, LOCATION, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Response, StatusCode};
use tailprint_core::table::Coding;

use super::conditional::Verdict;
use super::range::{self, Requested};
use super::target::{Selected, Target};
use super::{Body, headers};
use crate::{Asset, Assets};

/// The most headers that a 200 or 206 has without those that are configured: with this capacity the map is allocated
/// once.
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
    Answer::to(assets, method, path, request).response(HeaderMap::new())
}

/// Answers a request as [`respond`] does, in the memory of the request's header map: hyper takes the map of the response
/// for the next request, so that a connection allocates one map for all of them.
pub(crate) fn respond_in(
    assets: &'static Assets,
    method: &Method,
    path: &str,
    mut headers: HeaderMap,
) -> Response<Body> {
    let answer = Answer::to(assets, method, path, &headers);
    headers.clear();
    answer.response(headers)
}

/// The answer to a request.
#[derive(Debug)]
enum Answer {
    Found(Selected, Outcome),
    Moved(Asset),
    Missing,
    NotAcceptable { headers: &'static [(HeaderName, HeaderValue)] },
    MethodNotAllowed,
}

impl Answer {
    fn to(assets: &'static Assets, method: &Method, path: &str, request: &HeaderMap) -> Self {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Self::MethodNotAllowed;
        }
        match Target::find(assets, path, request) {
            Target::Selected(selected) => {
                let outcome = Outcome::of(&selected, method, request);
                Self::Found(selected, outcome)
            }
            Target::Moved(asset) => Self::Moved(asset),
            Target::Missing => Self::Missing,
            Target::NotAcceptable { headers } => Self::NotAcceptable { headers },
        }
    }

    /// The response, whose header section takes over an empty map.
    fn response(self, mut headers: HeaderMap) -> Response<Body> {
        headers.reserve(HEADERS);
        match self {
            Self::Found(selected, outcome) => outcome.response(selected, headers),
            Self::Moved(asset) => redirect(asset, headers),
            Self::Missing => fail(StatusCode::NOT_FOUND, headers),
            Self::NotAcceptable { headers: configured } => {
                headers.insert(VARY, headers::VARY);
                headers::extend(&mut headers, configured);
                fail(StatusCode::NOT_ACCEPTABLE, headers)
            }
            Self::MethodNotAllowed => {
                headers.insert(ALLOW, headers::ALLOW);
                fail(StatusCode::METHOD_NOT_ALLOWED, headers)
            }
        }
    }
}

/// The part of a selected representation that is sent, or the reason why none is.
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
    headers::extend(headers, selected.headers);
    // Once, even if it is configured as well.
    headers.insert(X_CONTENT_TYPE_OPTIONS, headers::NOSNIFF);
}

fn whole(selected: Selected, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, &selected);
    headers.insert(CONTENT_LENGTH, selected.content_length());
    build(StatusCode::OK, headers, Body::full(selected.bytes))
}

/// The header section of the answer to a GET (RFC 9110 section 9.3.2).
fn head(selected: &Selected, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, selected);
    headers.insert(CONTENT_LENGTH, selected.content_length());
    build(StatusCode::OK, headers, Body::head(selected.bytes.len() as u64))
}

fn partial(selected: Selected, part: ops::Range<usize>, mut headers: HeaderMap) -> Response<Body> {
    representation(&mut headers, &selected);
    insert(&mut headers, CONTENT_RANGE, range::content_range(&part, selected.bytes.len()));
    headers.insert(CONTENT_LENGTH, headers::number(part.len() as u64));
    // invariant: the part lies within the bytes, see `Requested::Part`.
    build(StatusCode::PARTIAL_CONTENT, headers, Body::full(selected.bytes.slice(part)))
}

/// Adds the headers that describe the representation, which 200 and 206 have in common.
fn representation(headers: &mut HeaderMap, selected: &Selected) {
    headers.insert(CACHE_CONTROL, selected.cache_control());
    headers.insert(ETAG, selected.etag.clone());
    headers.insert(ACCEPT_RANGES, headers::BYTES);
    insert(headers, CONTENT_TYPE, headers::static_value(selected.content_type));
    if selected.coding != Coding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(selected.coding.name()));
    }
    if let Some((_, date)) = selected.last_modified {
        headers.insert(LAST_MODIFIED, date.clone());
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
    insert(&mut headers, CONTENT_RANGE, range::unsatisfied_range(selected.bytes.len()));
    fail(StatusCode::RANGE_NOT_SATISFIABLE, headers)
}

fn redirect(asset: Asset, mut headers: HeaderMap) -> Response<Body> {
    insert(&mut headers, LOCATION, headers::static_value(asset.url()));
    headers::extend(&mut headers, asset.headers());
    fail(StatusCode::FOUND, headers)
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

fn build(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
