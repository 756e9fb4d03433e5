//! `cargo tailprint css` beside Tailwind's own program, from start to end, on a small project.
//!
//! `cargo run` in this folder; the argument is the number of rounds, 9 unless given. The programs run in turns on the
//! same files: ten templates, and a style sheet with a theme. Their results have to be equal. The last column is the
//! median of the ratios within a round. `cargo-tailprint` is built in the release profile first, and npm installs
//! Tailwind's program once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The version of both.
const VERSION: &str = "4.3.5";
const TEMPLATES: usize = 10;
const SHEET: &str = "@import \"tailwindcss\";\n@theme { --color-brand: #abcdef }\n.card { @apply p-4 rounded-lg }\n";

fn main() -> Result<()> {
    let rounds = std::env::args().nth(1).map_or(Ok(9), |rounds| rounds.parse())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    run(cargo().args(["build", "--release", "-p", "cargo-tailprint"]).current_dir(&root))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let own = target.join("release/cargo-tailprint");
    // Not in this repository: both programs search `node_modules` of a folder that an ignore file of a parent leaves out.
    let project = project(&std::env::temp_dir().join("tailprint-bench-css"))?;
    let program = project.join("node_modules/.bin/tailwindcss");

    let mut rows = [Row::new("plain", &[]), Row::new("--minify", &["--minify"])];
    for _ in 0..rounds {
        for row in &mut rows {
            let args = |output| [&["-i", "in.css", "-o", output][..], row.options].concat();
            row.official.push(timed(Command::new(&program).args(args("official.css")), &project)?);
            let mut command = Command::new(&own);
            row.ours
                .push(timed(command.args(["tailprint", "css"]).args(args("ours.css")), &project)?);
            if fs::read(project.join("official.css"))? != fs::read(project.join("ours.css"))? {
                return Err("the style sheets differ".into());
            }
        }
    }
    println!("| | medians of {rounds} rounds, in ms: official | ours | times |\n|---|--:|--:|--:|");
    for Row { name, official, ours, .. } in rows {
        let times = official.iter().zip(&ours).map(|(official, ours)| official / ours).collect();
        let (official, ours, times) = (median(official), median(ours), median(times));
        println!("| {name} | {official:.0} | {ours:.0} | {times:.1} |");
    }
    Ok(())
}

/// The milliseconds of both programs with some options, by rounds.
struct Row {
    name: &'static str,
    options: &'static [&'static str],
    official: Vec<f64>,
    ours: Vec<f64>,
}

impl Row {
    fn new(name: &'static str, options: &'static [&'static str]) -> Self {
        Self { name, options, official: Vec::new(), ours: Vec::new() }
    }
}

/// Cargo as a shell runs it. Build scripts that watch what `cargo run` has set for this program would run again, and
/// what uses them would be compiled once more.
fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// A folder with the style sheet, the templates and Tailwind's program.
fn project(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("in.css"), SHEET)?;
    fs::write(folder.join(".gitignore"), "node_modules\n*.css\n")?;
    for number in 0..TEMPLATES {
        let classes: String = (0..12)
            .map(|step| format!("p-{} md:m-{step} hover:bg-red-{}00 ", number + step, step % 9 + 1))
            .collect();
        fs::write(
            folder.join(format!("{number}.html")),
            format!("<p class=\"card text-brand {classes}\">"),
        )?;
    }
    if !folder.join("node_modules/.bin/tailwindcss").exists() {
        fs::write(folder.join("package.json"), "{\"private\":true}")?;
        let packages = [format!("tailwindcss@{VERSION}"), format!("@tailwindcss/cli@{VERSION}")];
        let mut npm = Command::new("npm");
        run(npm.args(["install", "--no-audit", "--no-fund"]).args(packages).current_dir(folder))?;
    }
    Ok(folder.to_owned())
}

/// Returns the milliseconds that a program takes.
fn timed(command: &mut Command, folder: &Path) -> Result<f64> {
    let started = Instant::now();
    command.current_dir(folder).stdin(Stdio::null()).stderr(Stdio::null());
    run(command)?;
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} fails").into()) }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
