//! The Tailwind program that a build uses, and its version.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tailprint_core::io_error::reason;
use tailprint_core::path::canonical;
use tailprint_core::program::program_in;
use tailprint_tailwind::install::{self, Error, ErrorKind, versions};
use tailprint_tailwind::node::{Manager, Manifest};

use super::super::super::CONFIGURATIONS;
use super::super::super::request::Request;
use super::super::super::shown::shown;
use super::message::{last_line, without_escapes};
use crate::cargo::env::Env;
use crate::error::Problem;

/// A Tailwind program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) program: PathBuf,
    /// The place that it was found in, as shown to the user.
    pub(crate) found_by: String,
    pub(crate) version: String,
    /// The folders in which `@import "tailwindcss"` is looked up if the project has no package of that name.
    pub(crate) modules: Vec<PathBuf>,
    /// A file that changes with this Tailwind.
    pub(crate) watch: Option<PathBuf>,
    pub(crate) warning: Option<Problem>,
    /// The reason why this program was taken, for verbose output.
    pub(crate) note: Option<String>,
}

impl Found {
    /// Returns true for Tailwind 4.0, which has no `@source not`.
    pub(super) fn cannot_exclude(&self) -> bool {
        self.version.starts_with("4.0.")
    }

    /// Returns true for Tailwind 3, which has neither `--cwd` nor `@import "tailwindcss"`.
    pub(super) fn is_v3(&self) -> bool {
        self.version.starts_with("3.")
    }

    /// Returns the configuration that the program finds without being told: Tailwind 3 does in the package.
    pub(crate) fn configuration(&self, package: &Path) -> Vec<PathBuf> {
        let files = CONFIGURATIONS.iter().map(|name| package.join(name));
        files.filter(|file| self.is_v3() && file.is_file()).collect()
    }
}

/// Finds the program: the configured one, `$TAILWINDCSS`, the project's, the one on `PATH`, or one that is installed now.
pub(crate) fn find(request: &Request<'_>, env: &Env) -> Result<Found, Problem> {
    let variable = env.var("TAILWINDCSS").filter(|value| !value.is_empty());
    if let Some(binary) = request.binary {
        return named(request, env, binary, "Config::tailwind_binary");
    }
    if let Some(binary) = variable {
        return named(request, env, Path::new(&binary), "$TAILWINDCSS");
    }
    if let Some(program) = in_project(request.manifest_dir) {
        return project(request, env, program);
    }
    if let Some(program) = env.program("tailwindcss") {
        return inspect(request, env, program, "PATH").map(|found| expect_pinned(request, found));
    }
    installed_now(request, env)
}

/// Returns the program that is installed in the project, if it runs.
#[cfg(feature = "builtin")]
pub(crate) fn installed(request: &Request<'_>, env: &Env) -> Option<Found> {
    project(request, env, in_project(request.manifest_dir)?).ok()
}

fn project(request: &Request<'_>, env: &Env, program: PathBuf) -> Result<Found, Problem> {
    let name = program.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let found_by = format!("node_modules/.bin/{name}");
    inspect(request, env, program, &found_by).map(|found| expect_configured(request, found))
}

/// Finds a program that the user names. A missing one is an error, since another one in its place would be a surprise.
fn named(request: &Request<'_>, env: &Env, binary: &Path, by: &str) -> Result<Found, Problem> {
    let program = request.manifest_dir.join(binary);
    if !program.is_file() {
        let problem = Problem::error(format!(
            "no Tailwind at {:?}, which {by} names",
            binary.display().to_string()
        ));
        return Err(
            problem.help(format!("correct {by}, or remove it to have Tailwind found or installed"))
        );
    }
    inspect(request, env, program, by)
}

/// Returns the version of the program that is installed in the project.
#[cfg(feature = "builtin")]
pub(crate) fn installed_version(root: &Path) -> Option<String> {
    manifest(&in_project(root)?).as_deref().and_then(manifest_version)
}

fn in_project(root: &Path) -> Option<PathBuf> {
    let folders = root.ancestors().map(|folder| folder.join("node_modules/.bin"));
    folders.into_iter().find_map(|folder| program_in(&folder, "tailwindcss"))
}

fn inspect(request: &Request<'_>, env: &Env, program: PathBuf, by: &str) -> Result<Found, Problem> {
    let manifest = manifest(&program);
    let version = match manifest.as_deref().and_then(manifest_version) {
        Some(version) => version,
        None => ask_version(request, env, &program, by)?,
    };
    let modules = manifest.as_deref().map(modules_of).unwrap_or_default();
    let watch = Some(manifest.unwrap_or_else(|| program.clone()));
    Ok(Found {
        program,
        found_by: by.to_owned(),
        version,
        modules,
        watch,
        warning: None,
        note: None,
    })
}

