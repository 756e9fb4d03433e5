//! `cargo tailprint fix`: replaces URLs of assets that templates write out by expressions of their engines.
//!
//! All changes are planned first ([`plan`]), shown as a diff, and then made together.

use tailprint_build::cli_support::{LeftUrl, Rewriter};
use tailprint_core::build_json::{BuildJson, Template, Written};

use crate::assets::doctor::usage::{Texts, written_out};
use crate::cli::Fix;
use crate::package;
use crate::set_up::init::confirmed;
use crate::set_up::init::plain_pages;
use crate::set_up::init::plan::{Plan, apply};
use crate::set_up::init::project::Project;
use crate::support::failure::Failure;
use crate::support::terminal::{Progress, note, print, print_diff};
use crate::support::{build_json, findings, interrupt};

/// Shows the new templates as a diff, asks, and writes them.
pub(crate) fn fix(options: &Fix) -> Result<(), Failure> {
    interrupt::listen()?;
    let package = &options.package;
    let project = Project::find(package.package.as_deref(), package.manifest_path.as_deref())?;
    let plan = plan(&project, &build(options)?)?;
    print_diff(&plan.diff(&project));
    if !plan.notes.is_empty() {
        print(&format!("Left as they are:\n- {}\n", plan.notes.join("\n- ")));
    }
    if plan.is_empty() {
        print("nothing to do\n");
        return Ok(());
    }
    if options.dry_run {
        note("dry run, nothing was changed");
        return Ok(());
    }
    if !options.yes && !confirmed()? {
        return Err("nothing was changed".to_owned().into());
    }
    apply::apply(&plan)?;
    print(&format!("{} written\n", plan.files()));
    Ok(())
}

/// Runs the build script, which finds the URLs.
fn build(options: &Fix) -> Result<BuildJson, Failure> {
    let progress = Progress::new();
    progress.say("building");
    let inspected = package::inspect(&options.package, false)?;
    drop(progress);
    if findings::has_errors(&inspected.problems) {
        let message = "the assets have errors (`cargo tailprint check` shows each with its line)";
        return Err(message.to_owned().into());
    }
    let folder = inspected.folder.ok_or_else(|| {
        if inspected.succeeded {
            "the package does not build its assets with tailprint-build (run `cargo tailprint init`)"
                .to_owned()
        } else {
            format!("the build script did not run to its end (run `{}`)", inspected.command)
        }
    })?;
    Ok(build_json::read(&folder)?)
}

/// Plans new texts for the templates, and notes for what has to stay as it is.
fn plan(project: &Project, build: &BuildJson) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let plain = plain_pages(project, &plan);
    let rewriter = Rewriter::new(&build.package)?;
    for template in &build.templates {
        if let Some(place) = plain.get(&build.package.join(&template.file)) {
            for Written { line, column, url, .. } in &template.written {
                plan.note(format!(
                    "{}:{line}:{column}: {url}: {place} embeds this page, and no template engine reads it (put the \
                     constant of the module `assets` in there)",
                    template.file
                ));
            }
            continue;
        }
        rewrite(&rewriter, build, template, &mut plan)?;
    }
    for place in written_out(build, &Texts::read(build)) {
        if let Some((file, _)) = place.split_once(':')
            && file.ends_with(".rs")
            && !build.templates.iter().any(|template| template.file == file)
        {
            plan.note(format!(
                "{place}: Rust code is not rewritten (write a constant of the module `assets` there)"
            ));
        }
    }
    Ok(plan)
}

fn rewrite(
    rewriter: &Rewriter,
    build: &BuildJson,
    template: &Template,
    plan: &mut Plan,
) -> Result<(), String> {
    let file = &*template.file;
    let path = build.package.join(file);
    for Written { line, column, url, .. } in &template.missing {
        plan.note(format!("{file}:{line}:{column}: {url}: there is no such asset"));
    }
    if template.written.is_empty() {
        return Ok(());
    }
    let text = plan.text_or_empty(&path)?;
    let new = rewriter.rewrite(file, &text, &template.written);
    for LeftUrl { line, column, url, reason } in new.left {
        plan.note(format!("{file}:{line}:{column}: {url}: {reason}"));
    }
    plan.set(&path, new.text)
}
