//! The engine `cli`: Tailwind's own command line program, of version 4 or 3.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::entry::{Entry, Sheet, reason};
use super::find::{Found, manifest_version, packages};
use super::{message, syntax};
use crate::env::Env;
use crate::error::Problem;

/// One compilation.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) root: &'a Path,
    pub(super) entry: &'a Entry,
    /// Whether the entry is no file.
    pub(super) in_memory: bool,
    pub(super) shown: &'a str,
    /// Where Tailwind writes; nothing else is written.
    pub(super) output: &'a Path,
    pub(super) minify: bool,
    /// Folders that are never looked into.
    pub(super) excluded: &'a [PathBuf],
}

/// The style sheet that Tailwind makes, and what it warns of.
pub(super) fn compile(
    found: &Found,
    job: &Job<'_>,
    env: &Env,
) -> Result<(Vec<u8>, Vec<Problem>), Vec<Problem>> {
    let mut warnings = Vec::new();
    if !found.is_v3() {
        warnings = syntax::check(job.entry, job.root)?;
        warnings.extend(check_versions(found, job));
    }
    let output = run(found, job, env).map_err(|error| {
        let program = message::display(&found.program, job.root);
        vec![Problem::error(format!("cannot run {program}: {}", reason(&error))).in_file(job.shown)]
    })?;
    if !output.status.success() {
        return Err(vec![message::problem(&output.stderr, job.entry, job.root, job.shown)]);
    }
    let css =
        std::fs::read(job.output).ok().filter(|css| found.is_v3() || is_plausible(css, job.entry));
    let Some(css) = css else {
        let said = message::last_line(&output.stderr);
        let text = format!("tailwind: succeeded, but wrote no style sheet; its last words: {said}");
        return Err(vec![Problem::error(text).in_file(job.shown)]);
    };
    warnings.extend(message::warnings(&output.stderr, job.shown));
    Ok((css, warnings))
}

/// Tailwind 4 begins each style sheet with a comment, so there is always something for something.
fn is_plausible(css: &[u8], entry: &Entry) -> bool {
    let asked =
        entry.sheets.first().map_or("", |sheet| sheet.text.trim_start_matches('\u{feff}').trim());
    asked.is_empty() || !css.trim_ascii().is_empty()
}

/// Finds what makes a version of Tailwind 4 behave unlike the one that a user expects.
fn check_versions(found: &Found, job: &Job<'_>) -> Option<Problem> {
    if found.cannot_exclude() {
        let text = format!(
            "Tailwind {} cannot exclude folders: it scans target/ unless .gitignore names it",
            found.version
        );
        return Some(Problem::warning(text).help("use Tailwind 4.1 or later"));
    }
    let manifest = job.entry.manifest_of_tailwind()?;
    let version = manifest_version(manifest).filter(|version| *version != found.version)?;
    let shown = message::display(manifest.parent()?, job.root);
    let text = format!("{shown} has version {version}, but Tailwind {} compiles it", found.version);
    Some(Problem::warning(text).help(format!("`npm install --save-dev {}`", packages(&version))))
}

fn run(found: &Found, job: &Job<'_>, env: &Env) -> std::io::Result<Output> {
    let mut command = Command::new(&found.program);
    env.apply(&mut command);
    for confusing in [
        "DEBUG",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "TAILWIND_MODE",
        "ROLLUP_WATCH",
        "JEST_WORKER_ID",
    ] {
        command.env_remove(confusing);
    }
    command.env("NO_COLOR", "1");
    if let Some(path) = node_path(found, env) {
        command.env("NODE_PATH", path);
    }
    // Version 3 finds its configuration, version 4 its plugins' files, from the working directory.
    command.current_dir(job.root).stdout(Stdio::null()).stderr(Stdio::piped());
    command.arg("--output").arg(job.output);
    if job.minify {
        command.arg("--minify");
    }
    if found.is_v3() {
        let entry = job.entry.sheets.first().map(|sheet| sheet.path.as_path());
        command.arg("--input").args(entry).stdin(Stdio::null());
        return command.output();
    }
    if let Some(sheet) = plain(job.entry) {
        let nothing = job.output.parent().unwrap_or(job.root);
        command.arg("--input").arg(&sheet.path).arg("--cwd").arg(nothing).stdin(Stdio::null());
        return command.output();
    }
    command.args(["--input", "-", "--cwd"]).arg(job.root).stdin(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A Tailwind that ends before it has read everything says why itself.
        let _ = stdin.write_all(wrapper(found, job).as_bytes());
    }
    child.wait_with_output()
}

/// The entry, if nothing in it depends on the sources. Tailwind returns a style sheet that does not need
/// it as it stands, and the wrapper would be a need.
fn plain(entry: &Entry) -> Option<&Sheet> {
    entry.sheets.first().filter(|sheet| sheet.directives.is_empty())
}

/// Where Node looks after the project's own `node_modules`. The CLI's own packages come first:
/// `@import "tailwindcss"` should find the version that belongs to it.
fn node_path(found: &Found, env: &Env) -> Option<OsString> {
    if found.modules.is_empty() {
        return None;
    }
    let inherited = env.machine("NODE_PATH").unwrap_or_default();
    let paths = found.modules.iter().cloned().chain(std::env::split_paths(&inherited));
    std::env::join_paths(paths.filter(|path| !path.as_os_str().is_empty())).ok()
}

/// The style sheet that Tailwind 4 gets: the entry, and what must not be scanned.
///
/// Sources can only be named in CSS. An entry that imports the user's one leaves that as it is: relative
/// paths in it stay true and errors name it. The last line is what the CLI does with an input file.
fn wrapper(found: &Found, job: &Job<'_>) -> String {
    let entry = job.entry.sheets.first().map_or(Path::new(""), |sheet| &sheet.path);
    let mut css = match job.entry.sheets.first().filter(|_| job.in_memory) {
        Some(sheet) => sheet.text.clone(),
        None => format!("@import {};\n", string(&from(job.root, entry))),
    };
    for excluded in job.excluded.iter().filter(|_| !found.cannot_exclude()) {
        css.push_str(&format!("@source not {};\n", string(&pattern(&from(job.root, excluded)))));
    }
    css.push_str(&format!("@source {};\n", string(&pattern(&from(job.root, entry)))));
    css
}

/// `path` relative to `root`, where it can be said so.
fn from(root: &Path, path: &Path) -> String {
    let shared =
        root.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return path.display().to_string().replace('\\', "/");
    }
    let mut parts = vec![".".to_owned()];
    parts.extend(root.components().skip(shared).map(|_| "..".to_owned()));
    parts.extend(
        path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned()),
    );
    parts.join("/")
}

/// A path as a pattern that matches it: there is no other way to quote a wildcard.
fn pattern(path: &str) -> String {
    path.replace(['[', ']', '{', '}', '*', '!', '\\', '"'], "?")
}

fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\a "))
}
