//! Tailwind CSS: from an entry style sheet to a compiled one.
//!
//! Tailwind alone decides the meaning of classes and directives. These modules find a Tailwind, run it on the right
//! files, and collect the files that the result depends on.
//!
//! ```text
//! entry_points   all entry points of a build, one after the other
//! request        one compilation and its result
//! engines/       Tailwind's own compiler in this process, and Tailwind's program
//! style_sheet/   the files that a style sheet names, and mistakes that Tailwind passes over
//! npm_assets/    files that style sheets of npm packages refer to
//! provenance/    the place in which a URL or a class was written
//! places/        configuration and environment: the places that Tailwind may come from
//! crates/        dependencies whose sources have classes
//! watched/       the files that Cargo is to watch, and the folders that are not scanned
//! shown          paths as the user writes them
//! ```

pub(crate) mod crates;
pub(crate) mod engines;
pub(crate) mod entry_points;
pub(crate) mod npm_assets;
pub(crate) mod places;
mod provenance;
mod request;
mod shown;
pub(crate) mod style_sheet;
pub(crate) mod watched;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
#[cfg(feature = "builtin")]
use std::time::Instant;

use tailprint_core::build_json::{self, EngineKind};
use tailprint_core::io_error::reason;
use tailprint_core::whole_file::Scratch;
#[cfg(feature = "builtin")]
use tailprint_tailwind::install::Found;
use tailprint_tailwind::sources::{Scanner, Selected};

pub(crate) use self::provenance::Origins;
pub(crate) use self::request::{Output, Request};
use self::shown::shown;
use self::style_sheet::StyleSheets;
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::error::Problem;

/// The configuration files that Tailwind 3 loads by their names.
pub(crate) const CONFIGURATIONS: [&str; 4] =
    ["tailwind.config.js", "tailwind.config.cjs", "tailwind.config.mjs", "tailwind.config.ts"];

/// Compiles an entry style sheet.
///
/// The files that it depends on are added to `watch`, also after a failure, so that a repair is noticed.
pub(crate) fn compile(
    request: &Request<'_>,
    env: &Env,
    watch: &mut Watch,
) -> Result<Output, Vec<Problem>> {
    let job = match Job::new(request, env) {
        Ok(job) => job,
        Err(problem) => {
            // A missing file would make Cargo run the build script every time. Its folder changes when it appears.
            let mut places = request.entry.ancestors().take(2);
            watch.paths.extend(places.find(|path| path.exists()).map(ToOwned::to_owned));
            return Err(vec![problem]);
        }
    };
    watched::tailwind(request.manifest_dir, watch);
    if request.text.is_none() {
        watch.paths.push(request.entry.to_owned());
    }
    let (result, selected) = match engines::select::select(request, env, watch) {
        Ok(engine) => job.run(engine, watch),
        Err(problem) => {
            watch.paths.extend(job.sheets.files());
            (Err(vec![problem]), None)
        }
    };
    let selected = selected.unwrap_or_else(|| job.choose(Scanner::default()));
    watched::searched(request.manifest_dir, &selected, watch);
    let mut output = job.with_npm_assets(result)?;
    output.warnings.extend(watched::without_files(
        request.manifest_dir,
        &job.sheets,
        &job.excluded,
    ));
    watch.paths.extend(output.npm_assets.iter().map(|asset| asset.file.clone()));
    output.origins = Origins {
        package: request.manifest_dir.to_owned(),
        sheets: job.sheets,
        searched: selected,
    };
    Ok(output)
}

/// Returns the files that a style sheet is made of, without compiling it.
pub(crate) fn origins(request: &Request<'_>, env: &Env) -> Result<Origins, Problem> {
    let job = Job::new(request, env)?;
    let scanner = request.version.map(Scanner::of_tailwind).unwrap_or_default();
    let searched = job.choose(scanner);
    Ok(Origins { package: request.manifest_dir.to_owned(), sheets: job.sheets, searched })
}

/// Returns true if the builtin engine, if there is one, is optimised. Otherwise it takes three times as long.
pub(crate) fn is_optimised() -> bool {
    #[cfg(feature = "builtin")]
    return tailprint_tailwind::engine::quickjs_is_optimized();
    #[cfg(not(feature = "builtin"))]
    true
}

