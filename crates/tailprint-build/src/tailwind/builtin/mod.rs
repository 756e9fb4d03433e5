//! The engine `builtin`: Tailwind's own compiler, run in this process.
//!
//! A [`Builtin`] may be kept: a second style sheet, or the same one with another class, then costs next to nothing.

use std::path::{Path, PathBuf};

use tailprint_tailwind::engine::{self, Compiled, Compiler, Options, Seen};
use tailprint_tailwind::provide::Found;
use tailprint_tailwind::scan::Candidates;
use tailprint_tailwind::sources::{self, Root, Scanner, Selected, Selection, Source};

use super::finish::{self, Form};
use super::memory::{Known, Memory};
use super::message::display;
use crate::error::Problem;
use crate::slow;

/// More classes than this, and the official program is done sooner; `bench/tailwind` measures it.
pub(super) fn many() -> usize {
    match (engine::is_optimized(), slow::is_optimised()) {
        (true, true) => 1_300,
        (true, false) => 900,
        (false, _) => 130,
    }
}

/// A style sheet to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet<'a> {
    /// The package, absolute.
    pub(crate) root: &'a Path,
    /// Absolute; there need not be such a file.
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) form: Form,
    /// Folders that are never looked into.
    pub(crate) excluded: &'a [PathBuf],
    /// What is remembered from build to build.
    pub(crate) memory: &'a Path,
}

/// What came of a [`Sheet`].
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) css: String,
    /// Every file that the compiler read.
    pub(crate) read: Vec<PathBuf>,
    /// How many classes are in the style sheet.
    pub(crate) classes: usize,
    pub(crate) warnings: Vec<Problem>,
    /// What was searched for classes.
    pub(crate) searched: Selected,
}

/// Why there is no style sheet, and which files may be to blame.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) problem: Box<Problem>,
    pub(crate) read: Vec<PathBuf>,
    /// What was to be searched, if that was known.
    pub(crate) searched: Option<Box<Selected>>,
}

/// The engine with what it knows of the last style sheet.
#[derive(Debug)]
pub(crate) struct Builtin {
    found: Found,
    options: Options,
    compiler: Option<Compiler>,
    live: Option<Live>,
}

/// What the compiler has compiled last.
#[derive(Debug)]
struct Live {
    path: PathBuf,
    text: String,
    compiled: Compiled,
    /// What it knows as classes. It never forgets one.
    words: Vec<String>,
}

impl Live {
    /// Whether the compiler knows a class that is not among these, which are sorted.
    fn knows_more_than(&self, words: &[String]) -> bool {
        self.words.iter().any(|word| words.binary_search(word).is_err())
    }
}

impl Builtin {
    /// `cache` holds the compiler in the form that is run, for all packages of the user.
    pub(crate) fn new(found: Found, cache: Option<PathBuf>) -> Self {
        let options = Options { cache, ..Options::default() };
        Self { found, options, compiler: None, live: None }
    }

    /// For style sheets that are compiled again and again.
    pub(super) fn ahead(mut self) -> Self {
        self.options.ahead = true;
        self
    }

    fn scanner(&self) -> Scanner {
        Scanner::of_tailwind(&self.found.package.version)
    }

    pub(super) fn found(&self) -> &Found {
        &self.found
    }

    /// Compiles a style sheet, or finds that nothing has changed.
    pub(crate) fn compile(&mut self, sheet: &Sheet<'_>) -> Result<Made, Failed> {
        let memory = Memory::new(sheet, &self.found.package);
        if let Some(known) = memory.known().filter(Known::is_current) {
            let sources = known.sources();
            let Words { words, searched } =
                words(self.scanner(), sheet, &known.root(), &sources, known.utilities)
                    .map_err(|failed| failed.having_read(known.read()))?;
            if known.words == memory.digest(&words) {
                return Ok(known.made(searched));
            }
        }
        // A plugin that was stopped leaves a compiler of unknown state.
        self.run(sheet, &memory).inspect_err(|_| self.compiler = None)
    }

