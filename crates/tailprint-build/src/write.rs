//! Writes what a build made below `OUT_DIR/tailprint`:
//!
//! ```text
//! assets.rs                generated module
//! assets.{txt,idx,bin}     its packed table and contents
//! importmap.json           logical to hashed URLs of JS modules
//! staticfiles.json         manifest
//! build.json               what the build was told, read and made
//! static/                  the hashed tree, with .br, .gz and .zst siblings (hashed mode)
//! cache/encodings.bin      the siblings, for the next build (hashed mode)
//! tailwind/                Tailwind's outputs
//! askama*.toml templates*/ configuration and translated templates for the derive
//! ```

use std::collections::HashSet;
use std::path::Path;

use crate::emit::{Tree, write_tree};
use crate::encode::CACHE;
use crate::error::Problem;
use crate::fs::{self, write_if_changed};
use crate::pipeline::Output;
use crate::publish::Published;

/// Writes everything; equal files are left untouched.
pub(crate) fn write(output: &Output) -> Vec<Problem> {
    let folder = &output.folder;
    let mut problems = trees(output, folder);
    let generated = &output.generated;
    // `assets.rs` is the last one: once it is there, everything it includes is.
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
        problems.extend(write_if_changed(&folder.join(CACHE), &output.cache).err());
    }
    let written = files.map(|(name, content)| write_if_changed(&folder.join(name), content));
    problems.extend(written.into_iter().filter_map(Result::err));
    problems
}

fn trees(output: &Output, folder: &Path) -> Vec<Problem> {
    let hashed = if output.hashed { &*output.published } else { &[] };
    let mut problems = write_tree(&folder.join("static"), &Tree { files: hashed_tree(hashed) });
    let compiled = output.tailwind.iter().map(|(path, css)| (path.clone(), &**css)).collect();
    problems.extend(write_tree(&folder.join("tailwind"), &Tree { files: compiled }));
    problems.extend(templates(output, folder));
    problems
}

/// Every asset under its served name, and its codings beside it, where web servers look for them.
fn hashed_tree(published: &[Published]) -> Vec<(String, &[u8])> {
    let names: HashSet<&str> = published.iter().map(|asset| &*asset.name).collect();
    let siblings = published.iter().flat_map(|asset| {
        asset.encoded.iter().map(move |encoded| {
            (format!("{}.{}", asset.name, encoded.coding.extension()), &*encoded.bytes)
        })
    });
    let files = published.iter().map(|asset| (asset.name.clone(), &*asset.bytes));
    // An asset that has the name of a sibling wins.
    files.chain(siblings.filter(|(name, _)| !names.contains(&**name))).collect()
}

/// The derive's files lie in several places, so those that are not wanted any more are looked for by name.
fn templates(output: &Output, folder: &Path) -> Vec<Problem> {
    let stale = fs::files_below(folder).into_iter().filter(|(path, _)| {
        (path.starts_with("templates") || path.starts_with("askama"))
            && !output.templates.iter().any(|(wanted, _)| wanted == path)
    });
    let removed = stale.map(|(_, file)| {
        std::fs::remove_file(&file)
            .map_err(|error| fs::cannot("be removed", &file.to_string_lossy(), &error))
    });
    let written = output
        .templates
        .iter()
        .map(|(path, content)| write_if_changed(&folder.join(path), content));
    removed.chain(written).filter_map(Result::err).collect()
}
