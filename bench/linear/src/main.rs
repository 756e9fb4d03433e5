//! Doubles inputs with many mistakes four times, takes the processor time of `cargo tailprint check --from` on each, and
//! prints by which power of the input it grows: 1 for a time in proportion to the input, 2 for its square.
//!
//! ```text
//! linear CARGO-TAILPRINT
//! ```
//!
//! The exit code is 1 if a power is above 1.2.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

/// The highest power that passes: that of a time in proportion to the input, with sorting and noise.
const LIMIT: f64 = 1.2;

/// The runs of which the shortest counts, since others have been disturbed.
const RUNS: usize = 3;

const DOUBLINGS: u32 = 4;

/// An input by its size: a name, the smallest size, and what writes it.
type Input = (&'static str, usize, fn(&Path, usize) -> io::Result<()>);

const INPUTS: [Input; 6] = [
    ("mistyped names in one folder", 2_000, mistyped),
    ("attributes of one tag", 4_000, attributes),
    ("problems on one line", 4_000, one_line),
    ("files, a fifth as many missing", 5_000, packages),
    ("missing in custom properties", 4_000, used_elsewhere),
    ("custom properties and scripts", 4_000, named_by_script),
];

fn main() -> ExitCode {
    let Some(program) = std::env::args().nth(1) else {
        eprintln!("usage: linear CARGO-TAILPRINT");
        return ExitCode::from(2);
    };
    match compare(&program) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns true if all powers are low enough.
fn compare(program: &str) -> io::Result<bool> {
    let folder = std::env::temp_dir().join(format!("bench-linear-{}", std::process::id()));
    let mut passed = true;
    for (name, smallest, write) in INPUTS {
        let mut points = Vec::new();
        for doubling in 0..=DOUBLINGS {
            let size = smallest << doubling;
            fs::create_dir_all(&folder)?;
            write(&folder, size)?;
            let seconds = best(program, &folder)?;
            println!("{name:>32} {size:8} {seconds:8.3} s");
            points.push(((size as f64).ln(), seconds.ln()));
            fs::remove_dir_all(&folder)?;
        }
        let power = slope(&points);
        println!("{name:>32} power {power:.2}");
        passed &= power <= LIMIT;
    }
    Ok(passed)
}

fn best(program: &str, folder: &Path) -> io::Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let mut command = Command::new(program);
        command.args(["tailprint", "check", "--no-strict", "--from"]).arg(folder);
        let before = spent()?;
        let status = command.stdout(Stdio::null()).status()?;
        best = best.min(spent()? - before);
        if !status.success() {
            return Err(io::Error::other(format!("{program}: {status}")));
        }
    }
    Ok(best)
}

/// Returns the processor time of all programs so far that were waited for, in seconds.
fn spent() -> io::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
}

/// Returns the slope of the line through the points with the least squares of the distances.
fn slope(points: &[(f64, f64)]) -> f64 {
    let number = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let (x, y) = (x / number, y / number);
    let above: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let below: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    above / below
}

/// Files in one folder, and as many references that lack a letter of a name.
fn mistyped(folder: &Path, size: usize) -> io::Result<()> {
    let mut css = String::new();
    for number in 0..size {
        fs::write(folder.join(format!("picture-{number}.png")), "")?;
        let _ = writeln!(css, ".c{number}{{background:url(pictre-{number}.png)}}");
    }
    fs::write(folder.join("a.css"), css)
}

fn attributes(folder: &Path, size: usize) -> io::Result<()> {
    let mut html = "<img src=\"a.css\"".to_owned();
    for number in 0..size {
        let _ = write!(html, " data-a{number}=\"{number}\"");
    }
    fs::write(folder.join("a.css"), "")?;
    fs::write(folder.join("a.html"), html + ">")
}

/// Missing files, all named on one line.
fn one_line(folder: &Path, size: usize) -> io::Result<()> {
    let mut css = String::new();
    for number in 0..size {
        let _ = write!(css, ".c{number}{{background:url(x/{number}.png)}}");
    }
    fs::write(folder.join("a.css"), css)
}

/// Custom properties with missing files, which a sheet in another folder uses, the last one first.
fn used_elsewhere(folder: &Path, size: usize) -> io::Result<()> {
    custom_properties(folder, size, "gone.png")
}

/// Custom properties with URLs from the root, and a script in which each of them may be named.
fn named_by_script(folder: &Path, size: usize) -> io::Result<()> {
    custom_properties(folder, size, "/static/a.css")?;
    fs::write(folder.join("a.js"), "// i-- and --j, or --many - others\n".repeat(size))
}

fn custom_properties(folder: &Path, size: usize, url: &str) -> io::Result<()> {
    let (mut values, mut uses) = (":root{".to_owned(), "a{".to_owned());
    for number in 0..size {
        let _ = write!(values, "--p{number}:url({url});");
        let _ = write!(uses, "b:var(--p{});", size - 1 - number);
    }
    fs::create_dir_all(folder.join("users"))?;
    fs::write(folder.join("a.css"), values + "}")?;
    fs::write(folder.join("users/b.css"), uses + "}")
}

/// Modules in folders of two hundred, and references to images of similar names that are in none of them.
fn packages(folder: &Path, size: usize) -> io::Result<()> {
    for number in 0..size {
        let package = folder.join(format!("pkg{}/esm", number / 200));
        if number % 200 == 0 {
            fs::create_dir_all(&package)?;
        }
        fs::write(package.join(format!("module{number}.js")), "export const a=1")?;
    }
    let mut css = String::new();
    for number in 0..size / 5 {
        let _ = writeln!(
            css,
            ".c{number}{{background:url(pkg{}/images/modul{number}.png)}}",
            number % 25
        );
    }
    fs::write(folder.join("a.css"), css)
}
