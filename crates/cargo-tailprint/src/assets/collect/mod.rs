//! `cargo tailprint collect`: exports assets to a folder.

pub(crate) mod check;
mod export;
mod guard;
mod merge;
mod plan;
mod prune;
mod stage;

use std::path::{Path, PathBuf};
use std::time::Instant;

use tailprint_build::cli_support::{self, Collected};

use crate::cli::{Collect, Encoding, FolderOptions};
use crate::package;
use crate::support::failure::Failure;
use crate::support::findings::{View, interface};
use crate::support::terminal::{Progress, note, print, thousands};
use crate::support::{build_json, findings, interrupt};
#[cfg(feature = "push")]
pub(crate) use export::Content;
use export::Export;
use guard::{Surroundings, resolved};
#[cfg(feature = "push")]
pub(crate) use merge::{OTHER_BYTES, is_missing, manifest};
use plan::Plan;
use prune::Prune;
use stage::Output;

/// Exports the assets of a package or a folder.
pub(crate) fn collect(options: &Collect) -> Result<(), Failure> {
    let started = Instant::now();
    interrupt::listen()?;
    let out = resolved(&options.out)?;
    let progress = Progress::new();
    let mut export = match &options.source.from {
        Some(from) => from_folder(from, &out, options, &progress)?,
        None => from_package(&out, options)?,
    };
    for folder in &options.merge {
        export.merge(merge::hashed(folder)?);
    }
    if options.encodings.is_some() && export.encodings() == 0 {
        note("there are no precompressed files to export");
    }
    let prune = match (options.clear, options.keep) {
        (true, _) => Prune::Clear,
        (_, Some(number)) => Prune::Keep(number),
        _ => Prune::Nothing,
    };
    progress.say("comparing");
    let summary = if options.dry_run {
        let plan = Plan::new(&out, &export, prune)?;
        summary(&plan, &export, "dry run, nothing written: ")
    } else {
        let output = Output::lock(&out);
        let plan = Plan::new(&out, &export, prune)?;
        if !plan.is_empty() {
            output.apply(&plan, &progress)?;
        }
        summary(&plan, &export, "")
    };
    drop(progress);
    print(&format!("{summary} in {:.2} s\n", started.elapsed().as_secs_f64()));
    Ok(())
}

fn summary(plan: &Plan<'_>, export: &Export, before: &str) -> String {
    format!(
        "{before}{} asset{}, {} written, {} unmodified, {} removed",
        thousands(export.assets),
        if export.assets == 1 { "" } else { "s" },
        thousands(plan.written),
        thousands(export.assets - plan.written),
        thousands(plan.remove.len())
    )
}

fn from_folder(
    from: &Path,
    out: &Path,
    options: &Collect,
    progress: &Progress,
) -> Result<Export, Failure> {
    Surroundings::of(&[from.to_owned()]).refuse(out, options.clear)?;
    progress.say("reading");
    let encodings = options.encodings.as_deref().unwrap_or_default();
    let collected = checked(from, &options.source.folder, encodings, options.all, progress)?;
    Ok(Export::of_folder(collected)?)
}

/// Runs the pipeline on a folder, and shows its problems. With `all`, each is shown. Errors end the command.
pub(crate) fn checked(
    from: &Path,
    options: &FolderOptions,
    encodings: &[Encoding],
    all: bool,
    progress: &Progress,
) -> Result<Collected, Failure> {
    let (folder, collected) = run(from, options, encodings)?;
    if !collected.problems.is_empty() {
        progress.say("");
        let view = View { all, interface: interface(true) };
        findings::show(&collected.problems, &folder.base, view);
    }
    if findings::has_errors(&collected.problems) {
        return Err(Failure::Problems);
    }
    Ok(collected)
}

fn from_package(out: &Path, options: &Collect) -> Result<Export, Failure> {
    let built = package::build(&options.source.package, options.all)?;
    let mut sources = build_json::asset_folders(&built.description);
    sources.push(built.folder.clone());
    Surroundings::of(&sources).refuse(out, options.clear)?;
    let encodings = options.encodings.as_deref().unwrap_or(&Encoding::ALL);
    Ok(Export::of_package(built, encodings)?)
}

const WITHOUT_JS_MODULES: &str = "this program was installed without the feature `js_modules` (install it with \
                                  `cargo install cargo-tailprint --features js_modules`, which needs Rust 1.95)";

/// Runs the pipeline on a folder, for `collect` and `check`.
pub(crate) fn run(
    from: &Path,
    options: &FolderOptions,
    encodings: &[Encoding],
) -> Result<(cli_support::Folder, Collected), Failure> {
    if !from.is_dir() {
        return Err(format!("--from {}: no such folder", from.display()).into());
    }
    if options.js_modules && !cfg!(feature = "js_modules") {
        return Err(format!("--js-modules: {WITHOUT_JS_MODULES}").into());
    }
    let base = std::env::current_dir()
        .map_err(|error| cli_support::cannot("be used", Path::new("."), &error))?;
    let mut allow_missing = options.allow_missing.clone();
    if options.no_strict {
        allow_missing.push("*".to_owned());
    }
    let folder = cli_support::Folder {
        folder: PathBuf::from(from),
        base,
        url_prefix: options.url_prefix.clone(),
        ignore: options.ignore.clone(),
        include: options.include.clone(),
        opaque: options.opaque.clone(),
        keep_name: options.keep_name.clone(),
        at_root: options.at_root.clone(),
        prehashed: options.prehashed.clone(),
        allow_missing,
        html_attributes: options.html_attribute.clone(),
        ignore_symlinks: !options.follow_symlinks,
        import_map: options.import_map.clone(),
        js_modules: options.js_modules,
        encodings: encodings.iter().map(|encoding| encoding.coding()).collect(),
    };
    let collected = cli_support::collect(&folder);
    Ok((folder, collected))
}
