//! Live reload below a base, behind real nginx servers: one that takes the path of the base away and one that does not.
#![cfg(all(unix, debug_assertions, feature = "axum"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
#![allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]

use std::net::SocketAddr;
use std::process::Child;
use std::time::Duration;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[allow(dead_code, unreachable_pub, reason = "the examples of the documents use all of it")]
mod assets {
    include!("doc/assets.rs");
}

#[path = "../../../tests/suite/support/nginx.rs"]
mod nginx;

/// The longest time for an answer to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// An nginx with one location; it is stopped when this goes out of scope.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    fn start(location: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = nginx::free_port();
        let http = format!("server {{ listen 127.0.0.1:{port}; {location} }}");
        let child = nginx::spawn(folder.path(), port, &http);
        Self { child, address: ([127, 0, 0, 1], port).into(), _folder: folder }
    }

    /// The answer to a navigation or another request, up to where a text is in it.
    async fn get(&self, path: &str, wanted: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let mut buffer = [0; 4096];
        while !answer.contains(wanted) {
            let read = tokio::time::timeout(PATIENCE, stream.read(&mut buffer)).await;
            let read = read.unwrap_or_else(|_| panic!("no {wanted:?} in {answer}")).unwrap();
            assert!(read > 0, "no {wanted:?} in {answer}");
            answer.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
        answer
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn app() -> SocketAddr {
    let page = || get(async || Html("<!doctype html><p>a page</p>"));
    let app = Router::new().route("/", page()).route("/app/", page());
    let app = app.merge(assets::service().router()).layer(tailprint::live_reload());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

#[tokio::test]
async fn the_script_of_live_reload_and_its_events_are_below_the_base_behind_both_kinds_of_proxy() {
    assets::set_base("/app/").unwrap();
    let app = app().await;
    for location in [
        format!("location /app/ {{ proxy_pass http://{app}; }}"),
        format!("location /app/ {{ proxy_pass http://{app}/; }}"),
    ] {
        let nginx = Nginx::start(&location);
        let page = nginx.get("/app/", "</p>").await;
        let (_, script) = page.split_once("<script src=\"").expect("the page has the script");
        let (script, _) = script.split_once('"').unwrap();
        assert_eq!(script, "/app/_tailprint/live-reload.js", "{location}");
        // The script asks for the events beside itself, and shows the problem of a build that they name.
        nginx.get(script, "new EventSource(PATH + 'events')").await;
        let events = nginx.get("/app/_tailprint/events", "\"problem\":null}").await;
        assert!(events.contains("text/event-stream"), "{events}");
        nginx.get("/app/_tailprint/version", "HTTP/1.1 200").await;
    }
}
