//! Finds the words of a file that may be classes.
//!
//! A word that is no class costs nothing but time: Tailwind's compiler passes over it. One that is missed is a
//! class without a style. The rules are those that the official scanner was seen to follow, so that both give the
//! same style sheet.

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

/// Fewer files than this are read faster by one thread than by several.
const FEW: usize = 16;

/// Words that may be classes, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    words: HashSet<String, WordHash>,
    scanner: Scanner,
}

impl Candidates {
    /// None as yet; what is added is read as a version of the official scanner does, which differ in details of some
    /// languages.
    #[must_use]
    pub fn of(scanner: Scanner) -> Self {
        Self { words: HashSet::default(), scanner }
    }

    /// Adds the candidates of a file's content; the extension tells its language.
    ///
    /// The content need not be UTF-8: words that are not are passed over. Of a style sheet only the custom
    /// properties that it uses count.
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

    /// The candidates of files, read on all cores.
    ///
    /// # Errors
    ///
    /// The first file that could not be read, with the reason. A file that is gone by now holds no candidates.
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

    /// Adds whatever file is next until none is left.
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

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The candidates in the order of their bytes.
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

/// The end of the line that begins at an index, and whether two dashes are in it.
///
/// Build scripts are not optimised as a rule, and then a plain loop is faster than `memchr`.
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
