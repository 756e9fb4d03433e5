//! Tailwind CSS: an entry style sheet in, a compiled one out.
//!
//! What a class or a directive means is decided by Tailwind alone. This finds a Tailwind, runs it on the
//! right files, and says what it depends on.

#[cfg(feature = "builtin")]
pub(crate) mod builtin;
mod cli;
mod entry;
mod find;
#[cfg(feature = "builtin")]
pub(crate) mod finish;
#[cfg(feature = "builtin")]
mod memory;
mod message;
mod packages;
mod provision;
mod select;
mod sources;
#[cfg(feature = "download")]
mod standalone;
pub(crate) mod supply;
mod syntax;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
#[cfg(feature = "builtin")]
use std::time::Instant;

use tailprint_tailwind::sources::{Scanner, Selected};

pub(crate) use self::sources::Watched;
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
    /// Its text, if there is no such file.
    pub(crate) text: Option<&'a str>,
    /// Which engine compiles it.
    #[cfg_attr(not(feature = "builtin"), allow(dead_code, reason = "there is no choice"))]
    pub(crate) engine: crate::config::Engine,
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
    /// What to announce to Cargo, also after a failure, so that a repair is noticed.
    pub(crate) watch: Watched,
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
    /// `builtin` or `cli`
    pub(crate) kind: &'static str,
    /// The program, or the folder of Tailwind's code.
    pub(crate) path: PathBuf,
    /// `4.3.5`
    pub(crate) version: String,
    /// `Config::tailwind_binary`, `$TAILWINDCSS`, `node_modules/.bin/tailwindcss`, `PATH` or `managed install`;
    /// for the builtin one `vendor`, `node_modules`, `cache`, `npm pack` or `download`.
    pub(crate) found_by: String,
    /// How many classes the style sheet has, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) classes: Option<usize>,
    /// How the same style sheet would be made sooner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) advice: Option<String>,
    /// How long it ran in this process.
    #[serde(skip)]
    pub(crate) took: Duration,
}

/// Compiles an entry style sheet.
pub(crate) fn compile(request: &Request<'_>, env: &Env) -> Run {
    let shown = message::display(request.entry, request.manifest_dir);
    let entry = match read(request, &shown) {
        Ok(entry) => entry,
        Err(problem) => return Run { result: Err(vec![problem]), watch: existing(request.entry) },
    };
    let excluded = excluded(request, env);
    let mut watch = supply::watch(request.manifest_dir);
    let job = Job { request, entry: &entry, shown: &shown, excluded: &excluded, env };
    let (result, selected) = match select::select(request, env, &mut watch.paths) {
        Ok(engine) => job.run(engine, &mut watch.paths),
        Err(problem) => {
            watch.paths.extend(entry.files());
            (Err(vec![problem]), None)
        }
    };
    let selected = selected.unwrap_or_else(|| job.choose(Scanner::default()));
    let searched = sources::announce(request.manifest_dir, &selected);
    watch.lists.extend(searched.lists);
    watch.absent.extend(searched.absent);
    watch.paths.extend(searched.paths);
    if request.text.is_some() {
        watch.paths.remove(request.entry);
    } else {
        watch.paths.insert(request.entry.to_owned());
    }
    Run { result, watch }
}

/// Whether the builtin engine, if there is one, is optimised. Otherwise it is three times as slow.
pub(crate) fn is_optimised() -> bool {
    #[cfg(feature = "builtin")]
    return tailprint_tailwind::engine::is_optimized();
    #[cfg(not(feature = "builtin"))]
    true
}

/// What must not be scanned.
fn excluded(request: &Request<'_>, env: &Env) -> Vec<PathBuf> {
    let target_dir =
        env.cargo("CARGO_TARGET_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let root = request.manifest_dir;
    let extra: Vec<PathBuf> =
        request.excluded.iter().cloned().chain(supply::vendored(root)).collect();
    sources::exclusions(root, request.out_dir, target_dir.as_deref(), &extra)
}

/// A file that is not there would make Cargo run the build script each time; its folder tells as well.
fn existing(path: &Path) -> Watched {
    let path = path.ancestors().take(2).find(|path| path.exists()).map(Path::to_owned);
    Watched { paths: path.into_iter().collect(), ..Watched::default() }
}

/// One compilation.
struct Job<'a> {
    request: &'a Request<'a>,
    entry: &'a entry::Entry,
    shown: &'a str,
    excluded: &'a [PathBuf],
    env: &'a Env,
}

