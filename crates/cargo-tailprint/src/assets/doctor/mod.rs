//! `cargo tailprint doctor`: reports the set-up and the assets of a package, with improvements.

mod checks;
mod pins;
mod report;
mod tailwind;
pub(crate) mod usage;

use std::path::Path;
use std::process::{Command, Stdio};

use tailprint_build::cli_support::{
    Cause, Finding, FindingSeverity, Group, Interface, compiled, groups,
};
use tailprint_core::build_json::{BuildJson, Mode, Storage, StyleSheet};
use tailprint_report::sheet;

use crate::cli::{Doctor, Format};
use crate::package::{self, Inspected};
use crate::set_up::init::edits::manifest;
use crate::set_up::init::project::Project;
use crate::support::failure::Failure;
use crate::support::terminal::{Progress, print_json, print_styled};
use crate::support::{build_json, findings, interrupt};
use report::{Big, Diagnosis, Facts, Report, Severity, Tailwind, Totals};
use usage::shown;

/// The number of assets in the list of the biggest.
const BIGGEST: usize = 5;

/// Examines a package.
pub(crate) fn doctor(options: &Doctor) -> Result<(), Failure> {
    interrupt::listen()?;
    let package = &options.package;
    let project = Project::find(package.package.as_deref(), package.manifest_path.as_deref())?;
    let progress = Progress::new();
    progress.say("building");
    let inspected = package::inspect(package, false)?;
    drop(progress);
    let report = examine(&project, &inspected, options.all)?;
    match options.format {
        Format::Human => print_styled(&report.human(options.all)),
        Format::Json => {
            let json = serde_json::to_string(&report).unwrap_or_default() + "\n";
            print_json(&json);
        }
    }
    if report.is_ill() { Err(Failure::Problems) } else { Ok(()) }
}

fn examine(project: &Project, inspected: &Inspected, all: bool) -> Result<Report, String> {
    let root = project.root.join("Cargo.toml");
    let text = std::fs::read_to_string(&root).unwrap_or_default();
    let root = manifest::parse(&text, "Cargo.toml")?;
    let build = inspected.folder.as_deref().map(build_json::read).transpose()?;
    let mut findings = of_inspection(inspected, all);
    // `cargo tailprint init` sets the profiles as well.
    if !findings.iter().any(|finding| finding.id == "not-set-up") {
        findings.extend(checks::profiles(&root, build.as_ref()));
    }
    let mut facts = Facts {
        node: version("node"),
        npm: version("npm"),
        browserslist: browserslist(project.folder()),
        optimised_build_scripts: ["dev", "release"]
            .map(|profile| (profile, checks::is_optimised(&root, profile)))
            .into(),
        ..Facts::default()
    };
    if let (Some(build), Some(folder)) = (&build, &inspected.folder) {
        findings.extend(checks::of_build(build, folder)?);
        add_build(&mut facts, build, folder);
    }
    findings.sort_by_key(|finding| finding.severity);
    Ok(Report { version: 1, package: project.name.clone(), facts, findings })
}

/// The findings about the run of the build script.
fn of_inspection(inspected: &Inspected, all: bool) -> Vec<Diagnosis> {
    let errors = inspected.problems.iter().filter(|it| it.severity == FindingSeverity::Error);
    let errors: Vec<String> = if all {
        errors.map(findings::line).collect()
    } else {
        let errors: Vec<Finding> = errors.cloned().collect();
        groups(&errors, Interface::BuildScript).iter().map(headline).collect()
    };
    if findings::has_errors(&inspected.problems) {
        let message = "the assets have errors, so nothing else about them is known";
        let help = "`cargo tailprint check` shows each with its line";
        return vec![Diagnosis::new("problems", Severity::Error, message, help).about(errors)];
    }
    let mut found = Vec::new();
    if !inspected.succeeded {
        let cargo = &inspected.command;
        let message = format!("`{cargo}` fails, but not because of the assets");
        found.push(Diagnosis::new(
            "build-fails",
            Severity::Error,
            message,
            format!("run `{cargo}`"),
        ));
    }
    if inspected.folder.is_none() && inspected.succeeded {
        let message = "the package does not build its assets with tailprint-build";
        found.push(Diagnosis::new(
            "not-set-up",
            Severity::Error,
            message,
            "run `cargo tailprint init`",
        ));
    }
    // `checks` reports a missing optimisation, with the profile, and written-out URLs of the sources as well.
    let problems = inspected.problems.iter();
    let problems = problems.filter(|it| {
        !it.message.starts_with("an unoptimised build script")
            && it.cause != Some(Cause::WrittenOut)
    });
    let problems: Vec<Finding> = problems.cloned().collect();
    if all {
        found.extend(problems.iter().map(warning));
    } else {
        found.extend(groups(&problems, Interface::BuildScript).iter().filter_map(warnings));
    }
    found
}

