//! `wrk`, and what the server spends meanwhile.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use serving::Result;
use tailprint::Coding;

/// What one run of wrk measured.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub per_second: f64,
    /// Of the server's time on its core, in microseconds.
    pub cpu: f64,
}

/// Ticks of `/proc/PID/stat` in a second, on every Linux.
const TICKS: f64 = 100.0;

pub fn wrk(url: &str, coding: &str, seconds: u32, server: u32) -> Result<Sample> {
    let before = ticks(server)?;
    let duration = format!("-d{seconds}s");
    let header = format!("accept-encoding: {coding}");
    let options = ["-c", "1", "wrk", "-t1", "-c32", &duration, "-H", &header, url];
    let output = Command::new("taskset").args(options).output()?;
    let ticks = ticks(server)? - before;
    let text = String::from_utf8(output.stdout)?;
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("{url}: {text}").into());
    }
    let number = |mark: &str, last: bool| {
        let line = text.lines().find(|line| line.contains(mark))?;
        let mut words = line.split_whitespace();
        (if last { words.next_back() } else { words.next() })?.parse::<f64>().ok()
    };
    let per_second = number("Requests/sec:", true).ok_or_else(|| format!("wrk says {text:?}"))?;
    let requests = number(" requests in ", false).ok_or_else(|| format!("wrk says {text:?}"))?;
    Ok(Sample { per_second, cpu: ticks / TICKS * 1e6 / requests })
}

/// Time that a process has spent, its own and the system's for it.
fn ticks(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no /proc/PID/stat")?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut next = || fields.next().ok_or("a short /proc/PID/stat");
    Ok(next()?.parse::<f64>()? + next()?.parse::<f64>()?)
}

/// Asks once: the answer must be a 200 in the coding, which it says unless it has the bytes alone. Returns the size of
/// its content.
pub fn check(port: u16, path: &str, coding: Coding, says_coding: bool) -> Result<usize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let coding_name = coding.name();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\naccept-encoding: {coding_name}\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n").ok_or("no header section")?;
    let head = str::from_utf8(&answer[..end])?.to_ascii_lowercase();
    let sent = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
    let is_expected = coding == Coding::Identity || !says_coding || sent == Some(coding_name);
    if !head.starts_with("http/1.1 200") || !is_expected {
        return Err(head.into());
    }
    Ok(answer.len() - end - 4)
}