/// One compilation.
struct Job<'a> {
    request: &'a Request<'a>,
    env: &'a Env,
    sheets: StyleSheets,
    /// The entry style sheet as shown to the user.
    shown: String,
    excluded: Vec<PathBuf>,
}

impl<'a> Job<'a> {
    fn new(request: &'a Request<'a>, env: &'a Env) -> Result<Self, Problem> {
        let shown = shown(request.entry, request.manifest_dir);
        let sheets = match request.text {
            Some(text) => StyleSheets::in_memory(request.entry, text.to_owned(), request.crates),
            None => StyleSheets::read_with(request.entry, &shown, request.crates)?,
        };
        let target_dir = env.cargo("CARGO_TARGET_DIR").map(PathBuf::from);
        let target_dir = target_dir.filter(|path| path.is_absolute());
        let (root, out_dir) = (request.manifest_dir, request.out_dir);
        let excluded = watched::exclusions(root, out_dir, target_dir.as_deref(), request.excluded);
        Ok(Self { request, env, sheets, shown, excluded })
    }

    /// Compiles the style sheet. Returns the files that were searched as well, if the engine knows them.
    fn run(
        &self,
        engine: engines::select::Engine,
        watch: &mut Watch,
    ) -> (Result<Output, Vec<Problem>>, Option<Selected>) {
        match engine {
            engines::select::Engine::Cli(found) => {
                watch.paths.extend(self.sheets.files());
                let selected = self.choose(Scanner::of_tailwind(&found.version));
                (self.cli(*found, &selected), Some(selected))
            }
            #[cfg(feature = "builtin")]
            engines::select::Engine::Builtin(mut builtin) => self.builtin(&mut builtin, watch),
        }
    }

    /// Takes along the files that the style sheets of npm packages refer to.
    fn with_npm_assets(
        &self,
        result: Result<Output, Vec<Problem>>,
    ) -> Result<Output, Vec<Problem>> {
        let mut output = result?;
        let Some(path) = self.request.npm_assets_of else { return Ok(output) };
        output.npm_assets =
            npm_assets::take(&mut output.css, &self.sheets, path, self.request.manifest_dir)?;
        Ok(output)
    }

    fn choose(&self, scanner: Scanner) -> Selected {
        let of_crates = crates::sources(self.request.crates);
        let root = self.request.manifest_dir;
        watched::choose(root, &self.sheets, of_crates, &self.excluded, scanner)
    }

    fn cli(
        &self,
        found: engines::cli::find::Found,
        selected: &Selected,
    ) -> Result<Output, Vec<Problem>> {
        let failed = |error: io::Error| {
            let problem = Problem::error(format!("cannot write: {}", reason(&error)));
            vec![problem.in_file(&self.shown)]
        };
        fs::create_dir_all(self.request.out_dir).map_err(failed)?;
        // Removed when it is dropped, also after a failure.
        let scratch = Scratch::new_in(self.request.out_dir).map_err(failed)?;
        let job = engines::cli::Job {
            root: self.request.manifest_dir,
            sheets: &self.sheets,
            shown: &self.shown,
            output: &scratch.path().join("output.css"),
            minify: self.request.minify,
            crates: self.request.crates,
            excluded: &[&*self.excluded, &selected.caches].concat(),
            never: &self.excluded,
        };
        let (css, mut warnings) = engines::cli::compile(&found, &job, self.env)?;
        warnings.extend(self.unsteady(&found, &job, &css));
        let engine = build_json::Engine {
            kind: EngineKind::Cli,
            path: found.program,
            version: found.version,
            found_by: found.found_by,
            note: found.note,
        };
        let warnings = found.warning.into_iter().chain(warnings).collect();
        Ok(Output {
            css,
            engine,
            took: Duration::ZERO,
            warnings,
            origins: Origins::default(),
            npm_assets: Vec::new(),
        })
    }

