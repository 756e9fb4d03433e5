//! The engine `builtin`: Tailwind's own compiler, run in this process.
//!
//! A [`Builtin`] may be kept. It then compiles a second style sheet, or the same one with another class, within
//! milliseconds.

pub(crate) mod finish;
pub(in crate::tailwind) mod remembered;
pub(crate) mod sheet;
mod workspace;

use std::path::PathBuf;

use tailprint_core::io_error::reason;
use tailprint_tailwind::engine::{self, Compiled, Compiler, Options, Seen};
use tailprint_tailwind::install::Found;
use tailprint_tailwind::scan::Candidates;
use tailprint_tailwind::sources::{self, Root, Scanner, Selected, Selection, Source};

use self::finish::Form;
use self::remembered::{Known, Remembered};
use self::sheet::{Failed, Made, Sheet};
use super::super::crates;
use super::super::shown::shown;
use crate::error::Problem;

/// The engine, with the state of the last style sheet.
#[derive(Debug)]
pub(crate) struct Builtin {
    found: Found,
    options: Options,
    compiler: Option<Compiler>,
    live: Option<Live>,
}

/// The style sheet that the compiler has compiled last.
#[derive(Debug)]
struct Live {
    path: PathBuf,
    text: String,
    compiled: Compiled,
    /// The words that it takes for classes, sorted. It never forgets one.
    words: Vec<String>,
}

impl Live {
    /// Returns true if the compiler knows a class that is not among `words`, which are sorted.
    fn knows_more_than(&self, words: &[String]) -> bool {
        self.words.iter().any(|word| words.binary_search(word).is_err())
    }
}

impl Builtin {
    /// Makes an engine of the code of Tailwind.
    pub(crate) fn new(found: Found) -> Self {
        Self { found, options: Options::default(), compiler: None, live: None }
    }

    /// Prepares each compilation ahead, for style sheets that are compiled again and again.
    pub(crate) fn ahead(mut self) -> Self {
        self.options.ahead = true;
        self
    }

    fn scanner(&self) -> Scanner {
        Scanner::of_tailwind(&self.found.package.version)
    }

    pub(crate) fn found(&self) -> &Found {
        &self.found
    }

    /// Compiles a style sheet, unless nothing has changed since the last build.
    pub(crate) fn compile(&mut self, sheet: &Sheet<'_>) -> Result<Made, Failed> {
        let remembered = Remembered::new(sheet, &self.found.package);
        let mut found = None;
        if let Some(known) = remembered.known().filter(Known::is_current) {
            let wanted = known.wanted();
            let words = words(self.scanner(), sheet, &wanted)
                .map_err(|failed| failed.having_read(known.read()))?;
            if known.words() == remembered.digest(&words.words) {
                return Ok(known.made(words.searched));
            }
            found = Some((wanted, words));
        }
        // A plugin that was stopped leaves the compiler in an unknown state.
        self.run(sheet, &remembered, found).inspect_err(|_| self.compiler = None)
    }

    /// Compiles a style sheet. What was found in this build already is not searched again.
    fn run(
        &mut self,
        sheet: &Sheet<'_>,
        remembered: &Remembered,
        found: Option<(Wanted, Words)>,
    ) -> Result<Made, Failed> {
        let failed = |error| Failed::new(&error, sheet);
        let mut live = self.current(sheet).map_err(failed)?;
        let (wanted, read) = (Wanted::by(&live.compiled), live.compiled.read.clone());
        let Words { words, searched } = match found.filter(|(for_this, _)| *for_this == wanted) {
            Some((_, words)) => words,
            None => words(self.scanner(), sheet, &wanted)
                .map_err(|failed| failed.having_read(read.clone()))?,
        };
        if live.knows_more_than(&words) {
            live = self.fresh(sheet).map_err(failed)?;
        }
        let compiler = self.compiler().map_err(failed)?;
        let css = compiler.build(&words).map_err(failed)?;
        let map = match sheet.form {
            Form::Readable | Form::Plain => {
                Some(compiler.source_map().map_err(failed)?).filter(|it| !it.is_empty())
            }
            Form::Ready | Form::Flat => None,
        };
        let finished = finish::finish(css, sheet.form, map.as_deref());
        let shown = shown(sheet.path, sheet.root);
        let warnings = live.compiled.warnings.iter().map(|text| format!("tailwind: {text}"));
        let warnings = warnings.chain(finished.warnings);
        let warnings = warnings.map(|text| Problem::warning(text).in_file(&shown)).collect();
        let map = map.filter(|_| sheet.form == Form::Plain);
        let made = Made { css: finished.css, map, read, warnings, searched };
        // A result with warnings is not remembered, so that every build shows them. A result that cannot be
        // remembered is made again.
        if made.warnings.is_empty() {
            let _ = remembered.keep(&made, &live.compiled, &words);
        }
        self.live = Some(Live { words, ..live });
        Ok(made)
    }

