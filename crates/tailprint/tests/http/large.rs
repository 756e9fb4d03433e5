//! Large files on the disk, in plain mode and beside a release program: an answer takes the time and the memory of what
//! it sends, over every way to serve.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tailprint::Assets;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client;
use crate::fixture;
use crate::suite::Request;
use crate::transports::{listen, serve_hyper};

const MB: u64 = 1024 * 1024;
/// More than the time within which a file is digested instead of trusted by its times.
const SETTLED: Duration = Duration::from_millis(2200);
/// The size of a file that takes seconds to read.
const HUGE: u64 = 1536 * MB;
/// More than 32 bits can count.
const ENORMOUS: u64 = 5000 * MB;
const STALLED: usize = 20;

/// A sparse film in a folder, and the assets of which it is one.
struct Film {
    file: PathBuf,
    assets: &'static Assets,
    size: u64,
    _dir: TempDir,
}

impl Film {
    /// A film in plain mode.
    fn plain(size: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = sparse(&dir.path().join("film.mp4"), size);
        Self { file, assets: fixture::folder(dir.path()), size, _dir: dir }
    }

    /// A film beside a release program.
    fn beside(size: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("static")).unwrap();
        let file = sparse(&dir.path().join("static/film.mp4"), size);
        let assets = fixture::film(dir.path(), size);
        // The start, at which the sizes are compared.
        let _ = assets.service();
        Self { file, assets, size, _dir: dir }
    }
}

fn sparse(file: &Path, size: u64) -> PathBuf {
    File::create(file).unwrap().set_len(size).unwrap();
    file.to_owned()
}

/// A server of each kind, which runs as long as the runtime.
async fn hyper(assets: &'static Assets) -> SocketAddr {
    let (listener, address) = listen().await;
    tokio::spawn(serve_hyper(listener, assets));
    address
}

async fn axum(assets: &'static Assets) -> SocketAddr {
    let (listener, address) = listen().await;
    let router = ::axum::Router::new().nest_service("/static", assets.service());
    tokio::spawn(async move { ::axum::serve(listener, router).await });
    address
}

async fn actix(assets: &'static Assets) -> SocketAddr {
    let app = move || actix_web::App::new().service(assets.service());
    let server = actix_web::HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
    let address = server.addrs()[0];
    actix_web::rt::spawn(server.run());
    address
}

/// The greatest memory that this process has had, in bytes; nothing where nobody tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kb.map_or(0, |kb| kb.trim().parse::<u64>().unwrap() * 1024)
}

fn get(method: &str, fields: &[(&str, &str)]) -> Request {
    let headers = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let (method, target) = (method.to_owned(), "/static/film.mp4".to_owned());
    Request { method, target, headers: headers.collect() }
}

async fn parts_of_a_large_file(address: SocketAddr, size: u64) {
    let before = peak();
    let start = Instant::now();
    let head = client::send(address, &get("HEAD", &[])).await;
    assert_eq!((head.status, head.values("content-length")), (200, vec![&*size.to_string()]));
    let first = client::send(address, &get("GET", &[("Range", "bytes=0-1")])).await;
    assert_eq!((first.status, &*first.body), (206, &[0, 0][..]));
    let last = client::send(address, &get("GET", &[("Range", "bytes=-2")])).await;
    assert_eq!(last.values("content-range"), [format!("bytes {}-{}/{size}", size - 2, size - 1)]);
    assert_eq!(last.body, [0, 0]);
    let middle = format!("bytes={}-{}", size - MB, size - MB + 9);
    let middle = client::send(address, &get("GET", &[("Range", &middle)])).await;
    assert_eq!((middle.status, middle.body.len()), (206, 10));
    let behind = format!("bytes={size}-");
    let behind = client::send(address, &get("GET", &[("Range", &behind)])).await;
    assert_eq!(behind.values("content-range"), [format!("bytes */{size}")]);
    let etag = head.values("etag")[0];
    let known = client::send(address, &get("GET", &[("If-None-Match", etag)])).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    // Reading the file takes some seconds.
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let grown = peak().saturating_sub(before);
    assert!(grown < 16 * MB, "{grown} more bytes");
}

