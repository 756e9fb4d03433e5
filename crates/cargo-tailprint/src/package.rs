//! Runs Cargo and finds what the build script of a package made.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use tailprint_build::tool::{Finding, cannot};
use walkdir::WalkDir;

use crate::cli::Package;
use crate::failure::Failure;

/// What a build made.
#[derive(Debug)]
pub(crate) struct Made {
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) build: Build,
}

/// `build.json`, as far as it is needed.
#[derive(Debug, Deserialize)]
pub(crate) struct Build {
    version: u32,
    mode: String,
    package: PathBuf,
    roots: Vec<Root>,
    pub(crate) assets: Vec<BuiltAsset>,
}

#[derive(Debug, Deserialize)]
struct Root {
    folder: PathBuf,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BuiltAsset {
    pub(crate) path: String,
    pub(crate) name: String,
}

impl Build {
    /// The folders that assets come from.
    pub(crate) fn sources(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| self.package.join(&root.folder)).collect()
    }
}

/// `problems.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Problems {
    pub(crate) package: PathBuf,
    pub(crate) problems: Vec<Finding>,
}

/// Builds the package and finds what its build script made.
pub(crate) fn build(options: &Package) -> Result<Made, Failure> {
    let started = SystemTime::now();
    let run = Run::new("build", options, !options.release, Stdio::inherit())?;
    if !run.succeeded {
        let errors = run.fresh_problems(started).iter().any(|found| has_errors(&found.problems));
        return Err(if errors { Failure::Problems } else { "the build failed".to_owned().into() });
    }
    let folder = run.folder(options)?;
    let file = folder.join("build.json");
    let text = std::fs::read(&file).map_err(|error| cannot("be read", &file, &error))?;
    let build: Build = serde_json::from_slice(&text)
        .map_err(|error| format!("{}: not understood: {error}", file.display()))?;
    if build.version != 1 {
        let version = build.version;
        return Err(format!(
            "{}: has the format {version}, but this program knows 1; \
             update cargo-tailprint or tailprint-build so that both have the same version",
            file.display()
        )
        .into());
    }
    if build.mode != "hashed" {
        return Err("this build has plain names, so there is nothing to export; \
                    remove `Config::mode` from build.rs, or unset TAILPRINT_MODE"
            .to_owned()
            .into());
    }
    Ok(Made { folder, build })
}

fn has_errors(findings: &[Finding]) -> bool {
    crate::findings::has_errors(findings)
}

/// Runs the build scripts and reads what they found wrong.
pub(crate) fn check(options: &Package) -> Result<Vec<Problems>, Failure> {
    let started = SystemTime::now();
    let run = Run::new("check", options, false, Stdio::piped())?;
    let found = if run.succeeded {
        let folder = run.folder(options)?;
        read_problems(&folder.join("problems.json")).into_iter().collect()
    } else {
        run.fresh_problems(started)
    };
    if !run.succeeded && !found.iter().any(|found| has_errors(&found.problems)) {
        crate::terminal::print_error(&run.errors);
        return Err("`cargo check` failed, but not because of the assets".to_owned().into());
    }
    Ok(found)
}

/// What the build scripts made, in whatever mode, and what they found wrong.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// `OUT_DIR/tailprint`, if the package builds its assets and that went well.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) problems: Vec<Finding>,
    /// Whether the package compiles.
    pub(crate) succeeded: bool,
}

/// Runs the build scripts and takes what there is, even if the package does not compile.
pub(crate) fn inspect(options: &Package) -> Result<Inspected, Failure> {
    let started = SystemTime::now();
    let run = Run::new("check", options, false, Stdio::piped())?;
    let fresh = if run.succeeded { Vec::new() } else { run.fresh_problems(started) };
    let problems: Vec<Finding> = fresh.into_iter().flat_map(|found| found.problems).collect();
    if has_errors(&problems) {
        return Ok(Inspected { folder: None, problems, succeeded: false });
    }
    let folder = run.folder(options).ok();
    let known = folder.as_deref().and_then(|folder| read_problems(&folder.join("problems.json")));
    let problems = known.map(|known| known.problems).unwrap_or_default();
    Ok(Inspected { folder, problems, succeeded: run.succeeded })
}

/// What Cargo said about one run.
#[derive(Debug)]
struct Run {
    succeeded: bool,
    /// Package and `OUT_DIR` of every build script that ran, now or before.
    out_dirs: Vec<(String, PathBuf)>,
    /// Folders that hold the folders of build scripts.
    build_folders: BTreeSet<PathBuf>,
    /// The standard error, where it was not shown.
    errors: String,
}

/// A line of `--message-format=json`, as far as it is needed.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    out_dir: Option<PathBuf>,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

