//! A real nginx in front of the service: one that compresses, and one that caches files in slices.

use std::net::SocketAddr;
use std::process::Child;

use tempfile::TempDir;

use crate::client;
use crate::fixture;
use crate::suite::{Answer, Request};
use crate::transports::{listen, serve_hyper};

#[allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]
#[path = "../../../../tests/suite/support/nginx.rs"]
mod nginx;

/// An nginx in front of a service; it is stopped when this goes out of scope.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    /// Starts one with these directives of `http` and of the location of the assets.
    async fn start(http: &str, location: &str) -> Self {
        let (listener, app) = listen().await;
        tokio::spawn(serve_hyper(listener, fixture::hashed().assets));
        let folder = tempfile::tempdir().unwrap();
        let port = nginx::free_port();
        let cache = folder.path().join("cache");
        let http = format!(
            "{} server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{app}; {location} }} }}",
            http.replace("{cache}", cache.to_str().unwrap())
        );
        let child = nginx::spawn(folder.path(), port, &http);
        Self { child, address: ([127, 0, 0, 1], port).into(), _folder: folder }
    }

    async fn get(&self, target: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let (method, target) = ("GET".to_owned(), target.to_owned());
        client::send(self.address, &Request { method, target, headers: headers.collect() }).await
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const GZIP: &str = "gzip on; gzip_proxied any; gzip_min_length 1; gzip_http_version 1.0; \
                    gzip_types text/plain image/svg+xml;";
const PLAIN: &str = "/static/LICENSE.dddddddddddd";
const CLIP: &str = "/static/video/clip.777777777777.mp4";
const TAG: &str = "\"dddddddddddd\"";

#[tokio::test]
async fn an_nginx_that_compresses_makes_the_tag_weak_and_still_revalidates() {
    let nginx = Nginx::start(GZIP, "").await;
    let accept = ("Accept-Encoding", "gzip");
    let answer = nginx.get(PLAIN, &[accept]).await;
    assert_eq!(answer.values("content-encoding"), ["gzip"]);
    assert_eq!(answer.values("etag"), [format!("W/{TAG}")]);
    let again = nginx.get(PLAIN, &[accept, ("If-None-Match", &format!("W/{TAG}"))]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    // What is stored compressed is left alone.
    let stored = nginx.get("/static/css/app.0123456789ab.css", &[accept]).await;
    assert_eq!(stored.values("content-encoding"), ["gzip"]);
    assert!(stored.values("etag")[0].starts_with('"'), "{:?}", stored.values("etag"));
}

#[tokio::test]
async fn an_nginx_that_is_told_not_to_compress_leaves_the_assets_as_they_are() {
    let nginx = Nginx::start(GZIP, "gzip off;").await;
    let answer = nginx.get(PLAIN, &[("Accept-Encoding", "gzip")]).await;
    assert_eq!(answer.values("content-encoding"), [""; 0]);
    assert_eq!(answer.values("etag"), [TAG]);
}

#[tokio::test]
async fn an_nginx_that_caches_slices_puts_every_file_together() {
    let nginx = Nginx::start(
        "proxy_cache_path {cache} keys_zone=slices:1m;",
        "slice 100; proxy_cache slices; proxy_cache_key $uri$slice_range; proxy_cache_valid 200 206 1h; \
         proxy_set_header Range $slice_range; proxy_set_header Accept-Encoding \"\"; proxy_http_version 1.1; \
         add_header X-Cache $upstream_cache_status always;",
    )
    .await;
    let fixture = fixture::hashed();
    for (target, path) in [
        (CLIP, "video/clip.mp4"),
        ("/static/empty.eeeeeeeeeeee.txt", "empty.txt"),
        (PLAIN, "LICENSE"),
    ] {
        for cached in [false, true] {
            let answer = nginx.get(target, &[]).await;
            assert_eq!(answer.status, 200, "{target}");
            assert_eq!(answer.body, fixture.content("identity", path), "{target}");
            assert_eq!(answer.values("x-cache") == ["HIT"], cached, "{target}");
        }
    }
    let part = nginx.get(CLIP, &[("Range", "bytes=150-349")]).await;
    assert_eq!((part.status, part.body.len()), (206, 200));
    assert_eq!(part.body, fixture.content("identity", "video/clip.mp4")[150..350]);
}
