//! `Range` (RFC 9110 section 14).

use std::io::Write as _;
use std::{fmt, ops};

use http::HeaderValue;
use http::header::{HeaderMap, RANGE};

/// The part of a representation that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Requested {
    /// All of it: without a range, or with one that RFC 9110 section 14.2 lets a server ignore. Those are other
    /// units, what is malformed, several ranges at once, which no browser sends, and any range of nothing.
    Whole,
    /// These bytes, at least one, and none beyond the end.
    Part(ops::Range<u64>),
    /// 416: none of the bytes asked for exists.
    Unsatisfiable,
}

/// The part of so many bytes that the request asks for.
pub(crate) fn requested(headers: &HeaderMap, size: u64) -> Requested {
    let mut lines = headers.get_all(RANGE).into_iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => {
            Spec::parse(line.as_bytes()).map_or(Requested::Whole, |spec| spec.of(size))
        }
        _ => Requested::Whole,
    }
}

/// A single range of bytes, as written (RFC 9110 section 14.1.2). Numbers are as large as they can be where they
/// would not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spec {
    From { first: u64, last: u64 },
    Last(u64),
}

impl Spec {
    fn parse(value: &[u8]) -> Option<Self> {
        let equals = value.iter().position(|byte| *byte == b'=')?;
        let (unit, set) = (value.get(..equals)?, value.get(equals + 1..)?);
        // Range units are case-insensitive (RFC 9110 section 14.1).
        if !unit.eq_ignore_ascii_case(b"bytes") {
            return None;
        }
        let mut members = set
            .split(|byte| *byte == b',')
            .map(<[u8]>::trim_ascii)
            .filter(|member| !member.is_empty());
        let only = members.next().filter(|_| members.next().is_none())?;
        Self::parse_one(only)
    }

    fn parse_one(member: &[u8]) -> Option<Self> {
        let dash = member.iter().position(|byte| *byte == b'-')?;
        match (member.get(..dash)?, member.get(dash + 1..)?) {
            (b"", suffix) => Some(Self::Last(integer(suffix)?)),
            (first, b"") => Some(Self::From { first: integer(first)?, last: u64::MAX }),
            (first, last) => {
                let (first, last) = (integer(first)?, integer(last)?);
                (first <= last).then_some(Self::From { first, last })
            }
        }
    }

    fn of(self, size: u64) -> Requested {
        // `Content-Range` cannot say "no byte", and caches that fetch slices ask for one in every request.
        if size == 0 {
            return Requested::Whole;
        }
        match self {
            Self::Last(0) => Requested::Unsatisfiable,
            Self::Last(suffix) => Requested::Part(size.saturating_sub(suffix)..size),
            Self::From { first, .. } if first >= size => Requested::Unsatisfiable,
            Self::From { first, last } => Requested::Part(first..last.saturating_add(1).min(size)),
        }
    }
}

/// Digits only; what overflows is as large as possible, so that it lies behind every end.
fn integer(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let append =
        |number: u64, digit: &u8| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    Some(digits.iter().fold(0, append))
}

/// `Content-Range` of a 206 (RFC 9110 section 14.4).
pub(crate) fn content_range(part: &ops::Range<u64>, size: u64) -> Option<HeaderValue> {
    let last = part.end.checked_sub(1)?;
    value(format_args!("bytes {}-{last}/{size}", part.start))
}

/// `Content-Range` of a 416.
pub(crate) fn unsatisfied_range(size: u64) -> Option<HeaderValue> {
    value(format_args!("bytes */{size}"))
}

/// Writes a value on the stack, where there is space for any three numbers, so that nothing but the value is allocated.
fn value(text: fmt::Arguments<'_>) -> Option<HeaderValue> {
    let mut space = [0; 72];
    let mut rest = &mut space[..];
    rest.write_fmt(text).ok()?;
    let unused = rest.len();
    HeaderValue::from_bytes(space.get(..space.len().checked_sub(unused)?)?).ok()
}
