//! Header fields that do not depend on the request.

#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
use std::cell::Cell;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, ORIGIN, RANGE,
};
#[cfg(any(feature = "actix-web", feature = "rocket"))]
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    X_CONTENT_TYPE_OPTIONS,
};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use tailprint_core::caching;

/// `Cache-Control` of a name that never stands for other bytes.
pub(crate) const IMMUTABLE: HeaderValue = HeaderValue::from_static(caching::IMMUTABLE);
/// `Cache-Control` of a representation that is revalidated at every use.
pub(crate) const REVALIDATE: HeaderValue = HeaderValue::from_static(caching::REVALIDATE);
/// `Cache-Control` of all that is no asset: a 404 may be an asset one deployment later (RFC 9111 section 5.2.2.5).
pub(crate) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
pub(crate) const ALLOW: HeaderValue = HeaderValue::from_static("GET, HEAD");
pub(crate) const ALLOW_CORS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
pub(crate) const BYTES: HeaderValue = HeaderValue::from_static("bytes");
pub(crate) const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
pub(crate) const VARY: HeaderValue = HeaderValue::from_static("Accept-Encoding");
pub(crate) const VARY_ACCEPT: HeaderValue = HeaderValue::from_static("Accept");
pub(crate) const ZERO: HeaderValue = HeaderValue::from_static("0");

/// The first second that is taken for a date, the start of 1980 and a day. Package builders that give every build the
/// same time choose the start of 1970 or of 1980; as the date of all versions of a file, it would make
/// `If-Modified-Since` find any of them unmodified.
const FIRST_SECOND: u64 = 315_619_200;
/// The last second of the year 9999: an HTTP date has four digits for the year (RFC 9110 section 5.6.7).
const LAST_SECOND: u64 = 253_402_300_799;

/// The most headers that a 200 or 206 has without those that are configured: with this capacity the map is allocated
/// once.
pub(crate) const MOST: usize = 12;

/// The headers that nearly all responses have, in the order in which a response gets them: a framework with a type of its
/// own for names need not parse these.
#[cfg(any(feature = "actix-web", feature = "rocket"))]
pub(crate) static USUAL: [HeaderName; 8] = [
    http::header::VARY,
    X_CONTENT_TYPE_OPTIONS,
    CACHE_CONTROL,
    ETAG,
    ACCEPT_RANGES,
    CONTENT_TYPE,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
];

/// All request headers that a response depends on.
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
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

#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
thread_local! {
    /// The empty map of an earlier response, whose memory the next request takes.
    static SPARE: Cell<HeaderMap> = Cell::default();
}

/// Keeps the memory of a map whose response has been converted.
#[cfg(feature = "actix-web")]
pub(crate) fn spare(mut headers: HeaderMap) {
    headers.clear();
    SPARE.set(headers);
}

/// The request headers that a response depends on, from a framework with a type of its own for headers. `octets` are those of
/// a value.
#[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
pub(crate) fn read_headers<N: AsRef<str>, V>(
    lines: impl Iterator<Item = (N, V)>,
    octets: impl Fn(&V) -> &[u8],
) -> HeaderMap {
    // The response takes the map over.
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

/// A header value from the table, without a copy; none for a text that is not allowed in a header.
pub(crate) fn static_value(text: &'static str) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

/// A header value that is a number.
pub(crate) fn number(number: u64) -> HeaderValue {
    // `HeaderValue::from(u64)` allocates twice.
    HeaderValue::from_str(itoa::Buffer::new().format(number)).unwrap_or(ZERO)
}

/// The HTTP date of a time in seconds since 1970 (RFC 9110 section 5.6.7).
pub(crate) fn date_header(seconds: u64) -> Option<HeaderValue> {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    (FIRST_SECOND..=LAST_SECOND)
        .contains(&seconds)
        .then(|| httpdate::fmt_http_date(time))?
        .try_into()
        .ok()
}

/// The headers in the lines `name: value` of the table.
pub(crate) fn fields(lines: &'static str) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    lines.lines().filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, static_value(value)?))
    })
}

/// Adds the headers that are configured for an asset.
pub(crate) fn extend(headers: &mut HeaderMap, fields: &'static [(HeaderName, HeaderValue)]) {
    for (name, value) in fields {
        headers.append(name, value.clone());
    }
}
