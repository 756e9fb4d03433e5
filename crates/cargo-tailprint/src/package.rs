//! Runs Cargo, and finds the results of a package's build script.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use tailprint_build::cli_support::Finding;
use tailprint_core::build_json::{BuildJson, Mode};
use walkdir::WalkDir;

use crate::cli::{CargoOptions, PackageOptions};
use crate::support::cargo::{self, Message};
use crate::support::failure::Failure;
use crate::support::findings::{View, interface};
use crate::support::{build_json, findings, interrupt, terminal};

/// The amount by which the clock of a file system may be behind: some store whole seconds only.
const CLOCK_DIFFERENCE: Duration = Duration::from_secs(1);

/// The results of a build.
#[derive(Debug)]
pub(crate) struct BuildResults {
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) description: BuildJson,
}

/// `problems.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Problems {
    pub(crate) package: PathBuf,
    pub(crate) problems: Vec<Finding>,
}

/// Builds the package, and reads the results of its build script.
///
/// Cargo shows the problems, those of one cause as one. With `all`, each is shown.
pub(crate) fn build(options: &PackageOptions, all: bool) -> Result<BuildResults, Failure> {
    let started = SystemTime::now();
    let run = Run::new("build", options, !options.release, Stdio::inherit())?;
    if !run.succeeded {
        let found = run.fresh_problems(started);
        let errors = found.iter().any(|found| findings::has_errors(&found.problems));
        let view = View { all, interface: interface(false) };
        for Problems { package, problems } in found.iter().filter(|_| all) {
            findings::show(problems, package, view);
        }
        return Err(if errors { Failure::Problems } else { "the build failed".to_owned().into() });
    }
    let folder = run.folder(options)?;
    let description = build_json::read(&folder)?;
    if description.mode != Mode::Hashed {
        return Err(
            "this build has plain names, so nothing in it can be exported, pushed or compared; \
                    remove `Config::mode` from build.rs, or unset TAILPRINT_MODE"
                .to_owned()
                .into(),
        );
    }
    Ok(BuildResults { folder, description })
}

/// Runs the build scripts, and reads the problems that they found.
pub(crate) fn check(options: &PackageOptions) -> Result<Vec<Problems>, Failure> {
    let started = SystemTime::now();
    let subcommand = subcommand(options, false);
    let run = Run::new(subcommand, options, false, Stdio::piped())?;
    let found = if run.succeeded {
        let folder = run.folder(options)?;
        read_problems(&folder.join("problems.json")).into_iter().collect()
    } else {
        run.fresh_problems(started)
    };
    if !run.succeeded && !found.iter().any(|found| findings::has_errors(&found.problems)) {
        // Cargo's own output, with its colours.
        terminal::print_styled_error(&run.errors);
        return Err(format!("`cargo {subcommand}` failed, but not because of the assets").into());
    }
    Ok(found)
}

/// The results of a build script in any mode, and the problems that it found.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// `OUT_DIR/tailprint`, if the package builds its assets and that succeeded.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) problems: Vec<Finding>,
    /// True if the package compiles.
    pub(crate) succeeded: bool,
    /// The command that the user may repeat: `cargo build`.
    pub(crate) command: String,
}

/// Runs the build scripts, and reads their results even if the package does not compile. With `hashed` the names are
/// those of a release.
pub(crate) fn inspect(options: &PackageOptions, hashed: bool) -> Result<Inspected, Failure> {
    let started = SystemTime::now();
    let subcommand = subcommand(options, hashed);
    let command = format!("cargo {subcommand}");
    let run = Run::new(subcommand, options, hashed, Stdio::piped())?;
    let fresh = if run.succeeded { Vec::new() } else { run.fresh_problems(started) };
    let problems: Vec<Finding> = fresh.into_iter().flat_map(|found| found.problems).collect();
    if findings::has_errors(&problems) {
        return Ok(Inspected { folder: None, problems, succeeded: false, command });
    }
    let folder = run.folder(options).ok();
    let known = folder.as_deref().and_then(|folder| read_problems(&folder.join("problems.json")));
    let problems = known.map(|known| known.problems).unwrap_or_default();
    Ok(Inspected { folder, problems, succeeded: run.succeeded, command })
}