impl Run {
    fn new(
        subcommand: &str,
        options: &Package,
        hashed: bool,
        errors: Stdio,
    ) -> Result<Self, Failure> {
        let mut command = cargo(subcommand, options);
        command.arg("--message-format=json-render-diagnostics");
        if options.release {
            command.arg("--release");
        }
        if hashed {
            command.env("TAILPRINT_MODE", "hashed");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
        let failed = |error| format!("cannot run cargo: {error}");
        let mut child = command.spawn().map_err(failed)?;
        let mut run = Self {
            succeeded: false,
            out_dirs: Vec::new(),
            build_folders: BTreeSet::new(),
            errors: String::new(),
        };
        run.listen(&mut child);
        run.succeeded = child.wait().map_err(failed)?.success();
        crate::interrupt::check()?;
        Ok(run)
    }

    /// Reads both outputs to their ends.
    fn listen(&mut self, child: &mut Child) {
        let errors = child.stderr.take().map(|mut stderr| {
            std::thread::spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        let lines =
            child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).split(b'\n'));
        for line in lines.map_while(Result::ok) {
            // Build scripts of others may print what is not Cargo's.
            if let Ok(message) = serde_json::from_slice::<Message>(&line) {
                self.hear(message);
            }
        }
        self.errors = errors.and_then(|errors| errors.join().ok()).unwrap_or_default();
    }

    fn hear(&mut self, message: Message) {
        if message.reason == "build-script-executed" {
            self.out_dirs.extend(message.package_id.zip(message.out_dir));
        } else if message.target.is_some_and(|target| target.kind == ["custom-build"]) {
            // `target/debug/build/app-0123456789abcdef/build-script-build`
            let folders = message.filenames.iter().filter_map(|file| file.ancestors().nth(2));
            self.build_folders.extend(folders.map(Path::to_owned));
        }
    }

    /// `OUT_DIR/tailprint` of the package that is meant.
    fn folder(&self, options: &Package) -> Result<PathBuf, Failure> {
        let found = self.out_dirs.iter().map(|(id, out)| (id, out.join("tailprint")));
        let found: Vec<_> = found.filter(|(_, folder)| is_of_last_run(folder)).collect();
        if let Some(wanted) = package_id(options)
            && let Some((_, folder)) = found.iter().find(|(id, _)| **id == wanted)
        {
            return Ok(folder.clone());
        }
        match (&found[..], &options.package) {
            ([(_, folder)], None) => Ok(folder.clone()),
            ([], _) | (_, Some(_)) => {
                let package = options.package.as_ref();
                let package = package.map_or("this package".into(), |name| format!("`{name}`"));
                Err(format!(
                    "{package} does not build its assets with tailprint-build; \
                     call `tailprint_build::build()` in its build.rs, or use --from for a plain folder"
                )
                .into())
            }
            (several, None) => {
                let ids: Vec<&str> = several.iter().map(|(id, _)| id.as_str()).collect();
                Err(format!("several packages have assets; choose one with -p: {}", ids.join(", "))
                    .into())
            }
        }
    }

    /// The problems of the build scripts that ran just now.
    ///
    /// Cargo names the `OUT_DIR` of those alone that succeeded, so the others are looked for.
    fn fresh_problems(&self, started: SystemTime) -> Vec<Problems> {
        // The clock of a file system may be behind a little.
        let started = started - Duration::from_secs(1);
        let is_fresh = |file: &Path| {
            let modified = file.metadata().and_then(|metadata| metadata.modified());
            modified.is_ok_and(|modified| modified >= started)
        };
        let files = self.build_folders.iter().flat_map(|folder| {
            WalkDir::new(folder).max_depth(4).sort_by_file_name().into_iter().filter_map(Result::ok)
        });
        files
            .map(walkdir::DirEntry::into_path)
            .filter(|file| file.ends_with("out/tailprint/problems.json") && is_fresh(file))
            .filter_map(|file| read_problems(&file))
            .collect()
    }
}

/// Whether this `OUT_DIR/tailprint` is what the build script made when it last ran.
///
/// `OUT_DIR` outlives changes of the build script, so what is there may be from one that used tailprint-build while
/// today's does not. Cargo touches `invoked.timestamp` before it runs a script.
fn is_of_last_run(folder: &Path) -> bool {
    let modified = |file: &Path| file.metadata().and_then(|metadata| metadata.modified());
    let Ok(written) = modified(&folder.join("problems.json")) else { return false };
    let invoked = folder.ancestors().nth(2).map(|folder| folder.join("invoked.timestamp"));
    let invoked = invoked.and_then(|file| modified(&file).ok());
    folder.join("build.json").is_file() && invoked.is_none_or(|invoked| invoked <= written)
}

fn read_problems(file: &Path) -> Option<Problems> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// The package that Cargo's own rules select; none in a workspace without a package at its root.
fn package_id(options: &Package) -> Option<String> {
    let output = cargo("pkgid", options).stdin(Stdio::null()).output().ok()?;
    let id = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| id.trim().to_owned())
}

fn cargo(subcommand: &str, options: &Package) -> Command {
    // The Cargo that called us.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.arg(subcommand);
    if let Some(package) = &options.package {
        command.args(["--package", package]);
    }
    if let Some(path) = &options.manifest_path {
        command.arg("--manifest-path").arg(path);
    }
    command
}
