//! What `cargo tailprint` needs of the pipeline. For that crate alone: no guarantee of stability.

mod styles;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::{Config, Encoding, Mode};
use crate::env::Env;
use crate::error::{Problem, Problems, Severity};
use crate::manifest;
use crate::pipeline::{self, Settings};
use crate::publish::Published;

pub use styles::{Entry, Style, Styles};

/// A folder that is collected without a package.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// The folder, relative to `base` or absolute.
    pub folder: PathBuf,
    /// What files are named relative to in problems; absolute.
    pub base: PathBuf,
    /// See [`Config::url_prefix`].
    pub url_prefix: Option<String>,
    /// See [`Config::ignore`].
    pub ignore: Vec<String>,
    /// See [`Config::opaque`].
    pub opaque: Vec<String>,
    /// See [`Config::keep_name`].
    pub keep_name: Vec<String>,
    /// See [`Config::prehashed`].
    pub prehashed: Vec<String>,
    /// See [`Config::allow_missing`].
    pub allow_missing: Vec<String>,
    /// Whether the specifiers of JS modules are rewritten.
    pub js_modules: bool,
    /// The codings to make.
    pub encodings: Vec<Encoding>,
}

/// What became of a folder.
#[derive(Debug, Default)]
pub struct Collected {
    /// Sorted by path.
    pub assets: Vec<Asset>,
    /// `staticfiles.json`.
    pub manifest: Vec<u8>,
    /// Sorted by place.
    pub problems: Vec<Finding>,
}

/// A published asset.
#[derive(Debug)]
pub struct Asset {
    /// Logical path.
    pub path: String,
    /// Name it is published under.
    pub name: String,
    /// Published bytes.
    pub bytes: Vec<u8>,
    /// Its codings, as far as they are worth it: what siblings in this coding end with (`br`), and the bytes.
    pub encoded: Vec<(&'static str, Vec<u8>)>,
}

/// A [`Problem`] as plain data; the form that it has in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `error` or `warning`.
    pub severity: Weight,
    /// As shown to the user.
    pub file: Option<String>,
    /// From 1.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// How to repair it.
    pub help: Option<String>,
}

/// A [`Severity`] in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The build fails.
    Error,
    /// The build goes on.
    Warning,
}

impl From<&Problem> for Finding {
    fn from(problem: &Problem) -> Self {
        let (line, column) = problem.position().unzip();
        Self {
            severity: match problem.severity() {
                Severity::Error => Weight::Error,
                Severity::Warning => Weight::Warning,
            },
            file: problem.file().map(str::to_owned),
            line,
            column,
            message: problem.message().to_owned(),
            help: problem.repair().map(str::to_owned),
        }
    }
}

fn find_problems(problems: &[Problem]) -> impl Iterator<Item = Finding> {
    problems.iter().map(Finding::from)
}

/// Runs the pipeline over a folder, in hashed mode. Nothing is written.
#[must_use]
pub fn collect(folder: &Folder) -> Collected {
    let mut problems = Problems::default();
    // No variable of the environment has a say, and there is no `OUT_DIR`.
    let env = Env::of([("CARGO_MANIFEST_DIR", &folder.base), ("OUT_DIR", &folder.base)]);
    let settings = Settings::new(&folder.config(), &env, &mut problems);
    let published = match settings {
        Some(settings) if !problems.has_errors() => pipeline::folder(&settings, &mut problems),
        _ => Vec::new(),
    };
    let manifest = manifest::manifest(&published);
    let problems = problems.into_sorted();
    let problems = problems.iter().map(Finding::from).map(for_command_line);
    Collected {
        assets: published.into_iter().map(Asset::from).collect(),
        manifest,
        problems: problems.collect(),
    }
}

/// Which Tailwind to vendor, and where.
#[cfg(feature = "download")]
#[derive(Clone, Debug, Default)]
pub struct Vendor {
    /// The folder that gets `vendor/tailwindcss-<version>`, absolute.
    pub root: PathBuf,
    /// See [`Config::tailwind_version`].
    pub version: Option<String>,
    /// See [`Config::tailwind_digest`].
    pub digest: Option<String>,
}

