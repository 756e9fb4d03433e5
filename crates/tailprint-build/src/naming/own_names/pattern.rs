//! Regular expressions of scripts, tried on the names of files.

use std::collections::HashMap;

use regex_lite::{Regex, RegexBuilder};
use tailprint_core::fingerprint::hashed_name;

use super::Named;
use super::literals::{EXTENSIONS, has_extension};
use crate::naming::last_segment;
use crate::sources::asset::Asset;

/// A fingerprint and a name that no file has.
const FINGERPRINT: &str = "0f3a9c51d7b2";
const INVENTED: &str = "zq7-invented";

/// A regular expression that may be about a file.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// Parts that are compared letter by letter. A name has one of them.
    runs: Vec<String>,
}

impl Pattern {
    /// Reads an expression of JavaScript; none if it is about no name, or has syntax that only JavaScript has.
    pub(super) fn new(pattern: &str, flags: &str) -> Option<Self> {
        let runs = runs(pattern);
        if runs.is_empty() {
            return None;
        }
        let pattern = pattern.replace("\\/", "/");
        let mut builder = RegexBuilder::new(&pattern);
        builder.case_insensitive(flags.contains('i')).dot_matches_new_line(flags.contains('s'));
        Some(Self { regex: builder.build().ok()?, runs })
    }

    /// Returns the files that the expression matches under their plain names alone.
    pub(super) fn matching(
        &self,
        names: &HashMap<&str, Vec<Named>>,
        assets: &[Asset],
    ) -> Vec<Named> {
        let may_match = |name: &str| {
            let name = name.to_ascii_lowercase();
            self.runs.iter().any(|run| name.contains(run))
        };
        let candidates = names.iter().filter(|(name, _)| may_match(name)).flat_map(|(_, it)| it);
        let mut matching: Vec<Named> =
            candidates.filter(|named| self.is_about(&assets[named.asset].path)).copied().collect();
        matching.sort_by_key(|named| named.asset);
        matching
    }

    fn is_about(&self, path: &str) -> bool {
        let folder = path.strip_suffix(last_segment(path)).unwrap_or_default();
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let invented = format!("{folder}{INVENTED}.{extension}");
        let hashed = hashed_name(path, FINGERPRINT);
        (0..FORMS.len()).any(|form| {
            let is_match = |path: &str| self.regex.is_match(&FORMS[form](path));
            is_match(path) && !is_match(&hashed) && !is_match(&invented)
        })
    }
}

/// The texts in which scripts meet the URL of a file: `src`, a computed style, and the name alone.
const FORMS: [fn(&str) -> String; 4] = [
    |path| format!("https://example.com/static/{path}"),
    |path| format!("url(\"https://example.com/static/{path}\")"),
    |path| format!("url(https://example.com/static/{path})"),
    |path| last_segment(path).to_owned(),
];

/// Returns the parts of an expression that may be parts of a name, in lower case: runs of at least three letters and
/// digits. None without an extension.
fn runs(pattern: &str) -> Vec<String> {
    if !has_extension(pattern) {
        return Vec::new();
    }
    let mut runs = Vec::new();
    let mut is_escaped = false;
    for run in pattern.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        // The first letter behind a backslash belongs to the escape.
        let own = if is_escaped { run.get(1..).unwrap_or_default() } else { run };
        is_escaped = run.ends_with('\\');
        let own = own.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        if own.len() >= SHORTEST && !EXTENSIONS.contains(&own) {
            runs.push(own.to_ascii_lowercase());
        }
    }
    runs
}

/// The fewest letters that tell a name. Chosen: expressions with shorter parts are about kinds of files.
const SHORTEST: usize = 3;
