//! `cargo tailprint css`: Tailwind's command-line program without Node.js.
//!
//! Options, outputs and exit codes are those of `@tailwindcss/cli`, so that a script can call either.

mod places;
mod watch;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tailprint_build::cli_support::{CssCompiler, CssForm, CssMade, CssSheet, Finding};
use tailprint_core::whole_file;

use crate::cli::Css;
use crate::support::failure::Failure;
use crate::support::terminal::{print, print_error};
use places::{Input, Output, Places};

/// The style sheet without `--input`.
const DEFAULT: &str = "@import \"tailwindcss\";";

/// Compiles a style sheet, once or at every change.
pub(crate) fn css(options: &Css) -> Result<(), Failure> {
    let places = Places::of(options).map_err(|what| refused(&what))?;
    let is_kept = options.watch.is_some();
    let compiler = CssCompiler::find(&places.folder, is_kept).map_err(|what| refused(&what))?;
    if !options.silent {
        print_error(&format!("≈ tailwindcss v{}\n\n", compiler.version()));
    }
    let mut job = Job { options, places, compiler };
    if is_kept {
        return watch::watch(&mut job);
    }
    let started = Instant::now();
    job.run()?;
    job.say_done(started.elapsed());
    Ok(())
}

/// A style sheet with everything that compiling it again needs.
pub(crate) struct Job<'a> {
    pub(crate) options: &'a Css,
    pub(crate) places: Places,
    compiler: CssCompiler,
}

/// The files that a run has depended on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) folders: Vec<PathBuf>,
}

impl Job<'_> {
    /// Compiles the style sheet and writes it.
    fn run(&mut self) -> Result<Read, Failure> {
        self.attempt().map_err(|(what, _)| refused(&what))
    }

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
            (finding.to_string(), Read { files, folders: Vec::new() })
        })?;
        for warning in &made.warnings {
            print_error(&format!("{}\n", shown(warning)));
        }
        let read = Read { files: made.read.clone(), folders: made.folders.clone() };
        self.write(made).map_err(|what| (what, read.clone()))?;
        Ok(read)
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
            Input::File { path, shown } => fs::read_to_string(path)
                .map_err(|error| format!("{shown}: cannot be read: {error}")),
        }
    }

    fn form(&self) -> CssForm {
        let Css { minify, optimize, map, .. } = self.options;
        match (minify, optimize, map) {
            (true, ..) => CssForm::Minified,
            (_, true, _) => CssForm::Optimized,
            (.., Some(file)) if file.is_empty() => CssForm::Mapped,
            _ => CssForm::Plain,
        }
    }

    fn write(&self, made: CssMade) -> Result<(), String> {
        let mut css = made.css;
        // The program that this command stands in for puts an empty line before a source map.
        if self.form() == CssForm::Mapped
            && let Some(map) = css.rfind("/*# sourceMappingURL=")
        {
            css.insert(map, '\n');
        }
        if let Some((file, map)) = self.places.map.as_ref().zip(made.map) {
            write(file, map.as_bytes())?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            css.push_str(&format!("\n/*# sourceMappingURL={name} */\n"));
        }
        match &self.places.output {
            // As that program does, with one more line break.
            Output::Standard => print(&format!("{css}\n")),
            Output::File(file) => write(file, css.as_bytes())?,
        }
        Ok(())
    }
}

/// Writes a file, unless it has this content: another tool may watch it.
fn write(file: &std::path::Path, content: &[u8]) -> Result<(), String> {
    if fs::read(file).is_ok_and(|known| known == content) {
        return Ok(());
    }
    let failed = |error: std::io::Error| format!("{}: cannot be written: {error}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    whole_file::write(file, content).map_err(failed)
}

fn shown(warning: &Finding) -> String {
    format!("warning: {warning}")
}

/// Prints an error. The program that this command stands in for ends with 1 after any error.
fn refused(what: &str) -> Failure {
    crate::support::terminal::error(what);
    Failure::Problems
}
