//! Options that are passed on to Cargo, for which a script stands in here.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::World;

/// A folder with a program that Cargo's subcommands take for Cargo.
fn with_cargo(script: &str) -> World {
    let world = World::new(&[("cargo", &format!("#!/bin/sh\n{script}\n"))]);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(world.file("cargo"), executable).unwrap();
    world
}

fn command(world: &World, args: &str) -> Command {
    let mut command = world.command(args);
    command.env("CARGO", world.file("cargo"));
    command
}

#[test]
fn options_of_cargo_reach_it() {
    let world = with_cargo("echo \"$@\" >> arguments; exit 1");
    for (args, expected) in [
        ("check --locked", "build --locked --message-format=json-render-diagnostics"),
        (
            "check --features x -F y,z --no-default-features --all-features",
            "build --message-format=json-render-diagnostics --all-features --no-default-features --features x \
             --features y,z",
        ),
        (
            "check --quiet --offline --color never",
            "build --offline --quiet --color never --message-format=json-render-diagnostics",
        ),
        (
            "collect --out out --profile dist --target x86_64-unknown-linux-musl --frozen",
            "build --frozen --message-format=json-render-diagnostics --profile dist --target \
             x86_64-unknown-linux-musl",
        ),
        ("check --profile dist", "check --message-format=json-render-diagnostics --profile dist"),
        (
            "check -r -p app",
            "check --package app --message-format=json-render-diagnostics --release",
        ),
    ] {
        let _ = std::fs::remove_file(world.file("arguments"));
        let ran = command(&world, args).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{args}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(world.read("arguments"), format!("{expected}\n"), "{args}");
    }
    for wrong in ["check --release --profile dist", "check --from . --features x"] {
        let ran = command(&world, wrong).output().unwrap();
        let err = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{wrong}");
        assert!(err.contains("cannot be used with"), "{wrong}: {err}");
    }
}

/// Returns false for a process that has ended, even if nobody has asked how.
fn is_running(pid: &str) -> bool {
    let state = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap().stdout;
    let state = String::from_utf8(state).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

fn within(limit: Duration, condition: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn cargo_and_what_it_runs_end_with_the_command() {
    const LIMIT: Duration = Duration::from_secs(10);
    for signal in ["TERM", "INT"] {
        let world = with_cargo("sleep 600 &\necho $! > child; mv child running; wait");
        let mut command = command(&world, "check");
        let mut check = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let file = world.file("running");
        assert!(within(LIMIT, || file.exists()), "the script does not run");
        let child = world.read("running").trim().to_owned();
        assert!(is_running(&child));
        Command::new("kill").args(["-s", signal, &check.id().to_string()]).status().unwrap();
        assert_eq!(check.wait().unwrap().code(), Some(130), "{signal}");
        assert!(within(LIMIT, || !is_running(&child)), "{signal}");
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let world = World::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = world.run(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["cargo-tailprint", "doctor", "--dry-run"] {
            // fish writes options without the hyphens.
            let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(world.run("man pages/man1").code, Some(0));
    let names = world.names("pages/man1");
    for page in ["cargo-tailprint.1", "cargo-tailprint-check.1", "cargo-tailprint-init.1"] {
        assert!(names.iter().any(|name| name == page), "{page}: {names:?}");
    }
    assert!(world.read("pages/man1/cargo-tailprint-check.1").contains("\\-\\-format"));
    world.write("file", "");
    let ran = world.run("man file");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.starts_with("error: file: cannot be written: "), "{}", ran.err);
}
