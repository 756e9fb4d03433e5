//! Tailwind's style sheets of a package, compiled again and again by `cargo tailprint dev`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cargo::env::Env;
use crate::config::{Engine, Supply};
use crate::error::Interface;
use crate::output::problems_json::Finding;
use crate::settings::DEFAULT_SOURCE;
use crate::tailwind::entry_points::IMPLIED;
use crate::tailwind::{Kept, Request};

/// A Tailwind entry point of a package, as `build.json` describes it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The entry point, relative to the package or absolute.
    pub source: PathBuf,
    /// The logical path of the asset.
    pub output: String,
    /// The engine that compiled it last: `builtin` or `cli`.
    pub engine: String,
    /// The version of Tailwind.
    pub version: String,
    /// The program, for `cli`.
    pub program: PathBuf,
    /// The digest that the package configures for that version; see
    /// [`Config::tailwind_digest`](crate::Config::tailwind_digest).
    pub digest: Option<String>,
    /// True if the files that npm packages refer to are assets.
    pub npm_assets: bool,
    /// The dependencies whose sources have classes, by name, each with its folder.
    pub crates: BTreeMap<String, PathBuf>,
}

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The logical path.
    pub output: String,
    /// The text.
    pub css: Vec<u8>,
}

/// Returns the file of a compiled style sheet in `OUT_DIR/tailprint`.
#[must_use]
pub fn compiled(folder: &Path, output: &str) -> PathBuf {
    folder.join("tailwind").join(output)
}

/// The style sheets of a package, with the compilers that made them.
#[derive(Debug)]
pub struct Styles {
    package: PathBuf,
    folder: PathBuf,
    env: Env,
    entries: Vec<(Entry, Kept, Vec<u8>)>,
}

impl Styles {
    /// Takes the entry points of a debug build. `folder` is its `OUT_DIR/tailprint`, and both paths are absolute.
    #[must_use]
    pub fn new(package: &Path, folder: &Path, entries: Vec<Entry>) -> Self {
        let known = |entry: Entry| {
            let css = std::fs::read(compiled(folder, &entry.output));
            (entry, Kept::default(), css.unwrap_or_default())
        };
        Self {
            package: package.to_owned(),
            folder: folder.to_owned(),
            env: Env::process(),
            entries: entries.into_iter().map(known).collect(),
        }
    }

    /// Compiles all style sheets and returns those that have changed. Nothing is written but the caches of the engines.
    ///
    /// # Errors
    ///
    /// All errors in them. The next call compiles them again.
    pub fn compile(&mut self) -> Result<Vec<Style>, Vec<Finding>> {
        let (mut changed, mut problems) = (Vec::new(), Vec::new());
        for (entry, kept, known) in &mut self.entries {
            let engine = match &*entry.engine {
                #[cfg(feature = "builtin")]
                "builtin" => Engine::Builtin,
                _ => Engine::Cli,
            };
            let is_program = engine == Engine::Cli;
            let file = self.package.join(&entry.source);
            let is_implied = entry.source == Path::new(DEFAULT_SOURCE) && !file.exists();
            let pin = entry.digest.clone().map(|digest| (entry.version.clone(), digest));
            let request = Request {
                manifest_dir: &self.package,
                out_dir: &self.folder,
                entry: &file,
                text: is_implied.then_some(IMPLIED),
                engine,
                minify: false,
                binary: Some(&*entry.program).filter(|_| is_program),
                version: Some(&entry.version),
                supply: &Supply { pin, ..Supply::default() },
                excluded: &[],
                crates: &entry.crates,
                npm_assets_of: entry.npm_assets.then_some(&*entry.output),
            };
            match kept.compile(&request, &self.env) {
                Err(found) => problems.extend(Finding::all(&found, Interface::BuildScript)),
                Ok(output) if output.css == *known => {}
                Ok(output) => {
                    known.clone_from(&output.css);
                    changed.push(Style { output: entry.output.clone(), css: output.css });
                }
            }
        }
        if problems.is_empty() { Ok(changed) } else { Err(problems) }
    }
}
