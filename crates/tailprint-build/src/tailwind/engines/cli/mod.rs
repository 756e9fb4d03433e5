//! The engine `cli`: Tailwind's own command line program, of version 4 or 3.

pub(in crate::tailwind) mod find;
pub(in crate::tailwind) mod message;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tailprint_core::io_error::reason;
use tailprint_core::path::normalize;

use self::find::{Found, adding, manifest_version};
use super::super::crates::{self, Crates};
use super::super::shown::shown;
use super::super::style_sheet::syntax;
use super::super::style_sheet::{Directive, DirectiveKind, StyleSheet, StyleSheets};
use crate::cargo::env::Env;
use crate::error::Problem;

/// One compilation.
#[derive(Debug)]
pub(in crate::tailwind) struct Job<'a> {
    pub(in crate::tailwind) root: &'a Path,
    pub(in crate::tailwind) sheets: &'a StyleSheets,
    /// The entry style sheet as shown to the user.
    pub(in crate::tailwind) shown: &'a str,
    /// The file that Tailwind writes.
    pub(in crate::tailwind) output: &'a Path,
    pub(in crate::tailwind) minify: bool,
    /// Dependencies whose sources have classes.
    pub(in crate::tailwind) crates: &'a Crates,
    /// Folders that are not searched for classes.
    pub(in crate::tailwind) excluded: &'a [PathBuf],
    /// Folders among them that are not searched even if a source names them: Cargo's own.
    pub(in crate::tailwind) never: &'a [PathBuf],
}

/// Compiles a style sheet. Returns it with the warnings of Tailwind.
pub(in crate::tailwind) fn compile(
    found: &Found,
    job: &Job<'_>,
    env: &Env,
) -> Result<(Vec<u8>, Vec<Problem>), Vec<Problem>> {
    let mut warnings = Vec::new();
    if !found.is_v3() {
        warnings = syntax::check(job.sheets, job.root)?;
        warnings.extend(check_versions(found, job));
    }
    let output = run(found, job, env).map_err(|error| {
        let program = shown(&found.program, job.root);
        vec![Problem::error(format!("cannot run {program}: {}", reason(&error))).in_file(job.shown)]
    })?;
    if !output.status.success() {
        return Err(vec![message::problem(&output.stderr, job.sheets, job.root, job.shown)]);
    }
    let css =
        std::fs::read(job.output).ok().filter(|css| found.is_v3() || is_plausible(css, job.sheets));
    let Some(css) = css else {
        let said = message::last_line(&output.stderr);
        let text = format!("tailwind: succeeded, but wrote no style sheet; its last words: {said}");
        return Err(vec![Problem::error(text).in_file(job.shown)]);
    };
    warnings.extend(message::warnings(&output.stderr, job.shown));
    Ok((css, warnings))
}

/// Returns false if Tailwind wrote nothing for a style sheet with a text. Tailwind 4 writes at least a comment.
fn is_plausible(css: &[u8], sheets: &StyleSheets) -> bool {
    sheets.text().trim_start_matches('\u{feff}').trim().is_empty() || !css.trim_ascii().is_empty()
}

/// Warns of a version of Tailwind 4 that behaves unlike the one that the user expects.
fn check_versions(found: &Found, job: &Job<'_>) -> Option<Problem> {
    if found.cannot_exclude() {
        let text = format!(
            "Tailwind {} cannot exclude folders: it scans target/ unless .gitignore names it",
            found.version
        );
        return Some(Problem::warning(text).help("use Tailwind 4.1 or later"));
    }
    let manifest = job.sheets.manifest_of_tailwind()?;
    let version = manifest_version(manifest).filter(|version| *version != found.version)?;
    let shown = shown(manifest.parent()?, job.root);
    let text = format!("{shown} has version {version}, but Tailwind {} compiles it", found.version);
    Some(Problem::warning(text).help(format!("`{}`", adding(job.root, &version))))
}

fn run(found: &Found, job: &Job<'_>, env: &Env) -> std::io::Result<Output> {
    let mut command = command(found, job, env);
    if found.is_v3() {
        let entry = job.sheets.sheets.first().map(|sheet| sheet.path.as_path());
        command.arg("--input").args(entry).stdin(Stdio::null());
        return command.output();
    }
    if let Some(sheet) = plain(job.sheets) {
        let nothing = job.output.parent().unwrap_or(job.root);
        command.arg("--input").arg(&sheet.path).arg("--cwd").arg(nothing).stdin(Stdio::null());
        return command.output();
    }
    command.args(["--input", "-", "--cwd"]).arg(job.root).stdin(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // If this fails, Tailwind has ended early and prints the reason itself.
        let _ = stdin.write_all(wrapper(found, job).as_bytes());
    }
    child.wait_with_output()
}

