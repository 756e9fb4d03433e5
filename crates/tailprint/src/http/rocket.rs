//! The assets as Rocket routes.

use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use rocket::http::{Method, Status};
use rocket::route::{Handler, Outcome, Route};
use rocket::tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use rocket::{Data, Request};

use super::headers::read_headers;
use super::{Body, Service};

/// All methods for which Rocket has routes. The service answers an asset with 405 for most of them.
const METHODS: [Method; 7] = [
    Method::Get,
    Method::Head,
    Method::Options,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
];
/// Behind the routes that Rocket ranks by itself, which have -12 to -1.
const RANK: isize = 100;

/// `rocket::build().mount("/", assets::service())`.
///
/// Assets at the root leave all other paths to the routes and catchers of the app.
impl From<Service> for Vec<Route> {
    fn from(service: Service) -> Self {
        let service = service.with_mount();
        let route = |method| Route::ranked(RANK, method, "/<path..>", service);
        METHODS.into_iter().map(route).collect()
    }
}

#[rocket::async_trait]
impl Handler for Service {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let path = request.uri().path().as_str();
        let lines =
            request.headers().iter().map(|line| (line.name.to_string(), line.value.to_string()));
        let headers = read_headers(lines);
        let method = http::Method::from_bytes(request.method().as_str().as_bytes());
        // invariant: every method that Rocket knows is one of `http`.
        let method = method.unwrap_or(http::Method::CONNECT);
        if !self.takes(&method, path, &headers) {
            return Outcome::Forward((data, Status::NotFound));
        }
        let Ok(response) = self.answer(method, path, headers).await;
        Outcome::Success(into_rocket(response))
    }
}

fn into_rocket<'r>(response: http::Response<Body>) -> rocket::Response<'r> {
    let (parts, body) = response.into_parts();
    let mut builder = rocket::Response::build();
    builder.status(Status::new(parts.status.as_u16()));
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str() {
            builder.raw_header_adjoin(name.as_str().to_owned(), value.to_owned());
        }
    }
    if let Some(size) = body.declared().and_then(|size| usize::try_from(size).ok()) {
        builder.sized_body(size, Reader { body, chunk: Bytes::new() });
    }
    builder.finalize()
}

/// A content as Rocket reads it.
struct Reader {
    body: Body,
    /// The bytes that have arrived and are not read.
    chunk: Bytes,
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.chunk.is_empty() {
            match ready!(http_body::Body::poll_frame(Pin::new(&mut self.body), cx)) {
                Some(frame) => self.chunk = frame?.into_data().unwrap_or_default(),
                None => return Poll::Ready(Ok(())),
            }
        }
        let len = self.chunk.len().min(buffer.remaining());
        buffer.put_slice(&self.chunk[..len]);
        self.chunk.advance(len);
        Poll::Ready(Ok(()))
    }
}

/// Rocket seeks to find the size of a content. This one has a declared size, so it is never called.
impl AsyncSeek for Reader {
    fn start_seek(self: Pin<&mut Self>, _: SeekFrom) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Err(io::ErrorKind::Unsupported.into()))
    }
}
