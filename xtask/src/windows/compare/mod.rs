//! The same command here and under Wine, on copies of the same files: what both write is to be equal, byte for byte.

mod cases;
mod files;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cases::{Case, Step};

use super::cross::{Cross, ended, on_drive};
use crate::run::{Failure, cannot, cargo, root, run, say};

/// The command line, and a build script as a program, with the features that those for Windows have.
const BUILD: [&str; 7] = [
    "build",
    "--workspace",
    "--all-features",
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
        // The lock has the programs of this system alone, which `npm ci` refuses.
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run(npm.current_dir(&packages))?;
        Ok(Self { work, packages })
    }

    pub(super) fn compare(&self, cross: &Cross) -> Result<(), Failure> {
        let mut differences = Vec::new();
        let cases = cases::all()?;
        for case in &cases {
            let results = |system, name| {
                let run = Run { system, folder: self.work.join(name).join(&case.name) };
                run.results(case, &self.packages)
            };
            let (here, there) =
                (results(System::Here, "here")?, results(System::Windows(cross), "windows")?);
            let found = different(&case.name, &here, &there);
            say(&format!("  {}: {} texts, {} differ", case.name, here.len(), found.len()));
            found.iter().for_each(|difference| say(&format!("    {difference}")));
            differences.extend(found);
        }
        if differences.is_empty() {
            say(&format!("{} cases give the same results", cases.len()));
            return Ok(());
        }
        Err(Failure::new(format!("{} results differ", differences.len())))
    }
}

impl Run<'_> {
    fn results(&self, case: &Case, packages: &Path) -> Result<Results, Failure> {
        files::write(&case.source, &self.folder, packages)?;
        let _ = fs::remove_dir_all(self.folder.with_extension("cache"));
        let mut said = Results::new();
        for (number, step) in case.steps.iter().enumerate() {
            let output = match step {
                Step::Reference(reference) => {
                    let text = format!("<img src=\"{{{{ \"{reference}\"|static }}}}\">\r\n");
                    let file = cases::referring(&self.folder);
                    files::write_file(&file, &text).map_err(|it| cannot("write", &file, &it))?;
                    continue;
                }
                Step::Script(mode) => ended(&mut self.build_script(mode)),
                Step::Command { .. } => ended(&mut self.command(step)),
            };
            let output = output
                .map_err(|error| Failure::new(format!("cannot run {}: {error}", case.name)))?;
            let code = output.status.to_string().into_bytes();
            said.insert(format!("exit status of {number}"), code);
            said.insert(format!("standard output of {number}"), output.stdout);
            said.insert(format!("standard error of {number}"), output.stderr);
        }
        self.read(said)
    }

    fn command(&self, step: &Step) -> Command {
        let is_windows = matches!(self.system, System::Windows(_));
        let mut command = self.program("cargo-tailprint", "");
        command.arg("tailprint").args(step.arguments(&self.path(&self.folder), is_windows));
        command.current_dir(&self.folder).env("NO_COLOR", "1");
        // What is downloaded is compared as well.
        let cache = self.folder.with_extension("cache");
        command.env("TAILPRINT_CACHE_DIR", self.path(&cache));
        // Both systems read the settings of npm that this user has.
        if let Some(home) = std::env::home_dir() {
            command.env("npm_config_userconfig", self.path(&home.join(".npmrc")));
        }
        command
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
        command.current_dir(&self.folder).env("NO_COLOR", "1");
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

    /// Reads what was written beside what was said, with the folder of this run taken out.
    fn read(&self, said: Results) -> Result<Results, Failure> {
        let mut results = files::tree(&self.folder)?;
        results.extend(said);
        // A cache is read by the program that wrote it alone.
        results.retain(|name, _| !name.contains("/cache/"));
        // The map at the end of a style sheet of a debug build names the folder in Base64, and has another length.
        let (sheet, map) = (results.get_mut(SHEET), b"\n/*# sourceMappingURL=data:".as_slice());
        let mut size = None;
        if let Some(sheet) = sheet
            && let Some(start) = sheet.windows(map.len()).position(|it| it == map)
        {
            size = Some(format!("\"size\":{}", sheet.len()));
            sheet.truncate(start);
        }
        for (name, content) in &mut results {
            let Ok(text) = std::str::from_utf8(content) else { continue };
            let mut text = self.without_folder(text);
            if name.ends_with("/build.json") {
                // Behind the assets come watched paths and durations.
                text.truncate(text.find("\"inputs\"").unwrap_or(text.len()));
                text = size.iter().fold(text, |text, size| text.replace(size, "\"size\":0"));
            } else if name.ends_with("/problems.json") {
                text = without_slowness(&text);
            }
            *content = text.into_bytes();
        }
        Ok(results)
    }

    fn without_folder(&self, text: &str) -> String {
        let folder = self.path(&self.folder);
        // In JSON and in Rust, a backslash is written twice.
        let escaped = folder.replace('\\', "\\\\");
        let slashed = folder.replace('\\', "/");
        let text = text.replace(&escaped, "{app}").replace(&folder, "{app}");
        let replaced = comparable(&text.replace(&slashed, "{app}"));
        let lines = replaced.split_inclusive('\n').map(|line| match self.system {
            // In a line with escapes, each back-slash of a path is written twice.
            System::Windows(_) if line.contains("{app}") && line.contains("\\\"") => {
                line.replace("\\\\", "/")
            }
            System::Windows(_) if line.contains("{app}") => {
                line.replace("\\\\", "/").replace('\\', "/")
            }
            _ => line.to_owned(),
        });
        lines.collect()
    }
}

/// The style sheet that a build compiles.
const SHEET: &str = "out/tailprint/tailwind/css/tailwind.css";

/// The list of problems without the one about a slow build script.
fn without_slowness(problems: &str) -> String {
    let slow = problems.find("\"message\":\"an unoptimised build script took");
    let object = slow.and_then(|at| {
        let start = problems.get(..at)?.rfind('{')?;
        let length = problems.get(start..)?.find('}')? + 1;
        Some(start..start + length)
    });
    let Some(object) = object else { return problems.to_owned() };
    let mut rest = problems.to_owned();
    rest.replace_range(object, "");
    rest.replace("[,", "[").replace(",,", ",").replace(",]", "]")
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
            let (here, there) = lines.map_or_else(
                || ("its end".to_owned(), "another end".to_owned()),
                |(here, there)| (part(here, there), part(there, here)),
            );
            format!("{here:?} became {there:?}")
        }
        (Some(_), None) => "is missing on Windows".to_owned(),
        _ => "is there on Windows only".to_owned(),
    }
}

/// The part of a long line in which it begins to differ from another.
fn part(line: &str, other: &str) -> String {
    const AROUND: usize = 60;
    let same = line.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    line.chars().skip(same.saturating_sub(AROUND)).take(2 * AROUND).collect()
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
