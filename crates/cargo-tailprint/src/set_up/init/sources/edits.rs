//! Replacements in source files, collected before any of them is made.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::super::plan::Plan;
use super::modules::Module;

/// Byte ranges and the texts that replace them, by file.
#[derive(Default)]
pub(crate) struct Edits(BTreeMap<PathBuf, Vec<(Range<usize>, String)>>);

impl Edits {
    /// Inserts a text behind everything that was inserted at the same byte before.
    pub(crate) fn add(&mut self, module: &Module, (at, text): (usize, String)) {
        self.replace(module, at..at, text);
    }

    /// Replaces a range. The same edit is made once, since a module may belong to two crates.
    pub(crate) fn replace(&mut self, module: &Module, range: Range<usize>, text: String) {
        self.replace_in(&module.file, range, text);
    }

    /// Replaces a range of any file, likewise.
    pub(crate) fn replace_in(&mut self, file: &Path, range: Range<usize>, text: String) {
        let edits = self.0.entry(file.to_owned()).or_default();
        let edit = (range, text);
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Makes all edits in the plan.
    pub(crate) fn apply(self, plan: &mut Plan) -> Result<(), String> {
        for (file, mut edits) in self.0 {
            let mut text = plan.text_or_empty(&file)?;
            edits.sort_by_key(|(range, _)| range.start);
            for (range, edit) in edits.into_iter().rev() {
                if text.get(range.clone()).is_some() {
                    text.replace_range(range, &edit);
                }
            }
            plan.set(&file, text)?;
        }
        Ok(())
    }
}
