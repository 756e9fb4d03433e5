//! Programs in a folder, under the names by which the system starts them.

use std::path::{Path, PathBuf};

/// Returns the program `name` in a folder; none if there is none.
///
/// On Windows it ends in `.exe` or `.cmd`; elsewhere someone may execute it.
///
/// ```
/// use tailprint_core::program::program_in;
///
/// let folder = std::env::temp_dir();
/// assert_eq!(program_in(&folder, "no-such-program"), None);
/// ```
#[must_use]
pub fn program_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let programs = endings.iter().map(|ending| folder.join(format!("{name}{ending}")));
    programs.into_iter().find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
