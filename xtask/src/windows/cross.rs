//! Compiles for Windows, and runs what was compiled.

use std::fs;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::relay::Relay;
use crate::debian;
use crate::run::{Failure, root, run};
use crate::tools;

/// The target. Its standard library is compiled from the sources that Debian has.
const TARGET: &str = "x86_64-pc-windows-gnu";

/// The time after which a program counts as hung.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);
/// The seconds that it has to end by itself then.
const GRACE: &str = "--kill-after=10";

/// Wine 8 has no `bcryptprimitives.dll`, from which Rust's standard library takes random numbers by `ProcessPrng`. The
/// function that older systems have takes the same arguments, so a library that forwards the call is enough.
const RANDOM: &str =
    "LIBRARY bcryptprimitives\nEXPORTS\nProcessPrng = advapi32.SystemFunction036\n";

/// The folders of compiled programs and of Wine.
#[derive(Debug)]
pub(super) struct Cross {
    /// `target/windows`
    pub(super) target: PathBuf,
    /// The folder that Wine takes for a machine.
    prefix: PathBuf,
    /// The stand-ins for Cargo and others, once they are compiled.
    relay: Option<Relay>,
    /// A program that waits for its input, which ends with this one. Wine's services live as long as it does, so that no
    /// other program starts them, whose output would then not end before they do.
    awake: Option<Child>,
}

impl Cross {
    pub(super) fn new() -> Self {
        let target = root().join("target/windows");
        Self { prefix: target.join("wine"), target, relay: None, awake: None }
    }

    /// Makes the folder in which Wine keeps its Windows, with the one library that Wine lacks.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        let library = self.prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
        if library.is_file() {
            return Ok(());
        }
        let failed =
            |error| Failure::new(format!("cannot write to {}: {error}", self.target.display()));
        fs::create_dir_all(&self.target).map_err(failed)?;
        // Any program makes the folder. Wine complains about the display that it does not find.
        run(self.wine(Path::new("cmd")).args(["/c", "ver"]).stderr(Stdio::null()))?;
        // Wine's own folder lies in this repository, in which temporary packages would be members of the workspace.
        for name in ["TEMP", "TMP"] {
            let mut set = self.wine(Path::new("reg"));
            set.args(["add", "HKCU\\Environment", "/v", name, "/d"]);
            run(set.arg(on_drive(&std::env::temp_dir())).arg("/f").stderr(Stdio::null()))?;
        }
        let exports = self.target.join("bcryptprimitives.def");
        fs::write(&exports, RANDOM).map_err(failed)?;
        let mut link = Command::new(tools::MINGW);
        // Nothing is in it but the name of the function, so nothing begins it.
        link.args(["-shared", "-nostdlib", "-Wl,--entry=0", "-o"]).arg(&library).arg(&exports);
        run(&mut link)
    }

    /// Starts Wine's services.
    pub(super) fn wake(&mut self) -> Result<(), Failure> {
        let mut command = Command::new(tools::WINE);
        command.arg("cmd").env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let failed = |error| Failure::new(format!("cannot run Wine: {error}"));
        self.awake = Some(command.spawn().map_err(failed)?);
        let mut first = self.wine(Path::new("cmd"));
        run(first.args(["/c", "ver"]).stdout(Stdio::null()).stderr(Stdio::null()))
    }

    /// Compiles what stands in for programs that are not there, and lets Windows programs find it from now on.
    pub(super) fn stand_in(&mut self) -> Result<(), Failure> {
        run(&mut self.cargo(&["build", "--package", "xtask", "--bin", "xtask"]))?;
        let folder = self.target.join("stand-ins");
        let relay =
            Relay::start(&self.program(Path::new("xtask")), folder, self.prefix.join("drive_c"))?;
        self.relay = Some(relay);
        Ok(())
    }

    /// Debian's Cargo, which compiles for Windows: rustup's has no sources of the standard library.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = debian::cargo(arguments);
        command.args(["-Zbuild-std=std,panic_unwind", "--target", TARGET]);
        command.arg("--target-dir").arg(&self.target);
        command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", tools::MINGW);
        command.env("CC_x86_64_pc_windows_gnu", tools::MINGW);
        command.env("CXX_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-g++-posix");
        command.env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar");
        // Nobody debugs these programs, and without debug information they are compiled and linked sooner.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
        command
    }

    /// A program that was compiled for Windows, or one of Wine's own.
    pub(super) fn wine(&self, program: &Path) -> Command {
        let mut command = Command::new("timeout");
        command.arg(GRACE).arg(PATIENCE.as_secs().to_string()).arg(tools::WINE).arg(program);
        command.env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all");
        // Otherwise Windows programs see the folders of this system as their own, and call its Cargo.
        for name in [
            "CARGO",
            "CARGO_TARGET_DIR",
            "TAILPRINT_MODE",
            "TMPDIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
        ] {
            command.env_remove(name);
        }
        if let Some(relay) = &self.relay {
            relay.offer(&mut command);
        }
        command.stdin(Stdio::null());
        command
    }

    /// The path of a program or an example.
    pub(super) fn program(&self, name: &Path) -> PathBuf {
        self.target.join(TARGET).join("debug").join(name).with_extension("exe")
    }
}

/// Runs a program to its end. What it has started may go on, so its output is in files: a pipe ends with the last program
/// that may write to it.
pub(super) fn ended(command: &mut Command) -> io::Result<Output> {
    let (mut out, mut err) = (unnamed()?, unnamed()?);
    let status = command.stdout(out.try_clone()?).stderr(err.try_clone()?).status()?;
    Ok(Output { status, stdout: whole(&mut out)?, stderr: whole(&mut err)? })
}

/// A file that nobody else finds, in which everything is written at the end: what a program has started may still write
/// while its output is read. `whole_file::unnamed` of tailprint-core is the same, but this crate compiles no other one.
fn unnamed() -> io::Result<fs::File> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("tailprint-xtask-{}-{number}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let file = fs::File::options().read(true).append(true).create_new(true).open(&path)?;
    fs::remove_file(path)?;
    Ok(file)
}

fn whole(file: &mut fs::File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The path by which Windows programs know a path of this system: Wine's drive `Z:` is the root.
pub(super) fn on_drive(path: &Path) -> String {
    format!("Z:{}", path.display().to_string().replace('/', "\\"))
}
