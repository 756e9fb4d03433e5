//! Configuration and environment, with conventions filled in and everything validated, as the stages need it.

pub(crate) mod caching;
pub(crate) mod content_types;
mod conventions;
mod environment;
mod globs;
pub(crate) mod headers;
pub(crate) mod library;
pub(crate) mod on_disk;
pub(crate) mod packages;

use std::path::{Path, PathBuf};

use tailprint_core::glob::GlobSet;
use tailprint_core::lock::PACKAGES;
use tailprint_core::table::Coding;

use self::caching::Caching;
use self::content_types::ContentTypes;
pub(crate) use self::conventions::DEFAULT_SOURCE;
use self::globs::Globs;
use self::headers::Header;
use self::packages::{Packages, Scope};
use crate::cargo::env::Env;
use crate::cargo::watch::Watch;
#[cfg(feature = "compression")]
use crate::config::Compression;
use crate::config::{Before, Config, Encoding, Engine, Entry, Root, Supply};
use crate::error::Problems;
use crate::references::resolve::UrlPrefix;
use crate::sources::discover;
use crate::sources::load::Reading;
use crate::templates;

/// Names that are left out unless `Config::default_ignore(false)` is set: dotfiles, backups of editors, and the folders
/// of CVS.
const DEFAULT_IGNORE: [&str; 3] = [".*", "*~", "CVS"];

/// The one dotfile that is made to be published (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// The settings of one build.
#[derive(Debug)]
pub(crate) struct Settings {
    /// `CARGO_MANIFEST_DIR`.
    pub(crate) package: PathBuf,
    /// `CARGO_PKG_NAME`.
    pub(crate) name: String,
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) hashed: bool,
    /// Cargo's `PROFILE`: `release` or `debug`.
    pub(crate) profile: String,
    /// True for the half of an app that runs in the browser: it gets URLs, and no contents.
    pub(crate) in_browser: bool,
    /// True for a build that only documents the package, as docs.rs makes it: it makes no styles, and errors are warnings.
    pub(crate) only_documents: bool,
    pub(crate) prefix: UrlPrefix,
    /// True for a package that apps depend on, and that has no program.
    pub(crate) is_library: bool,
    pub(crate) roots: Vec<Root>,
    /// Programs that make assets.
    pub(crate) before: Vec<Before>,
    pub(crate) entries: Vec<Entry>,
    /// True if a style sheet that is used, but does not exist, may be made of nothing but Tailwind.
    may_imply: bool,
    pub(crate) engine: Engine,
    pub(crate) tailwind_binary: Option<PathBuf>,
    pub(crate) tailwind_version: Option<String>,
    pub(crate) supply: Supply,
    /// Dependencies whose sources have classes.
    pub(crate) tailwind_crates: Vec<String>,
    /// True if the files that npm packages refer to become assets.
    pub(crate) npm_assets: bool,
    /// The globs that leave files out, as text for the debug server; the default ones are the first.
    pub(crate) ignored: Vec<String>,
    /// The number of default ones among them.
    default_rules: usize,
    /// The globs that bring ignored files back, as text for the debug server.
    pub(crate) included: Vec<String>,
    /// The globs of files at the root of the host, as text.
    pub(crate) at_root: Vec<String>,
    /// The globs of TypeScript sources, as text; none without the feature.
    pub(crate) typescript: Vec<String>,
    /// The globs of what may lack, as text.
    pub(crate) allow_missing: Vec<String>,
    pub(crate) globs: Globs,
    pub(crate) headers: Vec<Header>,
    pub(crate) content_types: ContentTypes,
    pub(crate) caching: Caching,
    pub(crate) redirect_stale: bool,
    pub(crate) follow_symlinks: bool,
    /// Content codings without identity, in the order of [`Coding::ALL`].
    pub(crate) codings: Vec<Coding>,
    #[cfg(feature = "compression")]
    pub(crate) compression: Compression,
    /// The most bytes to embed without a warning.
    pub(crate) warn_above: Option<u64>,
    /// Specifiers and logical paths.
    pub(crate) import_map: Vec<[String; 2]>,
    /// The scopes of the import map.
    pub(crate) scopes: Vec<Scope>,
    /// Folders of templates that the configuration names, absolute.
    pub(crate) template_folders: Vec<PathBuf>,
    js_modules: bool,
    /// In lower case, as attributes are compared.
    pub(crate) html_attributes: Vec<String>,
    /// The `Last-Modified` of all assets, in seconds since 1970.
    pub(crate) last_modified: Option<u64>,
    /// Entry points, absolute. They are no assets.
    except: Vec<PathBuf>,
}

