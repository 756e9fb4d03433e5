//! Static files of a folder that belongs to no package, published by `cargo tailprint collect --from`.

use std::path::PathBuf;

use crate::cargo::env::Env;
use crate::config::{Config, Encoding, Mode, Storage};
use crate::error::{Interface, Problems};
use crate::naming::published::Published;
use crate::output::manifest::manifest;
use crate::output::problems_json::Finding;
use crate::pipeline;
use crate::settings::Settings;
use crate::settings::library::OF_APPS;

/// A folder that is collected without a package.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// The folder, relative to `base` or absolute.
    pub folder: PathBuf,
    /// The folder that paths in problems are relative to; absolute.
    pub base: PathBuf,
    /// See [`Config::url_prefix`].
    pub url_prefix: Option<String>,
    /// See [`Config::ignore`].
    pub ignore: Vec<String>,
    /// See [`Config::include`].
    pub include: Vec<String>,
    /// See [`Config::opaque`].
    pub opaque: Vec<String>,
    /// See [`Config::keep_name`].
    pub keep_name: Vec<String>,
    /// See [`Config::at_root`].
    pub at_root: Vec<String>,
    /// See [`Config::prehashed`].
    pub prehashed: Vec<String>,
    /// See [`Config::allow_missing`].
    pub allow_missing: Vec<String>,
    /// See [`Config::html_attribute`].
    pub html_attributes: Vec<String>,
    /// Leaves symbolic links out; see [`Config::follow_symlinks`].
    pub ignore_symlinks: bool,
    /// Specifiers and logical paths; see [`Config::import_map`].
    pub import_map: Vec<[String; 2]>,
    /// Rewrites the specifiers of JS modules, if the feature `js_modules` is on.
    pub js_modules: bool,
    /// The content codings to make.
    pub encodings: Vec<Encoding>,
}

/// The published form of a folder.
#[derive(Debug, Default)]
pub struct Collected {
    /// The assets, sorted by path.
    pub assets: Vec<Asset>,
    /// The content of `staticfiles.json`.
    pub manifest: Vec<u8>,
    /// The content of `importmap.json`.
    pub import_map: Vec<u8>,
    /// Errors and warnings, sorted by place.
    pub problems: Vec<Finding>,
}

/// A published asset.
#[derive(Debug)]
pub struct Asset {
    /// The logical path.
    pub path: String,
    /// The name that it is published under.
    pub name: String,
    /// True for a file at the root of the host.
    pub at_root: bool,
    /// True if the published name never stands for other bytes.
    pub immutable: bool,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The places of the assets that this one refers to, in [`Collected::assets`].
    pub references: Vec<usize>,
    /// The published bytes; empty if they are in a file.
    pub bytes: Vec<u8>,
    /// The file that holds the published bytes, if they are not in memory.
    pub file: Option<PathBuf>,
    /// The bytes under the logical path, if they are others: a module that exports the published one.
    pub plain: Option<Vec<u8>>,
    /// The content codings that are worth storing: the extension of their files (`br`), and the bytes.
    pub encoded: Vec<(&'static str, Vec<u8>)>,
}

/// Runs the pipeline over a folder, in hashed mode. Nothing is written.
#[must_use]
pub fn collect(folder: &Folder) -> Collected {
    let mut problems = Problems::default();
    // Nothing depends on the user's environment, and the pipeline writes nothing into this `OUT_DIR`.
    let env = Env::of([("CARGO_MANIFEST_DIR", &folder.base), ("OUT_DIR", &folder.base)]);
    let settings = Settings::new(&folder.config(), &env, &mut problems);
    let (published, import_map) = match settings {
        Some(settings) if !problems.has_errors() => pipeline::folder(&settings, &mut problems),
        _ => <(Vec<Published>, String)>::default(),
    };
    let manifest = manifest(&published);
    Collected {
        import_map: import_map.into_bytes(),
        assets: published.into_iter().map(Asset::from).collect(),
        manifest,
        problems: Finding::all(&problems.into_sorted(), Interface::CommandLine),
    }
}

impl Folder {
    fn config(&self) -> Config {
        Config {
            ignore: self.ignore.clone(),
            include: self.include.clone(),
            opaque: self.opaque.clone(),
            keep_name: self.keep_name.clone(),
            at_root: self.at_root.clone(),
            prehashed: self.prehashed.clone(),
            allow_missing: self.allow_missing.clone(),
            html_attributes: self.html_attributes.clone(),
            ignore_symlinks: self.ignore_symlinks,
            import_map: self.import_map.clone(),
            // The package of the current folder, if there is one, has nothing to do with this folder.
            no_packages: true,
            // What another tool has built is published as it is.
            typescript: Some(Vec::new()),
            url_prefix: self.url_prefix.clone().or_else(|| Some(OF_APPS.to_owned())),
            mode: Mode::Hashed,
            no_tailwind: true,
            no_js_modules: !self.js_modules,
            // No program holds them, whatever their size.
            storage: Storage::Disk,
            encodings: Some(self.encodings.clone()),
            ..Config::new().root(&self.folder).clone()
        }
    }
}

impl From<Published> for Asset {
    fn from(published: Published) -> Self {
        let encoded = published.encoded.into_iter();
        let encoded = encoded.map(|encoded| (encoded.coding.extension(), encoded.bytes)).collect();
        Self {
            path: published.path,
            name: published.name,
            at_root: published.at_root,
            immutable: published.immutable,
            content_type: published.content_type,
            references: published.references,
            bytes: published.bytes,
            file: published.large.map(|large| large.file),
            plain: published.plain,
            encoded,
        }
    }
}

#[cfg(test)]
mod tests;
