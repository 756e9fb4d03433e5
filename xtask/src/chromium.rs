//! A Chromium for the tests that look at pages.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{Failure, on_path, run, say, succeeds, variable};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The Chromium of this machine, installed when there is none.
pub(crate) fn provide() -> Result<PathBuf, Failure> {
    if let Some(chromium) = find() {
        return Ok(chromium);
    }
    say("there is no Chromium, so it is installed");
    install()?;
    find().ok_or_else(|| Failure::new("apt installed chromium, but it is not on PATH"))
}

fn find() -> Option<PathBuf> {
    let named = variable("CHROMIUM").map(PathBuf::from);
    named.or_else(|| NAMES.iter().find_map(|name| on_path(name)))
}

fn install() -> Result<(), Failure> {
    if on_path("apt-get").is_none() {
        let text = "there is no Chromium and no apt to install it \
                    (install it, or name it: CHROMIUM=/path/to/chromium)";
        return Err(Failure::new(text));
    }
    run(&mut apt(&["update"])?)?;
    run(&mut apt(&["install", "--yes", "--no-install-recommends", "chromium"])?)
}

/// apt as root: directly, or through sudo where that needs no password.
fn apt(arguments: &[&str]) -> Result<Command, Failure> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        let text = "there is no Chromium, and installing it needs root \
                    (sudo apt-get install chromium, or CHROMIUM=/path/to/chromium)";
        return Err(Failure::new(text));
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
