//! One style sheet for Tailwind, without a package: `cargo tailprint css`.

use std::path::{Path, PathBuf};

use tailprint_core::whole_file::Scratch;
use tailprint_tailwind::install::{self, Interface as Settings};

use crate::cargo::env::Env;
use crate::config::Supply;
use crate::error::{Interface, Problem};
use crate::output::problems_json::Finding;
use crate::tailwind::crates::Crates;
use crate::tailwind::engines::builtin::Builtin;
use crate::tailwind::engines::builtin::finish::Form;
use crate::tailwind::engines::builtin::sheet::Sheet;
use crate::tailwind::places::places;
use crate::tailwind::watched::vendored;

/// The form of a compiled style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CssForm {
    /// As Tailwind's compiler writes it.
    Plain,
    /// As Tailwind's compiler writes it, with the source map in it.
    Mapped,
    /// Flattened for the browsers that Tailwind supports.
    Optimized,
    /// Flattened and short.
    Minified,
}

/// A style sheet to compile.
#[derive(Clone, Copy, Debug)]
pub struct CssSheet<'a> {
    /// The text.
    pub text: &'a str,
    /// The absolute path. The file need not exist.
    pub path: &'a Path,
    /// The folder that is searched for classes, absolute.
    pub folder: &'a Path,
    /// The form of the result.
    pub form: CssForm,
}

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CssMade {
    /// The text.
    pub css: String,
    /// The source map, version 3, for [`CssForm::Plain`].
    pub map: Option<String>,
    /// The warnings.
    pub warnings: Vec<Finding>,
    /// The files that were read: style sheets, plugins, and files with class names.
    pub read: Vec<PathBuf>,
    /// The folders in which a new file may have class names.
    pub folders: Vec<PathBuf>,
}

/// Tailwind's compiler, kept for a style sheet that is compiled again and again.
#[derive(Debug)]
pub struct CssCompiler(Builtin);

impl CssCompiler {
    /// Finds Tailwind for the style sheets of a folder: vendored, installed by npm, in the cache, or fetched.
    ///
    /// # Errors
    ///
    /// The reason, with the repair, on one line.
    pub fn find(folder: &Path, is_kept: bool) -> Result<Self, String> {
        // There is no `OUT_DIR` here, so a temporary folder stands in for a cache that cannot be written.
        let scratch = Scratch::new().map_err(|error| error.to_string())?;
        let supply = Supply::default();
        let mut places = places(folder, None, &supply, Some(scratch.path()), &Env::process());
        places.interface = Settings::Css;
        let found = install::find(&places).map_err(|error| error.to_string())?;
        let builtin = Builtin::new(found);
        Ok(Self(if is_kept { builtin.ahead() } else { builtin }))
    }

    /// The version of Tailwind.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.found().package.version
    }

    /// The notes on the search for Tailwind, such as an installed version that was passed over.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.0.found().notes
    }

    /// Compiles a style sheet.
    ///
    /// # Errors
    ///
    /// The error, and the files that were read before it.
    pub fn compile(
        &mut self,
        sheet: &CssSheet<'_>,
    ) -> Result<CssMade, Box<(Finding, Vec<PathBuf>)>> {
        let excluded = vendored(sheet.folder);
        let made = self.0.compile(&Sheet {
            root: sheet.folder,
            path: sheet.path,
            text: sheet.text,
            form: match sheet.form {
                CssForm::Plain => Form::Plain,
                CssForm::Mapped => Form::Readable,
                CssForm::Optimized => Form::Flat,
                CssForm::Minified => Form::Ready,
            },
            excluded: &excluded,
            crates: &Crates::new(),
            remembered: None,
        });
        match made {
            Ok(made) => Ok(CssMade {
                css: made.css,
                map: made.map,
                warnings: Finding::all(&made.warnings, Interface::CommandLine),
                read: made.read.into_iter().chain(made.searched.files).collect(),
                folders: made.searched.folders,
            }),
            Err(failed) => Err(Box::new((finding(&failed.problem), failed.read))),
        }
    }
}

/// Describes an error. A setting of build scripts is no repair here: the program that this command stands in for is.
fn finding(problem: &Problem) -> Finding {
    let mut finding = Finding::new(problem, Interface::CommandLine);
    if finding.help.as_ref().is_some_and(|help| help.contains("Config::engine")) {
        finding.help =
            Some("compile it with Tailwind's own program, `npx @tailwindcss/cli`".to_owned());
    }
    finding
}
