//! The same command here and under Wine, on copies of the same files: what both write is to be equal, byte for byte.

mod files;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::cross::{Cross, on_drive};
use crate::run::{Failure, cargo, root, run, say};

/// The command line, and a build script as a program.
const BUILD: [&str; 9] = [
    "build",
    "-p",
    "cargo-tailprint",
    "-p",
    "tailprint-build",
    "--bin",
    "cargo-tailprint",
    "--example",
    "build_script",
];

/// The npm package with the Tailwind that tests use.
const PACKAGES: &str = "crates/tailprint-tailwind/tests/npm/4.3";

/// The programs of both systems.
#[derive(Debug)]
pub(super) struct Programs {
    work: PathBuf,
    /// A folder with Tailwind, as npm installed it.
    packages: PathBuf,
}

/// The system on which a command runs.
#[derive(Clone, Copy, Debug)]
enum System<'a> {
    Here,
    Windows(&'a Cross),
}

/// A run of a command in a copy of the files.
struct Run<'a> {
    system: System<'a>,
    folder: PathBuf,
}

/// Everything that a command said and wrote.
type Results = BTreeMap<String, Vec<u8>>;

impl Programs {
    /// Compiles the programs for this system. Those for Windows are compiled with the tests.
    pub(super) fn compile(cross: &Cross) -> Result<Self, Failure> {
        run(&mut cargo(&BUILD))?;
        let work = cross.target.join("compare");
        let packages = work.join("npm");
        files::copy(&root().join(PACKAGES), &packages)?;
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run(npm.current_dir(&packages))?;
        Ok(Self { work, packages })
    }

    pub(super) fn compare(&self, cross: &Cross) -> Result<(), Failure> {
        let mut differences = Vec::new();
        for case in cases() {
            say(&format!("  {}", case.name));
            let results = |system, name| {
                let run = Run { system, folder: self.work.join(name).join(case.name) };
                run.results(&case, &self.packages)
            };
            let (here, there) =
                (results(System::Here, "here")?, results(System::Windows(cross), "windows")?);
            differences.extend(different(case.name, &here, &there));
        }
        if differences.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("the results differ:\n{}", differences.join("\n"))))
    }
}

/// A command to compare.
struct Case {
    name: &'static str,
    /// The arguments of `cargo tailprint`; none for a build script.
    arguments: Option<&'static str>,
    mode: &'static str,
}

fn cases() -> [Case; 5] {
    let command = |name, arguments| Case { name, arguments: Some(arguments), mode: "" };
    let script = |name, mode| Case { name, arguments: None, mode };
    [
        command("collect", "collect --from static --out out --encodings br,gzip"),
        command("check", "check --from static --format json"),
        command("css", "css --input static/css/source.css --output out/app.css"),
        script("release", "hashed"),
        script("debug", "plain"),
    ]
}

