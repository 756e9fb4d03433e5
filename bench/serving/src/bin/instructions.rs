//! Instructions of one request, counted by callgrind: hyper, axum and the service, without a socket.
//!
//! `cargo run --release -p serving --bin instructions` in `bench/`. The same run gives the same numbers, however busy
//! the machine is. What a process needs to start is taken away by counting two lengths of a connection.

use std::process::Command;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serving::Result;
use serving::servers::{CASES, Case, Contestant, contestants};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

const FEW: u32 = 100;
const MANY: u32 = 600;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let contestants = contestants();
    if let [contestant, case, count] = &*arguments {
        let contestant = contestants.get(contestant.parse::<usize>()?).ok_or("no contestant")?;
        return exchange(
            contestant,
            *CASES.get(case.parse::<usize>()?).ok_or("no case")?,
            count.parse()?,
        );
    }
    for (number, case) in CASES.into_iter().enumerate().filter(|(_, case)| case.file == "small.css")
    {
        println!("\n{}, {}\n", case.file, case.coding.name());
        println!("| | instructions |\n|---|--:|");
        for (index, contestant) in contestants.iter().enumerate() {
            // A file is read by another thread, whose turns are not the same in every run.
            if contestant.path(case).is_some() && !contestant.name.contains("ServeDir") {
                let count = |requests| instructions(index, number, requests);
                let each = (count(MANY)? - count(FEW)?) / u64::from(MANY - FEW);
                println!("| {} | {each} |", contestant.name);
            }
        }
    }
    Ok(())
}

/// Of this program under callgrind.
fn instructions(contestant: usize, case: usize, requests: u32) -> Result<u64> {
    let arguments = [contestant.to_string(), case.to_string(), requests.to_string()];
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(arguments)
        .output()?;
    let text = String::from_utf8(output.stderr)?;
    let collected = text.lines().find_map(|line| line.split_once("Collected : "));
    let (_, number) = collected.ok_or_else(|| format!("valgrind says {text}"))?;
    Ok(number.trim().parse()?)
}

/// So many requests on one connection.
fn exchange(contestant: &Contestant, case: Case, count: u32) -> Result<()> {
    let path = contestant.path(case).ok_or("no such coding")?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: {}\r\n\r\n",
        case.coding.name()
    );
    let router: Router = contestant.router.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let service = TowerToHyperService::new(router);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        let requests = async {
            let mut buffer = vec![0; 1 << 16];
            client.write_all(request.as_bytes()).await?;
            let size = first_answer(&mut client, &mut buffer).await?;
            for _ in 1..count {
                client.write_all(request.as_bytes()).await?;
                client.read_exact(&mut buffer[..size]).await?;
            }
            Result::Ok(())
        };
        tokio::select! {
            done = requests => done,
            closed = connection => Err(format!("the connection ended: {closed:?}").into()),
        }
    })
}

/// Its size, which is that of all that follow.
async fn first_answer(client: &mut DuplexStream, buffer: &mut [u8]) -> Result<usize> {
    let mut size = 0;
    loop {
        size += client.read(&mut buffer[size..]).await?;
        let text = String::from_utf8_lossy(&buffer[..size]).to_lowercase();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let head_size =
            buffer[..size].windows(4).position(|end| end == b"\r\n\r\n").ok_or("no end")? + 4;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if size == head_size + length.ok_or("no length")?.parse::<usize>()? {
            return Ok(size);
        }
    }
}
