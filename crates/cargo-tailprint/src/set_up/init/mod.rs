//! `cargo tailprint init`: adds tailprint to a package.
//!
//! All changes are planned first ([`plan`]), shown as a diff, and then made together ([`plan::apply`]).

#[cfg(feature = "pin")]
mod cdn;
pub(crate) mod edits;
mod outputs;
mod pages;
pub(crate) mod plan;
pub(crate) mod project;
mod sources;
mod survey;
#[cfg(test)]
mod tests;
mod unneeded;

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use tailprint_core::whole_file::sweep;
use toml_edit::DocumentMut;

use crate::cli::Init;
use crate::support::failure::Failure;
use crate::support::interrupt;
use crate::support::terminal::{note, print, print_diff, print_error};
use edits::build_script::Script;
use edits::manifest::{CrateSource, Wanted};
use plan::Plan;
use plan::lines::Mark;
use project::{Engine, Framework, Project};
pub(crate) use sources::included::plain_pages;
use survey::Survey;
use survey::tailwind::Tailwind;

/// Shows the missing parts as a diff, asks, and adds them.
pub(crate) fn init(options: &Init) -> Result<(), Failure> {
    interrupt::listen()?;
    let project = Project::find(options.package.as_deref(), options.manifest_path.as_deref())?;
    if options.package.is_none() {
        project.check_choice()?;
    }
    let source = CrateSource::new(options.path.as_deref())?;
    let plan = settled(&project, &source, !options.dry_run)?;
    if !options.dry_run {
        // A run that was killed behind its last step leaves nothing else to do.
        sweep(&project.root);
    }
    print_diff(&plan.diff(&project));
    if !plan.notes.is_empty() {
        print(&format!("To be done by hand:\n{}", plan.steps()));
    }
    if plan.is_empty() {
        print(&match plan.notes.len() {
            0 => "nothing to do\n".to_owned(),
            left => format!("nothing to change; {} left to be done by hand\n", steps(left)),
        });
        return finish(&plan);
    }
    if options.dry_run {
        note("dry run, nothing was changed");
        return finish(&plan);
    }
    if !options.yes && !confirmed()? {
        return Err("nothing was changed".to_owned().into());
    }
    plan::apply::apply(&plan)?;
    let files = plan.files();
    print(&match plan.notes.len() {
        0 => {
            format!("{files} written; `cargo tailprint dev` runs the app and shows what you save\n")
        }
        left => {
            format!("{files} written; {} left to be done by hand, as listed above\n", steps(left))
        }
    });
    finish(&plan)
}

fn steps(count: usize) -> String {
    if count == 1 { "1 step is".to_owned() } else { format!("{count} steps are") }
}

/// Ends with an exit code that says if steps are left.
fn finish(plan: &Plan) -> Result<(), Failure> {
    if plan.notes.is_empty() { Ok(()) } else { Err(Failure::Problems) }
}

/// Asks the user, if there is a terminal.
pub(crate) fn confirmed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err("nothing was changed, since there is no terminal to ask on; \
                    add --yes to make these changes"
            .to_owned()
            .into());
    }
    print_error("Make these changes? [y/N] ");
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Plans everything that the package lacks. The steps by hand name lines of the new files if the plan `is_applied`.
fn settled(project: &Project, source: &CrateSource, is_applied: bool) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mark = add_all(project, source, &mut plan)?;
    plan.settle(project, &mark, is_applied);
    Ok(plan)
}

