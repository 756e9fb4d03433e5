//! Tailwind's two engines inside of `cargo build`, for packages with 10, 100 and 1,000 templates, and for one with more
//! and more classes, until the program is the faster engine.
//!
//! `cargo run` in this folder; the argument is the number of rounds, 7 unless given. In each round a class is added
//! to a template and the package is built by either engine, one after the other. A build with nothing but a line
//! repeated, in which no engine has anything to do, is measured as well.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const ENGINES: [&str; 2] = ["Builtin", "Cli"];
/// How many templates, and how many classes besides theirs.
const CASES: [(usize, usize); 7] =
    [(10, 0), (100, 0), (1_000, 0), (100, 800), (100, 1_300), (100, 1_800), (100, 2_500)];
const VERSION: &str = "4.3.5";

fn main() -> Result<()> {
    let rounds = std::env::args().nth(1).map_or(Ok(7), |rounds| rounds.parse())?;
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tailwind");
    for optimised in [true, false] {
        println!(
            "\nbuild scripts {}; medians of {rounds} rounds, in ms",
            if optimised { "at opt-level 2" } else { "as Cargo's default, at opt-level 0" }
        );
        println!(
            "| templates | more classes | builtin: Tailwind | whole `cargo build` | cli: Tailwind | whole `cargo build` | times | nothing new: builtin | cli |"
        );
        println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for case in CASES {
            println!("{}", measure(&bench, case, optimised, rounds)?);
        }
    }
    Ok(())
}

fn measure(
    bench: &Path,
    (templates, classes): (usize, usize),
    optimised: bool,
    rounds: usize,
) -> Result<String> {
    let projects: Vec<Project> = ENGINES
        .iter()
        .map(|engine| Project::create(bench, engine, (templates, classes), optimised))
        .collect::<Result<_>>()?;
    for project in &projects {
        project.build()?;
    }
    let mut new = [const { Vec::new() }; 2];
    let mut same = [const { Vec::new() }; 2];
    for round in 0..rounds {
        for (index, project) in projects.iter().enumerate() {
            let line = format!("<p class=\"mt-[{}px]\">", 5_000 + round);
            project.edit(&line)?;
            new[index].push(project.build()?);
            project.edit(&format!("{line}\n{line}"))?;
            same[index].push(project.build()?);
        }
    }
    let [(builtin, whole_builtin), (cli, whole_cli)] = new.map(medians);
    let [(same_builtin, _), (same_cli, _)] = same.map(medians);
    let times = whole_cli / whole_builtin;
    Ok(format!(
        "| {templates} | {classes} | {builtin:.0} | {whole_builtin:.0} | {cli:.0} | {whole_cli:.0} | {times:.2} | {same_builtin:.0} | {same_cli:.0} |"
    ))
}

