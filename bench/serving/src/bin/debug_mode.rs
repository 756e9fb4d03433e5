//! The service of a debug build beside tower-http's `ServeDir`: files on the disk, small and large.
//!
//! `cargo run --release -p serving --bin debug_mode -- [ROUNDS] [SECONDS]` in `bench/`, on Linux. Each server is a
//! process of its own. Every round asks both for every case. Shown are medians, medians of the ratios within a round,
//! and the greatest memory that the server has had in a case.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::serve::ListenerExt as _;
use serving::Result;
use tailprint::Assets;
use tailprint::generated::{Content, Disk, Root, Settings, Stale, Table};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

const CONTESTANTS: [&str; 2] = ["tailprint", "ServeDir"];
const KB: u64 = 1024;
const MB: u64 = 1024 * KB;
/// Longer than the time within which a file is digested instead of trusted by its times.
const SETTLED: Duration = Duration::from_millis(2500);
/// The readers that stop in the middle, and the most memory that they may cost.
const STALLED: usize = 20;

struct Case {
    name: &'static str,
    file: &'static str,
    fields: &'static str,
    method: &'static str,
    status: u16,
    connections: usize,
}

const CASES: [Case; 6] = [
    case("1 KB", "small.css", "GET", "", 200, 8),
    case("350 KB", "large.css", "GET", "", 200, 4),
    case("300 MB", "film.mp4", "GET", "", 200, 1),
    case("2 bytes of 1.5 GB", "sparse.mp4", "GET", "range: bytes=0-1\r\n", 206, 8),
    case("HEAD of 1.5 GB", "sparse.mp4", "HEAD", "", 200, 8),
    case("304 of 1.5 GB", "sparse.mp4", "GET", "", 304, 8),
];

const fn case(
    name: &'static str,
    file: &'static str,
    method: &'static str,
    fields: &'static str,
    status: u16,
    connections: usize,
) -> Case {
    Case { name, file, fields, method, status, connections }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, contestant, dir] = arguments.as_slice()
        && command == "serve"
    {
        return serve(contestant, Path::new(dir));
    }
    let number =
        |index: usize, default| arguments.get(index).map_or(Ok(default), |it| it.parse::<u32>());
    let (rounds, seconds) = (number(0, 5)?, number(1, 1)?);
    let files = Files::create()?;
    std::thread::sleep(SETTLED);
    measure(&files, rounds, Duration::from_secs(seconds.into()))?;
    stall(&files)
}

fn serve(contestant: &str, dir: &Path) -> Result<()> {
    let router = match contestant {
        "tailprint" => Router::new().nest_service("/static", on_disk(dir)?.service()),
        _ => Router::new().nest_service("/static", ServeDir::new(dir)),
    };
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        Ok(axum::serve(listener, router).await?)
    })
}

/// Assets as the build script describes them for a debug build.
fn on_disk(dir: &Path) -> Result<&'static Assets> {
    let dir = dir.to_str().ok_or("a path that is not UTF-8")?.to_owned().leak();
    let roots = Box::leak(Box::new([Root { dir, ..Root::default() }]));
    let ignore = &[".*", "*~", "node_modules/"];
    let disk = Disk { roots, ignore, follow_symlinks: true, ..Disk::default() };
    let settings = Settings {
        package: "app",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Disk(disk),
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    };
    Ok(Box::leak(Box::new(Assets::new(Table::new("", &[0; 4]), settings))))
}

/// The files that are served, deleted at the end.
struct Files {
    dir: PathBuf,
}

impl Files {
    fn create() -> Result<Self> {
        let dir = std::env::temp_dir().join(format!("tailprint-debug-mode-{}", std::process::id()));
        fs::create_dir(&dir)?;
        let files = Self { dir };
        for (name, size) in [("small.css", KB), ("large.css", 350 * KB), ("film.mp4", 300 * MB)] {
            let mut file = File::create(files.dir.join(name))?;
            io::copy(&mut io::repeat(b'x').take(size), &mut file)?;
        }
        File::create(files.dir.join("sparse.mp4"))?.set_len(1536 * MB)?;
        Ok(files)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// Another process, which ends with this one.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(contestant: &str, files: &Files) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg(contestant).arg(&files.dir).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { process, port: line.trim().parse()? })
    }

    /// Forgets the greatest memory so far.
    fn reset(&self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5")?)
    }