    /// Returns the compiled style sheet. It is compiled again if a file that the compiler read has changed.
    fn current(&mut self, sheet: &Sheet<'_>) -> Result<Live, engine::Error> {
        let live = self.live.take().filter(|live| {
            live.path == sheet.path
                && live.text == sheet.text
                && self.compiler.is_some()
                && live.compiled.seen.iter().all(Seen::is_current)
        });
        match live {
            Some(live) => Ok(live),
            None => self.fresh(sheet),
        }
    }

    fn fresh(&mut self, sheet: &Sheet<'_>) -> Result<Live, engine::Error> {
        let entry = engine::StyleSheet {
            css: sheet.text.to_owned(),
            path: sheet.path.to_owned(),
            base: sheet.path.parent().unwrap_or(sheet.root).to_owned(),
            roots: workspace::roots(sheet.root),
            crates: sheet.crates.clone(),
        };
        let compiled = self.compiler()?.compile(&entry)?;
        let (path, text) = (sheet.path.to_owned(), sheet.text.to_owned());
        Ok(Live { path, text, compiled, words: Vec::new() })
    }

    fn compiler(&mut self) -> Result<&mut Compiler, engine::Error> {
        match &mut self.compiler {
            Some(compiler) => Ok(compiler),
            none => Ok(none.insert(Compiler::start(&self.found.package, &self.options)?)),
        }
    }
}

/// The places that a style sheet wants to be searched.
#[derive(Debug, PartialEq)]
struct Wanted {
    root: Root,
    sources: Vec<Source>,
    /// False for a style sheet without `@tailwind utilities`, for which nothing is searched.
    utilities: bool,
}

impl Wanted {
    fn by(compiled: &Compiled) -> Self {
        let Compiled { root, sources, utilities, .. } = compiled;
        Self { root: root.clone(), sources: sources.clone(), utilities: *utilities }
    }
}

/// The words that may be classes, and the files that were searched for them.
struct Words {
    /// Sorted.
    words: Vec<String>,
    searched: Selected,
}

/// Searches all sources for words that may be classes.
fn words(scanner: Scanner, sheet: &Sheet<'_>, wanted: &Wanted) -> Result<Words, Failed> {
    let Wanted { root, sources, utilities } = wanted;
    if !utilities {
        return Ok(Words { words: Vec::new(), searched: Selected::default() });
    }
    let own = Source {
        base: sheet.path.parent().unwrap_or(sheet.root).to_owned(),
        pattern: sheet.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        negated: false,
    };
    let of_crates = crates::sources(sheet.crates);
    let sources: Vec<Source> = sources.iter().cloned().chain(of_crates).chain([own]).collect();
    let selection =
        Selection { root, sources: &sources, base: sheet.root, excluded: sheet.excluded, scanner };
    let searched = sources::select(&selection);
    match Candidates::of_files(&searched.files, scanner) {
        Ok(words) => Ok(Words { words: words.into_sorted(), searched }),
        Err((file, error)) => {
            let shown = shown(&file, sheet.root);
            let what = format!("cannot be searched for classes: {}", reason(&error));
            let repair = "make it readable, or leave it out with `@source not`";
            let problem = Box::new(Problem::error(what).in_file(shown).help(repair));
            Err(Failed {
                problem,
                read: Vec::new(),
                searched: Some(Box::new(searched)),
                is_for_program: false,
            })
        }
    }
}

#[cfg(test)]
mod tests;