/// Finds the `package.json` of a program that npm, pnpm or yarn installed: behind the link, or beside `.bin`.
fn manifest(program: &Path) -> Option<PathBuf> {
    let target = canonical(program).ok()?;
    let behind = target.ancestors().skip(1).take(3).map(|folder| folder.join("package.json"));
    let modules = program.parent().filter(|folder| folder.ends_with(".bin")).and_then(Path::parent);
    let names = ["@tailwindcss/cli/package.json", "tailwindcss/package.json"];
    let beside =
        modules.into_iter().flat_map(|modules| names.iter().map(|name| modules.join(name)));
    behind.chain(beside).find(|path| manifest_version(path).is_some())
}

/// The folders with the package `tailwindcss` that an installed program was made for: its own and those around it.
fn modules_of(manifest: &Path) -> Vec<PathBuf> {
    let own = manifest.parent().map(|package| package.join("node_modules"));
    let around =
        manifest.ancestors().find(|folder| folder.ends_with("node_modules")).map(Path::to_owned);
    own.into_iter().chain(around).filter(|folder| folder.join("tailwindcss").is_dir()).collect()
}

/// Reads the version in a `package.json`, if it is Tailwind's.
pub(super) fn manifest_version(path: &Path) -> Option<String> {
    let manifest = Manifest::parse(&std::fs::read(path).ok()?).ok()?;
    let is_tailwind = matches!(manifest.name.as_deref(), Some("tailwindcss" | "@tailwindcss/cli"));
    manifest.version.filter(|_| is_tailwind)
}

/// Reads the version in the first line of the help. Tailwind has no `--version`: it would run a build.
fn ask_version(
    request: &Request<'_>,
    env: &Env,
    program: &Path,
    by: &str,
) -> Result<String, Problem> {
    let shown = shown(program, request.manifest_dir);
    let mut command = Command::new(program);
    env.apply(&mut command);
    command
        .arg("--help")
        .env("NO_COLOR", "1")
        .current_dir(request.manifest_dir)
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        Problem::error(format!("cannot run {shown}, found by {by}: {}", reason(&error)))
    })?;
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    version_in(&without_escapes(&String::from_utf8_lossy(&text))).ok_or_else(|| {
        let said = if output.status.success() {
            String::new()
        } else {
            format!(": {}", last_line(&output.stderr))
        };
        Problem::error(format!("{shown}, found by {by}, does not tell a Tailwind version{said}"))
            .help("its `--help` should begin with \"tailwindcss v4\"")
    })
}

/// Returns `4.3.5` of `≈ tailwindcss v4.3.5`.
fn version_in(help: &str) -> Option<String> {
    let (_, rest) = help.split_once("tailwindcss v")?;
    let version = rest
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || ".-+".contains(letter)))
        .next()?;
    version.starts_with(|letter: char| letter.is_ascii_digit()).then(|| version.to_owned())
}

/// Adds a warning if the project's own program is not of the configured version.
fn expect_configured(request: &Request<'_>, mut found: Found) -> Found {
    let other = request.version.filter(|version| *version != found.version);
    found.warning = other.map(|version| {
        Problem::warning(format!(
            "using Tailwind {} of {}, not the configured {version}",
            found.version, found.found_by
        ))
        .help(format!("`{}`", adding(request.manifest_dir, version)))
    });
    found
}

/// Adds a warning if the program on `PATH` is not of the configured or default version.
fn expect_pinned(request: &Request<'_>, mut found: Found) -> Found {
    let version = request.version.unwrap_or(versions::DEFAULT);
    if found.version != version {
        let shown = shown(&found.program, request.manifest_dir);
        let text =
            format!("using Tailwind {} found on PATH ({shown}), not {version}", found.version);
        let help = format!(
            "set the Tailwind version to {:?} in Config, or take it off PATH",
            found.version
        );
        found.warning = Some(Problem::warning(text).help(help));
    }
    found
}

/// Finds the program in the user's cache, and installs it if needed.
fn installed_now(request: &Request<'_>, env: &Env) -> Result<Found, Problem> {
    let program = install::program(&request.places(env)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => not_found(request, &error),
        _ => Problem::error(error.message()).help(error.repair()),
    })?;
    Ok(Found {
        program: program.path,
        found_by: program.origin.to_owned(),
        version: program.version,
        modules: program.modules.into_iter().collect(),
        watch: program.watch,
        warning: program.refused_cache.map(Problem::warning),
        note: None,
    })
}

/// Names every place without Tailwind, and every repair.
fn not_found(request: &Request<'_>, error: &Error) -> Problem {
    let version = request.version.unwrap_or(versions::DEFAULT);
    Problem::error(format!(
        "no Tailwind found: Config::tailwind_binary is not set; $TAILWINDCSS is not set; no \
         node_modules/.bin/tailwindcss in {} or a folder above; no tailwindcss on PATH; {}",
        request.manifest_dir.display(),
        error.message()
    ))
    .help(format!(
        "`{}`, or set TAILWINDCSS to the path of a Tailwind CLI, or {}",
        adding(request.manifest_dir, version),
        error.repair()
    ))
}

/// Returns the command that installs the program of a version in a package.
pub(super) fn adding(package: &Path, version: &str) -> String {
    let names = versions::npm_packages(version).iter().map(|name| format!("{name}@{version}"));
    let names: Vec<_> = names.collect();
    format!("{} {}", Manager::of(package).add_dev(), names.join(" "))
}
