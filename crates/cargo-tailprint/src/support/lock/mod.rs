//! Changes to `tailprint.lock`. What another command has written stays.

use std::fs;
use std::io;
use std::path::Path;

use tailprint_build::cli_support::cannot;
use tailprint_core::lock::{HEAD, Lock, Program, Tailwind, VERSION, with_programs};
use tailprint_core::whole_file::{sweep, write_if_changed};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// Makes `release` the one release of Tailwind in the file. Returns true if the file was changed.
///
/// The error names the file and the reason, with the repair.
pub(crate) fn pin_tailwind(path: &Path, release: &Tailwind) -> Result<bool, String> {
    let shown = path.display().to_string();
    let lock = Lock::read(path, &shown).map_err(|error| error.to_string())?.unwrap_or_default();
    if lock.tailwind == [release.clone()] {
        return Ok(false);
    }
    edit(path, HEAD, |text| with_tailwind(text, release))
}

/// Makes `programs` the standalone programs in the file. Returns true if the file was changed.
///
/// The error names the file and the reason, with the repair.
pub(crate) fn pin_programs(path: &Path, programs: &[Program]) -> Result<bool, String> {
    let shown = path.display().to_string();
    let lock = Lock::read(path, &shown).map_err(|error| error.to_string())?.unwrap_or_default();
    if lock.programs == programs {
        return Ok(false);
    }
    edit(path, HEAD, |text| {
        let mut document = document(text)?;
        document.remove("program");
        Ok(with_programs(&document.to_string(), programs))
    })
}

/// Rewrites the file. `head` is the beginning of a new one. Returns true if the file was changed.
pub(crate) fn edit(
    path: &Path,
    head: &str,
    change: impl FnOnce(&str) -> Result<String, String>,
) -> Result<bool, String> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("{head}version = {VERSION}\n")
        }
        read => read.map_err(|error| cannot("be read", path, &error))?,
    };
    let text = change(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    sweep(path.parent().unwrap_or(Path::new(".")));
    write_if_changed(path, text.as_bytes()).map_err(|error| cannot("be written", path, &error))
}

/// Reads the text of the file, to be changed with its comments.
pub(crate) fn document(text: &str) -> Result<DocumentMut, String> {
    let text = text.trim_start_matches('\u{feff}');
    text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())
}

fn with_tailwind(text: &str, release: &Tailwind) -> Result<String, String> {
    let mut document = document(text)?;
    let mut entry = Table::new();
    entry.insert("version", value(&release.version));
    entry.insert("integrity", value(&release.integrity));
    entry.insert("files", value(&release.files));
    let mut entries = ArrayOfTables::new();
    entries.push(entry);
    document.insert("tailwind", Item::ArrayOfTables(entries));
    Ok(document.to_string())
}

#[cfg(test)]
mod tests;