/// Medians of Tailwind's stage and of the whole build.
fn medians(builds: Vec<(f64, f64)>) -> (f64, f64) {
    let (stages, wholes): (Vec<f64>, Vec<f64>) = builds.into_iter().unzip();
    (median(stages), median(wholes))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

struct Project {
    folder: PathBuf,
    target: PathBuf,
    name: String,
}

impl Project {
    fn create(
        bench: &Path,
        engine: &str,
        (templates, classes): (usize, usize),
        optimised: bool,
    ) -> Result<Self> {
        let profile = if optimised { "optimised" } else { "plain" };
        let name = format!("{}-{templates}-{classes}-{profile}", engine.to_lowercase());
        let project = Self {
            folder: bench.join(&name),
            target: bench.join(format!("target-{profile}")),
            name: name.clone(),
        };
        if project.folder.exists() {
            fs::remove_dir_all(&project.folder)?;
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let level = if optimised { "\n[profile.dev.build-override]\nopt-level = 2\n" } else { "" };
        project.write("Cargo.toml", &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[build-dependencies]\n\
             tailprint-build = {{ path = {:?} }}\n{level}\n[workspace]\n",
            root.join("crates/tailprint-build")
        ))?;
        project.write("build.rs", &format!(
            "fn main() {{\n    tailprint_build::Config::new().engine(tailprint_build::Engine::{engine}).build();\n}}\n"
        ))?;
        project.write("src/lib.rs", "")?;
        // Nothing but the templates: the folder is an ignored one, which is searched differently.
        let css = "@import \"tailwindcss\" source(none);\n@source \"../../templates\";\n";
        project.write("static/css/source.css", css)?;
        for index in 0..templates {
            project.write(&format!("templates/{index}.html"), &template(index))?;
        }
        project.write("templates/more.html", &more(classes))?;
        fs::copy(root.join("Cargo.lock"), project.folder.join("Cargo.lock"))?;
        install(&project.folder)?;
        Ok(project)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().ok_or("a file is in a folder")?)?;
        Ok(fs::write(file, text)?)
    }

    fn edit(&self, line: &str) -> Result<()> {
        self.write("templates/0.html", &format!("{}{line}\n", template(0)))
    }

    /// Milliseconds of Tailwind's stage and of the whole build.
    fn build(&self) -> Result<(f64, f64)> {
        let started = Instant::now();
        let output = Command::new("cargo")
            .args(["build", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        let whole = started.elapsed().as_secs_f64() * 1e3;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let timings = self.build_json()?["timings"].clone();
        let stage = timings.as_array().into_iter().flatten().find(|lap| lap[0] == "tailwind");
        Ok((stage.and_then(|lap| lap[1].as_f64()).unwrap_or(f64::NAN), whole))
    }

    fn build_json(&self) -> Result<serde_json::Value> {
        let prefix = format!("{}-", self.name);
        let mut latest = None;
        for entry in fs::read_dir(self.target.join("debug/build"))? {
            let entry = entry?;
            let file = entry.path().join("out/tailprint/build.json");
            if entry.file_name().to_string_lossy().starts_with(&prefix) && file.is_file() {
                latest = latest.max(Some((file.metadata()?.modified()?, file)));
            }
        }
        let (_, file) = latest.ok_or("the build left no build.json")?;
        Ok(serde_json::from_slice(&fs::read(file)?)?)
    }
}

/// A page as they are: most classes are those of other pages, a few are its own.
fn template(index: usize) -> String {
    let shared = "<div class=\"mx-auto flex max-w-4xl items-center gap-4 p-4 text-sm hover:underline md:grid dark:bg-stone-900\">";
    let mut text = format!("<!doctype html>\n<title>{index}</title>\n");
    for block in 0..20 {
        text +=
            &format!("{shared}\n  <p>The quick brown fox of block {block} jumps.</p>\n</div>\n");
    }
    let own = index % 400;
    text + &format!(
        "<p class=\"w-[{own}px] md:mt-{own} bg-sky-500/{} grid-cols-{}\">\n",
        own % 100,
        own % 12 + 1
    )
}

/// A page with so many classes of many kinds.
fn more(classes: usize) -> String {
    let class = |index: usize| {
        let number = index / 10 + 1;
        match index % 10 {
            0 => format!("mb-{number}"),
            1 => format!("hover:pl-{number}"),
            2 => format!("lg:h-[{number}rem]"),
            3 => format!("bg-red-500/[{}.5%]", number % 1_000),
            4 => format!("dark:text-[#{:06x}]", number * 4_099),
            5 => format!("group-hover:translate-x-{number}"),
            6 => format!("z-{number}"),
            7 => format!("focus:ring-{number}"),
            8 => format!("grid-cols-[repeat({number},1fr)]"),
            _ => format!("-top-{number}"),
        }
    };
    let classes: Vec<String> = (0..classes).map(class).collect();
    format!("<div class=\"{}\">\n", classes.join(" "))
}

fn install(folder: &Path) -> Result<()> {
    let wanted = ["tailwindcss", "@tailwindcss/cli"].map(|name| format!("{name}@{VERSION}"));
    let shared = folder.parent().ok_or("a project is in a folder")?.join("npm");
    if !shared.join("node_modules/.bin/tailwindcss").exists() {
        fs::create_dir_all(&shared)?;
        fs::write(shared.join("package.json"), "{}")?;
        let status = Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund"])
            .args(wanted)
            .current_dir(&shared)
            .status()?;
        if !status.success() {
            return Err("npm failed".into());
        }
    }
    Ok(std::os::unix::fs::symlink(shared.join("node_modules"), folder.join("node_modules"))?)
}
