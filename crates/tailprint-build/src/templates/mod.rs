//! Templates: which assets they name, and copies of those whose delimiters askama refuses.
//!
//! `askama.toml` in the package stays the one source of truth. The files that this stage makes for
//! `OUT_DIR/tailprint` are read by `#[derive(tailprint::Template)]`:
//!
//! ```text
//! derive.txt          the configuration that reads each syntax
//! askama.toml         the configuration of the default syntax
//! templates/          translated templates, if askama refuses the default syntax
//! askama.plain.toml   then: the configuration of the syntaxes that askama accepts
//! askama.N.toml       the configuration of the Nth [[syntax]], if askama refuses that one
//! templates.N/        and templates translated for it
//! ```

mod check;
mod config;
mod derive;
mod files;
mod uses;

#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use askama_parser::{Ast, ParseError};
use memchr::memmem;
use tailprint_core::delimiters::Translation;
use tailprint_core::filters::Filter;
use tailprint_core::io_error::reason;

pub(crate) use check::{Known, check};
use config::{Config, Syntax};
use files::TemplateFile;

use crate::cargo::watch::Watch;
use crate::error::{Problem, Problems};

/// The outcome of reading the templates of a package.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    /// Files to write: the path below `OUT_DIR/tailprint`, separated by `/`, and the content.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The configuration, and the topmost folders of templates.
    pub(crate) watch: Watch,
    /// Every literal path, in the order of files and positions.
    pub(crate) uses: Vec<Use>,
}

/// A literal path of an asset in a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    /// The template, relative to the package and separated by `/`.
    pub(crate) file: String,
    /// The line of the opening quote, from 1.
    pub(crate) line: usize,
    /// The column of the opening quote in characters, from 1.
    pub(crate) column: usize,
    /// The path as written, with its query and fragment.
    pub(crate) path: String,
    /// The filter that the path is an argument of.
    pub(crate) filter: &'static Filter,
}

/// Reads `askama.toml` and the templates of the package in `manifest_dir`.
///
/// `out_dir` is the folder that [`Templates::files`] will be written to.
pub(crate) fn load(manifest_dir: &Path, out_dir: &Path, problems: &mut Problems) -> Templates {
    let mut templates = Templates::default();
    let Some(config) = config::read(manifest_dir, &mut templates, problems) else {
        return templates;
    };
    let files = files::list(&config, out_dir, &mut templates, problems);
    let found = read(&files, &config);
    templates.files = found.copies;
    templates.uses = found.uses;
    templates.uses.sort();
    templates.uses.dedup();
    problems.extend(found.problems);
    match derive::files(&config, out_dir) {
        Ok(files) => templates.files.extend(files),
        Err(problem) => problems.push(problem),
    }
    templates
}

/// The folders in which askama looks for templates.
pub(crate) fn folders(manifest_dir: &Path) -> Vec<PathBuf> {
    let config = config::read(manifest_dir, &mut Templates::default(), &mut Problems::default());
    config.map(|it| it.dirs.iter().map(|dir| it.root.join(dir)).collect()).unwrap_or_default()
}

/// The outcome of reading some templates.
#[derive(Default)]
struct Found {
    copies: Vec<(String, Vec<u8>)>,
    uses: Vec<Use>,
    problems: Vec<Problem>,
}

/// The stack of a thread in bytes, as large as that of a main thread: askama's parser is recursive, and is not
/// optimised in a build script.
const STACK: usize = 8 << 20;

/// Reads the templates on all cores and returns the findings in the order of the files.
fn read(files: &[TemplateFile], config: &Config) -> Found {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = files.len().div_ceil(cores).max(1);
    let work = |share| {
        let mut found = Found::default();
        for file in share {
            template(file, config, &mut found);
        }
        found
    };
    thread::scope(|scope| {
        let spawn = |share| {
            let worker = thread::Builder::new().stack_size(STACK);
            (share, worker.spawn_scoped(scope, move || work(share)))
        };
        let workers: Vec<_> = files.chunks(share).map(spawn).collect();
        let mut all = Found::default();
        for (share, worker) in workers {
            let found = match worker {
                Ok(worker) => worker.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => work(share),
            };
            all.copies.extend(found.copies);
            all.uses.extend(found.uses);
            all.problems.extend(found.problems);
        }
        all
    })
}

