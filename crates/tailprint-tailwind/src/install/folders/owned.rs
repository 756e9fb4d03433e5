//! Folders of a cache, which nobody but the user may write.

use std::fs;
use std::io;
use std::path::Path;

/// Creates a folder, and those above it, for the user alone.
pub(in crate::install) fn create(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Returns the reason why a folder that exists is not the user's own, with the repair in parentheses.
#[cfg(unix)]
pub(in crate::install) fn refusal(folder: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    /// The permission of group and others to write.
    const WRITABLE: u32 = 0o022;
    let data = fs::metadata(folder).ok()?;
    let link = fs::symlink_metadata(folder).ok()?;
    let user = user();
    let why = if Some(data.uid()) != user || Some(link.uid()) != user {
        "belongs to another user"
    } else if data.mode() & WRITABLE != 0 {
        "can be written by other users"
    } else {
        return None;
    };
    let folder = folder.display();
    Some(format!(
        "{folder} {why}, and is left alone: Tailwind is kept in the target folder \
         (`chmod go-w {folder}` in a shell of its owner, or set TAILPRINT_CACHE_DIR)"
    ))
}

/// Returns the user that the files of this process belong to. The standard library cannot ask for it, and a crate for this
/// one call would cost each first build two seconds of CPU time.
#[cfg(unix)]
fn user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    use std::sync::OnceLock;

    static USER: OnceLock<Option<u32>> = OnceLock::new();
    let ask = || Some(tailprint_core::whole_file::unnamed().ok()?.metadata().ok()?.uid());
    *USER.get_or_init(ask)
}

/// Returns nothing: elsewhere the folder for caches is in the user's profile, which others cannot write.
#[cfg(not(unix))]
pub(in crate::install) fn refusal(_: &Path) -> Option<String> {
    None
}
