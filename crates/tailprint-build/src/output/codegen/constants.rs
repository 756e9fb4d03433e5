//! A constant per asset, in modules that mirror the folders.

use std::fmt::Write as _;

use super::identifier::{constant, distinct, module};
use crate::naming::published::Published;

/// The path of an asset below the current folder, and its URL.
type Item<'a> = (&'a str, &'a str);

/// Writes the constants of assets that are sorted by path.
pub(super) fn write(code: &mut String, assets: &[Published]) {
    let mut items: Vec<Item<'_>> = assets.iter().map(|asset| (&*asset.path, &*asset.url)).collect();
    folder(code, &mut items, 0);
}

fn folder(code: &mut String, items: &mut [Item<'_>], depth: usize) {
    // Files first, then folder by folder: `-` sorts before `/`, so those of a folder need not be neighbours.
    items.sort_by_cached_key(|(path, _)| path.split_once('/').map(|(name, _)| name));
    let files = items.partition_point(|(path, _)| !path.contains('/'));
    let (files, rest) = items.split_at_mut(files);
    let mut folders: Vec<&mut [Item<'_>]> =
        rest.chunk_by_mut(|left, right| top(left) == top(right)).collect();
    let names = distinct(folders.iter().map(|items| items.first().map_or("", top)), module);
    // A path of three segments takes rustc several kilobytes for each constant. It is needed beside a module `str` alone.
    let text = if names.iter().any(|name| name == "str") {
        "&'static ::core::primitive::str"
    } else {
        "&str"
    };
    let indent = "    ".repeat(depth);
    for ((_, url), name) in files.iter().zip(distinct(files.iter().map(|item| item.0), constant)) {
        let _ = writeln!(code, "{indent}pub const {name}: {text} = {url:?};");
    }
    for (items, name) in folders.iter_mut().zip(names) {
        for (path, _) in items.iter_mut() {
            *path = path.split_once('/').map_or(*path, |(_, rest)| rest);
        }
        let _ = writeln!(code, "{indent}pub mod {name} {{");
        folder(code, items, depth + 1);
        let _ = writeln!(code, "{indent}}}");
    }
}

fn top<'a>(item: &Item<'a>) -> &'a str {
    item.0.split_once('/').map_or("", |(folder, _)| folder)
}