/// The command of Cargo that runs the build scripts at the least cost.
///
/// In the profile `dev` that is `build`: `check` would compile build dependencies once more. Those that the app uses as
/// well have debug information in a build, and none in a check, where nothing is shared with the app
/// (`DebugInfo::Deferred` in Cargo's `core/profiles.rs`). Profiles for releases have none anyway, and optimise the app.
/// With names that the profile does not have, a build would change the app.
fn subcommand(options: &PackageOptions, hashed: bool) -> &'static str {
    let profile = options.cargo.profile.as_deref();
    let is_dev = !options.release && profile.is_none_or(|it| it == "dev");
    if is_dev && !hashed { "build" } else { "check" }
}

/// One run of Cargo.
#[derive(Debug)]
struct Run {
    succeeded: bool,
    /// The package id and `OUT_DIR` of every build script, whether it ran now or before.
    out_dirs: Vec<(String, PathBuf)>,
    /// The folders `target/<profile>/build`, which hold the folders of build scripts.
    build_folders: BTreeSet<PathBuf>,
    /// The folders of the packages that have build scripts.
    packages: BTreeSet<PathBuf>,
    /// The standard error, if it was not printed.
    errors: String,
}

impl Run {
    fn new(
        subcommand: &str,
        options: &PackageOptions,
        hashed: bool,
        errors: Stdio,
    ) -> Result<Self, Failure> {
        let mut command = command(subcommand, options);
        command.arg("--message-format=json-render-diagnostics");
        compilation(&mut command, options);
        if hashed {
            command.env("TAILPRINT_MODE", "hashed");
        }
        command.stdout(Stdio::piped()).stderr(errors);
        let failed = |error| cargo::cannot_run(&error);
        // When this program is ended, so is Cargo, with the programs that it runs.
        let child = interrupt::spawn(&mut command).map_err(failed)?;
        let mut run = Self {
            succeeded: false,
            out_dirs: Vec::new(),
            build_folders: BTreeSet::new(),
            packages: BTreeSet::new(),
            errors: String::new(),
        };
        run.listen(&child);
        run.succeeded = child.wait().map_err(failed)?.success();
        interrupt::check()?;
        Ok(run)
    }

