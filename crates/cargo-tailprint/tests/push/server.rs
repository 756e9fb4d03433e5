//! A server that speaks as much of S3 as a push needs, counts requests, and fails when it is told to.
//!
//! It checks what S3 checks of an upload: the length, the digest that was signed, and the checksum.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest as _, Sha256};

/// An object with the headers that it was stored with.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) modified: SystemTime,
}

/// An answer that a server gives instead of the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `500 Internal Server Error`.
    Error,
    /// `503 Slow Down`.
    SlowDown,
    /// The connection ends in the middle of the request's body.
    Truncated,
    /// The request is done, and the connection ends before the answer.
    Lost,
    /// The answer to a `GET` ends in the middle.
    HalfAnswer,
}

type Choice = Box<dyn FnMut(&Request) -> Option<Fault> + Send>;

#[derive(Default)]
struct State {
    objects: Mutex<BTreeMap<String, Object>>,
    parts: Mutex<BTreeMap<String, BTreeMap<usize, Vec<u8>>>>,
    log: Mutex<Vec<String>>,
    choose: Mutex<Option<Choice>>,
    /// The number of requests after which the server is dead.
    lives: Mutex<Option<usize>>,
    is_dead: AtomicBool,
    /// Conditions are passed over, as Garage does.
    is_unconditional: AtomicBool,
}

#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) key: String,
    pub(crate) query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// A running server with one bucket, `b`.
pub(crate) struct Server {
    state: Arc<State>,
    port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || serve(&state, &stream));
            }
        });
        Self { state, port }
    }

    /// The variables under which the official tools find it.
    pub(crate) fn environment(&self) -> [(&'static str, String); 6] {
        [
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ACCESS_KEY_ID", "id".into()),
            ("AWS_SECRET_ACCESS_KEY", "secret".into()),
            ("AWS_REGION", "us-east-1".into()),
            ("AWS_MAX_ATTEMPTS", "3".into()),
            ("NO_PROXY", "127.0.0.1".into()),
        ]
    }

    pub(crate) fn objects(&self) -> BTreeMap<String, Object> {
        self.state.objects.lock().unwrap().clone()
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut BTreeMap<String, Object>)) {
        change(&mut self.state.objects.lock().unwrap());
    }

    /// The requests since the last call: `PUT app.css 200`.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state.log.lock().unwrap())
    }

    pub(crate) fn fail(&self, choose: impl FnMut(&Request) -> Option<Fault> + Send + 'static) {
        *self.state.choose.lock().unwrap() = Some(Box::new(choose));
    }

    pub(crate) fn pass_over_conditions(&self) {
        self.state.is_unconditional.store(true, Ordering::Relaxed);
    }

    /// Lets the server die after some requests, or live.
    pub(crate) fn die_after(&self, requests: Option<usize>) {
        *self.state.lives.lock().unwrap() = requests;
        self.state.is_dead.store(false, Ordering::Relaxed);
    }
}

fn serve(state: &State, stream: &TcpStream) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    while !state.is_dead.load(Ordering::Relaxed) {
        let Some((mut request, length)) = head(&mut reader) else { return };
        {
            let mut lives = state.lives.lock().unwrap();
            if *lives == Some(0) {
                state.is_dead.store(true, Ordering::Relaxed);
                return;
            }
            *lives = lives.map(|lives| lives - 1);
        }
        let fault = state.choose.lock().unwrap().as_mut().and_then(|choose| choose(&request));
        if fault == Some(Fault::Truncated) {
            let mut half = vec![0; length / 2];
            let _ = reader.read_exact(&mut half);
            return;
        }
        request.body = vec![0; length];
        if reader.read_exact(&mut request.body).is_err() {
            return;
        }
        let answer = match fault {
            Some(Fault::Error) => Answer::error(500, "InternalError"),
            Some(Fault::SlowDown) => Answer::error(503, "SlowDown"),
            _ => respond(state, &request),
        };
        let line = format!("{} {} {}", request.method, request.key, answer.status);
        state.log.lock().unwrap().push(line);
        if fault == Some(Fault::Lost) {
            return;
        }
        let is_half = fault == Some(Fault::HalfAnswer) && request.method == "GET";
        if write(&mut writer, &request, &answer, is_half).is_err() || is_half {
            return;
        }
    }
}

