//! Preconditions (RFC 9110 section 13).

use std::time::{Duration, SystemTime};

use http::header::{
    GetAll, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_RANGE, IF_UNMODIFIED_SINCE,
};

/// The validators of the selected representation (RFC 9110 section 8.8).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validators<'a> {
    /// The entity tag, always a strong one, quotes included.
    pub(crate) etag: &'a [u8],
    /// The date of the last change in seconds since 1970.
    pub(crate) last_modified: Option<u64>,
}

/// The outcome of the preconditions of a GET or HEAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The request is performed.
    Proceed,
    /// 304.
    NotModified,
    /// 412.
    Failed,
}

impl Validators<'_> {
    /// Evaluates the preconditions in the order of RFC 9110 section 13.2.2:
    ///
    /// 1. `If-Match`, which fails with 412,
    /// 2. otherwise `If-Unmodified-Since`, which fails with 412,
    /// 3. `If-None-Match`, which fails with 304,
    /// 4. otherwise `If-Modified-Since`, which fails with 304.
    pub(crate) fn evaluate(self, headers: &HeaderMap) -> Verdict {
        let unmodified = if headers.contains_key(IF_MATCH) {
            self.is_listed(headers.get_all(IF_MATCH), Comparison::Strong)
        } else {
            self.changed_after(headers, IF_UNMODIFIED_SINCE) != Some(true)
        };
        if !unmodified {
            return Verdict::Failed;
        }
        let known = if headers.contains_key(IF_NONE_MATCH) {
            self.is_listed(headers.get_all(IF_NONE_MATCH), Comparison::Weak)
        } else {
            self.changed_after(headers, IF_MODIFIED_SINCE) == Some(false)
        };
        if known { Verdict::NotModified } else { Verdict::Proceed }
    }

    /// Returns true if a range may be sent: there is no `If-Range`, or it names this very representation
    /// (RFC 9110 section 13.1.5: a strong comparison, and an exact one for a date).
    pub(crate) fn permit_range(self, headers: &HeaderMap) -> bool {
        if !headers.contains_key(IF_RANGE) {
            return true;
        }
        match sole(headers, IF_RANGE) {
            Some(value) if value.as_bytes().ends_with(b"\"") => value.as_bytes() == self.etag,
            Some(value) => date(value).is_some_and(|date| Some(date) == self.last_modified),
            None => false,
        }
    }

    /// Returns true if one of the lines is `*` or lists the tag (RFC 9110 sections 13.1.1 and 13.1.2).
    fn is_listed(self, lines: GetAll<'_, HeaderValue>, comparison: Comparison) -> bool {
        lines.into_iter().any(|line| {
            let line = line.as_bytes().trim_ascii();
            line == b"*" || Tags(line).any(|tag| comparison.matches(tag, self.etag))
        })
    }

    /// Compares the date of the representation with that of a header. None if either is missing or malformed, in which
    /// case the precondition is ignored (RFC 9110 sections 13.1.3 and 13.1.4).
    fn changed_after(self, headers: &HeaderMap, name: HeaderName) -> Option<bool> {
        Some(self.last_modified? > date(sole(headers, name)?)?)
    }
}

/// The value of a header that must not be repeated; none when it is.
fn sole(headers: &HeaderMap, name: HeaderName) -> Option<&HeaderValue> {
    let mut lines = headers.get_all(name).into_iter();
    lines.next().filter(|_| lines.next().is_none())
}

/// A date in any of the three forms of RFC 9110 section 5.6.7, in seconds since 1970.
fn date(value: &HeaderValue) -> Option<u64> {
    let time = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
    time.duration_since(SystemTime::UNIX_EPOCH).ok().as_ref().map(Duration::as_secs)
}

/// The two comparisons of entity tags (RFC 9110 section 8.8.3.2).
#[derive(Clone, Copy, Debug)]
enum Comparison {
    Strong,
    Weak,
}

impl Comparison {
    /// Compares with an entity tag that is strong.
    fn matches(self, tag: Tag<'_>, etag: &[u8]) -> bool {
        tag.opaque == etag && (matches!(self, Self::Weak) || !tag.weak)
    }
}

/// An entity tag of a request.
#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    weak: bool,
    /// Quotes included.
    opaque: &'a [u8],
}

/// The entity tags of a list, up to the first that is malformed.
struct Tags<'a>(&'a [u8]);

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let start = self.0.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b','))?;
        let rest = self.0.get(start..)?;
        let (weak, rest) = rest.strip_prefix(b"W/").map_or((false, rest), |rest| (true, rest));
        let content = rest.strip_prefix(b"\"")?;
        let end = content.iter().position(|byte| *byte == b'"')?;
        let (opaque, rest) = rest.split_at_checked(end + 2)?;
        self.0 = rest;
        Some(Tag { weak, opaque })
    }
}
