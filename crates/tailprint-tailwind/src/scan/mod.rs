//! Finds the words of a file that may be classes.

mod brackets;
mod bytes;
mod candidate;
mod line;
mod part;
mod variables;

use std::collections::BTreeSet;

/// Words that may be classes, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates(BTreeSet<String>);

impl Candidates {
    /// Adds the candidates of a file's content; the extension tells its language.
    pub fn add(&mut self, content: &[u8], extension: &str) {
        let _ = extension;
        let mut found = |word: &[u8]| {
            if let Ok(word) = str::from_utf8(word)
                && !self.0.contains(word)
            {
                self.0.insert(word.to_owned());
            }
        };
        variables::variables(content, &mut found);
        let mut rest = content;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            candidate::candidates(line, &mut found);
            rest = after.get(1..).unwrap_or_default();
        }
    }

    /// The candidates in the order of their bytes.
    pub fn into_sorted(self) -> Vec<String> {
        self.0.into_iter().collect()
    }
}
