//! The folders that plugins may read.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the package, the workspace of Cargo that it is in, and that of npm, pnpm or yarn.
pub(super) fn roots(package: &Path) -> Vec<PathBuf> {
    let above = || package.ancestors().skip(1);
    let cargo = above().find(|folder| has_line(&folder.join("Cargo.toml"), "[workspace"));
    let of_packages = |folder: &&Path| {
        folder.join("pnpm-workspace.yaml").is_file()
            || has_line(&folder.join("package.json"), "\"workspaces\"")
    };
    let packages = above().find(of_packages);
    [Some(package), cargo, packages].into_iter().flatten().map(Path::to_owned).collect()
}

/// Returns true if a line of a file begins with `start`, white space aside.
fn has_line(file: &Path, start: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().any(|line| line.trim_start().starts_with(start))
}
