//! `cargo tailprint css`: Tailwind's command-line program without Node.js.
//!
//! Options, outputs and exit codes are those of `@tailwindcss/cli`, so that a script can call either.

mod places;
mod watch;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tailprint_build::cli_support::{CssCompiler, CssForm, CssMade, CssSheet, Finding, cannot};
use tailprint_core::io_error::reason;
use tailprint_core::whole_file::{sweep, write_named};

use crate::cli::Css;
use crate::support::failure::Failure;
use crate::support::terminal::{print_data, print_error};
use places::{Input, Map, Output, Places};

/// The style sheet without `--input`.
const DEFAULT: &str = "@import \"tailwindcss\";";

/// Compiles a style sheet, once or at every change.
pub(crate) fn css(options: &Css) -> Result<(), Failure> {
    let interval = options.interval().map_err(|what| refused(&what))?;
    let places = Places::of(options).map_err(|what| refused(&what))?;
    if let Output::File(file) = &places.output {
        sweep(file.parent().unwrap_or(Path::new(".")));
    }
    let is_kept = options.watch().is_some();
    let compiler = CssCompiler::find(&places.folder, is_kept).map_err(|what| refused(&what))?;
    if !options.silent {
        print_error(&format!("≈ tailwindcss v{}\n\n", compiler.version()));
    }
    for note in compiler.notes() {
        print_error(&format!("warning: {note}\n"));
    }
    let mut job = Job { options, places, interval, compiler };
    if is_kept {
        return watch::watch(&mut job);
    }
    let started = Instant::now();
    job.attempt().map_err(|(what, _)| refused(&what))?;
    job.say_done(started.elapsed());
    Ok(())
}

/// A style sheet with everything that compiling it again needs.
pub(crate) struct Job<'a> {
    pub(crate) options: &'a Css,
    pub(crate) places: Places,
    /// The time between two looks for changes; none where the system reports them.
    pub(crate) interval: Option<Duration>,
    compiler: CssCompiler,
}

/// The files that a run has depended on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) files: BTreeSet<PathBuf>,
    pub(crate) folders: BTreeSet<PathBuf>,
}

impl Job<'_> {
    /// Compiles the style sheet and writes it. After an error the files are those that may repair it.
    pub(crate) fn attempt(&mut self) -> Result<Read, (String, Read)> {
        let text = self.text().map_err(|what| (what, Read::default()))?;
        let made = self.compiler.compile(&CssSheet {
            text: &text,
            path: &self.places.sheet,
            folder: &self.places.folder,
            form: self.form(),
        });
        let made = made.map_err(|error| {
            let (finding, files) = *error;
            let files = files.into_iter().collect();
            (finding.to_string(), Read { files, folders: BTreeSet::new() })
        })?;
        for warning in &made.warnings {
            print_error(&format!("{}\n", shown(warning)));
        }
        let written = self.write(&made);
        let read = Read {
            files: made.read.into_iter().collect(),
            folders: made.folders.into_iter().collect(),
        };
        match written {
            Ok(()) => Ok(read),
            Err(what) => Err((what, read)),
        }
    }

    pub(crate) fn say_done(&self, took: Duration) {
        if !self.options.silent {
            print_error(&format!("Done in {}ms\n", took.as_millis()));
        }
    }

    fn text(&self) -> Result<String, String> {
        match &self.places.input {
            Input::Default => Ok(DEFAULT.to_owned()),
            Input::Given(text) => Ok(text.clone()),
            Input::File { path, shown } => {
                let bytes = fs::read(path)
                    .map_err(|error| format!("{shown}: cannot be read: {}", reason(&error)))?;
                String::from_utf8(bytes)
                    .map_err(|_| format!("{shown}: is not UTF-8 (save the file as UTF-8)"))
            }
        }
    }

    fn form(&self) -> CssForm {
        let Css { minify, optimize, .. } = self.options;
        match (minify, optimize, self.options.map()) {
            (true, ..) => CssForm::Minified,
            (_, true, _) => CssForm::Optimized,
            (.., Some("")) => CssForm::Mapped,
            _ => CssForm::Plain,
        }
    }

    fn write(&self, made: &CssMade) -> Result<(), String> {
        let mut css = made.css.clone();
        // The program that this command stands in for puts an empty line before a source map.
        if self.form() == CssForm::Mapped
            && let Some(map) = css.rfind("/*# sourceMappingURL=")
        {
            css.insert(map, '\n');
        }
        if let Some((Map { file, url }, map)) = self.places.map.as_ref().zip(made.map.as_ref()) {
            write(file, map.as_bytes())?;
            css.push_str(&format!("\n/*# sourceMappingURL={url} */\n"));
        }
        match &self.places.output {
            // As that program does, with one more line break.
            Output::Standard => print_data(&format!("{css}\n")),
            Output::File(file) => write(file, css.as_bytes())?,
        }
        Ok(())
    }
}

/// Writes a file, unless it has this content: another tool may watch it.
fn write(file: &Path, content: &[u8]) -> Result<(), String> {
    write_named(file, content).map_err(|error| cannot("be written", file, &error))
}

fn shown(warning: &Finding) -> String {
    format!("warning: {warning}")
}

/// Prints an error. The program that this command stands in for ends with 1 after any error.
fn refused(what: &str) -> Failure {
    crate::support::terminal::error(what);
    Failure::Problems
}
