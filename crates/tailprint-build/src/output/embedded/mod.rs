//! The limits of the bytes that a program holds.

use std::cmp::Reverse;

use tailprint_core::glob;
use tailprint_core::size::shown;
use tailprint_core::table::MOST_EMBEDDED;

use crate::error::{Problem, Setting};

/// The number of assets that a problem names.
const NAMED: usize = 10;

/// Logical paths and the bytes that are embedded for them.
pub(crate) type Sizes<'a> = Vec<(&'a str, u64)>;

/// Returns the error about more bytes than a program can hold.
pub(crate) fn limit(sizes: Sizes<'_>) -> Option<Problem> {
    let total = total(&sizes);
    let what =
        || format!("the embedded assets have {} together, but a program holds 2 GiB", shown(total));
    (total > MOST_EMBEDDED).then(|| naming_largest(Problem::error(what()), sizes))
}

/// Returns the warning about more bytes than `Config::warn_above` allows.
pub(crate) fn budget(most: Option<u64>, sizes: Sizes<'_>) -> Option<Problem> {
    let (most, total) = (most?, total(&sizes));
    let what =
        || format!("the embedded assets have {}, which is more than {}", shown(total), shown(most));
    let problem = || Problem::warning(what()).about(Setting::WarnAbove);
    (total > most).then(|| naming_largest(problem(), sizes))
}

fn total(sizes: &Sizes<'_>) -> u64 {
    sizes.iter().map(|(_, bytes)| *bytes).fold(0, u64::saturating_add)
}

/// Names the largest assets, and the settings that take them out of the program.
fn naming_largest(problem: Problem, mut sizes: Sizes<'_>) -> Problem {
    sizes.sort_by_key(|(path, bytes)| (Reverse(*bytes), *path));
    let named = sizes.iter().take(NAMED);
    let named: Vec<String> =
        named.map(|(path, bytes)| format!("\"{path}\" {}", shown(*bytes))).collect();
    let rest = match sizes.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let problem = problem.and(&format!(": {}{rest}", named.join(", ")));
    let largest = sizes.first().map(|(path, _)| glob::escape(path)).unwrap_or_default();
    problem
        .help("ship large files beside the program with")
        .set(Setting::OnDisk, largest)
        .or("or all with", Setting::Storage)
}

#[cfg(test)]
mod tests;