    /// The greatest memory since, in MB.
    fn peak(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb: f64 =
            line.and_then(|it| it.split_whitespace().next()).ok_or("no VmHWM")?.parse()?;
        Ok(kb / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Default)]
struct Entry {
    per_second: Vec<f64>,
    peak: f64,
}

fn measure(files: &Files, rounds: u32, duration: Duration) -> Result<()> {
    println!(
        "| case | requests/s | ServeDir | ratio | peak MB | ServeDir |\n|---|--:|--:|--:|--:|--:|"
    );
    for case in &CASES {
        let servers =
            [Server::start(CONTESTANTS[0], files)?, Server::start(CONTESTANTS[1], files)?];
        let mut entries = [Entry::default(), Entry::default()];
        for _ in 0..rounds {
            for (server, entry) in servers.iter().zip(&mut entries) {
                server.reset()?;
                entry.per_second.push(load(case, server.port, duration)?);
                entry.peak = entry.peak.max(server.peak()?);
            }
        }
        let [ours, theirs] = &entries;
        let ratios =
            ours.per_second.iter().zip(&theirs.per_second).map(|(ours, theirs)| ours / theirs);
        println!(
            "| {} | {:.1} | {:.1} | {:.2} | {:.1} | {:.1} |",
            case.name,
            median(&ours.per_second),
            median(&theirs.per_second),
            median(&ratios.collect::<Vec<_>>()),
            ours.peak,
            theirs.peak,
        );
    }
    Ok(())
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Asks over several connections at once for as long. Returns the answers per second.
fn load(case: &Case, port: u16, duration: Duration) -> Result<f64> {
    let fields = fields(case, port)?;
    let start = Instant::now();
    let ask = || -> std::result::Result<usize, Box<dyn Error + Send + Sync>> {
        let mut connection =
            BufReader::with_capacity(64 * 1024, TcpStream::connect(("127.0.0.1", port))?);
        let mut count = 0;
        while count == 0 || start.elapsed() < duration {
            let (status, _) = exchange(&mut connection, case.method, case.file, &fields)?;
            if status != case.status {
                return Err(format!("{}: status {status}", case.name).into());
            }
            count += 1;
        }
        Ok(count)
    };
    let count = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..case.connections).map(|_| scope.spawn(ask)).collect();
        let counts = threads.into_iter().map(|thread| thread.join().map_err(|_| "a panic")?);
        counts.sum::<std::result::Result<usize, _>>()
    });
    let count = count.map_err(|error| error.to_string())?;
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

/// The header fields of the requests; for a 304 those that say what the client has.
fn fields(case: &Case, port: u16) -> Result<String> {
    if case.status != 304 {
        return Ok(case.fields.to_owned());
    }
    let mut connection = BufReader::new(TcpStream::connect(("127.0.0.1", port))?);
    let (_, head) = exchange(&mut connection, "HEAD", case.file, "")?;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Ok(match (field("etag:"), field("last-modified:")) {
        (Some(tag), _) => format!("if-none-match: {tag}\r\n"),
        (None, Some(date)) => format!("if-modified-since: {date}\r\n"),
        (None, None) => return Err("no validator".into()),
    })
}

/// Asks once, and reads the answer to its end.
fn exchange(
    connection: &mut BufReader<TcpStream>,
    method: &str,
    file: &str,
    fields: &str,
) -> io::Result<(u16, String)> {
    let request = format!("{method} /static/{file} HTTP/1.1\r\nhost: bench\r\n{fields}\r\n");
    connection.get_mut().write_all(request.as_bytes())?;
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: u64 = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    if method != "HEAD" && status != 304 {
        let read = io::copy(&mut connection.take(length), &mut io::sink())?;
        if read != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok((status, head))
}

/// Readers of a large file that stop after its first bytes.
fn stall(files: &Files) -> Result<()> {
    for contestant in CONTESTANTS {
        let server = Server::start(contestant, files)?;
        let mut readers = Vec::new();
        for _ in 0..STALLED {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port))?;
            stream.write_all(b"GET /static/film.mp4 HTTP/1.1\r\nhost: bench\r\n\r\n")?;
            stream.read_exact(&mut [0; 1000])?;
            readers.push(stream);
        }
        std::thread::sleep(Duration::from_secs(2));
        println!(
            "{contestant}: {STALLED} stalled readers of 300 MB, peak {:.1} MB",
            server.peak()?
        );
    }
    Ok(())
}
