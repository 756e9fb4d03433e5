//! Cargo, with a limit and a stopwatch. Needs GNU time.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::Result;

/// What a build took.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub wall: Duration,
    /// Of all processes together.
    pub cpu: Duration,
    /// The most memory that one of them has had, in kilobytes; none if it was stopped.
    pub peak: Option<u64>,
    /// Whether it took longer than was allowed.
    pub stopped: bool,
}

impl Spent {
    pub fn wall(&self) -> String {
        let seconds = self.wall.as_secs_f64();
        if self.stopped { format!("> {seconds:.0}") } else { format!("{seconds:.1}") }
    }
}

/// `cargo build --release`.
pub fn cargo_build(project: &Path, optimised: bool, limit: Duration) -> Result<Spent> {
    let peak = project.join("peak.txt");
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", "-o"]).arg(&peak).args(["cargo", "build", "--release", "--quiet"]);
    command.current_dir(project);
    if optimised {
        command.args(["--config", "profile.release.build-override.opt-level=2"]);
    }
    let cpu_before = cpu()?;
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn()?;
    let mut stopped = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // Dependencies have no limit: the first build has next to no assets.
        if start.elapsed() > limit && project.join("static/katex").exists() {
            stopped = true;
            killpg(Pid::from_raw(child.id().try_into()?), Signal::SIGKILL)?;
            break child.wait()?;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let (wall, cpu) = (start.elapsed(), cpu()? - cpu_before);
    let peak = if stopped { None } else { std::fs::read_to_string(peak)?.trim().parse().ok() };
    let spent = Spent { wall, cpu, peak, stopped };
    if stopped || status.success() {
        return Ok(spent);
    }
    Err(format!("`cargo build --release` fails in {}", project.display()).into())
}

/// Removes what was built of one package.
pub fn cargo_clean(project: &Path, package: &str) -> Result<()> {
    let options = ["clean", "--release", "--quiet", "--package", package];
    let status = Command::new("cargo").args(options).current_dir(project).status()?;
    if status.success() { Ok(()) } else { Err("`cargo clean` fails".into()) }
}

fn cpu() -> Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let micros =
        user.tv_sec() * 1_000_000 + user.tv_usec() + system.tv_sec() * 1_000_000 + system.tv_usec();
    Ok(Duration::from_micros(micros.try_into()?))
}
