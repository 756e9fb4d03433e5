//! File access with errors that name the file, and writing that never leaves half a file.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use tailprint_core::io_error::reason;

use crate::error::Problem;

/// Returns a path as shown to the user: relative to the package where that is possible, separated by `/`.
pub(crate) fn shown(path: &Path, package: &Path) -> String {
    let relative = path.strip_prefix(package).unwrap_or(path);
    let text = relative.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") }
}

pub(crate) fn read(path: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| cannot("be read", shown, &error))
}

pub(crate) fn cannot(what: &str, shown: &str, error: &io::Error) -> Problem {
    Problem::error(format!("cannot {what}: {}", reason(error))).in_file(shown)
}

/// Writes a file by temporary file and rename. An equal file is left untouched, its modification time included.
pub(crate) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let same_size = fs::metadata(path).is_ok_and(|old| old.len() == bytes.len() as u64);
    if same_size && fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    write(path, bytes)
}

/// Writes a file by temporary file and rename.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_io(path, bytes).map_err(|error| cannot("be written", &path.to_string_lossy(), &error))
}

fn write_io(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = match temporary(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            temporary(folder)?
        }
        other => other?,
    };
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Web servers read these files, so they are not private like other temporary files. The umask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.prefix(".tailprint-").tempfile_in(folder)
}

/// Returns all files below a folder: the path below it, separated by `/`, and the whole path. A missing folder has none.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, PathBuf)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| (shown(entry.path(), folder), entry.into_path()))
        .collect()
}

/// Removes paths below another one of the paths: Cargo looks at everything in an announced folder.
pub(crate) fn outermost(paths: &mut BTreeSet<PathBuf>) {
    // In the order of paths, everything in a folder comes right behind it.
    let mut last: Option<PathBuf> = None;
    paths.retain(|path| {
        let inside = last.as_ref().is_some_and(|folder| path.starts_with(folder));
        if !inside {
            last = Some(path.clone());
        }
        !inside
    });
}

#[cfg(test)]
mod tests;
