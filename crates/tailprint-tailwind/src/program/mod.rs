//! Programs that may hang.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How much of what a program says is kept.
const LONGEST: u64 = 1 << 20;

/// How a program ended, and what it said on stderr, at most a MiB of it; nothing if it took too long and was ended.
///
/// # Errors
///
/// If it cannot be started or waited for, or there is no room for what it says.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Option<Ended>> {
    // A file, since a pipe that nobody reads may fill up.
    let mut said: File = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said.try_clone()?);
    let status = wait(&mut command.spawn()?, limit)?;
    let mut stderr = Vec::new();
    said.rewind()?;
    said.take(LONGEST).read_to_end(&mut stderr)?;
    Ok(status.map(|status| Ended { status, stderr }))
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// What it returned.
    pub status: ExitStatus,
    /// What it said on stderr.
    pub stderr: Vec<u8>,
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests;
