//! Makes scripts of TypeScript sources that were saved.

use std::path::Path;

use tailprint_build::cli_support::{self, Finding};
use tailprint_core::glob::GlobSet;
use tailprint_core::whole_file::write_if_changed;

use super::super::watch::changes::Source;
use super::styles::failure;

/// Writes the script of a source into the folder that a debug build serves it from. Returns true if it has changed.
pub(crate) fn write(
    source: &Source,
    package: &Path,
    folder: &Path,
    globs: &GlobSet,
) -> Result<bool, Vec<Finding>> {
    let shown = source.file.strip_prefix(package).unwrap_or(&source.file).to_string_lossy();
    let script = cli_support::typescript(&source.file, &source.path, &shown, globs)?;
    let file = folder.join(cli_support::TYPESCRIPT).join(&source.script);
    write_if_changed(&file, &script)
        .map_err(|error| vec![failure(cli_support::cannot("be written", &file, &error))])
}

#[cfg(test)]
mod tests;
