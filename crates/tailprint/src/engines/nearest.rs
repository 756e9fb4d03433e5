//! The path that was meant by a mistyped one.
//!
//! The build has better suggestions, since it knows what was left out. This one is for paths that are known at run time
//! only.

use tailprint_core::shown::Shown;

use crate::{Assets, UnknownAsset};

/// The number of characters that one typing mistake is forgiven for. Chosen, not measured.
const LENGTH_PER_MISTAKE: usize = 4;

/// The message for a path that is no asset, with the nearest one.
pub(super) fn unknown(assets: &'static Assets, path: &str) -> String {
    let error = UnknownAsset::new(path);
    match nearest(assets.iter().map(crate::Asset::path), path) {
        Some(near) => format!("{error} (did you mean \"{}\"?)", Shown::line(near)),
        None => error.to_string(),
    }
}

/// The path with the fewest typing mistakes; a path of the same name in another folder counts as one of two.
pub(super) fn nearest<'a>(paths: impl Iterator<Item = &'a str>, wanted: &str) -> Option<&'a str> {
    let limit = (wanted.chars().count() / LENGTH_PER_MISTAKE).max(1);
    let wanted_name = name(wanted);
    let distances = paths.filter_map(|path| {
        // The length alone makes it differ more.
        let same_name = name(path) == wanted_name;
        if !same_name && path.len().abs_diff(wanted.len()) > limit {
            return None;
        }
        let distance = strsim::osa_distance(path, wanted);
        let distance = if same_name { distance.min(2) } else { distance };
        (distance <= limit.max(2)).then_some((distance, path))
    });
    distances.min().map(|(_, path)| path)
}

/// The part of a path behind the last slash.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
