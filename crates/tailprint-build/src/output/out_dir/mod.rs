//! Writes the results of a successful build below `OUT_DIR/tailprint`:
//!
//! ```text
//! assets.rs                generated module
//! assets.{txt,idx,bin}     its packed table and contents
//! importmap.json           logical to hashed URLs of JS modules
//! staticfiles.json         manifest
//! build.json               description of the build, for tools
//! static/                  hashed tree, with .br, .gz and .zst siblings (hashed mode)
//! plain/                   modules under their logical paths, where they export the hashed ones (hashed mode)
//! cache/encodings.bin      the siblings, for the next build (hashed mode)
//! cache/digests.txt        digests of the files in static/, for the next build (hashed mode)
//! tailwind/                style sheets that Tailwind compiled
//! typescript/              scripts of TypeScript sources (plain mode)
//! askama*.toml templates*/ configuration and translated templates for the derive
//! derive.txt               the configuration that the derive reads for each syntax
//! ```
//!
//! Four other writers keep to the same folder, since their files are needed earlier or after an error as well:
//!
//! ```text
//! before/                  results of the programs of `Config::before` (before)
//! absent/                  links to missing paths that Cargo watches (cargo/watch)
//! problems.json            errors and warnings of the last run (output/problems_json)
//! cache/                   Tailwind's files that the user's cache cannot keep, and its last style sheets (tailwind)
//! ```

use std::collections::HashSet;
use std::path::Path;

use super::Output;
use crate::error::Problem;
use crate::naming::digests;
use crate::naming::published::Published;
use crate::sources::large::Large;
use crate::support::fs;
use crate::support::parallel;

/// The file with the content codings of the last build, below `OUT_DIR/tailprint`.
pub(crate) const CACHE: &str = "cache/encodings.bin";

/// The folder with the scripts of TypeScript sources, below `OUT_DIR/tailprint`.
pub(crate) const TYPESCRIPT: &str = "typescript";

/// Writes everything. Equal files are left untouched.
pub(crate) fn write(output: &Output) -> Vec<Problem> {
    let folder = &output.folder;
    let mut problems = trees(output, folder);
    let generated = &output.generated;
    // `assets.rs` is the last one, since it includes the others.
    let files: [(&str, &[u8]); 7] = [
        ("staticfiles.json", &output.manifest),
        ("build.json", &output.build_json),
        ("importmap.json", generated.import_map.as_bytes()),
        ("assets.bin", &generated.contents),
        ("assets.txt", generated.table.strings.as_bytes()),
        ("assets.idx", &generated.table.records),
        ("assets.rs", generated.module.as_bytes()),
    ];
    if output.hashed {
        problems.extend(fs::write(&folder.join(CACHE), &output.cache).err());
        let digests = digests::record(folder, &output.reading, hashed(output));
        problems.extend(fs::write(&folder.join(digests::RECORD), &digests).err());
    }
    let written = files.map(|(name, content)| fs::write(&folder.join(name), content));
    problems.extend(written.into_iter().filter_map(Result::err));
    problems
}

/// Returns the files in the hashed tree, without those that are only copied.
fn hashed(output: &Output) -> impl Iterator<Item = digests::Line<'_>> {
    let in_memory = output.published.iter().filter(|asset| asset.large.is_none());
    in_memory.map(|asset| digests::Line {
        path: &asset.path,
        name: &asset.name,
        sha256: asset.digest.sha256,
        is_leaf: asset.is_leaf,
    })
}