/// Begins to read the file, and stops after the first bytes.
async fn begin(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET /static/film.mp4 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    stream.read_exact(&mut [0; 1000]).await.unwrap();
    stream
}

async fn stalled_readers(address: SocketAddr) {
    let before = peak();
    let mut readers = Vec::new();
    for _ in 0..STALLED {
        readers.push(begin(address).await);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let grown = peak().saturating_sub(before);
    assert!(grown < 64 * MB, "{grown} more bytes");
}

/// A file that changes while it is sent: its reader gets less than was promised.
async fn changing_file(address: SocketAddr, file: &Path, change: fn(&Path)) {
    let mut stream = begin(address).await;
    change(file);
    let mut content = Vec::new();
    // The connection may be closed or reset.
    let _ = stream.read_to_end(&mut content).await;
    assert!((content.len() as u64) < 64 * MB - 1000, "{} bytes", content.len());
    assert!(content.iter().all(|byte| *byte == 0), "bytes of another file");
}

/// A file that is not that of the build any more: a clear error, of which nothing is kept.
async fn wrong_file(address: SocketAddr, film: &Film) {
    let wrongs: [fn(&Path); 2] = [replace, |file| std::fs::remove_file(file).unwrap()];
    for wrong in wrongs {
        wrong(&film.file);
        for fields in [&[][..], &[("Range", "bytes=0-1")]] {
            let answer = client::send(address, &get("GET", fields)).await;
            assert_eq!((answer.status, answer.body.len()), (500, 0));
            assert_eq!(answer.values("cache-control"), ["no-store"]);
            assert!(answer.values("etag").is_empty());
        }
    }
}

fn truncate(file: &Path) {
    File::options().write(true).open(file).unwrap().set_len(60 * MB).unwrap();
}

fn replace(file: &Path) {
    let other = file.with_extension("new");
    std::fs::write(&other, vec![7; 1000]).unwrap();
    std::fs::rename(other, file).unwrap();
}

fn overwrite(file: &Path) {
    use std::os::unix::fs::FileExt as _;
    let file = File::options().write(true).open(file).unwrap();
    file.write_all_at(&vec![7; 1 << 20], 60 * MB).unwrap();
}

macro_rules! over_every_transport {
    ($($name:ident)+) => {$(
        mod $name {
            use super::*;

            #[actix_web::test]
            async fn sends_parts_of_a_large_file_in_proportion() {
                let films = [Film::plain(HUGE), Film::beside(HUGE), Film::beside(ENORMOUS)];
                tokio::time::sleep(SETTLED).await;
                for film in films {
                    parts_of_a_large_file($name(film.assets).await, film.size).await;
                }
            }

            #[actix_web::test]
            async fn holds_little_for_stalled_readers() {
                let films = [Film::plain(300 * MB), Film::beside(300 * MB)];
                tokio::time::sleep(SETTLED).await;
                for film in films {
                    stalled_readers($name(film.assets).await).await;
                }
            }

            #[actix_web::test]
            async fn ends_with_an_error_when_a_file_changes() {
                for change in [truncate, replace, overwrite] {
                    let films = [Film::plain(64 * MB), Film::beside(64 * MB)];
                    tokio::time::sleep(SETTLED).await;
                    for film in films {
                        changing_file($name(film.assets).await, &film.file, change).await;
                    }
                }
            }

            #[actix_web::test]
            async fn answers_500_for_a_file_that_is_not_that_of_the_build() {
                let film = Film::beside(MB);
                wrong_file($name(film.assets).await, &film).await;
            }
        }
    )+};
}

over_every_transport! { hyper axum actix }

/// The service is made in the threads of actix-web, whose panics end the server.
#[actix_web::test]
async fn an_actix_server_does_not_start_without_its_files() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("static")).unwrap();
    let assets = fixture::film(dir.path(), MB);
    let app = move || actix_web::App::new().service(assets.service());
    let server = actix_web::HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), server.run()).await;
    assert!(matches!(ended, Ok(Err(_))), "{ended:?}");
}