    /// Reads both outputs to their ends.
    fn listen(&mut self, child: &interrupt::Child) {
        let errors = child.stderr().map(|mut stderr| {
            std::thread::spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        cargo::messages(child.stdout()).for_each(|message| self.hear(message));
        self.errors = errors.and_then(|errors| errors.join().ok()).unwrap_or_default();
    }

    fn hear(&mut self, message: Message) {
        if message.reason == "build-script-executed" {
            self.out_dirs.extend(message.package_id.zip(message.out_dir));
        } else if message.target.is_some_and(|target| target.kind == ["custom-build"]) {
            // `target/debug/build/app-0123456789abcdef/build-script-build`
            let folders = message.filenames.iter().filter_map(|file| file.ancestors().nth(2));
            self.build_folders.extend(folders.map(Path::to_owned));
            let package = message.manifest_path.as_deref().and_then(Path::parent);
            self.packages.extend(package.map(Path::to_owned));
        }
    }

    /// `OUT_DIR/tailprint` of the selected package.
    fn folder(&self, options: &PackageOptions) -> Result<PathBuf, Failure> {
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
                    "{package} does not build its assets with tailprint-build (run `cargo tailprint init`; `check`, \
                     `collect` and `push` take a plain folder with --from)"
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

    /// The problems of the build scripts that ran since `started`.
    ///
    /// Cargo sends `build-script-executed` only for build scripts that succeed (`cargo/core/compiler/custom_build.rs`), so
    /// the files of the others are searched by their time. Other runs of Cargo may write to the same target folder, so
    /// those of packages that this run has not built do not count.
    fn fresh_problems(&self, started: SystemTime) -> Vec<Problems> {
        let started = started - CLOCK_DIFFERENCE;
        let is_fresh = |file: &Path| {
            let modified = file.metadata().and_then(|metadata| metadata.modified());
            modified.is_ok_and(|modified| modified >= started)
        };
        let folders: BTreeSet<PathBuf> =
            self.build_folders.iter().flat_map(|folder| of_targets(folder)).collect();
        let files = folders.iter().flat_map(|folder| {
            WalkDir::new(folder).max_depth(4).sort_by_file_name().into_iter().filter_map(Result::ok)
        });
        files
            .map(walkdir::DirEntry::into_path)
            .filter(|file| file.ends_with("out/tailprint/problems.json") && is_fresh(file))
            .filter_map(|file| read_problems(&file))
            .filter(|found| self.packages.contains(&found.package))
            .collect()
    }
}

/// Returns the folder `target/<profile>/build`, in which build scripts are, and those in which they may write:
/// `target/<triple>/<profile>/build` for builds with `--target`.
fn of_targets(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    if let Some(target) = folder.ancestors().nth(2)
        && let Ok(inner) = folder.strip_prefix(target)
    {
        let entries = std::fs::read_dir(target).into_iter().flatten().flatten();
        folders.extend(entries.map(|entry| entry.path().join(inner)).filter(|it| it.is_dir()));
    }
    folders
}

/// Returns true if this `OUT_DIR/tailprint` is from the last run of the build script.
///
/// Cargo keeps `OUT_DIR` when a build script changes, so the folder may be from an earlier script that used
/// tailprint-build, which the present one does not. Cargo touches `invoked.timestamp` before it runs a script.
fn is_of_last_run(folder: &Path) -> bool {
    let modified = |file: &Path| file.metadata().and_then(|metadata| metadata.modified());
    let Ok(written) = modified(&folder.join("problems.json")) else { return false };
    let invoked = folder.ancestors().nth(2).map(|folder| folder.join("invoked.timestamp"));
    let invoked = invoked.and_then(|file| modified(&file).ok());
    folder.join(build_json::NAME).is_file() && invoked.is_none_or(|invoked| invoked <= written)
}

pub(crate) fn read_problems(file: &Path) -> Option<Problems> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// The id of the package that Cargo itself selects; none in a workspace without a package at its root.
fn package_id(options: &PackageOptions) -> Option<String> {
    let id = cargo::output(&mut command("pkgid", options)).ok()?;
    Some(String::from_utf8(id).ok()?.trim().to_owned())
}

fn command(subcommand: &str, options: &PackageOptions) -> Command {
    let mut command = cargo::command(subcommand, options.manifest_path.as_deref());
    if let Some(package) = &options.package {
        command.args(["--package", package]);
    }
    let CargoOptions { locked, offline, frozen, .. } = options.cargo;
    let flags = [
        ("--locked", locked),
        ("--offline", offline),
        ("--frozen", frozen),
        ("--quiet", options.quiet),
    ];
    command.args(flags.iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag));
    if let Some(color) = options.color {
        command.args(["--color", color.name()]);
    }
    command
}

/// Adds the options of a command that compiles.
fn compilation(command: &mut Command, options: &PackageOptions) {
    let cargo = &options.cargo;
    let flags = [
        ("--release", options.release),
        ("--all-features", cargo.all_features),
        ("--no-default-features", cargo.no_default_features),
    ];
    command.args(flags.iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag));
    let values = [("--profile", &cargo.profile), ("--target", &cargo.target)];
    for (flag, value) in values {
        command.args(value.iter().flat_map(|value| [flag, value]));
    }
    command.args(cargo.features.iter().flat_map(|features| ["--features", features]));
}