impl Job<'_> {
    /// The style sheet, and what was searched for it. What the engine has read is added to `read`.
    fn run(
        &self,
        engine: select::Engine,
        read: &mut BTreeSet<PathBuf>,
    ) -> (Result<Output, Vec<Problem>>, Option<Selected>) {
        match engine {
            select::Engine::Cli(found) => {
                read.extend(self.entry.files());
                let selected = self.choose(Scanner::of_tailwind(&found.version));
                (self.cli(*found, &selected), Some(selected))
            }
            #[cfg(feature = "builtin")]
            select::Engine::Builtin(mut builtin) => self.builtin(&mut builtin, read),
        }
    }

    fn choose(&self, scanner: Scanner) -> Selected {
        sources::choose(self.request.manifest_dir, self.entry, self.excluded, scanner)
    }

    fn cli(&self, found: find::Found, selected: &Selected) -> Result<Output, Vec<Problem>> {
        let io = |error: io::Error| {
            let problem = Problem::error(format!("cannot write: {}", entry::reason(&error)));
            vec![problem.in_file(self.shown)]
        };
        fs::create_dir_all(self.request.out_dir).map_err(io)?;
        // Removed when it goes out of scope, whatever happened.
        let scratch = tempfile::tempdir_in(self.request.out_dir).map_err(io)?;
        let excluded = [self.excluded, &selected.caches].concat();
        let job = cli::Job {
            root: self.request.manifest_dir,
            entry: self.entry,
            in_memory: self.request.text.is_some(),
            shown: self.shown,
            output: &scratch.path().join("output.css"),
            minify: self.request.minify,
            excluded: &excluded,
        };
        let (css, warnings) = cli::compile(&found, &job, self.env)?;
        let engine = EngineInfo {
            kind: "cli",
            path: found.program,
            version: found.version,
            found_by: found.found_by,
            classes: None,
            advice: None,
            took: Duration::ZERO,
        };
        Ok(Output { css, engine, warnings: found.warning.into_iter().chain(warnings).collect() })
    }

    #[cfg(feature = "builtin")]
    fn builtin(
        &self,
        builtin: &mut builtin::Builtin,
        read: &mut BTreeSet<PathBuf>,
    ) -> (Result<Output, Vec<Problem>>, Option<Selected>) {
        let warnings = match syntax::check(self.entry, self.request.manifest_dir) {
            Ok(warnings) => warnings,
            Err(problems) => {
                read.extend(self.entry.files());
                return (Err(problems), None);
            }
        };
        let memory = memory::file(self.request.out_dir, self.request.entry);
        let started = Instant::now();
        let made = builtin.compile(&builtin::Sheet {
            root: self.request.manifest_dir,
            path: self.request.entry,
            text: self.entry.sheets.first().map_or("", |sheet| &sheet.text),
            form: if self.request.minify { finish::Form::Ready } else { finish::Form::Readable },
            excluded: self.excluded,
            memory: &memory,
        });
        match made {
            Err(failed) => {
                read.extend(failed.read);
                read.extend(self.entry.files());
                (Err(vec![*failed.problem]), failed.searched.map(|searched| *searched))
            }
            Ok(mut made) => {
                read.extend(std::mem::take(&mut made.read));
                let searched = std::mem::take(&mut made.searched);
                (Ok(output(builtin, made, warnings, started.elapsed())), Some(searched))
            }
        }
    }
}

#[cfg(feature = "builtin")]
fn output(
    builtin: &builtin::Builtin,
    made: builtin::Made,
    mut warnings: Vec<Problem>,
    took: Duration,
) -> Output {
    let found = builtin.found();
    warnings.extend(made.warnings);
    warnings.extend(found.notes.iter().map(|note| Problem::warning(note.clone())));
    let engine = EngineInfo {
        kind: "builtin",
        path: found.package.folder.clone(),
        version: found.package.version.clone(),
        found_by: found.origin.to_string(),
        classes: Some(made.classes),
        advice: builtin::advice(made.classes),
        took,
    };
    Output { css: made.css.into_bytes(), engine, warnings }
}

fn read(request: &Request<'_>, shown: &str) -> Result<entry::Entry, Problem> {
    match request.text {
        Some(text) => Ok(entry::Entry::of(request.entry, text.to_owned())),
        None => entry::Entry::read(request.entry, shown),
    }
}

/// Style sheets that are compiled again and again, by an engine that is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    #[cfg(feature = "builtin")]
    builtin: Option<builtin::Builtin>,
}

impl Kept {
    /// Compiles an entry style sheet as [`compile`] does.
    pub(crate) fn compile(
        &mut self,
        request: &Request<'_>,
        env: &Env,
    ) -> Result<Output, Vec<Problem>> {
        #[cfg(feature = "builtin")]
        if request.engine == crate::config::Engine::Builtin {
            return self.built_in(request, env);
        }
        compile(request, env).result
    }

    #[cfg(feature = "builtin")]
    fn built_in(&mut self, request: &Request<'_>, env: &Env) -> Result<Output, Vec<Problem>> {
        let shown = message::display(request.entry, request.manifest_dir);
        let entry = read(request, &shown).map_err(|problem| vec![problem])?;
        let excluded = excluded(request, env);
        let mut read = BTreeSet::new();
        let builtin = match &mut self.builtin {
            Some(builtin) => builtin,
            none => {
                let builtin = select::builtin(request, env, &mut read);
                none.insert(builtin.map_err(|problem| vec![problem])?.ahead())
            }
        };
        let job = Job { request, entry: &entry, shown: &shown, excluded: &excluded, env };
        job.builtin(builtin, &mut read).0
    }
}
