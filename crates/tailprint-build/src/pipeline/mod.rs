//! The stages of a build, one after the other.
//!
//! They return values and print nothing. [`out_dir`](crate::output::out_dir) lists the few that write while they run.

mod clock;
pub(crate) mod stages;

use std::path::PathBuf;

use self::clock::Clock;
use self::stages::{Scripts, Used, assets, check, check_embedded, compress, generate, publish};
use crate::before;
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::cargo::{opt_level, since_start};
use crate::config::Config;
use crate::error::{Problems, Report};
use crate::naming::digests::Digests;
use crate::naming::published::Published;
use crate::output::Output;
use crate::output::build_json::{self, build_json};
use crate::output::import_map;
use crate::output::import_map::pins::pins;
use crate::output::manifest::manifest;
use crate::settings::Settings;
use crate::tailwind::crates::{self, Crates};
use crate::tailwind::entry_points::{self, Compiled};
use crate::tailwind::style_sheet::raw;
use crate::templates;

/// The outcome of a run, successful or not.
#[derive(Debug)]
pub(crate) struct Run {
    /// `OUT_DIR/tailprint`, unless the run failed before it was known.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) watch: Watch,
    pub(crate) result: Result<Output, Report>,
}

/// Runs all stages.
pub(crate) fn run(config: &Config, env: &Env) -> Run {
    let mut problems = Problems::default();
    let mut watch = Watch::default();
    let settings = Settings::new(config, env, &mut problems);
    let output =
        settings.as_ref().and_then(|settings| build(settings, env, &mut watch, &mut problems));
    watch.variables = env.announced();
    if settings.as_ref().is_some_and(|settings| settings.only_documents) {
        problems.forgive();
    }
    let result = match output {
        Some(output) if !problems.has_errors() => {
            Ok(Output { warnings: problems.into_sorted(), ..output })
        }
        _ => Err(problems.into_report()),
    };
    Run { folder: settings.map(|settings| settings.folder), watch, result }
}

/// Runs the stages of a package. Errors are collected up to the stage that names the assets.
fn build(
    settings: &Settings,
    env: &Env,
    watch: &mut Watch,
    problems: &mut Problems,
) -> Option<Output> {
    let mut clock = Clock::start();
    settings.watch(watch);
    before::run(&settings.before, &settings.package, &settings.folder, env, watch, problems);
    clock.lap("before");
    let mut templates = templates::load(settings.templates(), problems);
    watch.extend(templates.watch.clone());
    clock.lap("templates");
    let used = templates.uses().map(|used| used.path.clone());
    let implied = settings.implied_entry(used);
    let crates = crates::find(&settings.tailwind_crates, &settings.package, env, watch);
    let crates = crates.unwrap_or_else(|found| {
        problems.extend(found);
        Crates::new()
    });
    let implied = implied.as_ref();
    let entries = entry_points::compile(settings, implied, &crates, env, watch, problems);
    clock.lap("tailwind");
    let reading = settings.reading().key();
    // In plain mode nothing is hashed.
    let remembered = settings.hashed.then(|| Digests::read(&settings.folder, &reading));
    let digests = remembered.unwrap_or_default();
    let assets = assets(settings, &entries, &digests, problems)?;
    clock.lap("load");
    raw::check(&assets, &entries, problems);
    let written = templates.written_out();
    check(settings, &mut templates, &assets, problems);
    stages::unpinned(settings, &templates, &assets, problems);
    // A URL that is written out leads to the logical path, where the import map names the module by its hash.
    let used = templates.uses().map(|used| &*used.path);
    let used: Vec<&str> = used.chain(written.iter().map(String::as_str)).collect();
    let used =
        Used { paths: &used, properties: &templates.properties, templates: &templates.templates };
    let scripts = Scripts::of(settings, &assets);
    let graphs = stages::graphs(settings, &templates, &assets);
    let imports = stages::imports(settings, &templates, &assets);
    let mut published = publish(settings, assets, used, &digests, problems);
    let pins = pins(&settings.import_map, &settings.scopes, &published, problems);
    clock.lap("fingerprint");
    if has_failed(settings, problems) {
        return None;
    }
    let cache = compress(settings, &mut published);
    clock.lap("encode");
    check_embedded(settings, &published, problems);
    if has_failed(settings, problems) {
        return None;
    }
    let generated = generate(settings, &published, &pins, &graphs, &entries, &scripts);
    clock.lap("generate");
    let tailwind = entry_points::unoptimised(&entries);
    problems.extend(opt_level::warning(&clock.laps, &settings.profile, tailwind));
    watch.leave_out(settings.out_dir());
    problems.extend(since_start::warnings(watch, &settings.package, settings.out_dir()));
    watch.variables = env.announced();
    Some(Output {
        folder: settings.folder.clone(),
        hashed: settings.hashed,
        reading,
        build_json: build_json(
            settings,
            build_json::Request {
                entries: &entries,
                crates: &crates,
                published: &published,
                templates: &templates.templates,
                imports: imports.as_ref(),
                watch,
                timings: &clock.laps,
            },
        ),
        manifest: manifest(&published),
        published,
        notes: entries.iter().flat_map(Compiled::notes).collect(),
        tailwind: stages::compiled_files(entries),
        typescript: scripts.files,
        templates: templates.files,
        generated,
        cache,
        warnings: Vec::new(),
    })
}

/// Returns true if the build cannot go on. One that only documents the package always goes on.
fn has_failed(settings: &Settings, problems: &Problems) -> bool {
    problems.has_errors() && !settings.only_documents
}

/// Runs the stages of a folder without a package: no templates, no Tailwind, no code. Returns the import map as well.
pub(crate) fn folder(settings: &Settings, problems: &mut Problems) -> (Vec<Published>, String) {
    let Some(assets) = assets(settings, &[], &Digests::default(), problems) else {
        return Default::default();
    };
    raw::check(&assets, &[], problems);
    stages::bare_imports(settings, &assets, problems);
    let mut published = publish(settings, assets, Used::default(), &Digests::default(), problems);
    let pins = pins(&settings.import_map, &settings.scopes, &published, problems);
    if !settings.codings.is_empty() && !problems.has_errors() {
        compress(settings, &mut published);
    }
    let import_map = import_map::of(&published, &settings.prefix, &pins);
    (published, import_map.json().to_owned())
}

#[cfg(test)]
pub(crate) mod tests;
