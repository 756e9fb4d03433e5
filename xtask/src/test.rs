//! Every test there is.

use std::path::PathBuf;

use crate::chromium;
use crate::run::{Failure, cargo, root, run, succeeds};

/// Installs what the tests need and runs them, the workspace's own last.
pub(crate) fn test() -> Result<(), Failure> {
    let chromium = chromium::provide()?;
    run(&mut cargo(&["test", "--workspace", "--all-features", "--doc"]))?;
    for manifest in own_workspaces()? {
        let manifest = manifest.to_string_lossy();
        run(&mut cargo(&[
            "test",
            "--manifest-path",
            &manifest,
            "--target-dir",
            "target/examples",
        ]))?;
    }
    let runner: &[&str] = if succeeds(&mut cargo(&["nextest", "--version"])) {
        &["nextest", "run", "--no-fail-fast"]
    } else {
        &["test", "--no-fail-fast", "--lib", "--bins", "--tests"]
    };
    run(cargo(runner).args(["--workspace", "--all-features"]).env("CHROMIUM", chromium))
}

/// Examples that are no members of the workspace.
fn own_workspaces() -> Result<Vec<PathBuf>, Failure> {
    let folder = root().join("examples");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", folder.display()));
    let mut manifests = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let manifest = entry.map_err(unreadable)?.path().join("Cargo.toml");
        let Ok(text) = std::fs::read_to_string(&manifest) else { continue };
        if text.lines().any(|line| line.trim() == "[workspace]") {
            manifests.push(manifest);
        }
    }
    manifests.sort();
    Ok(manifests)
}