/// A Tailwind that was vendored.
#[cfg(feature = "download")]
#[derive(Clone, Debug)]
pub struct Vendored {
    /// `vendor/tailwindcss-4.3.5`
    pub folder: PathBuf,
    /// How many files of Tailwind it has.
    pub files: usize,
    /// How many bytes these have.
    pub bytes: usize,
    /// Where they come from: `npm pack`.
    pub origin: String,
    /// Whether it was there already, complete.
    pub unchanged: bool,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Writes the verified files of Tailwind, with its licence, into the user's repository.
///
/// # Errors
/// Why not, with the repair, on one line.
#[cfg(feature = "download")]
pub fn vendor(wanted: &Vendor) -> Result<Vendored, String> {
    use crate::config::Supply;
    use crate::tailwind::supply;

    let pin = wanted.version.clone().zip(wanted.digest.clone());
    let supply = Supply { pin, ..Supply::default() };
    // Outside a build there is no `OUT_DIR` to fall back on.
    let scratch = tempfile::tempdir().map_err(|error| crate::fs::reason(&error))?;
    let version = wanted.version.as_deref();
    let env = Env::process();
    let places = supply::places(&wanted.root, version, &supply, Some(scratch.path()), &env);
    let made = tailprint_tailwind::provide::vendor(&wanted.root, &places)
        .map_err(|error| error.to_string())?;
    let files = &made.found.package.files;
    Ok(Vendored {
        files: files.len(),
        bytes: files.values().map(Vec::len).sum(),
        origin: made.found.origin.to_string(),
        unchanged: made.unchanged,
        notes: made.found.notes,
        folder: made.folder,
    })
}

/// Works on all cores.
pub fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    crate::parallel::map(items, work)
}

/// The name under which an asset with this fingerprint is published.
#[must_use]
pub fn hashed_name(path: &str, fingerprint: &str) -> String {
    crate::resolve::hashed_name(path, fingerprint)
}

/// The folders in which askama looks for the templates of a package.
#[must_use]
pub fn template_folders(package: &Path) -> Vec<PathBuf> {
    crate::templates::folders(package)
}

/// Writes a file in one step, unless it has this content; whether it was written.
///
/// # Errors
/// When it cannot be written, in words.
pub fn replace(file: &Path, content: &[u8]) -> Result<bool, String> {
    if std::fs::read(file).is_ok_and(|former| former == content) {
        return Ok(false);
    }
    crate::fs::write_if_changed(file, content).map_err(|problem| problem.to_string())?;
    Ok(true)
}

/// An error of the file system in words.
#[must_use]
pub fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot {what}: {}", path.display(), crate::fs::reason(error))
}

impl Folder {
    fn config(&self) -> Config {
        Config {
            ignore: self.ignore.clone(),
            opaque: self.opaque.clone(),
            keep_name: self.keep_name.clone(),
            prehashed: self.prehashed.clone(),
            allow_missing: self.allow_missing.clone(),
            url_prefix: self.url_prefix.clone(),
            mode: Mode::Hashed,
            no_tailwind: true,
            no_js_modules: !self.js_modules,
            encodings: Some(self.encodings.clone()),
            ..Config::new().root(&self.folder).clone()
        }
    }
}

impl From<Published> for Asset {
    fn from(published: Published) -> Self {
        let encoded = published.encoded.into_iter();
        let encoded = encoded.map(|encoded| (encoded.coding.extension(), encoded.bytes)).collect();
        Self { path: published.path, name: published.name, bytes: published.bytes, encoded }
    }
}

/// Names the options of the command line where the repair names a method of [`Config`].
fn for_command_line(mut finding: Finding) -> Finding {
    const OPTIONS: [(&str, &str); 3] = [
        (", or add its folder with `Config::root_at`", ""),
        ("`Config::ignore`", "`--ignore`"),
        ("`Config::opaque`", "`--opaque`"),
    ];
    for (method, option) in OPTIONS {
        finding.help = finding.help.map(|help| help.replace(method, option));
    }
    finding
}

#[cfg(test)]
mod tests;