/// The program with all that does not depend on the way in which it gets the style sheet.
fn command(found: &Found, job: &Job<'_>, env: &Env) -> Command {
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
    if let Some(path) = node_path(found, job, env) {
        command.env("NODE_PATH", path);
    }
    // Version 3 finds its configuration, version 4 its plugins' files, from the working directory.
    command.current_dir(job.root).stdout(Stdio::null()).stderr(Stdio::piped());
    command.arg("--output").arg(job.output);
    if job.minify {
        command.arg("--minify");
    }
    command
}

/// Returns the entry if it has no directives. Tailwind returns such a style sheet unchanged, but the wrapper would not
/// be one, since it has directives.
fn plain(sheets: &StyleSheets) -> Option<&StyleSheet> {
    sheets.sheets.first().filter(|sheet| sheet.directives.is_empty())
}

/// The folders that Node.js searches after the project's own `node_modules`. Those of the program come first, so that
/// `@import "tailwindcss"` finds the version that belongs to it.
fn node_path(found: &Found, job: &Job<'_>, env: &Env) -> Option<OsString> {
    let crates = links(job);
    if found.modules.is_empty() && crates.is_none() {
        return None;
    }
    let inherited = env.machine("NODE_PATH").unwrap_or_default();
    let paths =
        found.modules.iter().cloned().chain(crates).chain(std::env::split_paths(&inherited));
    std::env::join_paths(paths.filter(|path| !path.as_os_str().is_empty())).ok()
}

/// Makes a folder in which Tailwind finds the style sheets of crates by their names, beside the output. A link that
/// cannot be made shows as an import that Tailwind does not find.
#[cfg(unix)]
fn links(job: &Job<'_>) -> Option<PathBuf> {
    let folder = job.output.parent()?.join("crates");
    for (name, target) in job.crates {
        let link = folder.join(name);
        std::fs::create_dir_all(link.parent()?).ok()?;
        std::os::unix::fs::symlink(target, link).ok()?;
    }
    (!job.crates.is_empty()).then_some(folder)
}

/// Links need a privilege here, so that Tailwind's program does not find the style sheets of crates.
#[cfg(not(unix))]
fn links(_job: &Job<'_>) -> Option<PathBuf> {
    None
}

/// The style sheet for Tailwind 4: it imports the entry and excludes folders from the search for classes.
///
/// Tailwind takes exclusions only from CSS. Relative paths in the imported entry stay true, and errors name it. The last
/// line adds the entry to the sources, as the program does with an input file.
fn wrapper(found: &Found, job: &Job<'_>) -> String {
    let entry = job.sheets.sheets.first().map_or(Path::new(""), |sheet| &sheet.path);
    let mut css = match job.sheets.sheets.first().filter(|_| job.sheets.is_in_memory) {
        Some(sheet) => sheet.text.clone(),
        None => format!("@import {};\n", string(&from(job.root, entry))),
    };
    for excluded in job.excluded.iter().filter(|_| !found.cannot_exclude()) {
        css.push_str(&format!("@source not {};\n", string(&pattern(&from(job.root, excluded)))));
    }
    for source in named(job) {
        css.push_str(&format!("@source {};\n", string(&from(job.root, &source))));
    }
    css.push_str(&format!("@source {};\n", string(&pattern(&from(job.root, entry)))));
    css
}

/// Returns the sources that win over the exclusions: those of crates, and those that a style sheet names in a cache.
fn named(job: &Job<'_>) -> Vec<PathBuf> {
    let in_cache = |path: &PathBuf| {
        job.excluded
            .iter()
            .any(|folder| path.starts_with(folder) && folder.join("CACHEDIR.TAG").is_file())
            && !job.never.iter().any(|folder| path.starts_with(folder))
    };
    let directives = job.sheets.directives();
    let sources = directives.filter(|(_, directive)| directive.kind == DirectiveKind::Source);
    let path = |(sheet, directive): (&StyleSheet, &Directive)| {
        normalize(&sheet.path.parent().unwrap_or(job.root).join(&directive.argument))
    };
    let of_crates = crates::sources(job.crates).into_iter().map(|source| source.base);
    sources.map(path).filter(in_cache).chain(of_crates).collect()
}

/// Returns `path` relative to `root`, unless they are on different drives.
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

/// Makes a pattern that matches a path. Patterns have no escape, so special characters become `?`.
fn pattern(path: &str) -> String {
    path.replace(['[', ']', '{', '}', '*', '!', '\\', '"'], "?")
}

fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\a "))
}
