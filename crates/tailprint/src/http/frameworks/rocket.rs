//! The assets as Rocket routes.

use std::borrow::Cow;
use std::io::{self, Cursor, SeekFrom};
use std::pin::Pin;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http::{HeaderName, StatusCode};
use rocket::http::{Method, Status};
use rocket::route::{Handler, Outcome, Route};
use rocket::tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use rocket::{Data, Request};

use super::super::draft::Draft;
use super::super::headers::Value;
use super::super::{Body, Service};
use super::headers::{Passed, USUAL, read_headers};

/// All methods with which Rocket asks a route. The service answers an asset with 405 for most of them. Rocket itself answers
/// methods that it does not know with 400.
const METHODS: [Method; 8] = [
    Method::Get,
    Method::Head,
    Method::Options,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Trace,
];
/// Behind the routes that Rocket ranks by itself, which have -12 to -1.
const RANK: isize = 100;

/// The rank of the next service that has paths outside a mount: it leaves what it has not to those behind it.
static NEXT_RANK: AtomicIsize = AtomicIsize::new(RANK);

/// `rocket::build().mount("/", assets::service())`.
///
/// Assets at the root leave all other paths to the routes and catchers of the app. Two packages with the same mount are
/// a collision of routes, which Rocket reports at the launch with the name of each.
impl From<Service> for Vec<Route> {
    fn from(service: Service) -> Self {
        let service = service.with_mount();
        let places = places(service);
        let package = service.assets().settings().package;
        // Rocket shows the name where two packages have the same mount.
        let name = format!(
            "assets of `{package}`; if another package has this mount, give one of them its own by `Config::url_prefix` in \
             its build.rs"
        );
        let route = |method, rank, path: &str| {
            let mut route = Route::ranked(rank, method, path, service);
            route.name = Some(name.clone().into());
            route
        };
        let routes_at =
            |(path, rank): &(String, isize)| METHODS.map(|method| route(method, *rank, path));
        places.iter().flat_map(routes_at).collect()
    }
}

/// The paths of the routes of a service, and the rank of each. A mount within another one comes before it.
fn places(service: Service) -> Vec<(String, isize)> {
    let assets = service.assets();
    let (mount, other) = assets.mounts();
    // Rocket compares the segments of a route with decoded ones.
    let has_route = |mount: &&str| !assets.is_mounted_at_root() && !mount.contains('%');
    let mounts: Vec<_> = [Some(mount), other].into_iter().flatten().collect();
    let is_whole = assets.has_files_at_root()
        || service.pages().spa.is_some()
        || !mounts.iter().all(has_route);
    let mut places = Vec::new();
    if is_whole {
        places.push(("/<path..>".to_owned(), NEXT_RANK.fetch_add(1, Ordering::Relaxed)));
    }
    for mount in mounts.into_iter().filter(has_route) {
        let depth = mount.bytes().filter(|byte| *byte == b'/').count();
        places.push((format!("{mount}/<path..>"), RANK - isize::try_from(depth).unwrap_or(RANK)));
    }
    places
}

#[rocket::async_trait]
impl Handler for Service {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let path = request.uri().path().as_str();
        let method = http::Method::from_bytes(request.method().as_str().as_bytes());
        // invariant: every method that Rocket knows is one of `http`.
        let method = method.unwrap_or(http::Method::CONNECT);
        let headers = || {
            let lines = request.headers().iter().map(|line| (line.name, line.value));
            read_headers(lines, |value| value.as_bytes())
        };
        if !self.takes(&method, path, headers) {
            return Outcome::Forward((data, Status::NotFound));
        }
        Outcome::Success(self.reply::<RocketDraft>(method, path, headers()).response().await)
    }
}

/// A response while it is made.
#[derive(Default)]
struct RocketDraft {
    response: rocket::Response<'static>,
    passed: Passed,
}

impl Draft for RocketDraft {
    type Response = rocket::Response<'static>;

    fn append(&mut self, name: HeaderName, value: Value) {
        let value: Cow<'static, str> = match value {
            Value::Known(text, _) | Value::Text(text) => text.into(),
            Value::Own(value) => match value.to_str() {
                Ok(text) => text.to_owned().into(),
                // Rocket has texts. The build refuses other values where they are configured.
                Err(_) => return,
            },
        };
        match self.passed.next(&name).and_then(|usual| USUAL.get(usual)) {
            // It comes once, and to replace nothing takes Rocket less time.
            Some(name) => drop(self.response.set_raw_header(name.as_str(), value)),
            None => self.response.adjoin_raw_header(name.as_str().to_owned(), value),
        }
    }

    fn finish(mut self, status: StatusCode, body: Body) -> rocket::Response<'static> {
        self.response.set_status(Status::new(status.as_u16()));
        let size = body.declared().and_then(|size| usize::try_from(size).ok());
        match size {
            Some(size) if body.is_complete() => {
                // invariant: nothing is read from a disk, which alone can fail.
                let bytes = body.into_bytes().unwrap_or_default();
                self.response.set_sized_body(size, Cursor::new(bytes));
            }
            Some(size) => self.response.set_sized_body(size, Reader { body, chunk: Bytes::new() }),
            None => {}
        }
        self.response
    }
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
