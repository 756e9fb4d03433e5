//! tailprint, fixed routes that are mounted in the same way, and three peers under `wrk`, side by side in one run.
//!
//! `cargo run --release -p serving -- [ROUNDS] [SECONDS]` in `bench/`. All servers of a case run in one process, which has
//! the first core; wrk has the second. Every round asks every server, so that a busy machine slows all of them down.
//! Shown are medians, and medians of the ratios within a round.

mod load;
mod table;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serving::servers::{CASES, Case, Contestant, contestants};
use serving::{Result, frameworks};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, case] = arguments.as_slice()
        && command == "serve"
    {
        return serve(*CASES.get(case.parse::<usize>()?).ok_or("no case")?);
    }
    let number = |index: usize| arguments.get(index).map(|number| number.parse()).transpose();
    let (rounds, seconds) = (number(0)?.unwrap_or(7), number(1)?.unwrap_or(2));
    (0..CASES.len()).try_for_each(|case| measure(case, rounds, seconds))
}

/// Serves every contestant on a port and a thread of its own, and says the ports.
fn serve(case: Case) -> Result<()> {
    let mut threads = Vec::new();
    for contestant in contestants(case) {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        println!("{}", listener.local_addr()?.port());
        threads.push(std::thread::spawn(move || {
            if let Err(error) = frameworks::serve(contestant.app, listener) {
                eprintln!("{}: {error}", contestant.name);
            }
        }));
    }
    for thread in threads {
        let _ = thread.join();
    }
    Ok(())
}

/// Another process, which ends with this one.
struct Server {
    process: Child,
    ports: Vec<u16>,
}

impl Server {
    fn start(case: usize, count: usize) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(program).arg("serve").arg(case.to_string());
        let mut process = command.stdout(Stdio::piped()).spawn()?;
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

fn measure(number: usize, rounds: u32, seconds: u32) -> Result<()> {
    let case = CASES[number];
    let contestants = contestants(case);
    let server = Server::start(number, contestants.len())?;
    let mut entries = Vec::new();
    for (contestant, port) in contestants.into_iter().zip(&server.ports) {
        entries.push(Entry::new(contestant, case, *port)?);
    }
    for _ in 0..rounds {
        for entry in &mut entries {
            let sample = load::wrk(&entry.url, case.coding.name(), seconds, server.process.id())?;
            entry.samples.push(sample);
        }
    }
    table::print(case, &entries);
    Ok(())
}

/// One contestant in one case.
struct Entry {
    contestant: Contestant,
    url: String,
    /// Of the content, as it was sent.
    size: usize,
    samples: Vec<load::Sample>,
}

impl Entry {
    /// Checks the answer first. Frameworks take their time until they listen.
    fn new(contestant: Contestant, case: Case, port: u16) -> Result<Self> {
        let says_coding = contestant.name != "axum, route: bytes alone";
        let check = || load::check(port, &contestant.path, case.coding, says_coding);
        let mut checked = check();
        for _ in 0..200 {
            if checked.is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            checked = check();
        }
        let size = checked.map_err(|what| format!("{}: {what}", contestant.name))?;
        let url = format!("http://127.0.0.1:{port}{}", contestant.path);
        Ok(Self { contestant, url, size, samples: Vec::new() })
    }
}
