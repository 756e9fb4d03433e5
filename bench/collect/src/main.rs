//! Times `cargo tailprint collect --from` against Django's collectstatic, `cp -r` and `sha256sum` of the same folder,
//! in turns, and prints the best of each with the ratios.
//!
//! ```text
//! bench-collect CARGO-TAILPRINT FOLDER [DJANGO-COMMAND…]
//! ```
//!
//! `DJANGO-COMMAND` gets the folder and an output folder as further arguments; `sh -c '… "$0" "$1" …'` puts them
//! elsewhere. Times are wall-clock times as
//! `/usr/bin/time` measures them, start of the process included; memory is the peak resident set.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const ROUNDS: usize = 3;

/// What one run took.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    kilobytes: u64,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder, django @ ..] = &args[..] else {
        eprintln!("usage: bench-collect CARGO-TAILPRINT FOLDER [DJANGO-COMMAND…]");
        return ExitCode::from(2);
    };
    match compare(program, folder, django) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn compare(program: &str, folder: &str, django: &[String]) -> Result<(), String> {
    let out = std::env::temp_dir().join(format!("bench-collect-{}", std::process::id()));
    let out = out.to_str().ok_or("the temporary folder is not UTF-8")?;
    let collect = ["collect", "--from", folder, "--no-strict", "--out", out];
    let collect: Vec<&str> = [program].into_iter().chain(collect).collect();
    let sums = format!("find '{folder}' -type f -print0 | xargs -0 -P2 sha256sum");
    let copy = ["cp", "-r", folder, out];
    let django: Vec<&str> = django.iter().map(String::as_str).chain([folder, out]).collect();

    let [mut ours, mut again, mut cp, mut sha, mut theirs] = [const { Vec::new() }; 5];
    for _ in 0..ROUNDS {
        remove(out)?;
        ours.push(cost(&collect)?);
        again.push(cost(&collect)?);
        remove(out)?;
        cp.push(cost(&copy)?);
        remove(out)?;
        sha.push(cost(&["sh", "-c", &sums])?);
        if django.len() > 2 {
            theirs.push(cost(&django)?);
            remove(out)?;
        }
    }
    let (ours, again, cp, sha) = (best(&ours), best(&again), best(&cp), best(&sha));
    show("collect", ours);
    show("collect again", again);
    show("cp -r", cp);
    show("sha256sum", sha);
    println!("collect / (cp -r + sha256sum): {:.2}", ours.seconds / (cp.seconds + sha.seconds));
    if !theirs.is_empty() {
        let theirs = best(&theirs);
        show("Django", theirs);
        println!("Django / collect: {:.1}", theirs.seconds / ours.seconds);
    }
    Ok(())
}

fn show(what: &str, cost: Cost) {
    println!("{what:>14} {:6.2} s {:6} MB", cost.seconds, cost.kilobytes / 1024);
}

fn best(costs: &[Cost]) -> Cost {
    let start = Cost { seconds: f64::INFINITY, kilobytes: 0 };
    costs.iter().fold(start, |best, cost| Cost {
        seconds: best.seconds.min(cost.seconds),
        kilobytes: best.kilobytes.max(cost.kilobytes),
    })
}

fn remove(folder: &str) -> Result<(), String> {
    if !Path::new(folder).exists() {
        return Ok(());
    }
    std::fs::remove_dir_all(folder).map_err(|error| format!("{folder}: {error}"))
}

/// Runs a command and measures it.
fn cost(command: &[&str]) -> Result<Cost, String> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%e %M"])
        .args(command)
        .stdout(Stdio::null())
        .output()
        .map_err(|error| format!("/usr/bin/time: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("{}: {text}", command.join(" ")));
    }
    let parse = |line: &str| {
        let (seconds, kilobytes) = line.split_once(' ')?;
        Some(Cost { seconds: seconds.parse().ok()?, kilobytes: kilobytes.parse().ok()? })
    };
    text.lines().last().and_then(parse).ok_or(text)
}
