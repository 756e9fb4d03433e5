//! The folders by which missing files are grouped.

use std::collections::{HashMap, HashSet};

use crate::error::Cause;
use crate::output::problems_json::{Finding, FindingSeverity};

/// The most folders that stand for missing files. The files of a package that lacks more are grouped by the folders
/// above. Chosen so that all groups are on one screen.
const MOST: usize = 8;

/// The number of names, by severity, that a folder of missing files has at most.
#[derive(Debug, Default)]
pub(super) struct Folders(HashMap<FindingSeverity, usize>);

/// Chooses the folders for missing files: those that the files are in, or as few names of these that they are few.
pub(super) fn of(findings: &[Finding]) -> Folders {
    let mut folders: HashMap<FindingSeverity, HashSet<&str>> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.cause == Some(Cause::Missing)) {
        let path = finding.path.as_deref().unwrap_or_default();
        folders.entry(finding.severity).or_default().insert(folder(path));
    }
    let depths = folders.into_iter().map(|(severity, folders)| (severity, depth(folders)));
    Folders(depths.collect())
}

impl Folders {
    /// Returns the folder that stands for a missing file.
    pub(super) fn of(&self, severity: FindingSeverity, path: &str) -> String {
        let depth = self.0.get(&severity).copied().unwrap_or(usize::MAX);
        above(folder(path), depth).to_owned()
    }
}

fn depth(folders: HashSet<&str>) -> usize {
    let mut depth = folders.iter().map(|folder| names(folder)).max().unwrap_or(0);
    let mut folders = folders;
    while folders.len() > MOST && depth > 1 {
        depth -= 1;
        folders = folders.into_iter().map(|folder| above(folder, depth)).collect();
    }
    depth
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn names(folder: &str) -> usize {
    if folder.is_empty() { 0 } else { folder.matches('/').count() + 1 }
}

/// Returns the first `depth` names of a folder.
fn above(folder: &str, depth: usize) -> &str {
    match depth.checked_sub(1).and_then(|last| folder.match_indices('/').nth(last)) {
        Some((end, _)) => &folder[..end],
        None => folder,
    }
}

/// Returns the folder that all paths are in; empty for none.
pub(super) fn common<'a>(mut paths: impl Iterator<Item = &'a str>) -> &'a str {
    let first = paths.next().map(folder).unwrap_or_default();
    paths.fold(first, |mut common, path| {
        while !common.is_empty() && !path.strip_prefix(common).is_some_and(|it| it.starts_with('/'))
        {
            common = folder(common);
        }
        common
    })
}