impl Settings {
    /// Validates a configuration. Returns none, and reports the reason, if a build is impossible.
    pub(crate) fn new(config: &Config, env: &Env, problems: &mut Problems) -> Option<Self> {
        let package = environment::folder(env, "CARGO_MANIFEST_DIR", problems);
        let out = environment::folder(env, "OUT_DIR", problems);
        let hashed = environment::is_hashed(config, env, problems);
        let name = env.cargo("CARGO_PKG_NAME").unwrap_or_default().to_string_lossy().into_owned();
        let is_library = package.as_deref().is_some_and(library::is_library);
        let prefix = config.url_prefix.clone();
        let prefix = prefix.unwrap_or_else(|| library::prefix(is_library, &name));
        let prefix = UrlPrefix::parse(&prefix);
        let prefix = prefix.map_err(|problem| problems.push(problem)).ok();
        let last_modified = environment::source_date_epoch(env, problems);
        let (default, included) = (default_ignore(config), included(config));
        let packages = package.as_deref().filter(|_| !config.no_packages);
        let packages = packages.map(|package| Packages::read(package, problems));
        let packages = packages.unwrap_or_default();
        let ignored: Vec<String> = default
            .iter()
            .map(|glob| (*glob).to_owned())
            .chain(config.ignore.iter().cloned())
            .chain(packages.notices())
            .collect();
        let globs = Globs::new(config, &ignored, &included, problems);
        let header = |[glob, name, value]: &[String; 3]| Header::new(glob, name, value, problems);
        let headers = config.headers.iter().map(header).collect();
        let content_types = ContentTypes::new(&config.content_types, problems);
        let caching = Caching::new(config, problems);
        let (package, out, hashed, prefix) = (package?, out?, hashed?, prefix?);
        let entries = conventions::entries(config, &package);
        let in_browser = environment::is_in_browser(env);
        let folder = out.join("tailprint");
        Some(Self {
            before: config.before.clone(),
            hashed,
            name,
            is_library,
            profile: env.cargo("PROFILE").unwrap_or_default().to_string_lossy().into_owned(),
            in_browser,
            only_documents: environment::only_documents(env),
            prefix,
            roots: {
                let mut roots = conventions::roots(config, &package, &folder);
                roots.extend(packages.root(&package));
                roots
            },
            folder,
            except: entries.iter().map(|entry| package.join(&entry.source)).collect(),
            entries: conventions::with_good_outputs(entries, problems),
            may_imply: !config.no_tailwind && config.tailwind.is_empty(),
            engine: config.engine,
            tailwind_binary: config.tailwind_binary.as_ref().map(|binary| package.join(binary)),
            tailwind_version: config.tailwind_version.clone(),
            supply: config.supply.clone(),
            tailwind_crates: config.tailwind_crates.clone(),
            npm_assets: !config.no_npm_assets,
            ignored,
            default_rules: default.len(),
            included,
            at_root: config.at_root.clone(),
            typescript: globs::typescript(config),
            allow_missing: config.allow_missing.clone(),
            globs,
            headers,
            content_types,
            caching,
            redirect_stale: config.redirect_stale,
            follow_symlinks: !config.ignore_symlinks,
            codings: if in_browser { Vec::new() } else { codings(config) },
            #[cfg(feature = "compression")]
            compression: config.compression,
            warn_above: config.warn_above,
            import_map: {
                let pinned = packages.entries(&config.import_map);
                config.import_map.iter().cloned().chain(pinned).collect()
            },
            scopes: packages.scopes(),
            template_folders: config.templates.iter().map(|it| package.join(it)).collect(),
            js_modules: !config.no_js_modules,
            html_attributes: config.html_attributes.iter().map(|it| it.to_lowercase()).collect(),
            last_modified,
            package,
        })
    }