    /// Warns of plugins that make the style sheet another one in every build.
    fn unsteady(
        &self,
        found: &engines::cli::find::Found,
        job: &engines::cli::Job<'_>,
        css: &[u8],
    ) -> Vec<Problem> {
        let compiled = engines::unsteady::Compiled {
            package: self.request.manifest_dir,
            is_chosen: self.request.engine == crate::config::Engine::Cli,
            sheet: &self.shown,
            css,
        };
        let configured = found.configuration(self.request.manifest_dir);
        let modules = self.sheets.modules(configured, &mut BTreeSet::new());
        compiled.warnings(modules, || Some(engines::cli::compile(found, job, self.env).ok()?.0))
    }

    #[cfg(feature = "builtin")]
    fn builtin(
        &self,
        builtin: &mut engines::builtin::Builtin,
        watch: &mut Watch,
    ) -> (Result<Output, Vec<Problem>>, Option<Selected>) {
        let warnings = match style_sheet::syntax::check(&self.sheets, self.request.manifest_dir) {
            Ok(warnings) => warnings,
            Err(problems) => {
                watch.paths.extend(self.sheets.files());
                return (Err(problems), None);
            }
        };
        let remembered =
            engines::builtin::remembered::file(self.request.out_dir, self.request.entry);
        let started = Instant::now();
        let made = builtin.compile(&engines::builtin::sheet::Sheet {
            root: self.request.manifest_dir,
            path: self.request.entry,
            text: self.sheets.text(),
            form: engines::builtin::finish::Form::of(self.request.minify),
            excluded: &self.excluded,
            crates: self.request.crates,
            remembered: Some(&remembered),
        });
        let made = match made {
            Ok(made) => made,
            Err(failed) => {
                watch.asked_for(failed.read);
                if failed.is_for_program
                    && let Some(found) =
                        engines::select::installed(self.request, self.env, watch, &failed.problem)
                {
                    return self.run(engines::select::Engine::Cli(Box::new(found)), watch);
                }
                watch.paths.extend(self.sheets.files());
                return (Err(vec![*failed.problem]), failed.searched.map(|searched| *searched));
            }
        };
        watch.asked_for(made.read);
        let notes = builtin.found().notes.iter().map(|note| Problem::warning(note.clone()));
        let output = Output {
            css: made.css.into_bytes(),
            engine: engine_of(builtin.found()),
            took: started.elapsed(),
            warnings: warnings.into_iter().chain(made.warnings).chain(notes).collect(),
            origins: Origins::default(),
            npm_assets: Vec::new(),
        };
        (Ok(output), Some(made.searched))
    }
}

/// The note about files of Tailwind that are not those of a release in the table.
#[cfg(feature = "builtin")]
const UNTESTED: &str =
    "the tests of this release of tailprint have not seen these files of Tailwind";

/// Describes the engine that runs the code that was found.
#[cfg(feature = "builtin")]
fn engine_of(found: &Found) -> build_json::Engine {
    build_json::Engine {
        kind: EngineKind::Builtin,
        path: found.package.folder.clone(),
        version: found.package.version.clone(),
        found_by: found.origin.to_string(),
        note: (!found.package.is_tested()).then(|| UNTESTED.to_owned()),
    }
}

/// An engine that is kept for style sheets that are compiled again and again.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    #[cfg(feature = "builtin")]
    builtin: Option<engines::builtin::Builtin>,
}

impl Kept {
    /// Compiles an entry style sheet as [`compile`] does.
    pub(crate) fn compile(
        &mut self,
        request: &Request<'_>,
        env: &Env,
    ) -> Result<Output, Vec<Problem>> {
        // Nobody watches here but `cargo tailprint dev`, which watches the whole package.
        let mut watch = Watch::default();
        #[cfg(feature = "builtin")]
        if request.engine == crate::config::Engine::Builtin {
            let job = Job::new(request, env).map_err(|problem| vec![problem])?;
            let builtin = match &mut self.builtin {
                Some(builtin) => builtin,
                none => {
                    let builtin = engines::select::builtin(request, env, &mut watch);
                    none.insert(builtin.map_err(|problem| vec![problem])?.ahead())
                }
            };
            let result = job.builtin(builtin, &mut watch).0;
            return job.with_npm_assets(result);
        }
        compile(request, env, &mut watch)
    }
}
