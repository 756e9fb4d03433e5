//! Runs `cargo build` on a thread of its own.

pub(crate) mod imports;
#[cfg(feature = "typescript")]
pub(crate) mod scripts;
pub(crate) mod styles;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::events::EventSender;
use super::project::{self, Project};
use super::status::Status;
use crate::cli::Dev;
use crate::support::build_json;
use crate::support::cargo::{self, Message};
use crate::support::process;

/// The time that Cargo has to end by itself. Chosen: Cargo ends within milliseconds of its signal, and a rustc that is
/// killed leaves nothing behind that the next build would use.
const GRACE: Duration = Duration::from_secs(2);

/// A build that runs.
#[derive(Debug)]
pub(crate) struct Build {
    pub(crate) number: u64,
    child: process::Handle,
}

/// The end of a build.
#[derive(Debug)]
pub(crate) struct BuildEnd {
    pub(crate) number: u64,
    pub(crate) took: Duration,
    /// The output of Cargo, if the build failed.
    pub(crate) result: Result<BuiltProgram, String>,
}

/// The results of a build.
#[derive(Clone, Debug, Default)]
pub(crate) struct BuiltProgram {
    pub(crate) executable: PathBuf,
    /// Time and size of the program, which change when it is linked anew.
    pub(crate) stamp: Option<(SystemTime, u64)>,
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: Option<PathBuf>,
    /// All files that the program was made from, except for those of registry packages.
    pub(crate) inputs: HashSet<PathBuf>,
    /// Files that the compiler read for the program itself.
    pub(crate) compiled: Vec<PathBuf>,
}

impl Build {
    /// Starts a build. Its end is sent as an event.
    pub(crate) fn start(
        number: u64,
        options: &Dev,
        project: &Project,
        status: &Arc<Status>,
        ends: EventSender<BuildEnd>,
    ) -> Result<Self, String> {
        let mut command = project::command("build", options);
        command.args(["--package", &project.id, "--bin", &project.program]);
        command.arg("--message-format=json-render-diagnostics");
        if status.is_coloured() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let child =
            process::Handle::spawn(&mut command).map_err(|error| cargo::cannot_run(&error))?;
        let (project, status) = (project.clone(), Arc::clone(status));
        let handle = child.clone();
        thread::spawn(move || {
            let result = listen(&handle, &project, &status, number);
            ends.send(BuildEnd { number, took: started.elapsed(), result });
        });
        Ok(Self { number, child })
    }

    /// Asks Cargo to end, and does not wait. Crates that are compiled stay compiled.
    pub(crate) fn cancel(&self) {
        self.child.stop(GRACE);
    }

    /// Ends Cargo, and waits until it has ended.
    pub(crate) fn end(&self) {
        self.child.stop_and_wait(GRACE);
    }
}

/// Reads both outputs of Cargo to their ends.
fn listen(
    child: &process::Handle,
    project: &Project,
    status: &Arc<Status>,
    number: u64,
) -> Result<BuiltProgram, String> {
    let said = Arc::new(Mutex::new(String::new()));
    let errors = child.stderr().map(|stderr| {
        let (said, status) = (Arc::clone(&said), Arc::clone(status));
        thread::spawn(move || show(stderr, &said, &status, number))
    });
    let mut built = BuiltProgram::default();
    cargo::messages(child.stdout()).for_each(|message| built.hear(message, project));
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

/// The width to which Cargo right-aligns the first word of a status line.
const STATUS_WIDTH: usize = 12;

/// Prints the output of Cargo. Its status lines replace each other on one line.
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

/// The text of a status line of Cargo: `   Compiling serde v1.0.0`.
fn busy(line: &str) -> Option<&str> {
    let (word, rest) = line.split_at_checked(STATUS_WIDTH)?;
    let word = word.trim_start();
    let is_word = word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_word && rest.starts_with(' ')).then(|| line.trim())
}

impl BuiltProgram {
    /// Takes over what a message says about the package.
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
                self.folder = folder.filter(|folder| folder.join(build_json::NAME).is_file());
            }
            "compiler-artifact" if is_program => {
                self.executable = message.executable.unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Adds the files that the program was made from.
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

/// The list of dependencies that rustc wrote beside the program it linked last: `deps/app-0123456789abcdef.d`.
///
/// `app.d` beside the program itself is written by Cargo and lists the files of all local crates together.
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

/// Reads the files that the rules of a Makefile name as prerequisites, which is the form of rustc's and Cargo's `.d` files.
fn dependencies(file: &Path, base: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let rules = text.lines().filter_map(|line| line.split_once(": "));
    rules.flat_map(|(_, files)| names(files)).map(|name| base.join(name)).collect()
}

/// Splits names at spaces. A backslash stands before a space that belongs to a name.
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