fn add_all(project: &Project, source: &CrateSource, plan: &mut Plan) -> Result<Mark, String> {
    project.check_framework()?;
    let survey = Survey::new(project, plan)?;
    manifests(project, source, plan)?;
    style_sheet(&survey, plan);
    // A build script that builds the assets says how.
    let root = outputs::moved(project, &survey, plan)?;
    if !survey.is_set_up {
        build_script(project, &statement(&survey, root), plan)?;
    }
    let needed = sources::wire(project, &survey, plan)?;
    if let Some(feature) = needed.feature {
        let wanted = Wanted { table: "dependencies", name: "tailprint", features: &[feature] };
        dependency(project, wanted, source, plan)?;
    }
    if needed.listenfd {
        let wanted = Wanted { table: "dependencies", name: "listenfd", features: &[] };
        dependency(project, wanted, &CrateSource::Version("1".to_owned()), plan)?;
    }
    edits::sheets::rewrite(project, &survey, plan)?;
    enable(project, needed.listenfd, plan)?;
    ignore_target(project, plan)?;
    let mark = plan.mark();
    edits::links::by_hand(project, &survey, plan)?;
    survey::proxies::by_hand(project, &survey, plan)?;
    edits::import_map::by_hand(project, &survey, plan)?;
    #[cfg(feature = "pin")]
    cdn::by_hand(project, plan)?;
    needed.names.apply(&mut plan.notes);
    unneeded::remove(project, plan)?;
    edits::rustfmt::format(project, plan);
    Ok(mark)
}

fn manifests(project: &Project, source: &CrateSource, plan: &mut Plan) -> Result<(), String> {
    let features = features(project);
    let wanted = [
        Wanted { table: "dependencies", name: "tailprint", features: &features },
        Wanted { table: "build-dependencies", name: "tailprint-build", features: &[] },
    ];
    for wanted in wanted {
        dependency(project, wanted, source, plan)?;
    }
    Ok(())
}

/// Adds a dependency to the package, and to the workspace if packages inherit their dependencies from it.
fn dependency(
    project: &Project,
    wanted: Wanted<'_>,
    source: &CrateSource,
    plan: &mut Plan,
) -> Result<(), String> {
    let root_manifest = project.root.join("Cargo.toml");
    let mut root = document(project, &root_manifest, plan)?;
    let package = document(project, &project.manifest, plan)?;
    let inherits = edits::manifest::inherits(&root, &package, wanted.name);
    if inherits {
        edits::manifest::share(&mut root, wanted.name, source);
        plan.set(&root_manifest, root.to_string())?;
    }
    // The manifest of the workspace may be that of the package.
    let mut package = document(project, &project.manifest, plan)?;
    edits::manifest::depend(&mut package, wanted, (!inherits).then_some(source));
    plan.set(&project.manifest, package.to_string())
}

fn document(project: &Project, path: &Path, plan: &Plan) -> Result<DocumentMut, String> {
    edits::manifest::parse(&plan.text_or_empty(path)?, &project.shown(path))
}

fn features(project: &Project) -> Vec<&'static str> {
    let engine = (project.engine() == Engine::Askama).then_some("askama");
    // A package that is compiled for browsers as well has the server in a feature of its own.
    let framework = server(project).filter(|name| !project.has_optional(name));
    engine.into_iter().chain(framework).collect()
}

/// The framework as Cargo and the features of tailprint call it.
fn server(project: &Project) -> Option<&'static str> {
    match project.framework() {
        Framework::Axum => Some("axum").filter(|_| !project.has_old_axum()),
        Framework::Actix => Some("actix-web"),
        Framework::Rocket => Some("rocket"),
        Framework::Ntex => Some("ntex"),
        _ => None,
    }
}

/// Has the features that enable an optional framework enable what the server needs of tailprint.
fn enable(project: &Project, needs_listenfd: bool, plan: &mut Plan) -> Result<(), String> {
    let Some(server) = server(project).filter(|name| project.has_optional(name)) else {
        return Ok(());
    };
    let mut package = document(project, &project.manifest, plan)?;
    edits::manifest::enable(&mut package, server, &format!("tailprint/{server}"));
    if needs_listenfd {
        edits::manifest::make_optional(&mut package, "listenfd");
        edits::manifest::enable(&mut package, server, "dep:listenfd");
    }
    plan.set(&project.manifest, package.to_string())
}

