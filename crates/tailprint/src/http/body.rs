//! [`Body`]: the content of a response.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::blocking::{self, Task};
use super::file::{Part, Stream};

/// The content of a response, whose size is known: bytes in the binary, or a file that is read while it is sent.
///
/// A file that changes meanwhile ends the content with an error, so that the client does not take it for whole.
#[derive(Debug, Default)]
pub struct Body {
    bytes: Bytes,
    size: Size,
    /// The same bytes, if they are in the binary: a framework with a type of its own for bytes need not copy them.
    #[cfg(feature = "ntex")]
    embedded: Option<&'static [u8]>,
    /// The part that follows the bytes and is still on the disk.
    rest: Option<Box<Rest>>,
}

/// The size of the content according to the header section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Size {
    /// As many bytes as follow.
    #[default]
    Content,
    /// As many bytes as the answer to a GET has (RFC 9110 section 9.3.2).
    #[cfg_attr(
        not(any(feature = "actix-web", feature = "ntex", feature = "rocket")),
        allow(dead_code, reason = "the other servers read the hint")
    )]
    Head(u64),
    /// Not stated: a 304 has no content, and its `Content-Length` would be read as that of the 200 (RFC 9110 section 8.6).
    Unsaid,
}

/// A part that is still on the disk.
#[derive(Debug)]
struct Rest {
    /// The number of bytes that have not arrived.
    remaining: u64,
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Idle(Stream),
    Reading(Task<(Stream, io::Result<Bytes>)>),
    Failed(io::Error),
    Ended,
}

impl Rest {
    /// Begins to read the next chunk, if nobody does. It arrives while the one before is sent.
    fn read_ahead(&mut self) {
        self.reader = match std::mem::replace(&mut self.reader, Reader::Ended) {
            Reader::Idle(mut stream) => Reader::Reading(blocking::run(move || {
                let chunk = stream.next();
                (stream, chunk)
            })),
            other => other,
        };
    }

    /// The next chunk. Nothing follows an error.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.read_ahead();
        let arrived = match &mut self.reader {
            Reader::Reading(task) => ready!(Pin::new(task).poll(cx)).map_err(io::Error::from),
            _ => match std::mem::replace(&mut self.reader, Reader::Ended) {
                Reader::Failed(error) => Err(error),
                _ => return Poll::Ready(None),
            },
        };
        self.reader = Reader::Ended;
        Poll::Ready(Some(arrived.and_then(|(stream, chunk)| {
            self.remaining = stream.remaining();
            if self.remaining > 0 {
                self.reader = Reader::Idle(stream);
            }
            chunk
        })))
    }

    /// Waits on this thread for the bytes that have not arrived.
    fn read_to_end(self, content: &mut Vec<u8>) -> io::Result<()> {
        let mut stream = match self.reader {
            Reader::Idle(stream) => stream,
            Reader::Reading(task) => {
                let (stream, chunk) = task.wait()?;
                content.extend_from_slice(&chunk?);
                stream
            }
            Reader::Failed(error) => return Err(error),
            Reader::Ended => return Ok(()),
        };
        while stream.remaining() > 0 {
            content.extend_from_slice(&stream.next()?);
        }
        Ok(())
    }
}

impl Body {
    /// A content of exactly these bytes.
    pub(crate) fn full(bytes: Bytes) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// A content of exactly these bytes of the binary.
    pub(crate) fn embedded(bytes: &'static [u8]) -> Self {
        Self {
            #[cfg(feature = "ntex")]
            embedded: Some(bytes),
            ..Self::full(Bytes::from_static(bytes))
        }
    }

    /// The bytes of [`Body::embedded`].
    #[cfg(feature = "ntex")]
    pub(crate) fn in_binary(&self) -> Option<&'static [u8]> {
        self.embedded
    }

    /// A part of a file, of which the first bytes are read at once.
    pub(crate) fn file(part: Part) -> Self {
        let mut stream = match part {
            Part::Bytes(bytes) => return Self::full(bytes),
            Part::Stream(stream) => stream,
        };
        let whole = stream.remaining();
        let (bytes, rest) = match stream.next() {
            Ok(bytes) => {
                let remaining = stream.remaining();
                (bytes, Rest { remaining, reader: Reader::Idle(stream) })
            }
            Err(error) => (Bytes::new(), Rest { remaining: whole, reader: Reader::Failed(error) }),
        };
        let rest = (rest.remaining > 0).then(|| Box::new(rest));
        Self { bytes, rest, ..Self::default() }
    }

    /// The content of the answer to a HEAD, if a GET is answered with so many bytes.
    pub(crate) fn head(size: u64) -> Self {
        Self { size: Size::Head(size), ..Self::default() }
    }

    /// The content of a 304.
    pub(crate) fn none() -> Self {
        Self { size: Size::Unsaid, ..Self::default() }
    }

    /// The bytes of the content; none in the answer to a HEAD and in a 304. Of a file it reads the rest into the
    /// memory, and waits for the disk.
    ///
    /// # Errors
    /// If a file cannot be read or changes meanwhile. Never for bytes in the binary.
    pub fn into_bytes(self) -> io::Result<Bytes> {
        let Some(rest) = self.rest else { return Ok(self.bytes) };
        let mut content = self.bytes.to_vec();
        rest.read_to_end(&mut content)?;
        Ok(content.into())
    }

    /// The number of bytes that are still to be sent.
    pub(crate) fn remaining(&self) -> u64 {
        self.bytes.len() as u64 + self.rest.as_ref().map_or(0, |rest| rest.remaining)
    }

    /// Returns true if all bytes that the header section promises are in memory.
    #[cfg(any(feature = "actix-web", feature = "rocket"))]
    pub(crate) fn is_complete(&self) -> bool {
        self.declared() == Some(self.bytes.len() as u64)
    }

    /// The value of `Content-Length`, if the response has one.
    #[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
    pub(crate) fn declared(&self) -> Option<u64> {
        match self.size {
            Size::Content => Some(self.remaining()),
            Size::Head(size) => Some(size),
            Size::Unsaid => None,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Self { bytes, rest, .. } = &mut *self;
        if !bytes.is_empty() {
            rest.iter_mut().for_each(|rest| rest.read_ahead());
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes)))));
        }
        let Some(reader) = rest else { return Poll::Ready(None) };
        let chunk = ready!(reader.poll(cx));
        match reader.remaining {
            0 => *rest = None,
            _ => reader.read_ahead(),
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && self.rest.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match self.size {
            // Layers write an exact hint as `Content-Length`.
            Size::Unsaid => SizeHint::default(),
            Size::Content | Size::Head(_) => SizeHint::with_exact(self.remaining()),
        }
    }
}
