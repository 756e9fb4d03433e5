//! The half of an app that runs in the browser: that of `examples/two-halves`, compiled for `wasm32-unknown-unknown` and run
//! by Node.js.
//!
//! The build script leaves contents and service out for this target. The URLs must be those of the server, although the
//! halves are two builds. The half of the leptos app of `examples/servers` is compiled, not run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;
use crate::run::{Failure, cargo, root, run, say};
use crate::test::steps::Steps;
use crate::tools;

const TARGET: &str = "wasm32-unknown-unknown";
const MANIFEST: &str = "examples/two-halves/Cargo.toml";
/// The half of a leptos app that runs in the browser: a package of the examples, with this feature.
const LEPTOS: [&str; 7] = [
    "check",
    "--package=example-leptos",
    "--lib",
    "--no-default-features",
    "--features=hydrate",
    "--target",
    TARGET,
];
const SERVERS: &str = "examples/servers/Cargo.toml";
/// A rule of the style sheet, and a part of the picture.
const CONTENTS: [&str; 2] = ["max-width: 40rem", "<circle"];

/// Reads the URLs as a page would.
const SCRIPT: &str = "
const { instance } = await WebAssembly.instantiate(require('node:fs').readFileSync(process.argv[1]));
const at = instance.exports.urls_for_script();
const memory = instance.exports.memory.buffer;
const length = new DataView(memory).getUint32(at, true);
console.log(new TextDecoder().decode(new Uint8Array(memory, at + 4, length)));
";

/// Compiles both halves, and compares them.
pub(crate) fn wasm() -> Result<(), Failure> {
    let mut steps = Steps::default();
    let outcome = take(&mut steps);
    say(&steps.to_string());
    outcome.and_then(|()| steps.outcome())
}

fn take(steps: &mut Steps) -> Result<(), Failure> {
    let rust = steps.need("find a Rust for browsers", Rust::find)?;
    let module = steps.need("compile the half of the browser", || rust.compile())?;
    let server = steps
        .need("run the half of the server", || printed(&mut rust.cargo(&["run"], MANIFEST)))?;
    steps.attempt("compare the halves", || compare(&module, &server));
    steps.run("check the half of a leptos app", &mut rust.for_browsers(&LEPTOS, SERVERS));
    Ok(())
}

fn compare(module: &Path, server: &str) -> Result<(), Failure> {
    let script = format!("(async () => {{{SCRIPT}}})()");
    let browser = printed(Command::new("node").args(["--eval", &script]).arg(module))?;
    say(&browser);
    if browser != server {
        return Err(Failure::new(format!("the server has other URLs:\n{server}")));
    }
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", module.display()));
    let bytes = fs::read(module).map_err(unreadable)?;
    let holds = |text: &&str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    match CONTENTS.iter().find(|text| holds(text)) {
        Some(text) => Err(Failure::new(format!("the half of the browser holds {text:?}"))),
        None => Ok(()),
    }
}

/// Runs a command that succeeds, and returns what it prints.
fn printed(command: &mut Command) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(std::process::Stdio::inherit()).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run {name}: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{name}: {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The compiler.
#[derive(Clone, Copy, Debug)]
enum Rust {
    /// rustup's, with the target installed.
    Rustup,
    /// Debian's, which compiles the standard library from its sources.
    Debian,
}

impl Rust {
    fn find() -> Result<Self, Failure> {
        let mut rustc = Command::new("rustc");
        let output = rustc.args(["--print", "target-libdir", "--target", TARGET]).output();
        let folder = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        if folder.is_ok_and(|folder| Path::new(folder.trim()).is_dir()) {
            return Ok(Self::Rustup);
        }
        say(&format!("rustup has no {TARGET}, so Debian's Rust compiles its standard library"));
        tools::wasm().map(|()| Self::Debian)
    }

    /// Cargo, for an example. The halves share what both builds need.
    fn cargo(self, arguments: &[&str], manifest: &str) -> Command {
        let mut command = match self {
            Self::Rustup => cargo(arguments),
            Self::Debian => debian::cargo(arguments),
        };
        command.args(["--manifest-path", manifest, "--target-dir"]).arg(folder());
        // A debug build has no hashed names unless it is told.
        command.env("TAILPRINT_MODE", "hashed").env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }

    /// Cargo, with the standard library for browsers.
    fn for_browsers(self, arguments: &[&str], manifest: &str) -> Command {
        let mut command = self.cargo(arguments, manifest);
        if matches!(self, Self::Debian) {
            command.arg("-Zbuild-std=std,panic_abort");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", tools::WASM_LINKER);
        }
        command
    }

    /// Returns the compiled module.
    fn compile(self) -> Result<PathBuf, Failure> {
        run(&mut self.for_browsers(&["build", "--lib", "--target", TARGET], MANIFEST))?;
        Ok(folder().join(TARGET).join("debug/example_two_halves.wasm"))
    }
}

fn folder() -> PathBuf {
    root().join("target/wasm")
}
