//! The C code of rquickjs-sys. Its manifest has no `links` key, so its build script cannot tell this one the folder,
//! which has to be searched.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// The files that are compiled.
pub(crate) const C_FILES: [&str; 4] = ["libregexp.c", "libunicode.c", "quickjs.c", "dtoa.c"];
/// The files that they include.
const HEADERS: [&str; 14] = [
    "builtin-array-fromasync.h",
    "builtin-iterator-zip-keyed.h",
    "builtin-iterator-zip.h",
    "cutils.h",
    "dtoa.h",
    "libregexp-opcode.h",
    "libregexp.h",
    "libunicode-table.h",
    "libunicode.h",
    "list.h",
    "quickjs-atom.h",
    "quickjs-c-atomics.h",
    "quickjs-opcode.h",
    "quickjs.h",
];
/// The release that the workspace pins.
pub(crate) const VERSION: &str = "0.14.0";
/// SHA-256 of the names and contents of [`C_FILES`] and [`HEADERS`] of [`VERSION`].
const DIGEST: &str = "ae3e37051673bea3a31f120e0035d1cfbf18500c67625865b21e6e31dd869e4f";

/// The places that packages may be in.
#[derive(Debug)]
pub(crate) struct Places {
    /// This package. The packages that Cargo downloads, and those that `cargo vendor` copies, are side by side.
    pub(crate) package: PathBuf,
    /// Cargo's own folder, which is searched if this package was not downloaded but is a path or a git dependency.
    pub(crate) cargo: Option<PathBuf>,
}

impl Places {
    /// The folder with the C code, if it is that of [`DIGEST`], byte for byte.
    pub(crate) fn find(&self) -> Option<PathBuf> {
        self.folders().into_iter().find(|folder| digest(folder).as_deref() == Some(DIGEST))
    }

    fn folders(&self) -> Vec<PathBuf> {
        let beside = self.package.parent().map(Path::to_owned);
        let vendored = self.package.ancestors().map(|folder| folder.join("vendor"));
        let registries = self.cargo.as_ref().map(|cargo| cargo.join("registry/src"));
        let downloaded = registries.iter().flat_map(|folder| children(folder));
        let all = beside.into_iter().chain(vendored).chain(downloaded);
        let names = [format!("rquickjs-sys-{VERSION}"), "rquickjs-sys".to_owned()];
        all.flat_map(|folder| names.clone().map(|name| folder.join(name).join("quickjs"))).collect()
    }
}

/// The folders of the registries that Cargo has downloaded from.
fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn digest(folder: &Path) -> Option<String> {
    let mut digest = Sha256::new();
    for name in C_FILES.iter().chain(&HEADERS) {
        let bytes = fs::read(folder.join(name)).ok()?;
        digest.update(name);
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    Some(base16ct::lower::encode_string(&digest.finalize()))
}
