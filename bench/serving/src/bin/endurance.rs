//! A long mixed load with ill-behaved clients: the memory of the server must not grow, and no task may be left.
//!
//! `cargo run --release -p serving --bin endurance -- --seconds 600` in `bench/`; a minute unless told. The server is a
//! process of its own, with `axum::serve` on two threads. Its resident memory and its tasks are sampled all the time.
//! The program fails when the median memory of the last third is more than a twentieth above that of the second one,
//! when a task is left at the end, or when a well-behaved client gets a wrong answer.

#[path = "endurance/clients.rs"]
mod clients;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use serving::{Result, assets};
use tokio::net::TcpListener;

use clients::Clients;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve(),
        [] => run(Duration::from_secs(60)),
        ["--seconds", seconds] => run(Duration::from_secs(seconds.parse()?)),
        _ => Err("usage: endurance [--seconds N]".into()),
    }
}

fn serve() -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let tasks =
            async || tokio::runtime::Handle::current().metrics().num_alive_tasks().to_string();
        let router = Router::new()
            .route("/tasks", get(tasks))
            .nest_service(assets::MOUNT, assets::service());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        Ok(axum::serve(listener, router).await?)
    })
}

/// What the server uses at one moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    second: u64,
    /// Resident, in KiB.
    memory: u64,
    tasks: u64,
}

fn run(duration: Duration) -> Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut server = command.arg("serve").stdout(Stdio::piped()).spawn()?;
    let mut port = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut port)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(load(port.trim().parse()?, server.id(), duration));
    let _ = server.kill();
    let _ = server.wait();
    outcome
}

async fn load(port: u16, server: u32, duration: Duration) -> Result<()> {
    let start = Instant::now();
    let sample = async || {
        let (memory, tasks) = (resident(server)?, clients::tasks(port).await?);
        Result::Ok(Sample { second: start.elapsed().as_secs(), memory, tasks })
    };
    let idle = sample().await?;
    let clients = Arc::new(Clients::new(port));
    let running = clients.start();
    let mut samples = Vec::new();
    while start.elapsed() < duration {
        tokio::time::sleep(Duration::from_secs(1)).await;
        samples.push(sample().await?);
    }
    drop(running);
    tokio::time::sleep(Duration::from_secs(3)).await;
    report(idle, &samples, sample().await?, &clients)
}

/// Of a process, in KiB.
fn resident(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    Ok(line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?.parse()?)
}

fn report(idle: Sample, samples: &[Sample], after: Sample, clients: &Clients) -> Result<()> {
    println!("| second | resident, KiB | tasks |\n|--:|--:|--:|");
    let chosen = samples.iter().step_by(samples.len().div_ceil(10).max(1));
    for sample in [&idle].into_iter().chain(chosen).chain([&after]) {
        println!("| {} | {} | {} |", sample.second, sample.memory, sample.tasks);
    }
    println!("\n{clients}");
    let third = samples.len() / 3;
    let (middle, last) = (median(&samples[third..2 * third]), median(&samples[2 * third..]));
    println!("median memory: {middle} KiB in the second third, {last} KiB in the last");
    if last > middle + middle / 20 {
        return Err("the memory of the server grows".into());
    }
    if after.tasks > idle.tasks {
        return Err(format!("{} tasks are left", after.tasks - idle.tasks).into());
    }
    match clients.wrong.load(Relaxed) {
        0 => Ok(()),
        wrong => Err(format!("{wrong} wrong answers").into()),
    }
}

fn median(samples: &[Sample]) -> u64 {
    let mut values: Vec<u64> = samples.iter().map(|sample| sample.memory).collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
