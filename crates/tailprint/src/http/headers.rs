//! Header fields that do not depend on the request.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use tailprint_core::caching;

use super::draft::Draft;

/// The value of a header field.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A constant of this crate, as both types.
    Known(&'static str, HeaderValue),
    /// A text of the table.
    Text(&'static str),
    /// A value of one request, or of the configuration.
    Own(HeaderValue),
}

impl Value {
    const fn known(text: &'static str) -> Self {
        Self::Known(text, HeaderValue::from_static(text))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Known(text, _) | Self::Text(text) => text.as_bytes(),
            Self::Own(value) => value.as_bytes(),
        }
    }

    /// The value as the type of `http`, without a copy; none for a text that is not allowed in a header.
    pub(crate) fn into_header(self) -> Option<HeaderValue> {
        match self {
            Self::Known(_, value) | Self::Own(value) => Some(value),
            Self::Text(text) => static_value(text),
        }
    }
}

/// `Cache-Control` of a name that never stands for other bytes.
pub(crate) const IMMUTABLE: Value = Value::known(caching::IMMUTABLE);
/// `Cache-Control` of a representation that is revalidated at every use.
pub(crate) const REVALIDATE: Value = Value::known(caching::REVALIDATE);
/// `Cache-Control` of all that is no asset: a 404 may be an asset one deployment later (RFC 9111 section 5.2.2.5).
pub(crate) const NO_STORE: Value = Value::known("no-store");
pub(crate) const ALLOW: Value = Value::known("GET, HEAD");
pub(crate) const ALLOW_CORS: Value = Value::known("GET, HEAD, OPTIONS");
pub(crate) const BYTES: Value = Value::known("bytes");
pub(crate) const NOSNIFF: Value = Value::known("nosniff");
pub(crate) const VARY: Value = Value::known("Accept-Encoding");
pub(crate) const VARY_ACCEPT: Value = Value::known("Accept");
pub(crate) const ZERO: Value = Value::known("0");

/// The first second that is taken for a date, the start of 1980 and a day. Package builders that give every build the
/// same time choose the start of 1970 or of 1980; as the date of all versions of a file, it would make
/// `If-Modified-Since` find any of them unmodified.
const FIRST_SECOND: u64 = 315_619_200;
/// The last second of the year 9999: an HTTP date has four digits for the year (RFC 9110 section 5.6.7).
const LAST_SECOND: u64 = 253_402_300_799;

/// The most headers that a 200 or 206 has without those that are configured: with this capacity a map is allocated once.
pub(crate) const MOST: usize = 12;

/// An empty map for a response.
pub(crate) fn empty() -> HeaderMap {
    HeaderMap::with_capacity(MOST)
}

/// A map without its content, for a response.
#[inline]
pub(crate) fn emptied(mut headers: HeaderMap) -> HeaderMap {
    headers.clear();
    headers.reserve(MOST);
    headers
}

/// A header value from the table, without a copy; none for a text that is not allowed in a header.
fn static_value(text: &'static str) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

/// A header value that is a number.
pub(crate) fn number(number: u64) -> Value {
    // `HeaderValue::from(u64)` allocates twice.
    HeaderValue::from_str(itoa::Buffer::new().format(number)).map_or(ZERO, Value::Own)
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

/// Adds the headers that are configured for an asset, without those that the service answers with a value of its own.
#[inline]
pub(crate) fn extend(
    draft: &mut impl Draft,
    fields: &'static [(HeaderName, HeaderValue)],
    own: &[HeaderName],
) {
    for (name, value) in fields.iter().filter(|(name, _)| !own.contains(name)) {
        draft.append(name.clone(), Value::Own(value.clone()));
    }
}