/// Tells what has compiled the style sheet so far, and that its file has to go.
fn style_sheet(survey: &Survey, plan: &mut Plan) {
    let output = survey.tailwind.output();
    if let Some((files, output)) = survey.files.as_ref().zip(output)
        && files.path.join(output).is_file()
    {
        plan.note(format!(
            "delete {}/{output}: the build makes this style sheet now, and refuses a file in its place",
            files.folder
        ));
    }
    match &survey.tailwind {
        Tailwind::Entry(entry) => {
            if let Some(place) = &entry.misplaced {
                plan.note(format!(
                    "{place}: Tailwind 3 looks for its configuration in the folder of Cargo.toml, and resolves `content` from \
                     there: move this file to tailwind.config.js there, and write its paths from there"
                ));
            }
            for call in &entry.calls {
                plan.note(format!(
                    "{call}: runs Tailwind, which the build script of tailprint does now: remove that"
                ));
            }
        }
        Tailwind::Several(sheets) => plan.note(format!(
            "several style sheets are for Tailwind ({}): replace `.no_tailwind()` in build.rs by one \
             `.tailwind(\"SOURCE\", \"css/OUTPUT.css\")` for each that pages link",
            sheets.join(", ")
        )),
        Tailwind::Unstyled | Tailwind::None | Tailwind::Conventional => {}
    }
}

/// The longest chain of calls that rustfmt leaves on one line.
const CHAIN_WIDTH: usize = 60;

/// The statement for build.rs, with a line for each call if it is long.
fn statement(survey: &Survey, generated: Option<String>) -> String {
    let mut files: Vec<String> = survey.files.iter().flat_map(survey::Files::calls).collect();
    if generated.is_some() && !files.iter().any(|call| call.starts_with(".root(")) {
        // A root that is named takes the place of the one by default.
        files.insert(0, ".root(\"static\")".to_owned());
    }
    let templates = survey.templates.iter().map(|folder| format!(".templates({folder:?})"));
    let calls: Vec<String> = files
        .into_iter()
        .chain(generated)
        .chain(templates)
        .chain(survey.tailwind.calls())
        .collect();
    if calls.is_empty() {
        return "tailprint_build::build();".to_owned();
    }
    let short = format!("tailprint_build::Config::new(){}.build()", calls.concat());
    if short.len() <= CHAIN_WIDTH {
        return short + ";";
    }
    format!("tailprint_build::Config::new()\n    {}\n    .build();", calls.join("\n    "))
}

fn build_script(project: &Project, statement: &str, plan: &mut Plan) -> Result<(), String> {
    let Some(path) = project.build_script().map(Path::to_owned) else {
        let path = project.folder().join("build.rs");
        if path.exists() {
            // The manifest has `build = false`.
            plan.note(format!(
                "{} is not run, since Cargo.toml says `build = false`: remove that, and add `{}` to its `main`",
                project.shown(&path),
                edits::build_script::one_line(statement)
            ));
            return Ok(());
        }
        return plan.set(&path, edits::build_script::create(statement));
    };
    let text = plan.text_or_empty(&path)?;
    let shown = project.shown(&path);
    match edits::build_script::extend(&text, statement) {
        Script::Ready => {}
        Script::Extended(extended) => {
            let says_it = |module: &sources::Module| module.text.contains("rerun-if-");
            if !sources::of_crate(&path, plan).iter().any(says_it) {
                plan.note(format!(
                    "{shown} did not say what it depends on, so Cargo ran it after every change; with \
                     tailprint it runs when the assets change: have it print \
                     `cargo::rerun-if-changed=…` for what else it reads"
                ));
            }
            plan.set(&path, extended)?;
        }
        Script::ByHand(why) => {
            let statement = edits::build_script::one_line(statement);
            plan.note(format!("add `{statement}` to `main` in {shown}, where {why}"));
        }
    }
    Ok(())
}

/// Has git ignore `target`, since Tailwind looks for classes in all files that git does not ignore.
fn ignore_target(project: &Project, plan: &mut Plan) -> Result<(), String> {
    let names_target = |text: &str| {
        text.lines().any(|line| {
            matches!(
                line.trim(),
                "target" | "/target" | "target/" | "/target/" | "**/target" | "**/target/"
            )
        })
    };
    for folder in project.root.ancestors() {
        let text = plan.text(&folder.join(".gitignore"))?;
        if text.as_deref().is_some_and(names_target) {
            return Ok(());
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    let path = project.root.join(".gitignore");
    let mut text = plan.text_or_empty(&path)?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    plan.set(&path, text + "/target\n")
}