impl Run<'_> {
    fn results(&self, case: &Case, packages: &Path) -> Result<Results, Failure> {
        files::write(&self.folder, packages)?;
        let mut command = match case.arguments {
            Some(arguments) => {
                let mut command = self.program("cargo-tailprint", "");
                command.arg("tailprint").args(arguments.split(' '));
                command
            }
            None => self.build_script(case.mode),
        };
        let output = command.current_dir(&self.folder).env("NO_COLOR", "1").output();
        let output =
            output.map_err(|error| Failure::new(format!("cannot run {}: {error}", case.name)))?;
        if !matches!(output.status.code(), Some(0 | 1)) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::new(format!("{}: {}: {said}", case.name, output.status)));
        }
        self.read(&output)
    }

    fn program(&self, name: &str, folder: &str) -> Command {
        match self.system {
            System::Here => Command::new(root().join("target/debug").join(folder).join(name)),
            System::Windows(cross) => cross.wine(&cross.program(&Path::new(folder).join(name))),
        }
    }

    /// A build script with the environment that Cargo would give it.
    fn build_script(&self, mode: &str) -> Command {
        let mut command = self.program("build_script", "examples");
        let out = self.folder.join("out");
        let _ = fs::create_dir_all(&out);
        command.env("CARGO_MANIFEST_DIR", self.path(&self.folder)).env("OUT_DIR", self.path(&out));
        command.env("CARGO_PKG_NAME", "app").env("PROFILE", "release").env("TAILPRINT_MODE", mode);
        command.env("CARGO_CFG_TARGET_ARCH", "x86_64").env("CARGO_CFG_TARGET_OS", "linux");
        command
    }

    /// A path as the programs of the system write it.
    fn path(&self, path: &Path) -> String {
        match self.system {
            System::Here => path.display().to_string(),
            System::Windows(_) => on_drive(path),
        }
    }

    /// Reads what was said and written, with the folder of this run taken out.
    fn read(&self, output: &Output) -> Result<Results, Failure> {
        let mut results = files::tree(&self.folder)?;
        results.insert("standard output".to_owned(), output.stdout.clone());
        results.insert("standard error".to_owned(), output.stderr.clone());
        // A cache is read by the program that wrote it alone.
        results.retain(|name, _| !name.contains("/cache/"));
        for (name, content) in &mut results {
            if let Ok(text) = std::str::from_utf8(content) {
                let mut text = self.without_folder(text);
                if name.ends_with("/build.json") {
                    // Behind the assets come watched paths and durations.
                    text.truncate(text.find("\"inputs\"").unwrap_or(text.len()));
                }
                *content = text.into_bytes();
            }
        }
        Ok(results)
    }

    fn without_folder(&self, text: &str) -> String {
        let folder = self.path(&self.folder);
        // In JSON and in Rust, a backslash is written twice.
        let escaped = folder.replace('\\', "\\\\");
        let replaced = comparable(&text.replace(&escaped, "{app}").replace(&folder, "{app}"));
        let lines = replaced.split_inclusive('\n').map(|line| match self.system {
            System::Windows(_) if line.contains("{app}") => {
                line.replace("\\\\", "/").replace('\\', "/")
            }
            _ => line.to_owned(),
        });
        lines.collect()
    }
}

/// The text without the time that a command took (` in 12 ms`), and without the lines for Cargo that depend on time and
/// system: a slow build script is told, and Windows has the whole package watched.
fn comparable(text: &str) -> String {
    let depends = |line: &&str| {
        line.starts_with("cargo::rerun-if-")
            || line.starts_with("cargo::warning=an unoptimised build script took")
    };
    let lines = text.split_inclusive('\n').filter(|line| !depends(line));
    let lines = lines.map(|line| match line.rsplit_once(" in ") {
        Some((before, after)) if after.starts_with(|it: char| it.is_ascii_digit()) => {
            before.to_owned() + "\n"
        }
        _ => line.to_owned(),
    });
    lines.collect()
}

/// The names of files that differ, with the first line that does.
fn different(case: &str, here: &Results, there: &Results) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let differ = names.into_iter().filter(|name| here.get(*name) != there.get(*name));
    differ
        .map(|name| format!("{case}: {name}: {}", difference(here.get(name), there.get(name))))
        .collect()
}

fn difference(here: Option<&Vec<u8>>, there: Option<&Vec<u8>>) -> String {
    match (here, there) {
        (Some(here), Some(there)) => {
            let (here, there) = (String::from_utf8_lossy(here), String::from_utf8_lossy(there));
            let lines = here.lines().zip(there.lines()).find(|(here, there)| here != there);
            let (here, there) = lines.unwrap_or(("its end", "another end"));
            format!("{here:?} became {there:?}")
        }
        (Some(_), None) => "is missing on Windows".to_owned(),
        _ => "is there on Windows only".to_owned(),
    }
}

#[cfg(test)]
#[test]
fn a_difference_names_the_file_and_the_line() {
    let results = |content: &str| Results::from([("a".to_owned(), content.as_bytes().to_vec())]);
    assert_eq!(
        different("x", &results("1\n2\n"), &results("1\n3\n")),
        ["x: a: \"2\" became \"3\""]
    );
    assert_eq!(different("x", &results("1"), &Results::new()), ["x: a: is missing on Windows"]);
    assert!(different("x", &results("1"), &results("1")).is_empty());
    let said = "3 files in 12 ms\ncargo::rerun-if-changed=a\nin a folder\n";
    assert_eq!(comparable(said), "3 files\nin a folder\n");
}
