//! Functions of the pipeline for the crate `cargo-tailprint` alone. Nothing here is covered by semver.

mod classes;
mod contents;
#[cfg(feature = "builtin")]
mod css;
mod folder;
mod imports;
mod loads;
mod scripts;
mod styles;
#[cfg(feature = "typescript")]
mod typescript;
#[cfg(all(feature = "builtin", feature = "download"))]
mod vendor;

use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;

use crate::support::parallel;
use crate::support::suggest::{Purpose, Suggestions};

pub use self::classes::{ClassPlace, class_places};
#[cfg(feature = "compression")]
pub use self::contents::decodes_to;
pub use self::contents::sha256_of;
#[cfg(feature = "builtin")]
pub use self::css::{CssCompiler, CssForm, CssMade, CssSheet};
pub use self::folder::{Asset, Collected, Folder, collect};
pub use self::imports::unpinned;
pub use self::loads::Loads;
pub use self::scripts::{Loaded, Script, ScriptToken, script, script_tokens, style_sheet};
pub use self::styles::{Entry, Style, Styles, compiled};
#[cfg(feature = "typescript")]
pub use self::typescript::typescript;
#[cfg(all(feature = "builtin", feature = "download"))]
pub use self::vendor::{
    TailwindInUse, Vendored, tailwind_in_use, tailwind_programs, tailwind_release, vendor,
};
pub use crate::error::{Cause, Interface};
pub use crate::output::codegen::constant_path;
pub use crate::output::groups::{Group, SHOWN, Summary, groups};
pub use crate::output::problems_json::{Finding, FindingSeverity};
pub use crate::templates::{LeftUrl, Rewriter, Rewritten};

/// The folder with the scripts of TypeScript sources in a debug build, below `OUT_DIR/tailprint`.
pub const TYPESCRIPT: &str = crate::output::out_dir::TYPESCRIPT;

/// The configuration files that Tailwind 3 loads by their names.
pub const TAILWIND_CONFIGURATIONS: [&str; 4] = crate::tailwind::CONFIGURATIONS;

/// Applies `work` to all items, on all cores, and returns the results in the order of the items.
pub fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    parallel::map(items, work)
}

/// Does the work of a build script with the feature `tool` in the environment of this process. Request and answer are
/// JSON.
#[cfg(feature = "tool_answer")]
#[must_use]
pub fn build_for_script(request: &[u8]) -> Vec<u8> {
    // Texts and numbers are always valid JSON.
    serde_json::to_vec(&crate::tool::answering::answer(request)).unwrap_or_default()
}

/// Returns the folders in which askama looks for the templates of a package.
#[must_use]
pub fn template_folders(package: &Path) -> Vec<PathBuf> {
    crate::templates::folders(package)
}

/// Returns the question about the path that may be meant, if one is near: `did you mean "css/app.css"?`
#[must_use]
pub fn nearest(mut paths: Vec<&str>, wanted: &str) -> Option<String> {
    paths.sort_unstable();
    let near = Suggestions::new(paths).nearest(wanted, Purpose::Any)?;
    Some(near.question())
}

/// Runs the work on a syntax tree of a script on a stack that is deep enough for `times` as much as the parser takes. None
/// if there is no such stack.
#[cfg(feature = "js_modules")]
pub fn on_deep_stack<T: Send>(
    source: &str,
    times: usize,
    work: impl Fn() -> T + Sync,
) -> Option<T> {
    crate::references::js::depth::with_more_stack(source, times, work).ok().flatten()
}

/// Returns a path as it is written in a URL.
#[must_use]
pub fn encoded(path: &str) -> String {
    crate::naming::publish::encoded(path)
}

/// Returns true for the seconds of a build script that warns that it is not optimised.
#[must_use]
pub fn is_slow(seconds: f64) -> bool {
    crate::cargo::opt_level::is_slow(seconds)
}

/// Describes an error of the file system: `a.css: cannot be read: permission denied`.
#[must_use]
pub fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot {what}: {}", path.display(), reason(error))
}
