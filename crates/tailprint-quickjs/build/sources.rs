//! Finds the C code that rquickjs-sys is made of, which has no way of telling.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// What is compiled.
pub(crate) const C_FILES: [&str; 4] = ["libregexp.c", "libunicode.c", "quickjs.c", "dtoa.c"];
/// What that includes.
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

/// Where packages may be.
#[derive(Debug)]
pub(crate) struct Places {
    /// This package. What Cargo downloads, and what `cargo vendor` copies, lies side by side.
    pub(crate) package: PathBuf,
    /// Cargo's own folder, for when this package was not downloaded but is a path or a git dependency.
    pub(crate) cargo: Option<PathBuf>,
}

impl Places {
    /// The folder with the C code, if every byte of it is the one that is known.
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
