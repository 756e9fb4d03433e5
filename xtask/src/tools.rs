//! Programs that chores need.
//!
//! apt has a Chromium for the tests that look at pages, an nginx for those behind a proxy, the programs that builds
//! fetch with, and what compiles for Windows and for browsers. The crate registry has mdBook and cargo-deny, npm has
//! Lighthouse.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{Failure, cannot, cargo, on_path, root, run, say, succeeds, variable};

/// A program that is installed where it is missing.
struct Tool {
    name: &'static str,
    /// The environment variable that names one. Without it, only `PATH` does.
    variable: Option<&'static str>,
    names: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
}

const CHROMIUM: Tool = Tool {
    name: "Chromium",
    variable: Some("CHROMIUM"),
    names: &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    package: "chromium",
};

// Debian has it in `/usr/sbin`, which is not on the `PATH` of every user.
const NGINX: Tool = Tool {
    name: "nginx",
    variable: Some("NGINX"),
    names: &["nginx", "/usr/sbin/nginx"],
    package: "nginx-light",
};

const FETCHERS: [Tool; 2] =
    [program("curl", &["curl"], "curl"), program("wget", &["wget"], "wget")];

/// Debian's Rust: it comes with the sources of the standard library, which is compiled for Windows and for browsers.
pub(crate) const DEBIAN_CARGO: &str = "/usr/bin/cargo";
pub(crate) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// The linker and compiler for Windows whose threads are those that Rust's standard library wants.
pub(crate) const MINGW: &str = "x86_64-w64-mingw32-gcc-posix";

pub(crate) const WINE: &str = "/usr/lib/wine/wine64";

const DEBIAN_RUST: [Tool; 3] = [
    program("Cargo of Debian", &[DEBIAN_CARGO], "cargo-web"),
    program("Rust of Debian", &[DEBIAN_RUSTC], "rustc-web"),
    program(
        "source of Rust's standard library",
        &["/usr/lib/rustlib/src/rust/library/std/src/lib.rs"],
        "rust-web-src",
    ),
];

const WINDOWS: [Tool; 3] = [
    program("C compiler for Windows", &[MINGW], "gcc-mingw-w64-x86-64-posix"),
    program(
        "C++ compiler for Windows",
        &["x86_64-w64-mingw32-g++-posix"],
        "g++-mingw-w64-x86-64-posix",
    ),
    program("Wine", &[WINE], "wine64"),
];

/// The linker of WebAssembly for Debian's Rust.
pub(crate) const WASM_LINKER: &str = "wasm-ld-19";

const WASM: Tool = program("linker of WebAssembly", &[WASM_LINKER], "lld-19");

const fn program(
    name: &'static str,
    names: &'static [&'static str],
    package: &'static str,
) -> Tool {
    Tool { name, variable: None, names, package }
}

/// The Chromium of this machine, installed when there is none.
pub(crate) fn chromium() -> Result<PathBuf, Failure> {
    CHROMIUM.provide()
}

/// The nginx of this machine, installed when there is none.
pub(crate) fn nginx() -> Result<PathBuf, Failure> {
    NGINX.provide()
}

/// Installs the programs that downloads are made with, where they are missing.
pub(crate) fn fetchers() -> Result<(), Failure> {
    FETCHERS.iter().try_for_each(|tool| tool.provide().map(drop))
}

/// A program of the crate registry in one version, installed into `target/tools` when it is not there.
pub(crate) fn from_registry(
    name: &str,
    version: &str,
    options: &[&str],
) -> Result<PathBuf, Failure> {
    let tools = root().join("target/tools").join(format!("{name}-{version}"));
    let program = tools.join("bin").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    if !program.is_file() {
        let mut install = cargo(&["install", name, "--locked", "--version", version]);
        run(install.args(options).arg("--root").arg(tools))?;
    }
    Ok(program)
}

/// The folder of an npm package in one version, with what it depends on, installed into `target/tools` when it is not there.
pub(crate) fn from_npm(name: &str, version: &str) -> Result<PathBuf, Failure> {
    let tools = root().join("target/tools").join(format!("{name}-{version}"));
    let package = tools.join("node_modules").join(name);
    if !package.is_dir() {
        std::fs::create_dir_all(&tools).map_err(|error| cannot("create", &tools, &error))?;
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."]);
        run(npm.arg(format!("{name}@{version}")).current_dir(&tools))?;
    }
    Ok(package)
}

/// Installs what programs for Windows are compiled and run with, where it is missing.
pub(crate) fn windows() -> Result<(), Failure> {
    DEBIAN_RUST.iter().chain(&WINDOWS).try_for_each(|tool| tool.provide().map(drop))
}

/// Installs what programs for browsers are compiled with, where rustup has not installed their standard library.
pub(crate) fn wasm() -> Result<(), Failure> {
    DEBIAN_RUST.iter().chain([&WASM]).try_for_each(|tool| tool.provide().map(drop))
}

impl Tool {
    fn provide(&self) -> Result<PathBuf, Failure> {
        if let Some(program) = self.find() {
            return Ok(program);
        }
        say(&format!("there is no {}, so it is installed", self.name));
        self.install()?;
        let what = format!("apt installed {}, but it is not on PATH", self.package);
        self.find().ok_or_else(|| Failure::new(&what))
    }

    fn find(&self) -> Option<PathBuf> {
        let named = self.variable.and_then(variable).map(PathBuf::from);
        named.or_else(|| self.names.iter().find_map(|name| on_path(name)))
    }

    fn install(&self) -> Result<(), Failure> {
        if on_path("apt-get").is_none() {
            let named = self.named(", or name it: ");
            return Err(Failure::new(format!(
                "there is no {} and no apt to install it (install it{named})",
                self.name
            )));
        }
        run(&mut self.apt(&["update"])?)?;
        run(&mut self.apt(&["install", "--yes", "--no-install-recommends", self.package])?)
    }

    /// The way to name one, if there is a variable for it.
    fn named(&self, before: &str) -> String {
        let way = |variable| format!("{before}{variable}=/path/to/{}", self.names[0]);
        self.variable.map(way).unwrap_or_default()
    }

    /// apt as root: directly, or through sudo where that needs no password.
    fn apt(&self, arguments: &[&str]) -> Result<Command, Failure> {
        let mut command = if is_root() {
            Command::new("apt-get")
        } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        } else {
            let (Self { name, package, .. }, named) = (self, self.named(", or "));
            return Err(Failure::new(format!(
                "there is no {name}, and installing it needs root (sudo apt-get install {package}{named})"
            )));
        };
        // Another apt may be at work, such as the upgrades of a machine that has just started.
        command.args(["-o", "DPkg::Lock::Timeout=300"]);
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        Ok(command)
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
