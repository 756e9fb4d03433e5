//! Doubles hostile inputs of every parser from 1 to 8 MB, and prints by which power of the input the CPU time grows: 1 for
//! a time in proportion to the input, 2 for its square.
//!
//! ```text
//! hostile CARGO-TAILPRINT [--first KIB] [WORD…]
//! ```
//!
//! The words choose the shapes whose lines contain one of them. The exit code is 1 if a power is above 1.2, or if a
//! program ends in another way than by an exit code of its own.
//!
//! The input of most shapes is a folder, and `cargo tailprint` reads it. Templates are read by a build script: this
//! program in an environment as Cargo makes it. Headers of requests, `tailprint.lock` and globs go through the crates'
//! public functions, in a process of their own.

mod door;
mod registry;
mod shapes;
mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use door::{Bench, Outcome};
use shapes::Shape;

/// The highest power that passes: that of a time in proportion to the input, with sorting and noise.
const LIMIT: f64 = 1.2;

/// The doublings behind the first size.
const DOUBLINGS: u32 = 3;

/// The runs of a shape that seems to grow too fast, of which the shortest counts, since others have been disturbed.
const RUNS: usize = 3;

/// The least CPU seconds behind those of the empty input from which a power can be told.
const LEAST: f64 = 0.04;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|it| it == worker::FLAG) {
        return worker::run(&arguments[1..]);
    }
    let mut first = 1024;
    if let Some(place) = arguments.iter().position(|it| it == "--first") {
        let Some(Ok(size)) = arguments.get(place + 1).map(|it| it.parse()) else { return usage() };
        first = size;
        arguments.drain(place..place + 2);
    }
    if arguments.is_empty() {
        return usage();
    }
    let program = PathBuf::from(arguments.remove(0));
    match compare(&program, first << 10, &arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failed) => {
            eprintln!("{failed} shapes fail");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: hostile CARGO-TAILPRINT [--first KIB] [WORD…]");
    ExitCode::from(2)
}

/// Prints the table, and returns the number of shapes that fail.
fn compare(program: &Path, first: usize, words: &[String]) -> std::io::Result<usize> {
    let bench = Bench::new(program)?;
    let sizes: Vec<usize> = (0..=DOUBLINGS).map(|doubling| first << doubling).collect();
    let heads: Vec<String> =
        sizes.iter().map(|size| format!("{:.3}", *size as f64 / (1 << 20) as f64)).collect();
    println!("| parser | shape | CPU s: {} MB | power |", heads.join(" | "));
    println!("|---|---|{}--:|", "--:|".repeat(sizes.len()));
    let mut failed = 0;
    for shape in shapes::all() {
        let name = format!("{} | {}", shape.parser, shape.name);
        if words.is_empty() || words.iter().any(|word| name.contains(word)) {
            failed += usize::from(!row(&bench, &shape, &name, &sizes)?);
        }
    }
    Ok(failed)
}

/// Prints the row of a shape. Returns true if it passes.
fn row(bench: &Bench, shape: &Shape, name: &str, sizes: &[usize]) -> std::io::Result<bool> {
    let mut points = Vec::new();
    for runs in [1, RUNS] {
        points.clear();
        let empty = bench.best(shape, 0, runs)?;
        for size in sizes {
            let found = bench.best(shape, *size, runs)?;
            if let Outcome::Died(how) = &found {
                println!("| {name} | {how} at {size} bytes |");
                return Ok(false);
            }
            points.push((*size, found.seconds() - empty.seconds()));
        }
        if power(&points).is_none_or(|power| power <= LIMIT) {
            break;
        }
    }
    let seconds: Vec<String> =
        points.iter().map(|(_, seconds)| format!("{:.2}", seconds.max(0.0))).collect();
    let power = power(&points);
    let told = power.map_or("too short to tell".to_owned(), |power| format!("{power:.2}"));
    println!("| {name} | {} | {told} |", seconds.join(" | "));
    Ok(power.is_none_or(|power| power <= LIMIT))
}

/// Returns the slope of the line through the points, in logarithms, with the least squares of the distances; none if even
/// the largest input takes no time to speak of. Smaller inputs that take none are left out.
fn power(points: &[(usize, f64)]) -> Option<f64> {
    let told: Vec<(f64, f64)> = points
        .iter()
        .filter(|(_, seconds)| *seconds > LEAST / 4.0)
        .map(|(size, seconds)| ((*size as f64).ln(), seconds.ln()))
        .collect();
    let is_short = points.last().is_none_or(|(_, seconds)| *seconds < LEAST);
    if is_short || told.len() < 2 {
        return None;
    }
    let number = told.len() as f64;
    let (x, y) = told.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let (x, y) = (x / number, y / number);
    let above: f64 = told.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let below: f64 = told.iter().map(|point| (point.0 - x).powi(2)).sum();
    Some(above / below)
}
