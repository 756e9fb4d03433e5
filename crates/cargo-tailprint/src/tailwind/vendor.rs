//! `cargo tailprint vendor`: copies Tailwind's files into the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tailprint_build::cli_support;
use tailprint_core::lock::FILE;
use tailprint_core::path::slashed;

use crate::cli::Vendor;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::lock::pin_tailwind;
use crate::support::terminal::{note, print, thousands};

/// Copies Tailwind's files into the package.
pub(crate) fn vendor(options: &Vendor) -> Result<(), Failure> {
    let root = root(options)?;
    let (version, digest) = (options.version.as_deref(), options.digest.as_deref());
    let vendored = cli_support::vendor(&root, version, digest)?;
    for text in &vendored.found.notes {
        note(text);
    }
    if let Some(pin) = &vendored.pin {
        let path = root.join(FILE);
        if pin_tailwind(&path, pin)? {
            print(&format!("{FILE} pins Tailwind {}; commit this file\n", pin.version));
        }
    }
    let folder = vendored.folder.strip_prefix(&root).unwrap_or(&vendored.folder);
    let shown = slashed(folder).unwrap_or_else(|| folder.display().to_string());
    if vendored.unchanged {
        print(&format!("{shown} is complete\n"));
    } else {
        let files = &vendored.found.package.files;
        print(&format!(
            "{shown}: {} files, {} bytes, from {}; commit this folder\n",
            files.len(),
            thousands(files.values().map(Vec::len).sum()),
            vendored.found.origin
        ));
    }
    if is_ignored(&root, &vendored.folder) {
        note(&format!("git ignores {shown}: remove the pattern from .gitignore, or `git add -f`"));
    }
    Ok(())
}

/// The folder of the package or the workspace.
fn root(options: &Vendor) -> Result<PathBuf, Failure> {
    let manifest = cargo::locate_manifest(options.manifest_path.as_deref(), options.workspace)?;
    let folder = manifest.parent().map(Path::to_owned);
    folder.ok_or_else(|| "cargo names no package".to_owned().into())
}

/// Returns true if git ignores the folder, and false without git.
fn is_ignored(root: &Path, folder: &Path) -> bool {
    let mut command = Command::new("git");
    command.args(["check-ignore", "--quiet"]).arg(folder.join("dist/lib.js")).current_dir(root);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