fn template(file: &TemplateFile, config: &Config, found: &mut Found) {
    let bytes = match std::fs::read(&file.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Problem::error(format!("cannot read: {}", reason(&error)));
            found.problems.push(problem.in_file(&file.name));
            return;
        }
    };
    let source = match std::str::from_utf8(&bytes) {
        Ok(source) => source,
        Err(error) => {
            found.problems.extend(not_utf8(file, config, &bytes, error.valid_up_to()));
            return;
        }
    };
    for syntax in &config.syntaxes {
        match &syntax.translation {
            None => accepted(file, syntax, source, found),
            Some(translation) => {
                let outcome = translated(file, config, syntax, translation, source, found);
                found.problems.extend(outcome.err());
            }
        }
    }
}

/// Reports a template that would have to be translated and is not UTF-8; all others are left to askama.
fn not_utf8(file: &TemplateFile, config: &Config, bytes: &[u8], offset: usize) -> Option<Problem> {
    let translation = config.default_syntax()?.translation.as_ref()?;
    let concerned = translation.refused().any(|kind| {
        memmem::find(bytes, translation.original().pair(kind).start.as_bytes()).is_some()
    });
    let binary = memchr::memchr(0, bytes).is_some();
    (concerned && !binary).then(|| {
        Problem::error("not UTF-8")
            .at_byte(&file.name, bytes, offset)
            .help("save the template as UTF-8, or move it out of the template folders")
    })
}

/// Reads a template that askama accepts as it is. An error in it is left to askama, which reports it at the use.
fn accepted(file: &TemplateFile, syntax: &Syntax, source: &str, found: &mut Found) {
    if uses::may_have(source)
        && let Ok(askama) = syntax.to_askama()
        && let Ok(ast) = Ast::from_str(source, None, &askama)
    {
        uses::collect(&ast, source, &file.name, &mut found.uses);
    }
}

/// Translates a template whose delimiters askama refuses.
///
/// Errors of the default syntax are reported here, since askama would name the copy. Those of any other syntax are
/// ignored, since the file may not be written in it.
fn translated(
    file: &TemplateFile,
    config: &Config,
    syntax: &Syntax,
    translation: &Translation,
    source: &str,
    found: &mut Found,
) -> Result<(), Problem> {
    let is_default = syntax.name == config.default_syntax;
    let text = if is_default {
        translation.translate(source).map_err(|error| {
            Problem::error(error.to_string())
                .at_byte(&file.name, source.as_bytes(), error.offset())
                .help(error.repair())
        })?
    } else {
        let Ok(text) = translation.translate_unchecked(source) else { return Ok(()) };
        text
    };
    if let Ok(askama) = syntax.to_askama() {
        match Ast::from_str(&text, None, &askama) {
            Ok(ast) => uses::collect(&ast, source, &file.name, &mut found.uses),
            Err(error) if is_default => return Err(parse_error(file, translation, source, &error)),
            Err(_) => {}
        }
    }
    found.copies.push((format!("{}/{}", syntax.folder, file.copy), text.into_bytes()));
    Ok(())
}

fn parse_error(
    file: &TemplateFile,
    translation: &Translation,
    source: &str,
    error: &ParseError,
) -> Problem {
    let ascii = translation.in_ascii();
    let better = ascii.diagnose(source).ok().and_then(|text| {
        let askama = config::builder(ascii.translated()).to_syntax().ok()?;
        Ast::from_str(&text, None, &askama).err()
    });
    let error = better.as_ref().unwrap_or(error);
    let message = error.message.as_deref().unwrap_or("failed to parse template source");
    let message = translation.restore(&ascii.restore(message)).replace('\n', " ");
    Problem::error(message).at_byte(&file.name, source.as_bytes(), error.offset)
}
