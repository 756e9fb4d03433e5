//! A server of a folder that keeps a record of what it was asked for.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// URL path of the files, the default of `collect --url-prefix`.
const MOUNT: &str = "/static/";

/// Serves a folder until the process ends.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    folder: PathBuf,
    record: Arc<Mutex<Record>>,
}

#[derive(Debug)]
struct Record {
    failed: Vec<String>,
    /// Paths below the mount, and numbers of bytes.
    answered: Vec<(String, u64)>,
    latest: Instant,
}

impl Default for Record {
    fn default() -> Self {
        Self { failed: Vec::new(), answered: Vec::new(), latest: Instant::now() }
    }
}

impl Server {
    pub(crate) fn start(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let record = Arc::new(Mutex::new(Record::default()));
        let own = folder.to_owned();
        let (folder, kept) = (folder.to_owned(), Arc::clone(&record));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (folder, kept) = (folder.clone(), Arc::clone(&kept));
                // A browser may go away in the middle of an answer.
                thread::spawn(move || {
                    stream.and_then(|stream| answer_all(&stream, &folder, &kept))
                });
            }
        });
        Self { address, folder: own, record }
    }

    /// The URL of the folder.
    pub(crate) fn base(&self) -> String {
        format!("http://{}{MOUNT}", self.address)
    }

    /// True for the URL of a module that only exports the one under the hashed name beside it, and so runs nothing.
    pub(crate) fn is_stub(&self, url: &str) -> bool {
        let path = url.strip_prefix(&self.base()).unwrap_or_default();
        let text = fs::read_to_string(self.folder.join(path)).unwrap_or_default();
        let stem = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
        let (name, extension) = stem.unwrap_or_default();
        let rest = text.strip_prefix(&format!("export * from \"./{name}."));
        rest.and_then(|rest| rest.get(12..))
            .is_some_and(|rest| rest.starts_with(&format!(".{extension}\";")))
    }

    /// Requests that were answered with an error: status and path.
    pub(crate) fn failed(&self) -> Vec<String> {
        self.record.lock().unwrap().failed.clone()
    }

    /// The numbers of bytes of the answers below a folder.
    pub(crate) fn answered(&self, folder: &str) -> Vec<u64> {
        let record = self.record.lock().unwrap();
        let below = record.answered.iter().filter(|(path, _)| path.starts_with(folder));
        below.map(|(_, bytes)| *bytes).collect()
    }

    /// Time since the latest request.
    pub(crate) fn idle(&self) -> Duration {
        self.record.lock().unwrap().latest.elapsed()
    }
}

/// Answers the requests of one connection.
fn answer_all(stream: &TcpStream, folder: &Path, record: &Mutex<Record>) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    while let Some(first) = lines.next() {
        let first = first?;
        // No request has a body.
        for line in lines.by_ref() {
            if line?.is_empty() {
                break;
            }
        }
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        answer(stream, method, target, folder, record)?;
    }
    Ok(())
}

fn answer(
    mut stream: &TcpStream,
    method: &str,
    target: &str,
    folder: &Path,
    record: &Mutex<Record>,
) -> io::Result<()> {
    let path = decoded(target.split(['?', '#']).next().unwrap_or_default());
    let found = file(folder, &path).and_then(|file| fs::read(file).ok());
    let status = match (&found, method) {
        (Some(_), "GET" | "HEAD") => "200 OK",
        (None, "GET" | "HEAD") => "404 Not Found",
        _ => "405 Method Not Allowed",
    };
    {
        let mut record = record.lock().unwrap();
        record.latest = Instant::now();
        let path = path.strip_prefix(MOUNT).unwrap_or(&path);
        match &found {
            Some(body) if status.starts_with('2') => {
                record.answered.push((path.to_owned(), body.len() as u64));
            }
            _ => record.failed.push(format!("{} {path}", &status[..3])),
        }
    }
    let body = found.unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {}\r\ncontent-length: {}\r\ncache-control: no-store\r\n\r\n",
        media_type(&path),
        body.len()
    )?;
    if method == "HEAD" { Ok(()) } else { stream.write_all(&body) }
}

fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path.strip_prefix(MOUNT)?);
    let is_inside = path.components().all(|component| matches!(component, Component::Normal(_)));
    is_inside.then(|| folder.join(path)).filter(|file| file.is_file())
}

fn decoded(path: &str) -> String {
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => bytes.extend(format!("%{part}").into_bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "wav" => "audio/wav",
        "webm" => "video/webm",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}
