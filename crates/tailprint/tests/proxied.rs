//! Live reload below a base, behind real nginx servers: one that takes the path of the base away and one that does not.
#![cfg(all(unix, debug_assertions, feature = "axum"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]
#![allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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

/// The longest time for an nginx to listen and for an answer to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// An nginx with one location; it is stopped when this goes out of scope.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    async fn start(location: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let here = folder.path().display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {here}/{name};\n"))
            .concat();
        let configuration = format!(
            "daemon off; master_process off; pid {here}/pid; error_log {here}/error.log;\n\
             events {{}}\n\
             http {{ access_log off; {temporary}\n\
             server {{ listen {address}; {location} }} }}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration).unwrap();
        // `cargo xtask test` has found or installed it.
        let program = std::env::var_os("NGINX").map_or("/usr/sbin/nginx".into(), PathBuf::from);
        let mut command = Command::new(program);
        command.arg("-p").arg(folder.path()).arg("-c").arg(&file).stderr(Stdio::null());
        let child = command.spawn().expect("there is no nginx: `cargo xtask test` installs it");
        let nginx = Self { child, address, _folder: folder };
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            assert!(start.elapsed() < PATIENCE, "nginx does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        nginx
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
        let nginx = Nginx::start(&location).await;
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
