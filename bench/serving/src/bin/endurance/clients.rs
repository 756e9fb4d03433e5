//! Five kinds of clients, most of them bad ones.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use serving::{Result, assets};
use tailprint::Coding;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How many of each kind there are at a time.
const EACH: u32 = 8;

/// What they have in common, and what they have done.
#[derive(Debug)]
pub struct Clients {
    port: u16,
    answered: AtomicU64,
    left: AtomicU64,
    garbage: AtomicU64,
    slow: AtomicU64,
    deaf: AtomicU64,
    /// Answers to well-behaved clients that are not what they must be.
    pub wrong: AtomicU64,
}

impl fmt::Display for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} answers checked; {} connections left within a body, {} of garbage, {} opened slowly, {} never read",
            self.answered.load(Relaxed),
            self.left.load(Relaxed),
            self.garbage.load(Relaxed),
            self.slow.load(Relaxed),
            self.deaf.load(Relaxed),
        )
    }
}

impl Clients {
    pub fn new(port: u16) -> Self {
        let zero = AtomicU64::default;
        let (answered, left, garbage, slow, deaf, wrong) =
            (zero(), zero(), zero(), zero(), zero(), zero());
        Self { port, answered, left, garbage, slow, deaf, wrong }
    }

    /// Lets them run until what is returned is dropped. Errors are the server's answers to what they do.
    pub fn start(self: &Arc<Self>) -> JoinSet<()> {
        let mut running = JoinSet::new();
        for seed in 0..EACH {
            for kind in 0..5 {
                let clients = Arc::clone(self);
                running.spawn(async move {
                    let mut random = Random(seed * 5 + kind);
                    loop {
                        // Whoever is refused, as bad clients are, comes again.
                        let _ = match kind {
                            0 => clients.behave(&mut random).await,
                            1 => clients.leave(&mut random).await,
                            2 => clients.send_garbage(&mut random).await,
                            3 => clients.open_slowly(&mut random).await,
                            _ => clients.never_read(&mut random).await,
                        };
                        sleep(Duration::from_millis(2)).await;
                    }
                });
            }
        }
        running
    }

    async fn connect(&self) -> Result<TcpStream> {
        Ok(TcpStream::connect(("127.0.0.1", self.port)).await?)
    }

    /// Twenty requests on a connection, each answer checked.
    async fn behave(&self, random: &mut Random) -> Result<()> {
        let mut stream = self.connect().await?;
        for _ in 0..20 {
            let (request, status, size) = question(random);
            stream.write_all(request.as_bytes()).await?;
            let is_right =
                timeout(Duration::from_secs(20), answer(&mut stream, status, size)).await??;
            self.answered.fetch_add(1, Relaxed);
            if !is_right {
                self.wrong.fetch_add(1, Relaxed);
                return Ok(());
            }
        }
        Ok(())
    }

    async fn leave(&self, random: &mut Random) -> Result<()> {
        let mut stream = self.connect().await?;
        stream.write_all(text(large(), "").as_bytes()).await?;
        let mut some = vec![0; 1 + random.below(100_000)];
        stream.read_exact(&mut some).await?;
        self.left.fetch_add(1, Relaxed);
        Ok(())
    }

    /// Bytes of any kind where header fields should be, or everywhere.
    async fn send_garbage(&self, random: &mut Random) -> Result<()> {
        const NAMES: [&str; 4] = ["accept-encoding", "range", "if-none-match", "x"];
        let mut stream = self.connect().await?;
        let mut request = Vec::new();
        if random.below(4) > 0 {
            request
                .extend_from_slice(format!("GET {} HTTP/1.1\r\nhost: x\r\n", large()).as_bytes());
            request.extend_from_slice(NAMES[random.below(NAMES.len())].as_bytes());
            request.extend_from_slice(b": ");
        }
        request.extend((0..random.below(3000)).map(|_| random.below(256) as u8));
        request.extend_from_slice(b"\r\n\r\n");
        stream.write_all(&request).await?;
        stream.shutdown().await?;
        let mut rest = Vec::new();
        let _ = timeout(Duration::from_secs(2), stream.read_to_end(&mut rest)).await?;
        self.garbage.fetch_add(1, Relaxed);
        Ok(())
    }

    /// Byte by byte; every other one goes away before it has asked.
    async fn open_slowly(&self, random: &mut Random) -> Result<()> {
        let mut stream = self.connect().await?;
        let request = text(large(), "accept-encoding: br\r\n");
        let end = if random.below(2) == 0 { request.len() } else { random.below(request.len()) };
        for byte in &request.as_bytes()[..end] {
            stream.write_all(&[*byte]).await?;
            sleep(Duration::from_millis(10)).await;
        }
        self.slow.fetch_add(1, Relaxed);
        Ok(())
    }

    /// Asks for a lot at once and looks at nothing.
    async fn never_read(&self, random: &mut Random) -> Result<()> {
        let mut stream = self.connect().await?;
        stream.write_all(text(large(), "").repeat(50).as_bytes()).await?;
        sleep(Duration::from_millis(random.below(500) as u64)).await;
        self.deaf.fetch_add(1, Relaxed);
        Ok(())
    }
}

/// How many tasks the server has, the one that answers this included.
pub async fn tasks(port: u16) -> Result<u64> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET /tasks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text.rsplit("\r\n").next().ok_or("no answer")?.parse()?)
}

fn large() -> &'static str {
    assets::ASSETS.url("large.css").unwrap_or_default()
}

fn text(path: &str, fields: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n{fields}\r\n")
}

/// A request with the status and the size of its answer.
fn question(random: &mut Random) -> (String, u16, usize) {
    let file = ["small.css", "large.css"][random.below(2)];
    let size = |coding| {
        let asset = assets::ASSETS.get(file);
        asset.and_then(|asset| asset.size_of(coding)).map_or(0, |size| size as usize)
    };
    let url = assets::ASSETS.url(file).unwrap_or_default();
    match random.below(7) {
        0 => (text(url, ""), 200, size(Coding::Identity)),
        1 => (text(url, "accept-encoding: gzip, deflate, br, zstd\r\n"), 200, size(Coding::Brotli)),
        2 => (text(url, "accept-encoding: gzip\r\n"), 200, size(Coding::Gzip)),
        3 => (text(url, "range: bytes=100-299\r\n"), 206, 200),
        4 => (text(url, "if-none-match: *\r\n"), 304, 0),
        5 => (text(url, "accept-encoding: *;q=0\r\n"), 406, 0),
        _ => (text("/static/none.css", ""), 404, 0),
    }
}

/// Reads one answer; whether it has the status and the size.
async fn answer(stream: &mut TcpStream, status: u16, size: usize) -> Result<bool> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err("the server closed the connection".into());
        }
        let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let mut rest = vec![0; (end + 4 + size).saturating_sub(bytes.len())];
        stream.read_exact(&mut rest).await?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let right = length.map_or(status == 304, |length| length.parse() == Ok(size));
        return Ok(right
            && head.starts_with(&format!("HTTP/1.1 {status} "))
            && bytes.len() + rest.len() == end + 4 + size);
    }
}

/// Good enough to be different every time, and the same in every run.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % limit
    }
}
