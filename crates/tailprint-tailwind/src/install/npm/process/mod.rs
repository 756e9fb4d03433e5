//! A program that is ended when it takes too long.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tailprint_core::whole_file;

/// The most bytes of each output that are kept.
const LONGEST: u64 = 1 << 20;

/// The time between two looks at a running program.
const PAUSE: Duration = Duration::from_millis(20);

/// The end of a program.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    /// The beginning of its standard output.
    pub(super) stdout: Vec<u8>,
    /// The beginning of its standard error.
    pub(super) stderr: Vec<u8>,
}

/// Runs a program to its end. Returns nothing if it took longer than `limit` and was killed.
pub(super) fn run(command: &mut Command, limit: Duration) -> io::Result<Option<Ended>> {
    // A pipe that nobody reads while the program runs may fill up and block it. A file does not.
    let (stdout, stderr) = (whole_file::unnamed()?, whole_file::unnamed()?);
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let status = wait(&mut command.spawn()?, limit)?;
    let (stdout, stderr) = (beginning(stdout)?, beginning(stderr)?);
    Ok(status.map(|status| Ended { status, stdout, stderr }))
}

fn beginning(mut file: File) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    file.rewind()?;
    file.take(LONGEST).read_to_end(&mut text)?;
    Ok(text)
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
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests;
