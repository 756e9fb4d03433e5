//! `cargo tailprint report`: a page about the assets of a build.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::{Entry, cannot, class_places, compiled};
use tailprint_core::build_json::{Asset, BuildJson};
use tailprint_core::whole_file;
use tailprint_report::against::Former;
use tailprint_report::styles::{Compiled, Place};
use tailprint_report::{Report, Source, html, sheet, text};

use crate::assets::doctor::usage::{Texts, unused};
use crate::assets::loads::loads;
use crate::cli::{self, ReportFormat};
use crate::dev::build::styles::entry_points;
use crate::package;
use crate::support::build_json::files;
use crate::support::failure::Failure;
use crate::support::metadata::Metadata;
use crate::support::terminal::{self, print, print_json};
use crate::support::{cargo, findings, interrupt};

/// The file in Cargo's target folder.
const PAGE: &str = "tailprint/report.html";

/// Builds a package and reports on its assets.
pub(crate) fn report(options: &cli::Report) -> Result<(), Failure> {
    interrupt::listen()?;
    if options.open && options.format == ReportFormat::Json {
        return Err("there is no page to open with `--format json`".to_owned().into());
    }
    // Before the build, so that a mistyped path is told at once.
    let former = options.against.as_deref().map(former).transpose()?;
    let built = package::build(&options.package, false)?;
    let mut report = made(&built.folder, &built.description)?;
    if let Some(former) = former {
        report.compare(&former);
    }
    report.check(&options.fail_above).map_err(|error| format!("--fail-above: {error}"))?;
    match options.format {
        // Serialising texts and numbers cannot fail.
        ReportFormat::Json => {
            print_json(&(serde_json::to_string(&report).unwrap_or_default() + "\n"));
        }
        ReportFormat::Html => show(&report, options)?,
    }
    let exceeded: Vec<_> = report.budgets.iter().filter(|budget| budget.exceeded).collect();
    for budget in &exceeded {
        terminal::error(&budget.to_string());
    }
    if exceeded.is_empty() { Ok(()) } else { Err(Failure::Problems) }
}

/// Examines a build. `folder` is its `OUT_DIR/tailprint`.
pub(crate) fn made(folder: &Path, build: &BuildJson) -> Result<Report, String> {
    let loads = loads(folder, build)?;
    let unused = unused(build, &Texts::read(build), &loads);
    let styles = styles(folder, build)?;
    let source = Source {
        template: &|file| std::fs::read_to_string(build.package.join(file)).ok(),
        content: &|asset| content(folder, build, asset),
        loads: &|asset| loads.get(&asset.path).cloned().unwrap_or_default(),
        unused: Some(&unused),
        styles: &styles,
        ..Source::of(build)
    };
    Ok(Report::new(&source))
}

/// The style sheets that Tailwind compiled, each with the places of its classes.
fn styles(folder: &Path, build: &BuildJson) -> Result<Vec<Compiled>, String> {
    let one = |entry: &Entry| {
        let file = compiled(folder, &entry.output);
        let css = std::fs::read_to_string(&file);
        let css = css.map_err(|error| cannot("be read", &file, &error))?;
        let found = class_places(&build.package, folder, entry, &sheet::classes(&css))
            .map_err(|error| findings::line(&error))?;
        let place = |(file, line, column)| Place { file, line, column };
        let places = found
            .into_iter()
            .map(|(class, places)| (class, places.into_iter().map(place).collect()))
            .collect();
        Ok(Compiled { output: entry.output.clone(), css, places })
    };
    entry_points(build).iter().map(one).collect()
}

/// Names the content of an asset of a plain build, whose bytes are those of a file.
fn content(folder: &Path, build: &BuildJson, asset: &Asset) -> Option<String> {
    let styles = compiled(folder, &asset.path);
    let file = files(build, &asset.path).into_iter().next().map(|(_, file)| file);
    let bytes = std::fs::read(file.unwrap_or(styles)).ok()?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Some(format!("{:016x}", hasher.finish()))
}

/// Reads the file of `--against`.
fn former(file: &Path) -> Result<Former, String> {
    let json = std::fs::read(file).map_err(|error| cannot("be read", file, &error))?;
    Former::read(&json).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes the page, prints the summary, and opens the page if it is to be opened.
fn show(report: &Report, options: &cli::Report) -> Result<(), Failure> {
    let file = page(options.package.manifest_path.as_deref())?;
    let written = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| whole_file::write(&file, html(report).as_bytes()));
    written.map_err(|error| cannot("be written", &file, &error))?;
    print(&text(report));
    for budget in report.budgets.iter().filter(|budget| !budget.exceeded) {
        print(&format!("{budget}\n"));
    }
    print(&format!("{}\n", file.display()));
    if options.open {
        let opened = opener::open(&file);
        opened.map_err(|error| format!("cannot open {}: {error}", file.display()))?;
    }
    Ok(())
}

/// The file of the page, in the target folder.
fn page(manifest: Option<&Path>) -> Result<PathBuf, String> {
    let mut command = cargo::command("metadata", manifest);
    let metadata = cargo::output(command.args(["--no-deps", "--format-version", "1"]))?;
    Ok(Metadata::parse(&metadata)?.target_directory.join(PAGE))
}
