//! The ways by which an input reaches its parser, and the CPU time that it takes there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use crate::registry::Registry;
use crate::shapes::Shape;
use crate::worker;

/// The longest time for one input. It is far above what any takes in proportion to its size.
const LONGEST: Duration = Duration::from_secs(900);

/// The reader of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// `check --from` the folder.
    Check,
    /// `css`, with `in.css` of the folder.
    Css,
    /// `pin`, in a package with the `.npmrc` of the folder, against a registry on this machine.
    Npmrc,
    /// `pin` of a package with this metadata.
    Metadata,
    /// `pin` of a package whose tarball holds this, uncompressed.
    Tarball,
    /// A build script of a package with this template engine.
    Template(&'static str),
    /// A function of a crate.
    Function(&'static str),
}

/// The end of a run.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// With an exit code of its own, after these CPU seconds.
    Ended(f64),
    /// By a signal, a panic, or because it took too long.
    Died(String),
}

impl Outcome {
    pub(crate) fn seconds(&self) -> f64 {
        if let Self::Ended(seconds) = self { *seconds } else { f64::INFINITY }
    }
}

pub(crate) struct Bench {
    program: PathBuf,
    folder: PathBuf,
    registry: Registry,
}

impl Bench {
    pub(crate) fn new(program: &Path) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("bench-hostile-{}", std::process::id()));
        Ok(Self { program: program.canonicalize()?, folder, registry: Registry::start()? })
    }

    /// Runs a shape some times, and returns the shortest run.
    pub(crate) fn best(&self, shape: &Shape, size: usize, runs: usize) -> io::Result<Outcome> {
        let mut best = Outcome::Died("never ran".to_owned());
        for _ in 0..runs {
            let _ = fs::remove_dir_all(&self.folder);
            fs::create_dir_all(self.folder.join("static"))?;
            let outcome = self.once(shape, size)?;
            if outcome.seconds() <= best.seconds() {
                best = outcome;
            }
        }
        fs::remove_dir_all(&self.folder)?;
        Ok(best)
    }

    fn once(&self, shape: &Shape, size: usize) -> io::Result<Outcome> {
        for (path, text) in shape.beside {
            self.write(path, text.as_bytes())?;
        }
        let input = shape.input(size);
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).arg("tailprint");
        match shape.door {
            Door::Check => {
                self.write(shape.file, &input)?;
                command.args(["check", "--no-strict", "--from", "."]);
            }
            Door::Css => {
                self.write(shape.file, &input)?;
                command.args(["css", "-i", "in.css", "-o", "out.css"]);
            }
            Door::Npmrc => self.pin(&mut command, &input)?,
            Door::Metadata => {
                self.registry.set_metadata(input);
                self.pin(&mut command, b"")?;
            }
            Door::Tarball => {
                self.registry.set_tarball(&input);
                self.pin(&mut command, b"")?;
            }
            Door::Template(engine) => {
                self.write(shape.file, &input)?;
                command = worker::build_script(&self.folder, engine)?;
            }
            Door::Function(name) => {
                self.write("input", &input)?;
                command = worker::function(name, &self.folder.join("input"))?;
            }
        }
        timed(&mut command)
    }

    /// Makes a package, and pins one of the registry.
    fn pin(&self, command: &mut Command, npmrc: &[u8]) -> io::Result<()> {
        self.write("Cargo.toml", worker::MANIFEST.as_bytes())?;
        self.write("src/lib.rs", b"")?;
        self.write(".npmrc", npmrc)?;
        command.args(["pin", "made-up"]);
        command.env("npm_config_registry", self.registry.url());
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
        fs::write(file, bytes)
    }
}

/// Runs a program to its end.
fn timed(command: &mut Command) -> io::Result<Outcome> {
    let before = children()?;
    let started = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if started.elapsed() > LONGEST => {
                child.kill()?;
                child.wait()?;
                return Ok(Outcome::Died(format!("took more than {} s", LONGEST.as_secs())));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let seconds = children()? - before;
    Ok(if ended(status) { Outcome::Ended(seconds) } else { Outcome::Died(format!("{status}")) })
}

/// Returns true for the exit codes that the commands state; 101 is that of a panic.
fn ended(status: ExitStatus) -> bool {
    status.code().is_some_and(|code| code <= 2)
}

/// The CPU seconds of all programs that have ended.
fn children() -> io::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(io::Error::from)?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(micros as f64 / 1e6)
}
