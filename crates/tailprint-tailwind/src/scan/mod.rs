//! Finds the words of a file that may be classes.
//!
//! A word that is not a class only costs time: Tailwind's compiler ignores it. A missed word is a class without
//! a style. The rules are those of Tailwind's own scanner, `@tailwindcss/oxide`, so that both lead to the same
//! style sheet; the tests in `tests/scanner` compare them.

mod brackets;
mod bytes;
mod candidate;
mod hash;
mod languages;
mod line;
mod part;
mod variables;

use std::collections::HashSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, io, thread};

use crate::sources::Scanner;
use hash::WordHash;

/// The number of files for each thread. Chosen: a file takes tens of microseconds, as long as starting a thread, so that
/// a thread for fewer files would gain nothing.
const FEW: usize = 16;

/// Words that may be classes, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    words: HashSet<String, WordHash>,
    scanner: Scanner,
}

impl Candidates {
    /// Returns an empty set, for a version of Tailwind's scanner. The versions differ in details of some languages.
    #[must_use]
    pub fn of(scanner: Scanner) -> Self {
        Self { words: HashSet::default(), scanner }
    }

    /// Adds the candidates in the content of a file. The extension, without a dot, tells the language.
    ///
    /// Words that are not UTF-8 are ignored. In a style sheet, only the custom properties that it uses count.
    ///
    /// ```
    /// use tailprint_tailwind::scan::Candidates;
    ///
    /// let mut candidates = Candidates::default();
    /// candidates.add(b"<p class='p-4 flex'>", "html");
    /// let words = candidates.into_sorted();
    /// assert!(words.contains(&"p-4".to_owned()));
    /// assert!(words.contains(&"flex".to_owned()));
    /// ```
    pub fn add(&mut self, content: &[u8], extension: &str) {
        let scanner = self.scanner;
        let mut found = |word: &[u8]| self.insert(word);
        if extension == "css" {
            variables::used(content, &mut found);
            return;
        }
        let content = &*languages::prepare(content, extension, scanner);
        let mut start = 0;
        while start < content.len() {
            let (end, dashes) = line(content, start);
            let line = content.get(start..end).unwrap_or_default();
            if dashes {
                variables::named(line, &mut found);
            }
            candidate::candidates(line, scanner, &mut found);
            start = end + 1;
        }
    }

    /// Reads files on all cores, and returns their candidates. A file that no longer exists counts as empty.
    ///
    /// # Errors
    ///
    /// If a file cannot be read: its path and the reason.
    pub fn of_files(files: &[PathBuf], scanner: Scanner) -> Result<Self, (PathBuf, io::Error)> {
        let cores =
            thread::available_parallelism().map_or(1, NonZero::get).min(files.len() / FEW + 1);
        let next = AtomicUsize::new(0);
        let all = Mutex::new(Ok(Self::of(scanner)));
        let work = || {
            let mut candidates = Self::of(scanner);
            let done = candidates.add_files(files, &next);
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            match (&mut *all, done) {
                (Ok(all), Ok(())) => all.words.extend(candidates.words),
                (Ok(_), Err(error)) => *all = Err(error),
                (Err(_), _) => {}
            }
        };
        thread::scope(|scope| {
            for _ in 1..cores {
                scope.spawn(work);
            }
            work();
        });
        all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds one file after the other until none is left.
    fn add_files(
        &mut self,
        files: &[PathBuf],
        next: &AtomicUsize,
    ) -> Result<(), (PathBuf, io::Error)> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            match fs::read(file) {
                Ok(content) => self.add(&content, extension(file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err((file.clone(), error)),
            }
        }
        Ok(())
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns true if there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the words, sorted by their bytes.
    pub fn into_sorted(self) -> Vec<String> {
        let mut sorted: Vec<String> = self.words.into_iter().collect();
        sorted.sort_unstable();
        sorted
    }

    fn insert(&mut self, word: &[u8]) {
        if let Ok(word) = str::from_utf8(word)
            && !self.words.contains(word)
        {
            self.words.insert(word.to_owned());
        }
    }
}

/// Returns the end of the line that begins at an index, and true if two dashes are in it.
///
/// A plain loop is faster than `memchr` in build scripts, which are usually not optimised.
fn line(content: &[u8], start: usize) -> (usize, bool) {
    let mut end = start;
    let mut dashes = false;
    let mut last = b'\n';
    while end < content.len() {
        let byte = content[end];
        if byte == b'\n' {
            break;
        }
        dashes |= byte == b'-' && last == b'-';
        last = byte;
        end += 1;
    }
    (end, dashes)
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
