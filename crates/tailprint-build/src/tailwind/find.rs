//! Finding the Tailwind CLI that a build uses, and which version it is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::message::{display, last_line, without_escapes};
use super::provision::{self, Unavailable};
use super::{Request, entry};
use crate::env::Env;
use crate::error::Problem;

/// The version that is installed when there is none, unless another one is configured.
pub(crate) const DEFAULT_VERSION: &str = "4.3.5";

/// A Tailwind CLI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) program: PathBuf,
    /// Where it was found, as shown to the user.
    pub(super) found_by: String,
    pub(super) version: String,
    /// Where `@import "tailwindcss"` looks when the project has no package of that name.
    pub(super) modules: Vec<PathBuf>,
    /// A file that an update of this Tailwind changes.
    pub(super) watch: Option<PathBuf>,
    pub(super) warning: Option<Problem>,
}

impl Found {
    /// Whether this is Tailwind 4.0, which has no `@source not`.
    pub(super) fn cannot_exclude(&self) -> bool {
        self.version.starts_with("4.0.")
    }

    /// Whether this is Tailwind 3, which knows neither `--cwd` nor `@import "tailwindcss"`.
    pub(super) fn is_v3(&self) -> bool {
        self.version.starts_with("3.")
    }
}

/// The CLI for `request`: configured, `$TAILWINDCSS`, the project's, on `PATH`, or installed now.
pub(super) fn find(request: &Request<'_>, env: &Env) -> Result<Found, Problem> {
    let variable = env.var("TAILWINDCSS").filter(|value| !value.is_empty());
    if let Some(binary) = request.binary {
        return named(request, env, binary, "Config::tailwind_binary");
    }
    if let Some(binary) = variable {
        return named(request, env, Path::new(&binary), "$TAILWINDCSS");
    }
    if let Some(program) = in_project(request.manifest_dir) {
        let found_by = format!("node_modules/.bin/{}", file_name(&program));
        return inspect(request, env, program, &found_by)
            .map(|found| expect_configured(request, found));
    }
    if let Some(program) = on_path(env, "tailwindcss") {
        return inspect(request, env, program, "PATH").map(|found| expect_pinned(request, found));
    }
    managed(request, env)
}

/// A binary that the user names exists, or it is an error: another one in its place would be a surprise.
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

/// The CLI that is installed in the project, and its version.
#[cfg(feature = "builtin")]
pub(super) fn installed(root: &Path) -> Option<(PathBuf, String)> {
    let program = in_project(root)?;
    let version = manifest(&program).as_deref().and_then(manifest_version)?;
    Some((program, version))
}

fn in_project(root: &Path) -> Option<PathBuf> {
    let folders = root.ancestors().map(|folder| folder.join("node_modules/.bin"));
    folders.into_iter().find_map(|folder| program_in(&folder, "tailwindcss"))
}

/// The program `name` on `PATH`.
pub(super) fn on_path(env: &Env, name: &str) -> Option<PathBuf> {
    let path = env.machine("PATH")?;
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .find_map(|folder| program_in(&folder, name))
}

fn program_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let programs = endings.iter().map(|ending| folder.join(format!("{name}{ending}")));
    programs.into_iter().find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

fn inspect(request: &Request<'_>, env: &Env, program: PathBuf, by: &str) -> Result<Found, Problem> {
    let manifest = manifest(&program);
    let version = match manifest.as_deref().and_then(manifest_version) {
        Some(version) => version,
        None => ask_version(request, env, &program, by)?,
    };
    let modules = manifest.as_deref().map(modules_of).unwrap_or_default();
    let watch = Some(manifest.unwrap_or_else(|| program.clone()));
    Ok(Found { program, found_by: by.to_owned(), version, modules, watch, warning: None })
}

/// The `package.json` of a CLI that npm, pnpm or yarn installed: behind the link, or beside `.bin`.
fn manifest(program: &Path) -> Option<PathBuf> {
    let target = program.canonicalize().ok()?;
    let behind = target.ancestors().skip(1).take(3).map(|folder| folder.join("package.json"));
    let modules = program.parent().filter(|folder| folder.ends_with(".bin")).and_then(Path::parent);
    let names = ["@tailwindcss/cli/package.json", "tailwindcss/package.json"];
    let beside =
        modules.into_iter().flat_map(|modules| names.iter().map(|name| modules.join(name)));
    behind.chain(beside).find(|path| manifest_version(path).is_some())
}

/// The folders that hold the `tailwindcss` which an installed CLI was made for: its own and those around it.
fn modules_of(manifest: &Path) -> Vec<PathBuf> {
    let own = manifest.parent().map(|package| package.join("node_modules"));
    let around =
        manifest.ancestors().find(|folder| folder.ends_with("node_modules")).map(Path::to_owned);
    own.into_iter().chain(around).filter(|folder| folder.join("tailwindcss").is_dir()).collect()
}