fn trees(output: &Output, folder: &Path) -> Vec<Problem> {
    let hashed = if output.hashed { &*output.published } else { &[] };
    let large = hashed.iter().filter_map(|asset| Some((&*asset.name, asset.large.as_ref()?)));
    let kept = hashed.iter().filter(|asset| asset.is_written()).map(|asset| &*asset.name);
    let tree = Tree { files: hashed_tree(hashed), large: large.collect(), kept: kept.collect() };
    let mut problems = write_tree(&folder.join(digests::TREE), &tree);
    let plain =
        hashed.iter().filter_map(|asset| Some((asset.path.clone(), asset.plain.as_deref()?)));
    problems.extend(write_tree(
        &folder.join("plain"),
        &Tree { files: plain.collect(), ..Tree::default() },
    ));
    let compiled = output.tailwind.iter().map(|(path, css)| (path.clone(), &**css)).collect();
    problems
        .extend(write_tree(&folder.join("tailwind"), &Tree { files: compiled, ..Tree::default() }));
    let scripts = output.typescript.iter().map(|(path, text)| (path.clone(), &**text)).collect();
    problems
        .extend(write_tree(&folder.join(TYPESCRIPT), &Tree { files: scripts, ..Tree::default() }));
    problems.extend(templates(output, folder));
    problems
}

/// Returns every asset under its published name, with its codings beside it, where web servers look for them.
fn hashed_tree(published: &[Published]) -> Vec<(String, &[u8])> {
    let names: HashSet<&str> = published.iter().map(|asset| &*asset.name).collect();
    let siblings = published.iter().flat_map(|asset| {
        asset.encoded.iter().map(move |encoded| (asset.sibling(encoded.coding), &*encoded.bytes))
    });
    let in_memory = published.iter().filter(|asset| asset.large.is_none() && !asset.is_written());
    let files = in_memory.map(|asset| (asset.name.clone(), &*asset.bytes));
    // An asset with the name of a sibling takes its place.
    files.chain(siblings.filter(|(name, _)| !names.contains(&**name))).collect()
}

/// Writes the files of the derive. Stale ones are found by their names, since these files lie in several folders.
fn templates(output: &Output, folder: &Path) -> Vec<Problem> {
    let stale = fs::files_below(folder).into_iter().filter(|(path, _)| {
        (path.starts_with("templates") || path.starts_with("askama"))
            && !output.templates.iter().any(|(wanted, _)| wanted == path)
    });
    let removed = stale.map(|(_, file)| {
        std::fs::remove_file(&file)
            .map_err(|error| fs::cannot("be removed", &file.to_string_lossy(), &error))
    });
    let written =
        output.templates.iter().map(|(path, content)| fs::write(&folder.join(path), content));
    removed.chain(written).filter_map(Result::err).collect()
}

/// The files of a folder: paths below it and contents.
#[derive(Debug, Default)]
struct Tree<'a> {
    files: Vec<(String, &'a [u8])>,
    /// Paths of files that are copied.
    large: Vec<(&'a str, &'a Large)>,
    /// Paths of files that are there as they are wanted.
    kept: Vec<&'a str>,
}

/// Makes `folder` hold exactly the files of the tree. Equal files are left untouched, all others are removed.
fn write_tree(folder: &Path, tree: &Tree<'_>) -> Vec<Problem> {
    let written =
        parallel::map(&tree.files, |(path, content)| fs::write(&folder.join(path), content));
    let mut problems: Vec<Problem> = written.into_iter().filter_map(Result::err).collect();
    problems.extend(tree.large.iter().filter_map(|(path, large)| {
        let file = folder.join(path);
        let error = large.copy_if_changed(&file).err()?;
        Some(fs::cannot("be copied", &large.file.to_string_lossy(), &error))
    }));
    let files = tree.files.iter().map(|(path, _)| &**path);
    let files = files.chain(tree.kept.iter().copied());
    let wanted: HashSet<&str> = files.chain(tree.large.iter().map(|(path, _)| *path)).collect();
    for (path, file) in fs::files_below(folder) {
        if wanted.contains(&*path) {
            continue;
        }
        if let Err(error) = std::fs::remove_file(&file) {
            problems.push(fs::cannot("be removed", &file.to_string_lossy(), &error));
        }
    }
    problems
}

#[cfg(test)]
mod tests;
