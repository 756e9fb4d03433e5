//! `cargo tailprint vendor`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tailprint_build::tool;

use crate::cli::Vendor;
use crate::failure::Failure;
use crate::terminal::{note, print, thousands};

/// Copies Tailwind's files into the package.
pub(crate) fn vendor(options: &Vendor) -> Result<(), Failure> {
    let root = root(options)?;
    let wanted = tool::Vendor {
        root: root.clone(),
        version: options.version.clone(),
        digest: options.digest.clone(),
    };
    let vendored = tool::vendor(&wanted)?;
    for text in &vendored.notes {
        note(text);
    }
    let shown = vendored.folder.strip_prefix(&root).unwrap_or(&vendored.folder).display();
    if vendored.unchanged {
        print(&format!("{shown} is complete\n"));
    } else {
        print(&format!(
            "{shown}: {} files, {} bytes, from {}; commit this folder\n",
            vendored.files,
            thousands(vendored.bytes),
            vendored.origin
        ));
    }
    if is_ignored(&root, &vendored.folder) {
        note(&format!("git ignores {shown}: remove the pattern from .gitignore, or `git add -f`"));
    }
    Ok(())
}

/// The folder of the package or the workspace.
fn root(options: &Vendor) -> Result<PathBuf, Failure> {
    // The Cargo that called us.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.args(["locate-project", "--message-format", "plain"]);
    if options.workspace {
        command.arg("--workspace");
    }
    if let Some(path) = &options.manifest_path {
        command.arg("--manifest-path").arg(path);
    }
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let text = text.trim().strip_prefix("error: ").unwrap_or(text.trim());
        return Err(text.to_owned().into());
    }
    let manifest = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let folder = manifest.parent().map(Path::to_owned);
    folder.ok_or_else(|| "cargo names no package".to_owned().into())
}

/// Whether git would leave the folder out; no if there is no git.
fn is_ignored(root: &Path, folder: &Path) -> bool {
    let mut command = Command::new("git");
    command.args(["check-ignore", "--quiet"]).arg(folder.join("dist/lib.js")).current_dir(root);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
