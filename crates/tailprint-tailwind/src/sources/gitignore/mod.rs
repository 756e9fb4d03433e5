//! One folder's ignore rules, as Tailwind's scanner reads them.

use std::fs;
use std::path::{Path, PathBuf};

use super::glob::{Glob, bytes};

/// The rules of a folder.
#[derive(Debug)]
pub(super) struct Gitignore {
    folder: PathBuf,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    glob: Glob,
    /// True for `!…`, which takes back what a rule before it says.
    spares: bool,
    /// True for `…/`.
    folders_only: bool,
}

impl Gitignore {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), rules: Vec::new() }
    }

    /// Adds the rules of a file, which win over those before it. A file counts up to a line that is not UTF-8, and a
    /// line that is no pattern is passed over.
    pub(super) fn add(&mut self, file: &Path) {
        let Ok(content) = fs::read(file) else { return };
        for (index, line) in content.split(|byte| *byte == b'\n').enumerate() {
            let Ok(line) = std::str::from_utf8(line) else { return };
            let line = if index == 0 { line.trim_start_matches('\u{feff}') } else { line };
            self.rules.extend(rule(line.strip_suffix('\r').unwrap_or(line)));
        }
    }

    /// Returns the verdict on a path in the folder: true for ignored, nothing if no rule is about it.
    pub(super) fn says(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let path = bytes(path.strip_prefix(&self.folder).unwrap_or(path));
        let mut rules = self.rules.iter().rev().filter(|rule| is_folder || !rule.folders_only);
        rules.find(|rule| rule.glob.matches_bytes(&path)).map(|rule| !rule.spares)
    }
}

/// Reads a line. Returns nothing for a comment, an empty line, or one that is no pattern.
fn rule(line: &str) -> Option<Rule> {
    let line = if line.ends_with("\\ ") { line } else { line.trim_end() };
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let spares = line.starts_with('!');
    let is_escaped = line.starts_with("\\!") || line.starts_with("\\#");
    let line = if spares || is_escaped { line.get(1..)? } else { line };
    // A slash at the beginning is no part of the pattern, unless an escaped character stands there.
    let (line, is_rooted) = match line.strip_prefix('/').filter(|_| !is_escaped) {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    let (line, folders_only) = match line.strip_suffix('/') {
        Some(rest) => (rest.strip_suffix('\\').unwrap_or(rest), true),
        None => (line, false),
    };
    let mut glob = line.to_owned();
    if !is_rooted && !line.contains('/') && line != "**" {
        glob.insert_str(0, "**/");
    }
    if glob.ends_with("/**") {
        // The folder itself is not meant.
        glob.push_str("/*");
    }
    Some(Rule { glob: Glob::of_ignore_file(&glob)?, spares, folders_only })
}

#[cfg(test)]
mod tests;
