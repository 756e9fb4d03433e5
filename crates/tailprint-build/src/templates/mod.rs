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
mod engines;
mod files;
mod properties;
mod read;
mod rewrite;
mod scan;
mod uses;
mod written;

#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use tailprint_core::filters::Filter;

pub(crate) use check::{Allowed, Known, check};
use config::Config;
pub(crate) use engines::Engine;
use engines::Engines;
use files::TemplateFile;
pub use rewrite::{LeftUrl, Rewriter, Rewritten};
pub(crate) use written::{TemplateClaim, Written};

use crate::cargo::watch::Watch;
use crate::error::{Problem, Problems};
use crate::references::resolve::UrlPrefix;

/// The templates of a package, and where they lead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The package.
    pub(crate) package: &'a Path,
    /// The folder that [`Templates::files`] will be written to.
    pub(crate) out_dir: &'a Path,
    /// The folders that the user has named, besides those of `askama.toml`.
    pub(crate) folders: &'a [PathBuf],
    pub(crate) prefix: &'a UrlPrefix,
    /// The attributes of HTML that the user has named.
    pub(crate) html_attributes: &'a [String],
}

/// The outcome of reading the templates of a package.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    /// Files to write: the path below `OUT_DIR/tailprint`, separated by `/`, and the content.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The configuration, and the topmost folders of templates.
    pub(crate) watch: Watch,
    /// Every template, in the order of the paths.
    pub(crate) templates: Vec<Template>,
    /// The custom properties that style attributes and the like use, sorted.
    pub(crate) properties: Vec<String>,
}

impl Templates {
    /// Returns every literal path, in the order of files and positions.
    pub(crate) fn uses(&self) -> impl Iterator<Item = &Use> {
        self.templates.iter().flat_map(|template| &template.uses)
    }

    /// Returns the paths of the URLs below the prefix that are written out, of assets or not.
    pub(crate) fn written_out(&self) -> Vec<String> {
        let written = self.templates.iter().flat_map(|template| &template.written);
        written.map(|it| it.path.clone()).collect()
    }

    /// Returns true if a template writes an import map itself.
    pub(crate) fn has_import_map(&self) -> bool {
        self.templates.iter().any(|template| template.has_import_map)
    }
}

/// A template, and what it says about assets.
#[derive(Debug)]
pub(crate) struct Template {
    /// The path, relative to the package and separated by `/`.
    pub(crate) file: String,
    pub(crate) engine: Engine,
    /// Every literal path, in the order of positions.
    pub(crate) uses: Vec<Use>,
    /// Everything that may name an asset, but cannot be checked, in the order of positions.
    pub(crate) unchecked: Vec<Unchecked>,
    /// URLs below the prefix that are written out, of assets or not.
    pub(crate) written: Vec<Written>,
    /// URLs below the prefix at which there is no asset, once they are checked.
    pub(crate) missing: Vec<Written>,
    /// The `integrity` of URLs that are written out.
    pub(crate) claims: Vec<TemplateClaim>,
    /// True if it writes an import map.
    pub(crate) has_import_map: bool,
}

/// A literal path of an asset in a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    /// The line of the opening quote, from 1.
    pub(crate) line: usize,
    /// The column of the opening quote in characters, from 1.
    pub(crate) column: usize,
    /// The path as written, with its query and fragment.
    pub(crate) path: String,
    /// The filter, function or tag that the path is an argument of.
    pub(crate) filter: &'static Filter,
}

/// A part of a template that cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unchecked {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column in characters, from 1.
    pub(crate) column: usize,
    pub(crate) reason: Reason,
}

/// The reason why a part of a template cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// The argument of this filter is known at run time only.
    Dynamic(&'static Filter),
    /// This delimiter is never closed, so that nothing is known about what follows.
    Unclosed(String),
    /// This filter stands where the engine sees text: the delimiters around it are not those that are known here.
    Outside(&'static Filter),
    /// The template is no text.
    NotUtf8,
}

/// Reads `askama.toml`, `Cargo.toml` and the templates of a package.
pub(crate) fn load(request: Request<'_>, problems: &mut Problems) -> Templates {
    let mut templates = Templates::default();
    let Some(config) = config::read(request.package, &mut templates, problems) else {
        return templates;
    };
    let engines = engines::read(request.package, &mut templates, problems);
    let files = files::list(&config, request, &mut templates, problems);
    let package = Package { config: &config, engines: &engines, request };
    let found = read_all(&files, package);
    templates.files = found.copies;
    templates.templates = found.templates;
    templates.properties = found.properties;
    templates.properties.sort();
    templates.properties.dedup();
    problems.extend(found.problems);
    match derive::files(&config, request.out_dir) {
        Ok(files) => templates.files.extend(files),
        Err(problem) => problems.push(problem),
    }
    templates
}

/// The folders in which engines look for templates.
pub(crate) fn folders(manifest_dir: &Path) -> Vec<PathBuf> {
    let config = config::read(manifest_dir, &mut Templates::default(), &mut Problems::default());
    config.map(|it| it.dirs.iter().map(|dir| it.root.join(dir)).collect()).unwrap_or_default()
}

/// The settings that templates are read with.
#[derive(Clone, Copy)]
struct Package<'a> {
    config: &'a Config,
    engines: &'a Engines,
    request: Request<'a>,
}

/// The outcome of reading some templates.
#[derive(Default)]
struct Found {
    copies: Vec<(String, Vec<u8>)>,
    templates: Vec<Template>,
    properties: Vec<String>,
    problems: Vec<Problem>,
}

/// The stack of a thread in bytes, as large as that of a main thread: askama's parser is recursive, and is not
/// optimised in a build script.
const STACK: usize = 8 << 20;

/// Reads the templates on all cores and returns the findings in the order of the files.
fn read_all(files: &[TemplateFile], package: Package<'_>) -> Found {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = files.len().div_ceil(cores).max(1);
    let work = |share| {
        let mut found = Found::default();
        for file in share {
            read::template(file, package, &mut found);
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
            all.templates.extend(found.templates);
            all.properties.extend(found.properties);
            all.problems.extend(found.problems);
        }
        all
    })
}
