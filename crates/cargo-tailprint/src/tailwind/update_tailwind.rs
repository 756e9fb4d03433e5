//! `cargo tailprint update-tailwind`: pins another release of Tailwind.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use tailprint_build::cli_support::{self, TailwindInUse};
use tailprint_core::lock::FILE;
use tailprint_tailwind::node::Manager;

use crate::cli::UpdateTailwind;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::lock::{pin_programs, pin_tailwind};
use crate::support::metadata::{Metadata, Package};
use crate::support::terminal::{note, print};

/// Pins a release in `tailprint.lock`, and tells what else decides about the version.
pub(crate) fn update_tailwind(options: &UpdateTailwind) -> Result<(), Failure> {
    let manifest = cargo::locate_manifest(options.manifest_path.as_deref(), options.workspace)?;
    let root = manifest.parent().unwrap_or(Path::new("")).to_owned();
    let before = cli_support::tailwind_in_use(&root)?;
    if options.program {
        let version = options.version.as_deref().unwrap_or(&before.version);
        return program(version, &before, &root);
    }
    let release = cli_support::tailwind_release(&root, options.version.as_deref())?;
    let path = before.lock.clone().unwrap_or_else(|| root.join(FILE));
    let changed = pin_tailwind(&path, &release)?;
    let shown = path.strip_prefix(&root).unwrap_or(&path).display();
    let version = &release.version;
    if changed {
        let from = match before.version == *version {
            true => String::new(),
            false => format!(" instead of {}", before.version),
        };
        print(&format!("{shown} pins Tailwind {version}{from}; commit this file\n"));
    } else {
        print(&format!("{shown} pins Tailwind {version} already\n"));
    }
    others(&before, version, &root).iter().for_each(|text| note(text));
    for script in scripts(&manifest, options.workspace)? {
        // A script that cannot be read does not build either.
        let text = fs::read_to_string(&script).unwrap_or_default();
        let shown = script.strip_prefix(&root).unwrap_or(&script).display().to_string();
        configured(&text, version).iter().for_each(|place| note(&format!("{shown}:{place}")));
    }
    Ok(())
}

/// Pins the standalone programs of a release for all kinds of machines.
fn program(version: &str, before: &TailwindInUse, root: &Path) -> Result<(), Failure> {
    let programs = cli_support::tailwind_programs(root, version)?;
    let path = before.lock.clone().unwrap_or_else(|| root.join(FILE));
    let shown = path.strip_prefix(root).unwrap_or(&path).display();
    let what = format!("the program of Tailwind {version} for {} systems", programs.len());
    match pin_programs(&path, &programs)? {
        true => print(&format!("{shown} pins {what}; commit this file\n")),
        false => print(&format!("{shown} pins {what} already\n")),
    }
    Ok(())
}

/// Describes the copy of Tailwind in the project, which builds use rather than the pinned release.
fn others(before: &TailwindInUse, version: &str, root: &Path) -> Option<String> {
    let (is_vendored, folder) = before.own.as_ref()?;
    if before.version == version {
        return None;
    }
    let shown = folder.strip_prefix(root).unwrap_or(folder).display();
    let repair = match is_vendored {
        true => format!("`cargo tailprint vendor --version {version}`, and remove that folder"),
        false => format!("`{} tailwindcss@{version}`", Manager::of(root).add_dev()),
    };
    Some(format!("builds use {shown}, which is Tailwind {}: {repair}", before.version))
}

/// The build scripts of the package, or of all packages of the workspace.
fn scripts(manifest: &Path, workspace: bool) -> Result<Vec<PathBuf>, String> {
    let mut command = cargo::command("metadata", Some(manifest));
    let output = cargo::output(command.args(["--no-deps", "--format-version", "1"]))?;
    let metadata = Metadata::parse(&output)?;
    let is_meant = |package: &&Package| workspace || package.manifest_path == manifest;
    let packages = metadata.packages.into_iter();
    let packages: Vec<Package> = packages.filter(|package| is_meant(&package)).collect();
    let targets = packages.into_iter().flat_map(|package| package.targets);
    Ok(targets.filter(|it| it.is("custom-build")).map(|it| it.src_path).collect())
}

/// Describes the calls of a build script that configure another version: `3:5: …`.
fn configured(text: &str, version: &str) -> Vec<String> {
    let mut calls = Calls { version, found: Vec::new() };
    // A script that cannot be parsed does not compile either.
    if let Ok(file) = syn::parse_str::<syn::File>(text) {
        calls.visit_file(&file);
    }
    calls.found
}

struct Calls<'a> {
    version: &'a str,
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if call.method != "tailwind_version" {
            return;
        }
        let argument = match call.args.first() {
            Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => text.value(),
            _ => "…".to_owned(),
        };
        if argument != self.version {
            let start = call.method.span().start();
            self.found.push(format!(
                "{}:{}: `tailwind_version({argument:?})` wins over {FILE} (remove it, or write {:?})",
                start.line,
                start.column + 1,
                self.version
            ));
        }
    }
}
