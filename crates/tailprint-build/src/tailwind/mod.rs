//! Tailwind CSS: an entry style sheet in, a compiled one out.
//!
//! What a class or a directive means is decided by Tailwind alone. This finds a Tailwind, runs it on the
//! right files, and says what it depends on.

mod cli;
mod entry;
mod find;
mod message;
mod provision;
mod sources;
#[cfg(feature = "download")]
mod standalone;
pub(crate) mod supply;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::Supply;
use crate::env::Env;
use crate::error::Problem;

/// What to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The package, absolute: its files are scanned.
    pub(crate) manifest_dir: &'a Path,
    /// `OUT_DIR/tailprint`, where files may stand for the time of a run.
    pub(crate) out_dir: &'a Path,
    /// The style sheet to compile, absolute.
    pub(crate) entry: &'a Path,
    /// Whether the result is made small rather than readable.
    pub(crate) minify: bool,
    /// The Tailwind to use; relative paths start at the package.
    pub(crate) binary: Option<&'a Path>,
    /// The version to use; by default [`DEFAULT_VERSION`].
    pub(crate) version: Option<&'a str>,
    /// What the user says about having Tailwind fetched.
    pub(crate) supply: &'a Supply,
    /// Folders that are not scanned, besides Cargo's own; relative paths start at the package.
    pub(crate) excluded: &'a [PathBuf],
}

/// What came of a [`Request`].
#[derive(Debug)]
pub(crate) struct Run {
    /// The style sheet, or all that is wrong.
    pub(crate) result: Result<Output, Vec<Problem>>,
    /// Files and folders to announce to Cargo, also after a failure, so that a repair is noticed.
    pub(crate) watch: Vec<PathBuf>,
}

/// A compiled style sheet.
#[derive(Debug)]
pub(crate) struct Output {
    /// The style sheet.
    pub(crate) css: Vec<u8>,
    /// What compiled it.
    pub(crate) engine: EngineInfo,
    /// What the user should know.
    pub(crate) warnings: Vec<Problem>,
}

/// What compiled a style sheet, for `build.json`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct EngineInfo {
    /// `cli`
    pub(crate) kind: &'static str,
    /// The program.
    pub(crate) path: PathBuf,
    /// `4.3.5`
    pub(crate) version: String,
    /// `Config::tailwind_binary`, `$TAILWINDCSS`, `node_modules/.bin/tailwindcss`, `PATH` or `managed install`.
    pub(crate) found_by: String,
}

/// What compiles a style sheet.
#[derive(Debug)]
enum Engine {
    /// Tailwind's command line program.
    Cli(find::Found),
}

/// Compiles an entry style sheet.
pub(crate) fn compile(request: &Request<'_>, env: &Env) -> Run {
    let shown = message::display(request.entry, request.manifest_dir);
    let entry = match entry::Entry::read(request.entry, &shown) {
        Ok(entry) => entry,
        Err(problem) => return Run { result: Err(vec![problem]), watch: existing(request.entry) },
    };
    let target_dir =
        env.cargo("CARGO_TARGET_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let root = request.manifest_dir;
    let vendored = supply::vendored(root);
    let extra: Vec<PathBuf> = request.excluded.iter().cloned().chain(vendored).collect();
    let mut excluded = sources::exclusions(root, request.out_dir, target_dir.as_deref(), &extra);
    let sources = sources::survey(root, &entry, &excluded);
    excluded.extend(sources.caches);
    let mut watch = sources.watch;
    let result = Engine::select(request, env, &mut watch)
        .map_err(|problem| vec![problem])
        .and_then(|engine| engine.compile(request, &entry, &excluded, env));
    Run { result, watch: watch.into_iter().collect() }
}

/// A file that is not there would make Cargo run the build script each time; its folder tells as well.
fn existing(path: &Path) -> Vec<PathBuf> {
    path.ancestors().take(2).find(|path| path.exists()).map(Path::to_owned).into_iter().collect()
}

impl Engine {
    fn select(
        request: &Request<'_>,
        env: &Env,
        watch: &mut BTreeSet<PathBuf>,
    ) -> Result<Self, Problem> {
        let found = find::find(request, env)?;
        watch.extend(found.watch.clone());
        Ok(Self::Cli(found))
    }

    fn compile(
        self,
        request: &Request<'_>,
        entry: &entry::Entry,
        excluded: &[PathBuf],
        env: &Env,
    ) -> Result<Output, Vec<Problem>> {
        let Self::Cli(found) = self;
        let shown = message::display(request.entry, request.manifest_dir);
        let io = |error: io::Error| {
            vec![Problem::error(format!("cannot write: {}", entry::reason(&error))).in_file(&shown)]
        };
        fs::create_dir_all(request.out_dir).map_err(io)?;
        // Removed when it goes out of scope, whatever happened.
        let scratch = tempfile::tempdir_in(request.out_dir).map_err(io)?;
        let output = scratch.path().join("output.css");
        let job = cli::Job {
            root: request.manifest_dir,
            entry,
            shown: &shown,
            output: &output,
            minify: request.minify,
            excluded,
        };
        let (css, warnings) = cli::compile(&found, &job, env)?;
        let warnings = found.warning.into_iter().chain(warnings).collect();
        let engine = EngineInfo {
            kind: "cli",
            path: found.program,
            version: found.version,
            found_by: found.found_by,
        };
        Ok(Output { css, engine, warnings })
    }
}
