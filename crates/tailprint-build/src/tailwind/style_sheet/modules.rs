//! The modules that a plugin or configuration imports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::packages::{self, Asked};

/// The most modules that are followed. A plugin that imports more, from a bundle of icons for example, would cost more
/// time than Tailwind itself.
const MOST_MODULES: usize = 1_000;

/// Returns modules with all that they import. The `package.json` of their packages go into `manifests`.
pub(super) fn imported(
    mut waiting: Vec<PathBuf>,
    manifests: &mut BTreeSet<PathBuf>,
) -> BTreeSet<PathBuf> {
    let mut modules = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if modules.len() >= MOST_MODULES || !modules.insert(path.clone()) {
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let folder = path.parent().unwrap_or(Path::new(""));
        for import in imports(&bytes) {
            waiting.extend(packages::find(folder, import, Asked::Module, manifests));
        }
    }
    modules
}

/// The string literals of a JavaScript module that may name other modules: all that begin with `./` or `../`, and those
/// after `from`, `import` or `require`.
pub(super) fn imports(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let relative = memmem::find_iter(bytes, b"./").filter_map(|at| {
        let start = if at > 0 && bytes.get(at - 1) == Some(&b'.') { at - 1 } else { at };
        literal(bytes, start.checked_sub(1)?)
    });
    let words = ["from", "import", "require"].into_iter().flat_map(move |word| {
        memmem::find_iter(bytes, word.as_bytes()).filter_map(move |at| {
            let behind = bytes.get(at + word.len()..)?;
            let gap = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'(')).count();
            literal(bytes, at + word.len() + gap).filter(|text| !text.starts_with('.'))
        })
    });
    relative.chain(words)
}

/// Returns the text of the string literal whose opening quote is at a byte offset.
fn literal(bytes: &[u8], at: usize) -> Option<&str> {
    let quote = *bytes.get(at)?;
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return None;
    }
    let rest = bytes.get(at + 1..)?;
    let end = memchr::memchr(quote, rest)?;
    std::str::from_utf8(rest.get(..end)?).ok().filter(|text| !text.contains('\n'))
}
