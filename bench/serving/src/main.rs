//! tailprint's service, a fixed axum route and three peers under `wrk`, side by side in one run.
//!
//! `cargo run --release -p serving -- [ROUNDS] [SECONDS]` in `bench/`. All servers run in one process, on one
//! single-threaded runtime that has the first core; wrk has the second. Every round asks every server for every
//! case, so that a busy machine slows all of them down. Shown are medians, and medians of the ratios within a round.

mod load;
mod table;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use axum::serve::ListenerExt as _;
use serving::Result;
use serving::servers::{CASES, Case, Contestant, contestants};
use tokio::net::TcpListener;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("serve") => serve(),
        rounds => {
            let rounds = rounds.map_or(Ok(7), str::parse)?;
            let seconds = arguments.next().map_or(Ok(2), |seconds| seconds.parse())?;
            measure(rounds, seconds)
        }
    }
}

/// Serves every contestant on a port of its own, and says which.
fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut servers = tokio::task::JoinSet::new();
        for contestant in contestants() {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            println!("{}", listener.local_addr()?.port());
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            servers.spawn(async move { axum::serve(listener, contestant.router).await });
        }
        while servers.join_next().await.is_some() {}
        Ok(())
    })
}

/// Another process, which ends with this one.
struct Server {
    process: Child,
    ports: Vec<u16>,
}

impl Server {
    fn start(count: usize) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(program).arg("serve").stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let lines = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
        let ports = lines.take(count).map(|line| Ok(line?.parse()?)).collect::<Result<_>>()?;
        Ok(Self { process, ports })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn measure(rounds: usize, seconds: u32) -> Result<()> {
    let contestants = contestants();
    let server = Server::start(contestants.len())?;
    let mut entries = entries(&contestants, &server.ports)?;
    for _ in 0..rounds {
        for entry in &mut entries {
            let sample =
                load::wrk(&entry.url, entry.case.coding.name(), seconds, server.process.id())?;
            entry.samples.push(sample);
        }
    }
    for case in CASES {
        let entries: Vec<&Entry> = entries.iter().filter(|entry| entry.case == case).collect();
        table::print(case, &entries);
    }
    Ok(())
}

/// One contestant in one case.
struct Entry {
    contestant: &'static str,
    case: Case,
    url: String,
    /// Of the content, as it was sent.
    size: usize,
    samples: Vec<load::Sample>,
}

/// Case by case, so that what is compared runs at about the same time. Every answer is checked first.
fn entries(contestants: &[Contestant], ports: &[u16]) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for case in CASES {
        for (contestant, port) in contestants.iter().zip(ports) {
            let Some(path) = contestant.path(case) else { continue };
            let size = load::check(*port, &path, case.coding)
                .map_err(|what| format!("{}: {what}", contestant.name))?;
            let url = format!("http://127.0.0.1:{port}{path}");
            entries.push(Entry {
                contestant: contestant.name,
                case,
                url,
                size,
                samples: Vec::new(),
            });
        }
    }
    Ok(entries)
}