    /// Watches the roots, and the default one if it does not exist. A new entry point is a new file of a root.
    pub(crate) fn watch(&self, watch: &mut Watch) {
        let folders = self.roots.iter().map(|root| self.package.join(&root.folder));
        // A missing one is an error, after which Cargo runs the build script again in any case.
        watch.paths.extend(folders.filter(|folder| folder.exists()));
        Packages::watch(&self.package, watch);
        let is_own = |root: &&Root| !root.at_root && root.folder != Path::new(PACKAGES);
        if !self.roots.iter().any(|root| is_own(&root)) {
            watch.absent.push(self.package.join(conventions::DEFAULT_ROOT));
        }
        if self.is_library {
            watch.paths.push(self.package.join("Cargo.toml"));
            watch.absent.extend(
                library::programs(&self.package).into_iter().filter(|program| !program.exists()),
            );
        }
    }

    /// Returns `OUT_DIR`.
    pub(crate) fn out_dir(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    /// Returns the entry point by convention, if its output is used although nothing makes it.
    pub(crate) fn implied_entry(&self, used: impl Iterator<Item = String>) -> Option<Entry> {
        if !self.may_imply || !self.entries.is_empty() {
            return None;
        }
        conventions::implied_entry(&self.roots, &self.package, used)
    }

    pub(crate) fn discovery(&self) -> discover::Request<'_> {
        discover::Request {
            package: &self.package,
            roots: &self.roots,
            selection: &self.globs.selection,
            default_rules: self.default_rules,
            follow_symlinks: self.follow_symlinks,
            at_root: &self.globs.at_root,
            except: &self.except,
            typescript: &self.globs.typescript,
        }
    }

    /// Returns the request for the templates of the package.
    pub(crate) fn templates(&self) -> templates::Request<'_> {
        templates::Request {
            package: &self.package,
            out_dir: &self.folder,
            folders: &self.template_folders,
            prefix: &self.prefix,
            html_attributes: &self.html_attributes,
        }
    }

    /// Returns true if the specifiers of JS modules are rewritten.
    pub(crate) fn js_modules(&self) -> bool {
        cfg!(feature = "js_modules") && self.js_modules
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading {
            opaque: &self.globs.opaque,
            js_modules: self.js_modules,
            html_attributes: &self.html_attributes,
            on_disk: &self.globs.on_disk,
            types: &self.content_types,
            hashed: self.hashed,
        }
    }

    /// Returns the logical paths that entry points in a root would have if they were assets.
    pub(crate) fn entry_paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for root in &self.roots {
            let folder = self.package.join(&root.folder);
            for entry in &self.except {
                let Ok(relative) = entry.strip_prefix(&folder) else { continue };
                let relative = relative.to_string_lossy().replace('\\', "/");
                paths.push(root.logical(&relative));
            }
        }
        paths
    }
}

fn default_ignore(config: &Config) -> &'static [&'static str] {
    if config.no_default_ignore { &[] } else { &DEFAULT_IGNORE }
}

/// Returns the globs that bring ignored files back. `.well-known` is one of them, unless the configuration ignores it.
fn included(config: &Config) -> Vec<String> {
    let is_ignored = GlobSet::new(&config.ignore).is_ok_and(|globs| globs.matches(WELL_KNOWN));
    let default = (!is_ignored).then(|| WELL_KNOWN.to_owned());
    default.into_iter().chain(config.include.iter().cloned()).collect()
}

/// All that the features have, but for zstd, which saves little beside brotli.
const DEFAULT_ENCODINGS: &[Encoding] = &[
    #[cfg(feature = "compression")]
    Encoding::Brotli,
    #[cfg(feature = "compression")]
    Encoding::Gzip,
];

fn codings(config: &Config) -> Vec<Coding> {
    let chosen = config.encodings.as_deref().unwrap_or(DEFAULT_ENCODINGS);
    let mut codings: Vec<Coding> = chosen.iter().copied().map(Coding::from).collect();
    codings.sort_unstable();
    codings.dedup();
    codings
}

impl From<Encoding> for Coding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            #[cfg(feature = "compression")]
            Encoding::Brotli => Self::Brotli,
            #[cfg(feature = "compression")]
            Encoding::Gzip => Self::Gzip,
            #[cfg(feature = "zstd")]
            Encoding::Zstd => Self::Zstd,
        }
    }
}