/// The problem, or the cause of several.
fn headline(group: &Group<'_>) -> String {
    match (&group.summary, group.findings.first()) {
        (Some(summary), _) => summary.message.clone(),
        (None, first) => first.map(|first| findings::line(first)).unwrap_or_default(),
    }
}

/// The finding about warnings of one cause; none for no warnings.
fn warnings(group: &Group<'_>) -> Option<Diagnosis> {
    let first = warning(group.findings.first()?);
    let Some(summary) = &group.summary else { return Some(first) };
    let places = group.findings.iter().map(|finding| findings::line(finding)).collect();
    let help = summary.help.clone().unwrap_or_else(|| "see the places that are named".to_owned());
    Some(Diagnosis { message: summary.message.clone(), help, ..first }.about(places))
}

fn warning(problem: &Finding) -> Diagnosis {
    let is_map = problem.cause == Some(Cause::MissingSourceMap);
    let id = if is_map { "missing-source-map" } else { "build-warning" };
    let help = problem.help.clone().unwrap_or_else(|| {
        if is_map {
            "add the map, or remove the comment that names it"
        } else {
            "see the place that is named"
        }
        .to_owned()
    });
    Diagnosis::new(id, Severity::Warning, findings::line(problem), help)
}

fn add_build(facts: &mut Facts, build: &BuildJson, folder: &Path) {
    facts.tailprint = Some(build.tailprint.clone());
    facts.mode = Some(
        match build.mode {
            Mode::Plain => "plain",
            Mode::Hashed => "hashed",
        }
        .to_owned(),
    );
    facts.tailwind = build.tailwind.iter().map(|sheet| fact(sheet, folder)).collect();
    facts.encodings.clone_from(&build.encodings);
    let watched: std::collections::BTreeSet<String> =
        build.inputs.paths.iter().map(|path| shown(build, path)).collect();
    facts.watched = watched.into_iter().collect();
    facts.timings.clone_from(&build.timings);
    facts.templates.clone_from(&build.templates);
    let at_root = build.assets.iter().filter(|asset| asset.at_root);
    facts.at_root = at_root.map(|asset| asset.url.clone()).collect();
    let stored = |storage| {
        let assets = build.assets.iter().filter(move |asset| asset.storage == storage);
        assets.map(|asset| asset.size).sum()
    };
    let (embedded, on_disk): (u64, u64) = (stored(Storage::Embedded), stored(Storage::Disk));
    let (count, bytes) = (build.assets.len(), embedded + on_disk);
    facts.assets = Some(Totals { count, bytes, embedded, on_disk });
    let mut assets: Vec<_> = build.assets.iter().collect();
    assets.sort_by_key(|asset| (std::cmp::Reverse(asset.size), &asset.path));
    facts.biggest = assets
        .into_iter()
        .take(BIGGEST)
        .map(|asset| Big {
            path: asset.path.clone(),
            bytes: asset.size,
            encoded: asset.encoded.clone(),
        })
        .collect();
}

fn fact(sheet: &StyleSheet, folder: &Path) -> Tailwind {
    let css = std::fs::read_to_string(compiled(folder, &sheet.output));
    let engine = sheet.engine.as_ref();
    Tailwind {
        source: sheet.source.clone(),
        output: sheet.output.clone(),
        engine: engine.map(|it| it.kind.name().to_owned()),
        version: engine.map(|it| it.version.clone()),
        path: engine.map(|it| it.path.to_string_lossy().into_owned()),
        found_by: engine.map(|it| it.found_by.clone()),
        classes: css.ok().map(|css| sheet::classes(&css).len()),
    }
}

/// The first line of a program's `--version`; none if the program does not run.
fn version(program: &str) -> Option<String> {
    let program = if cfg!(windows) && program == "npm" { "npm.cmd" } else { program };
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.trim();
    (output.status.success() && !line.is_empty()).then(|| line.to_owned())
}

/// The file with the list of browsers that the project supports.
fn browserslist(folder: &Path) -> Option<String> {
    let file = folder.ancestors().find_map(|folder| {
        let own = folder.join(".browserslistrc");
        let package = folder.join("package.json");
        let named = || {
            let json: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&package).ok()?).ok()?;
            json.get("browserslist").map(|_| package.clone())
        };
        if own.is_file() { Some(own) } else { named() }
    });
    file.map(|file| file.to_string_lossy().into_owned())
}
