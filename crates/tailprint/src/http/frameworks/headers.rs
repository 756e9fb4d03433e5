//! Header fields of frameworks with a type of their own for these.

use std::cell::Cell;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_RANGES, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, ORIGIN, RANGE, VARY, X_CONTENT_TYPE_OPTIONS,
};

use super::super::headers::MOST;

/// The headers that nearly all responses have, in the order in which a response gets them: a framework with a type of its
/// own for names need not parse these.
pub(super) static USUAL: [HeaderName; 8] = [
    VARY,
    X_CONTENT_TYPE_OPTIONS,
    CACHE_CONTROL,
    ETAG,
    ACCEPT_RANGES,
    CONTENT_TYPE,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
];

/// The number of usual headers that a response has passed, since they come in their order.
#[derive(Default)]
pub(super) struct Passed(usize);

impl Passed {
    /// The index of the next header in [`USUAL`]; none for one that is not usual.
    #[inline]
    pub(super) fn next(&mut self, name: &HeaderName) -> Option<usize> {
        let behind = USUAL.iter().skip(self.0).position(|usual| usual == name)?;
        let index = self.0 + behind;
        self.0 = index + 1;
        Some(index)
    }
}

/// Makes a value of these octets, unless it is one already. Returns false for octets that no value may have.
#[cfg(any(feature = "actix-web", feature = "ntex"))]
#[inline]
pub(super) fn renew<V: AsRef<[u8]>>(
    last: &mut V,
    octets: &[u8],
    make: impl FnOnce(&[u8]) -> Option<V>,
) -> bool {
    if last.as_ref() != octets {
        let Some(value) = make(octets) else { return false };
        *last = value;
    }
    true
}

/// All request headers that a response depends on.
const READ: [HeaderName; 11] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    IF_UNMODIFIED_SINCE,
    ORIGIN,
    RANGE,
];

thread_local! {
    /// The empty map of an earlier request, whose memory the next one takes.
    static SPARE: Cell<HeaderMap> = Cell::default();
}

/// Keeps the memory of a map whose request has been answered.
pub(super) fn spare(mut headers: HeaderMap) {
    headers.clear();
    SPARE.set(headers);
}

/// The request headers that a response depends on, from a framework with a type of its own for headers. `octets` are those of
/// a value.
pub(super) fn read_headers<N: AsRef<str>, V>(
    lines: impl Iterator<Item = (N, V)>,
    octets: impl Fn(&V) -> &[u8],
) -> HeaderMap {
    let mut headers = SPARE.take();
    headers.reserve(MOST);
    for (name, value) in lines {
        let known = READ.iter().find(|read| read.as_str().eq_ignore_ascii_case(name.as_ref()));
        let Some(name) = known else { continue };
        if let Ok(value) = HeaderValue::from_bytes(octets(&value)) {
            headers.append(name, value);
        }
    }
    headers
}
