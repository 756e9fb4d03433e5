//! The imports of packages in a module that was saved, for `cargo tailprint dev`.

use std::collections::HashSet;

use tailprint_core::build_json::Imports;
use tailprint_core::glob::GlobSet;

use crate::error::{Interface, Lines};
use crate::naming::modules;
use crate::output::problems_json::Finding;
use crate::pipeline::stages::not_pinned;

/// Returns the imports of packages in a script that no import map has.
///
/// `path` is the logical path of the script, and `shown` the file in problems.
#[must_use]
pub fn unpinned(script: &[u8], path: &str, shown: &str, imports: &Imports) -> Vec<Finding> {
    // The build has compiled the same globs.
    let allowed = GlobSet::new(&imports.allow_missing).unwrap_or_default();
    if allowed.matches_within(path) {
        return Vec::new();
    }
    let keys: HashSet<&str> = imports.specifiers.iter().map(String::as_str).collect();
    let mut found: Vec<_> = modules::uncovered_in(script, &keys).into_iter().collect();
    found.retain(|(specifier, _)| !allowed.matches_within(specifier));
    found.sort_by_key(|(_, offset)| *offset);
    let mut lines = Lines::new(script);
    found
        .into_iter()
        .map(|(specifier, offset)| {
            let (line, column) = lines.position(offset);
            let problem = not_pinned(&specifier, 1).at(shown, line, column);
            Finding::new(&problem, Interface::BuildScript)
        })
        .collect()
}
