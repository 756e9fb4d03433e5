//! An HTTP server on this machine that behaves as a test wants.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// The first byte that is wanted, if it is not the very first.
    pub(crate) from: Option<usize>,
}

/// What is answered.
pub(crate) enum Answer {
    /// The bytes, or those from where the request wants them.
    Whole(Vec<u8>),
    /// All bytes, whatever was asked for.
    NoRanges(Vec<u8>),
    /// The length of all, but only so many bytes.
    Broken(Vec<u8>, usize),
    /// Without a length, and only so many bytes.
    Unsized(Vec<u8>, usize),
    /// So many bytes at once, then a pause before each further one.
    Slow(Vec<u8>, usize, Duration),
    /// Another range than the wanted one.
    WrongRange(Vec<u8>),
    Status(u16),
    Redirect(String),
    Silence,
}

pub(crate) struct Server {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn new(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let seen = requests.clone();
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (seen, answer) = (seen.clone(), answer.clone());
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    seen.lock().unwrap().push(request.clone());
                    // The client may have gone.
                    let _ = reply(stream, &request, answer(&request));
                });
            }
        });
        Self { base, requests }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn asked_for(&self, path: &str) -> Vec<Option<usize>> {
        let of_path = |request: &Request| (request.path == path).then_some(request.from);
        self.requests().iter().filter_map(of_path).collect()
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let mut from = None;
    for line in lines.take_while(|line| !line.is_empty()) {
        let line = line.to_ascii_lowercase();
        let range = line.strip_prefix("range: bytes=").and_then(|range| range.strip_suffix('-'));
        from = range.map(|start| start.parse().unwrap()).or(from);
    }
    Some(Request { path, from })
}

fn reply(mut stream: TcpStream, request: &Request, answer: Answer) -> std::io::Result<()> {
    let mut head = |status: &str, headers: &str| {
        write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n")
    };
    match answer {
        Answer::Whole(bytes) => {
            let from = request.from.unwrap_or(0);
            let (length, whole) = (bytes.len().saturating_sub(from), bytes.len());
            if request.from.is_some() && length == 0 {
                return head("416 Range Not Satisfiable", "Content-Length: 0\r\n");
            }
            let range = match request.from {
                Some(from) => format!("Content-Range: bytes {from}-{}/{whole}\r\n", whole - 1),
                None => String::new(),
            };
            let status = if request.from.is_some() { "206 Partial Content" } else { "200 OK" };
            head(status, &format!("Content-Length: {length}\r\n{range}"))?;
            stream.write_all(&bytes[from..])
        }
        Answer::NoRanges(bytes) => {
            head("200 OK", &format!("Content-Length: {}\r\n", bytes.len()))?;
            stream.write_all(&bytes)
        }
        Answer::Broken(bytes, sent) => {
            let from = request.from.unwrap_or(0);
            let length = bytes.len() - from;
            let range = format!("Content-Range: bytes {from}-{0}/{0}\r\n", bytes.len());
            let status = if from > 0 { "206 Partial Content" } else { "200 OK" };
            head(status, &format!("Content-Length: {length}\r\n{range}"))?;
            stream.write_all(&bytes[from..(from + sent).min(bytes.len())])
        }
        Answer::Unsized(bytes, sent) => {
            head("200 OK", "")?;
            stream.write_all(&bytes[..sent])
        }
        Answer::Slow(bytes, sent, pause) => {
            head("200 OK", &format!("Content-Length: {}\r\n", bytes.len()))?;
            stream.write_all(&bytes[..sent])?;
            for byte in &bytes[sent..] {
                stream.flush()?;
                std::thread::sleep(pause);
                stream.write_all(&[*byte])?;
            }
            Ok(())
        }
        Answer::WrongRange(bytes) => {
            let end = bytes.len() - 1;
            let headers =
                format!("Content-Length: {0}\r\nContent-Range: bytes 0-{end}/{0}\r\n", bytes.len());
            head("206 Partial Content", &headers)?;
            stream.write_all(&bytes)
        }
        Answer::Status(status) => head(&format!("{status} Status"), "Content-Length: 0\r\n"),
        Answer::Redirect(to) => {
            head("302 Found", &format!("Location: {to}\r\nContent-Length: 0\r\n"))
        }
        Answer::Silence => {
            std::thread::sleep(Duration::from_secs(5));
            Ok(())
        }
    }
}
