//! The places in which the assets on the disk are looked for.

use std::env;
use std::path::{Path, PathBuf};

use super::{DiskError, Folder};
use crate::generated::Settings;

/// The variable that names the folder, and is the only place then. Of several packages in one program, each may have a
/// folder of its own in it.
pub(super) const DIR: &str = "TAILPRINT_ASSETS_DIR";

/// The variable that puts all assets on the disk.
const STORAGE: &str = "TAILPRINT_STORAGE";

/// The folders in which Cargo puts tests and examples, inside of the one for programs.
const OF_CARGO: [&str; 2] = ["deps", "examples"];

/// The folders in the order in which they are looked for.
///
/// The results of the build are the last, for `cargo run --release`. They are found by their path relative to the
/// program, so that the program holds no path of the machine that built it.
pub(super) fn candidates(settings: &Settings) -> Result<Vec<Folder>, DiskError> {
    if let Some(dir) = env::var_os(DIR).filter(|dir| !dir.is_empty()) {
        let dir = PathBuf::from(dir);
        let own = Folder::collected(dir.join(name(settings)));
        return Ok([Folder::collected(dir)]
            .into_iter()
            .chain(own.exists().then_some(own))
            .collect());
    }
    let program = env::current_exe().map_err(|error| DiskError::no_program(&error))?;
    let home = home(&program);
    let collected = Folder::collected(home.join(name(settings)));
    let built = settings.built.map(|built| Folder::built(&home.join(built)));
    Ok([collected].into_iter().chain(built).collect())
}

/// The folder that `cargo tailprint collect` fills beside the program.
pub(super) fn name(settings: &Settings) -> String {
    format!("{}-assets", settings.package)
}

/// The folder for programs that this one belongs to.
fn home(program: &Path) -> &Path {
    let folder = program.parent().unwrap_or(Path::new("."));
    let is_of_cargo = folder.file_name().is_some_and(|name| OF_CARGO.iter().any(|it| name == *it));
    folder.parent().filter(|_| is_of_cargo).unwrap_or(folder)
}

/// Returns true if whoever started the app wants all assets from the disk.
pub(crate) fn is_all_on_disk() -> Result<bool, DiskError> {
    match env::var_os(STORAGE) {
        None => Ok(false),
        Some(value) if value == "disk" => Ok(true),
        Some(value) if value == "embedded" || value.is_empty() => Ok(false),
        Some(value) => Err(DiskError::setting(STORAGE, &value)),
    }
}
