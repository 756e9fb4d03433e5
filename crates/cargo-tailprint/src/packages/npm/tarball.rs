//! The tarball of a package, from a server that may be hostile.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use tar::EntryType;

use super::registry::Files;

/// The most bytes that a package may unpack to. It is a choice, not a measurement.
const LARGEST: u64 = 256 << 20;
/// The most files of a package. It is a choice, not a measurement.
const MOST_FILES: usize = 100_000;

/// Returns the files of a tarball by their paths in the package.
///
/// Links, devices and paths that lead out of the package do not occur in packages that npm publishes, so they are
/// refused.
pub(crate) fn unpack(packed: &[u8]) -> Result<Files, String> {
    let limited = GzDecoder::new(packed).take(LARGEST + 1);
    let mut archive = tar::Archive::new(limited);
    let mut files = BTreeMap::new();
    let mut total = 0_u64;
    let broken = |error: std::io::Error| format!("cannot be unpacked: {error}");
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let path = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| "holds a name that is not UTF-8".to_owned())?;
        // A header can state any size up to 2⁶⁴.
        total = entry.size().saturating_add(total);
        if total > LARGEST || files.len() >= MOST_FILES {
            return Err(too_large());
        }
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            EntryType::Symlink | EntryType::Link => return Err(format!("holds a link, {path:?}")),
            _ => return Err(format!("holds {path:?}, which is neither a file nor a folder")),
        }
        let Some(path) = below(&path)? else { continue };
        let (size, mut content) = (entry.size(), Vec::new());
        entry.take(LARGEST).read_to_end(&mut content).map_err(broken)?;
        if content.len() as u64 != size {
            return Err(format!("cannot be unpacked: {path:?} is not complete"));
        }
        files.insert(path, content);
    }
    // The decoder checks lengths and checksums at the end of the archive.
    let mut rest = archive.into_inner();
    let left = std::io::copy(&mut rest, &mut std::io::sink()).map_err(broken)?;
    if left > LARGEST || rest.limit() == 0 {
        return Err(too_large());
    }
    if files.is_empty() { Err("holds no file".to_owned()) } else { Ok(files) }
}

fn too_large() -> String {
    format!("unpacks to more than {} MB or {MOST_FILES} files", LARGEST >> 20)
}

/// Returns a path without its first folder, which npm ignores as well; none for a file beside that folder.
fn below(path: &str) -> Result<Option<String>, String> {
    let is_bad = |part: &str| {
        part == ".." || part.contains(|it: char| it.is_control() || it == '\\' || it == ':')
    };
    if path.starts_with('/') || path.split('/').any(is_bad) {
        return Err(format!("holds {path:?}, which leads out of it"));
    }
    let parts: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    Ok(parts.get(1..).filter(|rest| !rest.is_empty()).map(|rest| rest.join("/")))
}
