//! Runs `cargo build`.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde::Deserialize;

use super::project::{self, Project};
use super::status::Status;
use super::{Event, process};
use crate::cli::Dev;

/// How long Cargo may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// A build that runs.
#[derive(Debug)]
pub(super) struct Build {
    pub(super) number: u64,
    child: process::Handle,
}

/// How a build ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) number: u64,
    pub(super) took: Duration,
    pub(super) result: Result<Built, String>,
}

/// What a build made.
#[derive(Clone, Debug, Default)]
pub(super) struct Built {
    pub(super) executable: PathBuf,
    /// Tells whether it is another one than before.
    pub(super) stamp: Option<(SystemTime, u64)>,
    /// `OUT_DIR/tailprint`.
    pub(super) folder: Option<PathBuf>,
    /// Everything that the program was made from, but for registry packages.
    pub(super) inputs: HashSet<PathBuf>,
    /// What the compiler read for the program itself.
    pub(super) compiled: Vec<PathBuf>,
}

/// A line of Cargo's messages, as far as it is needed.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    out_dir: Option<PathBuf>,
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Build {
    /// Starts a build; its end is an event.
    pub(super) fn start(
        number: u64,
        options: &Dev,
        project: &Project,
        status: &Arc<Status>,
        events: &Sender<Event>,
    ) -> Result<Self, String> {
        let mut command = project::cargo("build", options);
        command.args(["--package", &project.id, "--bin", &project.program]);
        command.arg("--message-format=json-render-diagnostics");
        if status.is_coloured() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let child = process::Handle::spawn(&mut command)
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let (project, status, events) = (project.clone(), Arc::clone(status), events.clone());
        let handle = child.clone();
        thread::spawn(move || {
            let result = listen(&handle, &project, &status, number);
            let _ = events.send(Event::Built(Ended { number, took: started.elapsed(), result }));
        });
        Ok(Self { number, child })
    }

    /// Ends it; what it made so far stays.
    pub(super) fn cancel(&self) {
        self.child.stop(GRACE);
    }

    /// Ends it and waits for that.
    pub(super) fn end(&self) {
        self.child.stop_and_wait(GRACE);
    }
}

/// Reads both outputs to their ends.
fn listen(
    child: &process::Handle,
    project: &Project,
    status: &Arc<Status>,
    number: u64,
) -> Result<Built, String> {
    let said = Arc::new(Mutex::new(String::new()));
    let errors = child.stderr().map(|stderr| {
        let (said, status) = (Arc::clone(&said), Arc::clone(status));
        thread::spawn(move || show(stderr, &said, &status, number))
    });
    let mut built = Built::default();
    let lines = child.stdout().into_iter().flat_map(|out| BufReader::new(out).split(b'\n'));
    for line in lines.map_while(Result::ok) {
        // Build scripts of others may print what is not Cargo's.
        if let Ok(message) = serde_json::from_slice::<Message>(&line) {
            built.hear(message, project);
        }
    }
    let succeeded = child.wait().is_ok_and(|status| status.success());
    if let Some(errors) = errors {
        let _ = errors.join();
    }
    if !succeeded || built.executable.as_os_str().is_empty() {
        return Err(std::mem::take(&mut said.lock().unwrap_or_else(PoisonError::into_inner)));
    }
    built.finish(project);
    Ok(built)
}

/// Passes on what Cargo says, but for what it is busy with, which is one line.
fn show(stderr: impl Read, said: &Mutex<String>, status: &Status, number: u64) {
    let lines = BufReader::new(stderr).split(b'\n');
    for line in lines.map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        let plain = anstream::adapter::strip_str(&line).to_string();
        if let Some(busy) = busy(&plain) {
            status.busy(&format!("building: {busy}"), number == 1);
            continue;
        }
        status.pass(&line);
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        said.push_str(plain.trim_end());
        said.push('\n');
    }
}

/// What a status line of Cargo says: `   Compiling serde v1.0.0`.
fn busy(line: &str) -> Option<&str> {
    let (word, rest) = line.split_at_checked(12)?;
    let word = word.trim_start();
    let is_word = word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_word && rest.starts_with(' ')).then(|| line.trim())
}

impl Built {
    fn hear(&mut self, message: Message, project: &Project) {
        if message.package_id.as_ref() != Some(&project.id) {
            return;
        }
        let is_program = message
            .target
            .is_some_and(|target| target.kind == ["bin"] && target.name == project.program);
        match &*message.reason {
            "build-script-executed" => {
                let folder = message.out_dir.map(|out| out.join("tailprint"));
                self.folder = folder.filter(|folder| folder.join("build.json").is_file());
            }
            "compiler-artifact" if is_program => {
                self.executable = message.executable.unwrap_or_default();
            }
            _ => {}
        }
    }

    fn finish(&mut self, project: &Project) {
        let metadata = self.executable.metadata().ok();
        self.stamp = metadata.and_then(|it| Some((it.modified().ok()?, it.len())));
        let named = dependencies(&self.executable.with_extension("d"), &project.workspace);
        self.inputs.extend(named);
        if let Some(file) = newest(&self.executable, &project.program) {
            self.compiled = dependencies(&file, &project.workspace);
        }
    }
}

/// What the compiler wrote beside the program that it made last: `deps/app-0123456789abcdef.d`.
fn newest(executable: &Path, program: &str) -> Option<PathBuf> {
    let prefix = format!("{}-", program.replace('-', "_"));
    let entries = std::fs::read_dir(executable.parent()?.join("deps")).ok()?;
    let files = entries.filter_map(Result::ok).filter(|entry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with(&prefix) && name.ends_with(".d"))
    });
    let modified = |entry: &std::fs::DirEntry| entry.metadata().and_then(|it| it.modified()).ok();
    files.max_by_key(modified).map(|entry| entry.path())
}

/// The files in the rules of a Makefile, of which compilers write one.
fn dependencies(file: &Path, base: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let rules = text.lines().filter_map(|line| line.split_once(": "));
    rules.flat_map(|(_, files)| names(files)).map(|name| base.join(name)).collect()
}

/// Separated by spaces; one in a name follows a backslash.
fn names(files: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut letters = files.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = names.last_mut();
        match (letter, letters.peek(), last) {
            ('\\', Some(' '), Some(last)) => {
                letters.next();
                last.push(' ');
            }
            (' ', ..) => names.push(String::new()),
            (letter, _, Some(last)) => last.push(letter),
            (_, _, None) => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests;