fn head(reader: &mut impl BufRead) -> Option<(Request, usize)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    });
    let key = decoded(path).strip_prefix("/b").unwrap().trim_start_matches('/').to_owned();
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    Some((Request { method, key, query: query.collect(), headers, body: Vec::new() }, length))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(&tail[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    fn error(status: u16, code: &str) -> Self {
        let body = format!("<Error><Code>{code}</Code><Message>as told</Message></Error>");
        Self::new(status, body.into_bytes())
    }

    fn of(object: &Object) -> Self {
        let mut answer = Self::new(200, object.bytes.clone());
        answer.headers = object.headers.clone().into_iter().collect();
        let modified = DateTime::<Utc>::from(object.modified);
        let modified = modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        answer.headers.push(("last-modified".into(), modified));
        answer.headers.push(("etag".into(), etag(&object.bytes)));
        answer
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", &hex(&Sha256::digest(bytes))[..32])
}

fn write(
    writer: &mut impl Write,
    request: &Request,
    answer: &Answer,
    is_half: bool,
) -> std::io::Result<()> {
    let mut text = format!("HTTP/1.1 {} x\r\n", answer.status);
    for (name, value) in &answer.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", answer.body.len()));
    let mut bytes = text.into_bytes();
    if request.method != "HEAD" {
        let end = if is_half { answer.body.len() / 2 } else { answer.body.len() };
        bytes.extend(&answer.body[..end]);
    }
    writer.write_all(&bytes)
}

fn respond(state: &State, request: &Request) -> Answer {
    let authorization = request.headers.get("authorization").map(String::as_str);
    if !authorization.is_some_and(|text| text.starts_with("AWS4-HMAC-SHA256 Credential=id/")) {
        return Answer::error(403, "AccessDenied");
    }
    let has = |name: &str| request.query.contains_key(name);
    match &*request.method {
        "GET" if has("list-type") => list(state, request),
        "GET" | "HEAD" => match state.objects.lock().unwrap().get(&request.key) {
            Some(object) => Answer::of(object),
            None => Answer::error(404, "NoSuchKey"),
        },
        "POST" if has("delete") => delete_many(state, request),
        "POST" if has("uploads") => begin_parts(state, request),
        "POST" if has("uploadId") => complete_parts(state, request),
        "PUT" => put(state, request),
        "DELETE" => {
            state.objects.lock().unwrap().remove(&request.key);
            Answer::new(204, Vec::new())
        }
        _ => Answer::error(405, "MethodNotAllowed"),
    }
}

fn is_intact(request: &Request) -> bool {
    let digest = Sha256::digest(&request.body);
    let signed = request.headers.get("x-amz-content-sha256");
    let checksum = request.headers.get("x-amz-checksum-sha256");
    let is_signed = signed.is_some_and(|signed| *signed == hex(&digest));
    is_signed && checksum.is_none_or(|checksum| *checksum == base64(&digest))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let chunk = |chunk: &[u8]| {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let number = at(0) << 16 | at(1) << 8 | at(2);
        let digit = move |place: usize| {
            if place > chunk.len() {
                return '=';
            }
            char::from(DIGITS[(number >> (18 - 6 * place) & 63) as usize])
        };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    bytes.chunks(3).flat_map(chunk).collect()
}

fn put(state: &State, request: &Request) -> Answer {
    if !is_intact(request) {
        return Answer::error(400, "XAmzContentSHA256Mismatch");
    }
    if let (Some(upload), Some(part)) =
        (request.query.get("uploadId"), request.query.get("partNumber"))
    {
        let mut parts = state.parts.lock().unwrap();
        let parts = parts.get_mut(upload).unwrap();
        parts.insert(part.parse().unwrap(), request.body.clone());
        let mut answer = Answer::new(200, Vec::new());
        answer.headers.push(("etag".into(), etag(&request.body)));
        return answer;
    }
    let mut objects = state.objects.lock().unwrap();
    let is_conditional = request.headers.get("if-none-match").is_some_and(|value| value == "*")
        && !state.is_unconditional.load(Ordering::Relaxed);
    if is_conditional && objects.contains_key(&request.key) {
        return Answer::error(412, "PreconditionFailed");
    }
    objects.insert(request.key.clone(), stored(&request.headers, request.body.clone()));
    let mut answer = Answer::new(200, Vec::new());
    answer.headers.push(("etag".into(), etag(&request.body)));
    answer
}

fn stored(headers: &BTreeMap<String, String>, bytes: Vec<u8>) -> Object {
    let is_kept = |name: &str| {
        ["content-type", "cache-control", "content-encoding"].contains(&name)
            || name.starts_with("x-amz-meta-")
    };
    let headers = headers.iter().filter(|(name, _)| is_kept(name));
    let headers = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
    Object { bytes, headers, modified: SystemTime::now() }
}

fn begin_parts(state: &State, request: &Request) -> Answer {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let id = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
    state.parts.lock().unwrap().insert(id.clone(), BTreeMap::new());
    // The object is whole only when the parts are put together; until then its headers are kept apart.
    let headers = stored(&request.headers, Vec::new());
    state.objects.lock().unwrap().insert(format!("\0{id}"), headers);
    let body = format!(
        "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
    );
    Answer::new(200, body.into_bytes())
}

fn complete_parts(state: &State, request: &Request) -> Answer {
    let id = &request.query["uploadId"];
    let parts = state.parts.lock().unwrap().remove(id).unwrap();
    let mut objects = state.objects.lock().unwrap();
    let mut object = objects.remove(&format!("\0{id}")).unwrap();
    object.bytes = parts.into_values().flatten().collect();
    object.modified = SystemTime::now();
    objects.insert(request.key.clone(), object);
    let body = "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
    Answer::new(200, body.into())
}

fn delete_many(state: &State, request: &Request) -> Answer {
    let text = String::from_utf8(request.body.clone()).unwrap();
    let mut objects = state.objects.lock().unwrap();
    let mut body = String::from("<DeleteResult>");
    for key in text.split("<Key>").skip(1) {
        let key = key.split("</Key>").next().unwrap();
        objects.remove(key);
        body.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
    }
    Answer::new(200, (body + "</DeleteResult>").into_bytes())
}

/// The most names in one answer, as in S3.
const PAGE: usize = 1_000;

fn list(state: &State, request: &Request) -> Answer {
    let text = |name: &str| request.query.get(name).map(String::as_str).unwrap_or_default();
    let after = text("continuation-token").max(text("start-after"));
    let objects = state.objects.lock().unwrap();
    let found = objects.iter().filter(|(key, _)| {
        key.starts_with(text("prefix")) && key.as_str() > after && !key.starts_with('\0')
    });
    let found: Vec<_> = found.take(PAGE + 1).collect();
    let is_truncated = found.len() > PAGE;
    let mut body =
        format!("<ListBucketResult><Name>b</Name><IsTruncated>{is_truncated}</IsTruncated>");
    for (key, object) in found.iter().take(PAGE) {
        let modified = DateTime::<Utc>::from(object.modified);
        let modified = modified.to_rfc3339_opts(SecondsFormat::Millis, true);
        let key = key.replace('&', "&amp;").replace('<', "&lt;");
        let size = object.bytes.len();
        body.push_str(&format!(
            "<Contents><Key>{key}</Key><LastModified>{modified}</LastModified><ETag>\"e\"</ETag><Size>{size}</Size></Contents>"
        ));
    }
    if is_truncated {
        let last = found[PAGE - 1].0;
        body.push_str(&format!("<NextContinuationToken>{last}</NextContinuationToken>"));
    }
    Answer::new(200, (body + "</ListBucketResult>").into_bytes())
}

/// A time long before now, for objects that are to be old.
pub(crate) fn long_ago() -> SystemTime {
    SystemTime::now() - Duration::from_secs(400 * 24 * 3_600)
}
