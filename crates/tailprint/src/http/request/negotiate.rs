//! Content codings: `Accept-Encoding` (RFC 9110 section 12.5.3).

use std::cell::RefCell;

use http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use tailprint_core::table::Coding;

use crate::Asset;

/// The weight that a client gives to a coding; 0 refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct QValue(u16);

impl QValue {
    const REFUSED: Self = Self(0);
    /// Below every weight that can be written: an `identity` that is not mentioned.
    const UNMENTIONED: Self = Self(1);
    const FULL: Self = Self(2000);

    /// A `qvalue` (RFC 9110 section 12.4.2); more zeros than the grammar has are read as such.
    fn parse(text: &[u8]) -> Option<Self> {
        let point = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
        let (whole, fraction) = (&text[..point], text.get(point + 1..).unwrap_or_default());
        if whole.is_empty() || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return None;
        }
        let is_zero = |digits: &[u8]| digits.iter().all(|digit| *digit == b'0');
        match whole {
            whole if is_zero(whole) && is_zero(fraction) => Some(Self::REFUSED),
            whole if is_zero(whole) => Some(Self::thousandths(fraction)),
            [zeros @ .., b'1'] if is_zero(zeros) && is_zero(fraction) => Some(Self::FULL),
            _ => None,
        }
    }

    fn thousandths(fraction: &[u8]) -> Self {
        let digit = |place: usize| u16::from(fraction.get(place).map_or(0, |digit| digit - b'0'));
        Self((digit(0) * 100 + digit(1) * 10 + digit(2)) + Self::UNMENTIONED.0 + 1)
    }
}

/// The longest line that a thread remembers, in bytes. Browsers send about 25.
const REMEMBERED: usize = 64;

/// A line, and its meaning.
struct Remembered {
    bytes: [u8; REMEMBERED],
    len: usize,
    accept: AcceptEncoding,
}

thread_local! {
    /// The last line that this thread has read.
    static LAST: RefCell<Remembered> = const {
        RefCell::new(Remembered { bytes: [0; REMEMBERED], len: 0, accept: AcceptEncoding::EMPTY })
    };
}

/// The content codings that a request accepts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AcceptEncoding {
    present: bool,
    /// In the order of [`Coding::ALL`].
    codings: [Option<QValue>; Coding::ALL.len()],
    any: Option<QValue>,
}

impl AcceptEncoding {
    /// That of a header without a member.
    const EMPTY: Self = Self { present: true, codings: [None; Coding::ALL.len()], any: None };

    /// Reads all lines of the header; members that are malformed are skipped.
    pub(crate) fn parse(headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(ACCEPT_ENCODING).into_iter().map(HeaderValue::as_bytes);
        match (lines.next(), lines.next()) {
            (None, _) => Self::default(),
            (Some(line), None) => Self::remembered(line),
            (first, second) => Self::read(first.into_iter().chain(second).chain(lines)),
        }
    }

    /// Reads a line, unless this thread has read the same one before: all requests of a browser have the same.
    fn remembered(line: &[u8]) -> Self {
        LAST.with_borrow_mut(|last| {
            if last.bytes.get(..last.len) == Some(line) {
                return last.accept;
            }
            let accept = Self::read(std::iter::once(line));
            if let Some(bytes) = last.bytes.get_mut(..line.len()) {
                bytes.copy_from_slice(line);
                (last.len, last.accept) = (line.len(), accept);
            }
            accept
        })
    }

    fn read<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut accept = Self::EMPTY;
        for line in lines {
            line.split(|byte| *byte == b',').for_each(|member| accept.add(member));
        }
        accept
    }

    fn add(&mut self, member: &[u8]) {
        let mut parts = member.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let Some(name) = parts.next() else { return };
        let Some(weight) = weight(parts) else { return };
        let slot = match coding(name) {
            Some(coding) => self.codings.get_mut(coding as usize),
            None if name == b"*" => Some(&mut self.any),
            None => None,
        };
        if let Some(slot) = slot {
            // A coding that is refused anywhere is never sent.
            *slot = Some(slot.map_or(weight, |before| before.min(weight)));
        }
    }

    fn weight(&self, coding: Coding) -> QValue {
        let mentioned = self.codings.get(coding as usize).copied().flatten().or(self.any);
        mentioned.unwrap_or(match coding {
            Coding::Identity => QValue::UNMENTIONED,
            _ => QValue::REFUSED,
        })
    }

    /// The coding to send: of those with the greatest weight the smallest.
    ///
    /// Without the header that is the identity, although any coding would be acceptable. None, hence 406, when
    /// the client refuses every coding that there is, the identity included.
    pub(crate) fn choose(&self, asset: Asset) -> Option<Coding> {
        if !self.present {
            return Some(Coding::Identity);
        }
        Coding::ALL
            .into_iter()
            .filter_map(|coding| Some((coding, self.weight(coding), asset.stored_size(coding)?)))
            .filter(|(_, weight, _)| *weight > QValue::REFUSED)
            .min_by_key(|(_, weight, size)| (std::cmp::Reverse(*weight), *size))
            .map(|(coding, ..)| coding)
    }

    /// Returns true if the bytes may be sent as they are.
    pub(crate) fn accepts_identity(&self) -> bool {
        self.weight(Coding::Identity) > QValue::REFUSED
    }
}

/// Returns true if the parameters of a member refuse it.
pub(in crate::http) fn refuses<'a>(parameters: impl Iterator<Item = &'a [u8]>) -> bool {
    weight(parameters) == Some(QValue::REFUSED)
}

/// The least weight among the parameters of a member; none when one is malformed.
fn weight<'a>(parameters: impl Iterator<Item = &'a [u8]>) -> Option<QValue> {
    let mut least = QValue::FULL;
    for parameter in parameters {
        if let [b'q' | b'Q', rest @ ..] = parameter
            && let [b'=', value @ ..] = rest.trim_ascii_start()
        {
            least = least.min(QValue::parse(value.trim_ascii_start())?);
        }
    }
    Some(least)
}

/// The coding with this name in any case; `x-gzip` is gzip (RFC 9110 section 8.4.1).
fn coding(name: &[u8]) -> Option<Coding> {
    if name.eq_ignore_ascii_case(b"x-gzip") {
        return Some(Coding::Gzip);
    }
    Coding::ALL.into_iter().find(|coding| name.eq_ignore_ascii_case(coding.name().as_bytes()))
}
