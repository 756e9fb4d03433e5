//! [`Body`]: the content of a response.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// The content of a response: one piece of bytes, in the binary or read from the disk, whose size is known.
#[derive(Clone, Debug, Default)]
pub struct Body {
    bytes: Bytes,
    size: Size,
}

/// The size of the content according to the header section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Size {
    /// As many bytes as follow.
    #[default]
    Content,
    /// As many bytes as the answer to a GET has (RFC 9110 section 9.3.2).
    #[cfg_attr(not(feature = "actix-web"), allow(dead_code, reason = "actix-web alone reads it"))]
    Head(u64),
    /// Not stated: a 304 has no content, and its `Content-Length` would be read as that of the 200 (RFC 9110 section 8.6).
    Unsaid,
}

impl Body {
    /// A content of exactly these bytes.
    pub(crate) fn full(bytes: Bytes) -> Self {
        Self { bytes, size: Size::Content }
    }

    /// The content of the answer to a HEAD, if a GET is answered with so many bytes.
    pub(crate) fn head(size: u64) -> Self {
        Self { bytes: Bytes::new(), size: Size::Head(size) }
    }

    /// The content of a 304.
    pub(crate) fn none() -> Self {
        Self { bytes: Bytes::new(), size: Size::Unsaid }
    }

    /// The bytes of the content; none in the answer to a HEAD and in a 304.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// The number of bytes that are still to be sent.
    #[cfg(feature = "actix-web")]
    pub(crate) fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// The value of `Content-Length`, if the response has one.
    #[cfg(feature = "actix-web")]
    pub(crate) fn declared(&self) -> Option<u64> {
        match self.size {
            Size::Content => u64::try_from(self.bytes.len()).ok(),
            Size::Head(size) => Some(size),
            Size::Unsaid => None,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.size {
            // Layers write an exact hint as `Content-Length`.
            Size::Unsaid => SizeHint::default(),
            Size::Content | Size::Head(_) => SizeHint::with_exact(self.bytes.len() as u64),
        }
    }
}