    fn run(&mut self, sheet: &Sheet<'_>, memory: &Memory) -> Result<Made, Failed> {
        let failed = |error| Failed::new(&error, sheet);
        let mut live = self.current(sheet).map_err(failed)?;
        let Compiled { root, sources, utilities, read, .. } = &live.compiled;
        let read = read.clone();
        let Words { words, searched } = words(self.scanner(), sheet, root, sources, *utilities)
            .map_err(|failed| failed.having_read(read.clone()))?;
        if live.knows_more_than(&words) {
            live = self.fresh(sheet).map_err(failed)?;
        }
        let compiler = self.compiler().map_err(failed)?;
        let css = compiler.build(&words).map_err(failed)?;
        let map = match sheet.form {
            Form::Readable => Some(compiler.source_map().map_err(failed)?),
            Form::Ready => None,
        };
        let classes = finish::classes(&css);
        let finished = finish::finish(css, &self.found.package.version, sheet.form, map.as_deref());
        let shown = display(sheet.path, sheet.root);
        let warnings = live.compiled.warnings.iter().map(|text| format!("tailwind: {text}"));
        let warnings = warnings.chain(finished.warnings);
        let warnings = warnings.map(|text| Problem::warning(text).in_file(&shown)).collect();
        let made = Made { css: finished.css, read, classes, warnings, searched };
        // What cannot be remembered is made again; and a warning is to be seen at every run.
        if made.warnings.is_empty() {
            let _ = memory.keep(&made, &live.compiled, &words);
        }
        self.live = Some(Live { words, ..live });
        Ok(made)
    }

    /// What the style sheet says; the compiler is asked again only if a file that it has read is another one now.
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
        let entry = engine::Entry {
            css: sheet.text.to_owned(),
            path: sheet.path.to_owned(),
            base: sheet.path.parent().unwrap_or(sheet.root).to_owned(),
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

impl Failed {
    fn new(error: &engine::Error, sheet: &Sheet<'_>) -> Self {
        let shown = display(error.file().unwrap_or(sheet.path), sheet.root);
        let problem = Problem::error(error.message());
        let problem = match error.position() {
            Some((line, column)) => problem.at(shown, line, column),
            None => problem.in_file(shown),
        };
        let problem = match error.repair() {
            Some(repair) => problem.help(repair),
            None => problem,
        };
        Self { problem: problem.into(), read: error.read().to_vec(), searched: None }
    }

    fn having_read(self, read: Vec<PathBuf>) -> Self {
        Self { read, ..self }
    }
}

/// How a style sheet with this many classes would be made sooner.
pub(super) fn advice(classes: usize) -> Option<String> {
    let many = many();
    (classes > many).then(|| {
        format!(
            "{classes} classes: above {many} Tailwind's own program is faster; \
             `npm install --save-dev @tailwindcss/cli`, and it is used"
        )
    })
}

/// What may be classes.
struct Words {
    /// Sorted.
    words: Vec<String>,
    searched: Selected,
}

/// The words of all sources that may be classes.
fn words(
    scanner: Scanner,
    sheet: &Sheet<'_>,
    root: &Root,
    sources: &[Source],
    utilities: bool,
) -> Result<Words, Failed> {
    if !utilities {
        return Ok(Words { words: Vec::new(), searched: Selected::default() });
    }
    let own = Source {
        base: sheet.path.parent().unwrap_or(sheet.root).to_owned(),
        pattern: sheet.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        negated: false,
    };
    let sources: Vec<Source> = sources.iter().cloned().chain([own]).collect();
    let selection =
        Selection { root, sources: &sources, base: sheet.root, excluded: sheet.excluded, scanner };
    let searched = sources::select(&selection);
    match Candidates::of_files(&searched.files, scanner) {
        Ok(words) => Ok(Words { words: words.into_sorted(), searched }),
        Err((file, error)) => {
            let shown = display(&file, sheet.root);
            let what = format!("cannot be searched for classes: {}", crate::fs::reason(&error));
            let repair = "make it readable, or leave it out with `@source not`";
            let problem = Box::new(Problem::error(what).in_file(shown).help(repair));
            Err(Failed { problem, read: Vec::new(), searched: Some(Box::new(searched)) })
        }
    }
}

#[cfg(test)]
mod tests;
