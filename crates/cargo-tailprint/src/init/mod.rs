//! `cargo tailprint init`: adds tailprint to a package.
//!
//! All changes are planned first ([`plan`]), shown as a diff, and then made together ([`plan::apply`]).

mod build_script;
pub(crate) mod manifest;
pub(crate) mod plan;
pub(crate) mod project;
mod sources;
mod templates;
#[cfg(test)]
mod tests;

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use crate::cli::Init;
use crate::support::failure::Failure;
use crate::support::terminal::{note, print, print_error};
use crate::support::{interrupt, walk};
use build_script::Script;
use manifest::{CrateSource, Wanted};
use plan::Plan;
use project::{Engine, Framework, Project};

/// Shows the missing parts as a diff, asks, and adds them.
pub(crate) fn init(options: &Init) -> Result<(), Failure> {
    interrupt::listen()?;
    let project = Project::find(options.package.as_deref(), options.manifest_path.as_deref())?;
    let source = CrateSource::new(options.path.as_deref())?;
    let plan = plan(&project, &source)?;
    print(&plan.diff(&project));
    if !plan.notes.is_empty() {
        print(&format!("To be done by hand:\n- {}\n", plan.notes.join("\n- ")));
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
    plan::apply::apply(&plan)?;
    let files = plan.changes().count();
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    print(&format!(
        "{files} written; `cargo tailprint dev` runs the app and shows what you save\n"
    ));
    Ok(())
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

/// Plans everything that the package lacks.
fn plan(project: &Project, source: &CrateSource) -> Result<Plan, String> {
    let mut plan = Plan::default();
    manifests(project, source, &mut plan)?;
    let statement = style_sheet(project, &mut plan)?;
    build_script(project, &statement, &mut plan)?;
    if sources::wire(project, &mut plan)? {
        let wanted = Wanted { table: "dependencies", name: "listenfd", features: &[] };
        dependency(project, wanted, &CrateSource::Version("1".to_owned()), &mut plan)?;
    }
    ignore_target(project, &mut plan)?;
    engine_note(project.engine(), &mut plan);
    Ok(plan)
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
    let root_manifest = project.root.join("Cargo.toml");
    let mut root = document(project, &root_manifest, plan)?;
    manifest::optimise_build_scripts(&mut root, "dev");
    manifest::optimise_build_scripts(&mut root, "release");
    plan.set(&root_manifest, root.to_string())
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
    let inherits = manifest::inherits(&root, &package, wanted.name);
    if inherits {
        manifest::share(&mut root, wanted.name, source);
        plan.set(&root_manifest, root.to_string())?;
    }
    // The manifest of the workspace may be that of the package.
    let mut package = document(project, &project.manifest, plan)?;
    manifest::depend(&mut package, wanted, (!inherits).then_some(source));
    plan.set(&project.manifest, package.to_string())
}

fn document(project: &Project, path: &Path, plan: &Plan) -> Result<DocumentMut, String> {
    manifest::parse(&plan.text(path)?.unwrap_or_default(), &project.shown(path))
}

fn features(project: &Project) -> Vec<&'static str> {
    let engine = (project.engine() == Engine::Askama).then_some("askama");
    let framework = match project.framework() {
        Framework::Axum => Some("axum"),
        Framework::Actix => Some("actix-web"),
        Framework::Rocket => Some("rocket"),
        Framework::Ntex => Some("ntex"),
        _ => None,
    };
    engine.into_iter().chain(framework).collect()
}

/// Plans `static/css/source.css` unless there is a style sheet for Tailwind. Returns the statement for build.rs.
fn style_sheet(project: &Project, plan: &mut Plan) -> Result<String, String> {
    let conventional = project.folder().join("static/css/source.css");
    let default = "tailprint_build::build();".to_owned();
    let script = match project.build_script() {
        Some(path) => plan.text(path)?.unwrap_or_default(),
        None => String::new(),
    };
    if conventional.exists() || script.contains(".tailwind(") || script.contains("no_tailwind") {
        return Ok(default);
    }
    if let [only] = &entries(project.folder())[..] {
        let only = only.strip_prefix(project.folder()).unwrap_or(only);
        let only = only.to_string_lossy().replace('\\', "/");
        return Ok(format!(
            "tailprint_build::Config::new().tailwind({only:?}, \"css/tailwind.css\").build();"
        ));
    }
    plan.set(&conventional, "@import \"tailwindcss\";\n".to_owned())?;
    Ok(default)
}

/// Lists the style sheets that import Tailwind.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let files = walk::own_files(folder, &[]).map(walkdir::DirEntry::into_path);
    let sheets = files.filter(|file| file.extension().is_some_and(|it| it == "css"));
    let imports = |file: &PathBuf| {
        std::fs::read_to_string(file).is_ok_and(|css| {
            css.contains("@import \"tailwindcss\"") || css.contains("@import 'tailwindcss'")
        })
    };
    sheets.filter(imports).collect()
}

fn build_script(project: &Project, statement: &str, plan: &mut Plan) -> Result<(), String> {
    let Some(path) = project.build_script().map(Path::to_owned) else {
        let path = project.folder().join("build.rs");
        if path.exists() {
            // The manifest has `build = false`.
            plan.note(format!(
                "{} is not run, since Cargo.toml says `build = false`: remove that, and add `{statement}` to its `main`",
                project.shown(&path)
            ));
            return Ok(());
        }
        return plan.set(&path, build_script::create(statement));
    };
    let text = plan.text(&path)?.unwrap_or_default();
    let shown = project.shown(&path);
    match build_script::extend(&text, statement) {
        Script::Ready => {}
        Script::Extended(extended) => {
            if !text.contains("rerun-if-") {
                plan.note(format!(
                    "{shown} did not say what it depends on, so Cargo ran it after every change; with \
                     tailprint it runs when the assets change: have it print \
                     `cargo::rerun-if-changed=…` for what else it reads"
                ));
            }
            plan.set(&path, extended)?;
        }
        Script::ByHand(why) => {
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
    let mut text = plan.text(&path)?.unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    plan.set(&path, text + "/target\n")
}

/// Notes the way to link the style sheet for template engines without the filter.
fn engine_note(engine: Engine, plan: &mut Plan) {
    plan.note(match engine {
        Engine::Askama => return,
        Engine::OldAskama => {
            "the filter `static` needs askama 0.16: update it and run this again, or hand the \
             constant `assets::css::TAILWIND_CSS` to the templates"
        }
        Engine::Maud => {
            "maud has no filters, but constants: link the style sheet with \
             `link rel=\"stylesheet\" href=(crate::assets::css::TAILWIND_CSS);`"
        }
        Engine::Minijinja => {
            "hand the constant to the templates, `context! { stylesheet => assets::css::TAILWIND_CSS }`, \
             and link it: `<link rel=\"stylesheet\" href=\"{{ stylesheet }}\">`"
        }
        Engine::Tera => {
            "hand the constant to the templates, `context.insert(\"stylesheet\", assets::css::TAILWIND_CSS)`, \
             and link it: `<link rel=\"stylesheet\" href=\"{{ stylesheet }}\">`"
        }
        Engine::Other => {
            "link the style sheet in the head of your pages; its URL is the constant \
             `assets::css::TAILWIND_CSS`"
        }
    });
}
