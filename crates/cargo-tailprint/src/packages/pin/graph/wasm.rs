//! WebAssembly that a script loads by a name in a string: `locateFile("sql-wasm.wasm")`.

use crate::packages::npm::entry;
use crate::packages::npm::package::Package;

/// The length of the longest name that is looked for.
const LONGEST: usize = 200;

/// Returns the WebAssembly files of a package that strings in a script name, relative to the script.
pub(super) fn named(package: &Package, path: &str, text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let names = text.match_indices(".wasm").filter_map(|(at, ending)| {
        let end = at + ending.len();
        let quote = bytes.get(end).filter(|byte| b"\"'`".contains(byte))?;
        let before = &bytes[at.saturating_sub(LONGEST)..at];
        let start = at - before.iter().rev().position(|byte| byte == quote)?;
        // `cdn + "a.wasm"` and `"".concat(cdn, "a.wasm")` are the end of a URL elsewhere, and such files may be huge.
        let begin = text.get(..start.checked_sub(1)?)?;
        (!begin.trim_end().ends_with(['+', ','])).then(|| text.get(start..end)).flatten()
    });
    let files = names.filter_map(|name| entry::relative(path, name));
    files.filter(|file| package.files.contains_key(file)).collect()
}
