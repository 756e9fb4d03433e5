//! The Tailwind entry points, one after the other.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tailprint_core::build_json;

use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
use crate::config::Entry;
use crate::error::{Problem, Problems};
use crate::settings::Settings;
use crate::support::fs;
use crate::tailwind::crates::Crates;
use crate::tailwind::npm_assets::{self, NpmAsset};
use crate::tailwind::{self, Origins};

/// The text of an entry point that is used, but does not exist.
pub(crate) const IMPLIED: &str = "@import \"tailwindcss\";\n";

/// A compiled entry point.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The entry point, absolute.
    file: PathBuf,
    /// Its text if there is no such file.
    text: Option<&'static str>,
    /// The entry point as shown to the user.
    pub(crate) shown: String,
    /// Its text.
    pub(crate) source: Vec<u8>,
    /// Logical path of the output.
    pub(crate) output: String,
    pub(crate) css: Vec<u8>,
    /// Nothing if it could not be compiled.
    pub(crate) engine: Option<build_json::Engine>,
    /// The time that Tailwind ran in this process.
    took: Duration,
    warnings: Vec<Problem>,
    /// The files that it is made of; none if it could not be compiled.
    pub(crate) origins: Option<Arc<Origins>>,
    /// The files of npm packages that it refers to.
    pub(crate) npm_assets: Vec<NpmAsset>,
}

/// Compiles all entry points. After an error the output is empty, so that references to it are not reported as well. It
/// is empty as well in a build that only documents the package.
pub(crate) fn compile(
    settings: &Settings,
    implied: Option<&Entry>,
    crates: &Crates,
    env: &Env,
    watch: &mut Watch,
    problems: &mut Problems,
) -> Vec<Compiled> {
    let implied = implied.map(|entry| (entry, Some(IMPLIED)));
    let one = |(entry, text)| {
        let mut compiled = Compiled::empty(settings, entry, text);
        if settings.only_documents {
            return compiled;
        }
        if let Err(found) = compiled.fill(settings, crates, env, watch) {
            problems.extend(found);
        } else {
            problems.extend(std::mem::take(&mut compiled.warnings));
        }
        compiled
    };
    settings.entries.iter().map(|entry| (entry, None)).chain(implied).map(one).collect()
}

/// Returns the time that Tailwind ran in this process, if its engine is not optimised.
pub(crate) fn unoptimised(entries: &[Compiled]) -> Duration {
    if tailwind::is_optimised() {
        return Duration::ZERO;
    }
    entries.iter().map(|entry| entry.took).sum()
}

impl Compiled {
    fn empty(settings: &Settings, entry: &Entry, text: Option<&'static str>) -> Self {
        let file = settings.package.join(&entry.source);
        Self {
            shown: fs::shown(&file, &settings.package),
            file,
            text,
            source: Vec::new(),
            output: entry.output.clone(),
            css: Vec::new(),
            engine: None,
            took: Duration::ZERO,
            warnings: Vec::new(),
            origins: None,
            npm_assets: Vec::new(),
        }
    }

    fn fill(
        &mut self,
        settings: &Settings,
        crates: &Crates,
        env: &Env,
        watch: &mut Watch,
    ) -> Result<(), Vec<Problem>> {
        if let Some(text) = self.text {
            self.source = text.into();
        } else if !self.file.exists() {
            watch.absent.push(self.file.clone());
            return Err(vec![missing(&self.shown)]);
        }
        if self.text.is_none() {
            self.source = fs::read(&self.file, &self.shown).map_err(|problem| vec![problem])?;
        }
        let output = tailwind::compile(&self.request(settings, crates), env, watch)?;
        self.css = output.css;
        self.engine = Some(output.engine);
        self.took = output.took;
        self.warnings = output.warnings;
        self.origins = Some(Arc::new(output.origins));
        self.npm_assets = output.npm_assets;
        Ok(())
    }

    /// Returns the notes for `cargo build -vv`: the Tailwind that was used, and the files of npm packages.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.engine_note().into_iter().chain(npm_assets::notes(&self.npm_assets)).collect()
    }

    fn engine_note(&self) -> Option<String> {
        let engine = self.engine.as_ref()?;
        let program = engine.path.display();
        let default = match self.text {
            Some(text) => {
                format!(" (there is no such file, so it is taken to be `{}`)", text.trim())
            }
            None => String::new(),
        };
        let note = engine.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
        Some(format!(
            "tailprint: {}{default} compiled by tailwindcss {} ({}, {}: {program}){note}",
            self.shown,
            engine.version,
            engine.kind.name(),
            engine.found_by
        ))
    }

    fn request<'a>(&'a self, settings: &'a Settings, crates: &'a Crates) -> tailwind::Request<'a> {
        tailwind::Request {
            manifest_dir: &settings.package,
            out_dir: &settings.folder,
            entry: &self.file,
            text: self.text,
            engine: settings.engine,
            minify: settings.hashed,
            binary: settings.tailwind_binary.as_deref(),
            version: settings.tailwind_version.as_deref(),
            supply: &settings.supply,
            excluded: &[],
            crates,
            npm_assets_of: settings.npm_assets.then_some(&*self.output),
        }
    }
}

fn missing(shown: &str) -> Problem {
    Problem::error("no such file, but `Config::tailwind` names it")
        .in_file(shown)
        .help("create it with the line `@import \"tailwindcss\";`, or correct the path in build.rs")
}
