//! Entries of the import map that the user has configured, and those of pinned packages.

use crate::error::{Problem, Problems, Setting};
use crate::naming::published::Published;
use crate::references::is_script;
use crate::settings::packages::Scope;
use crate::support::suggest::{Purpose, Suggestions};

/// An entry of the import map: a specifier and the index of the asset that it stands for.
pub(crate) type Pin = (String, usize);

/// The entries of the import map besides those for the URLs of modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pins {
    pub(crate) imports: Vec<Pin>,
    /// The logical paths of folders, and the entries for the modules in them.
    pub(crate) scopes: Vec<(String, Vec<Pin>)>,
}

/// Finds the assets of all entries.
pub(crate) fn pins(
    wanted: &[[String; 2]],
    scopes: &[Scope],
    published: &[Published],
    problems: &mut Problems,
) -> Pins {
    let imports = find(wanted, published, problems);
    let scope = |it: &Scope| (it.folder.clone(), find(&it.entries, published, problems));
    Pins { imports, scopes: scopes.iter().map(scope).collect() }
}

/// Finds the assets of entries. A folder stands for the modules in it.
fn find(wanted: &[[String; 2]], published: &[Published], problems: &mut Problems) -> Vec<Pin> {
    let assets = Suggestions::new(published.iter().map(|asset| &*asset.path).collect());
    let mut pins = Vec::new();
    for [specifier, path] in wanted {
        match pin(specifier, path, published, &assets) {
            Ok(found) => pins.extend(found),
            Err(problem) => problems.push(problem.about(Setting::ImportMap)),
        }
    }
    pins
}

fn pin(
    specifier: &str,
    path: &str,
    published: &[Published],
    assets: &Suggestions<'_>,
) -> Result<Vec<Pin>, Problem> {
    let shown = format!("{specifier:?} = {path:?}");
    if specifier.is_empty() {
        let problem = Problem::error(format!("{shown}: the specifier is empty"));
        return Err(problem.help("write what modules import, such as \"lit\""));
    }
    if specifier.ends_with('/') != path.ends_with('/') {
        let problem = Problem::error(format!("{shown}: one is a folder and the other a file"));
        return Err(problem.help("end both with `/`, or neither"));
    }
    if !specifier.ends_with('/') {
        let found = published.binary_search_by(|asset| asset.path.as_str().cmp(path));
        let missing = || missing(format!("{shown}: no static asset {path:?}"), path, assets);
        return Ok(vec![(specifier.to_owned(), found.map_err(|_| missing())?)]);
    }
    let folder = published.iter().enumerate().filter_map(|(index, asset)| {
        let below = asset.path.strip_prefix(path).filter(|below| is_script(below))?;
        Some((format!("{specifier}{below}"), index))
    });
    let folder: Vec<Pin> = folder.collect();
    if folder.is_empty() {
        let problem = Problem::error(format!("{shown}: there is no JS module in {path:?}"));
        return Err(problem.help("name a folder of the static assets, relative to their root"));
    }
    Ok(folder)
}

fn missing(what: String, path: &str, assets: &Suggestions<'_>) -> Problem {
    let problem = Problem::error(what);
    match assets.nearest(path, Purpose::Any) {
        Some(near) => problem.help(near.question()),
        None => problem.help("paths are relative to the root of the static assets"),
    }
}

#[cfg(test)]
mod tests;