/// The version in a `package.json`, if it is Tailwind's.
pub(super) fn manifest_version(path: &Path) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Manifest {
        name: String,
        version: String,
    }
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    matches!(&*manifest.name, "tailwindcss" | "@tailwindcss/cli").then_some(manifest.version)
}

/// The version in the first line of the help. There is no `--version`: that would run a build.
fn ask_version(
    request: &Request<'_>,
    env: &Env,
    program: &Path,
    by: &str,
) -> Result<String, Problem> {
    let shown = display(program, request.manifest_dir);
    let mut command = Command::new(program);
    env.apply(&mut command);
    command
        .arg("--help")
        .env("NO_COLOR", "1")
        .current_dir(request.manifest_dir)
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| {
        Problem::error(format!("cannot run {shown}, found by {by}: {}", entry::reason(&error)))
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

/// `4.3.5` from `≈ tailwindcss v4.3.5`.
fn version_in(help: &str) -> Option<String> {
    let (_, rest) = help.split_once("tailwindcss v")?;
    let version = rest
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || ".-+".contains(letter)))
        .next()?;
    version.starts_with(|letter: char| letter.is_ascii_digit()).then(|| version.to_owned())
}

/// The project's own Tailwind is the project's choice, unless its configuration says something else.
fn expect_configured(request: &Request<'_>, mut found: Found) -> Found {
    let other = request.version.filter(|version| *version != found.version);
    found.warning = other.map(|version| {
        Problem::warning(format!(
            "using Tailwind {} of {}, not the configured {version}",
            found.version, found.found_by
        ))
        .help(format!("`npm install --save-dev {}`", packages(version)))
    });
    found
}

fn expect_pinned(request: &Request<'_>, mut found: Found) -> Found {
    let version = request.version.unwrap_or(DEFAULT_VERSION);
    if found.version != version {
        let shown = display(&found.program, request.manifest_dir);
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

/// The standalone binary, if the user has chosen it; else what npm installs; else the standalone binary.
#[cfg(feature = "download")]
fn managed(request: &Request<'_>, env: &Env) -> Result<Found, Problem> {
    use super::standalone::{self, Failure};

    let binary = || match standalone::find(request, env) {
        Ok(found) => Ok(Ok(found)),
        Err(Failure::Unavailable(unavailable)) => Ok(Err(unavailable)),
        Err(Failure::Wrong(problem)) => Err(problem),
    };
    let chosen = if standalone::is_chosen(request) { Some(binary()?) } else { None };
    if let Some(Ok(found)) = chosen {
        return Ok(found);
    }
    let installed = match managed_by_npm(request, env) {
        Ok(found) => return found,
        Err(unavailable) => unavailable,
    };
    match chosen.map_or_else(binary, Ok)? {
        Ok(found) => Ok(found),
        Err(download) => Err(not_found(request, &installed, Some(&download))),
    }
}

#[cfg(not(feature = "download"))]
fn managed(request: &Request<'_>, env: &Env) -> Result<Found, Problem> {
    managed_by_npm(request, env).map_err(|unavailable| not_found(request, &unavailable, None))?
}

/// What npm installs.
fn managed_by_npm(request: &Request<'_>, env: &Env) -> Result<Result<Found, Problem>, Unavailable> {
    let version = request.version.unwrap_or(DEFAULT_VERSION);
    let install = provision::install(version, request.supply, env)?;
    let modules = install.join("node_modules");
    let Some(program) = program_in(&modules.join(".bin"), "tailwindcss") else {
        let text = format!("no tailwindcss in {}", modules.display());
        return Ok(Err(Problem::error(text).help("remove that folder")));
    };
    let found_by = "managed install".to_owned();
    Ok(Ok(Found {
        program,
        found_by,
        version: version.to_owned(),
        modules: vec![modules],
        watch: None,
        warning: None,
    }))
}

/// Every place looked at, and the ways out.
fn not_found(
    request: &Request<'_>,
    installed: &Unavailable,
    download: Option<&Unavailable>,
) -> Problem {
    let version = request.version.unwrap_or(DEFAULT_VERSION);
    let root = request.manifest_dir.display();
    let download = download.map_or_else(String::new, |download| format!("; {}", download.reason));
    Problem::error(format!(
        "no Tailwind found: Config::tailwind_binary is not set; $TAILWINDCSS is not set; no \
         node_modules/.bin/tailwindcss in {root} or a folder above; no tailwindcss on PATH; \
         Tailwind {version} cannot be installed: {}{download}",
        installed.reason
    ))
    .help(format!(
        "`npm install --save-dev {}`, or set TAILWINDCSS to the path of a Tailwind CLI, or {}",
        packages(version),
        installed.repair
    ))
}

/// What npm installs for a version.
pub(super) fn packages(version: &str) -> String {
    if version.starts_with("3.") {
        format!("tailwindcss@{version}")
    } else {
        format!("@tailwindcss/cli@{version} tailwindcss@{version}")
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}
