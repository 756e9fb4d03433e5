//! The smoke test of the examples: starts a program, and asks for its page and its assets as a browser does.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::{Request, Response, StatusCode};
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;

/// Checks an example. `program` is the value of `env!("CARGO_BIN_EXE_…")`.
///
/// # Panics
/// If it does not serve its assets.
pub fn check(program: &str) {
    run(program, false);
}

/// Does the same over HTTP/2 without TLS.
///
/// # Panics
/// If it does not serve its assets.
pub fn check_http2(program: &str) {
    run(program, true);
}

fn run(program: &str, http2: bool) {
    let app = App::start(program);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(app.check(http2));
}

/// A running example, which ends with this value.
struct App {
    child: Child,
    client: Client,
}

impl App {
    fn start(program: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        let child = command.env("PORT", port.to_string()).env("ROCKET_PORT", port.to_string());
        let mut child = child.spawn().unwrap();
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(child.try_wait().unwrap().is_none(), "{program} has ended");
            assert!(started.elapsed() < Duration::from_secs(30), "{program} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, client: Client::new(port) }
    }

    async fn check(&self, http2: bool) {
        let page = self.get("/", &[], http2).await;
        assert_eq!(page.status(), StatusCode::OK);
        let page = text(page);
        let css = link(&page, "/static/css/site", ".css");
        let sheet = self.get(&css, &[("accept-encoding", "br, gzip")], http2).await;
        assert_eq!(
            (sheet.status(), header(&sheet, "content-type")),
            (StatusCode::OK, "text/css; charset=utf-8")
        );
        let hashed = css != "/static/css/site.css";
        let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        assert_eq!(header(&sheet, "cache-control"), caching);

        let etag = header(&sheet, "etag");
        let seen = [("if-none-match", etag), ("accept-encoding", "br, gzip")];
        let again = self.get(&css, &seen, http2).await;
        assert_eq!((again.status(), text(again)), (StatusCode::NOT_MODIFIED, String::new()));

        let whole = text(self.get(&css, &[], http2).await);
        let part = self.get(&css, &[("range", "bytes=5-9")], http2).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(header(&part, "content-range"), format!("bytes 5-9/{}", whole.len()));
        assert_eq!(text(part), whole[5..10]);

        let name = link(&whole, "../img/dots", ".svg");
        let image = self.get(&name.replace("..", "/static"), &[], http2).await;
        assert_eq!((image.status(), header(&image, "cache-control")), (StatusCode::OK, caching));
        let missing = self.get("/static/css/missing.css", &[], http2).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)], http2: bool) -> Response<Bytes> {
        self.client.send("GET", path, headers, http2).await
    }
}

/// Asks a server on this machine. Each request has a connection of its own.
#[derive(Debug)]
pub struct Client {
    origin: String,
}

impl Client {
    #[must_use]
    pub fn new(port: u16) -> Self {
        Self { origin: format!("http://127.0.0.1:{port}") }
    }

    /// The answer to a request without further header fields.
    ///
    /// # Panics
    /// If nobody answers.
    pub async fn ask(&self, method: &str, path: &str) -> Response<Bytes> {
        self.send(method, path, &[], false).await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        http2: bool,
    ) -> Response<Bytes> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let client = legacy::Client::builder(TokioExecutor::new()).http2_only(http2).build_http();
        let response = client.request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first URL in a text that begins and ends like this, with or without a hash between them.
fn link(text: &str, start: &str, end: &str) -> String {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    let rest = &text[from..];
    rest[..rest.find(end).unwrap() + end.len()].to_owned()
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn text(response: Response<Bytes>) -> String {
    String::from_utf8(response.into_body().to_vec()).unwrap()
}
