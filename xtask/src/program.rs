//! Programs that listen.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{Failure, cannot};

/// Time for a build, even of a clean target folder on a slow machine.
const PATIENCE: Duration = Duration::from_secs(900);

/// A program that listens until this is dropped. What it prints goes into a file.
pub(crate) struct Program {
    child: Child,
    log: PathBuf,
    pub(crate) url: String,
}

impl Program {
    /// Starts it, and waits for a line that has its address behind `before`.
    pub(crate) fn start(command: &mut Command, before: &str) -> Result<Self, Failure> {
        let log = std::env::temp_dir().join(format!("tailprint-{}.log", std::process::id()));
        let file = File::create(&log).map_err(|error| cannot("create", &log, &error))?;
        let both = file.try_clone().map_err(|error| cannot("open", &log, &error))?;
        let child = command.stdin(Stdio::null()).stdout(file).stderr(both).spawn();
        let child =
            child.map_err(|error| Failure::new(format!("cannot start a program: {error}")))?;
        let mut program = Self { child, log, url: String::new() };
        let line = program.wait_for(before)?;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        program.url = format!("http://{}", address.unwrap_or_default());
        Ok(program)
    }

    /// The first line that holds a text.
    fn wait_for(&self, text: &str) -> Result<String, Failure> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            let log = File::open(&self.log).map_err(|error| cannot("read", &self.log, &error))?;
            let mut lines = BufReader::new(log).lines().map_while(Result::ok);
            if let Some(line) = lines.find(|line| line.contains(text)) {
                return Ok(line);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut said = String::new();
        let _ = File::open(&self.log).and_then(|mut log| log.read_to_string(&mut said));
        Err(Failure::new(format!("no line with {text:?} came:\n{said}")))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.log);
    }
}
