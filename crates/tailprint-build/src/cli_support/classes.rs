//! The files in which Tailwind found classes, for `cargo tailprint explain` and `report`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Entry, Finding, Interface};
use crate::cargo::env::Env;
use crate::config::{Engine, Supply};
use crate::settings::DEFAULT_SOURCE;
use crate::tailwind::entry_points::IMPLIED;
use crate::tailwind::{self, Request};

/// A place of a class: the file as it is shown, the line and the column, both from 1.
pub type ClassPlace = (String, usize, usize);

/// Returns the places of each of some classes in the files that are searched for a style sheet. A class without a place is
/// left out.
///
/// `package` and `folder`, its `OUT_DIR/tailprint`, are absolute.
///
/// # Errors
///
/// The reason why the files cannot be searched.
pub fn class_places(
    package: &Path,
    folder: &Path,
    entry: &Entry,
    classes: &BTreeSet<String>,
) -> Result<BTreeMap<String, Vec<ClassPlace>>, Box<Finding>> {
    let file = package.join(&entry.source);
    let is_implied = entry.source == Path::new(DEFAULT_SOURCE) && !file.exists();
    let request = Request {
        manifest_dir: package,
        out_dir: folder,
        entry: &file,
        text: is_implied.then_some(IMPLIED),
        engine: Engine::Cli,
        minify: false,
        binary: None,
        version: Some(&entry.version),
        supply: &Supply::default(),
        excluded: &[],
        crates: &entry.crates,
        npm_assets_of: None,
    };
    tailwind::origins(&request, &Env::process())
        .map(|origins| origins.places(classes))
        .map_err(|problem| Box::new(Finding::new(&problem, Interface::BuildScript)))
}
