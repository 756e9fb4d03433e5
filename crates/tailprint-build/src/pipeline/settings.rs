//! Configuration and environment to what the stages need: conventions filled in, everything validated.

use std::path::{Path, PathBuf};

use tailprint_core::table::Coding;

use crate::codegen::header::Header;
use crate::config::{Compression, Config, Encoding, Engine, Entry, Mode, Root, Supply};
use crate::discover;
use crate::env::Env;
use crate::error::{Problem, Problems};
use crate::globs::Globs;
use crate::load::Reading;
use crate::resolve::UrlPrefix;

/// Left out unless `Config::default_ignore(false)`.
const DEFAULT_IGNORE: [&str; 3] = [".*", "*~", "CVS"];

const DEFAULT_ROOT: &str = "static";
pub(crate) const DEFAULT_SOURCE: &str = "static/css/source.css";
const DEFAULT_OUTPUT: &str = "css/tailwind.css";

/// What the stages need to know.
#[derive(Debug)]
pub(crate) struct Settings {
    /// `CARGO_MANIFEST_DIR`.
    pub(crate) package: PathBuf,
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) hashed: bool,
    /// Cargo's: `release` or `debug`.
    pub(crate) profile: String,
    pub(crate) prefix: UrlPrefix,
    pub(crate) roots: Vec<Root>,
    pub(crate) entries: Vec<Entry>,
    /// Whether a style sheet that is used, but not there, is made of nothing but Tailwind.
    may_imply: bool,
    pub(crate) engine: Engine,
    pub(crate) tailwind_binary: Option<PathBuf>,
    pub(crate) tailwind_version: Option<String>,
    pub(crate) supply: Supply,
    /// The globs that `ignore` was made of.
    pub(crate) ignored: Vec<String>,
    pub(crate) ignore: Globs,
    pub(crate) opaque: Globs,
    pub(crate) keep_name: Globs,
    pub(crate) prehashed: Globs,
    pub(crate) allow_missing: Globs,
    pub(crate) headers: Vec<Header>,
    pub(crate) redirect_stale: bool,
    pub(crate) follow_symlinks: bool,
    /// Without identity, in the order of [`Coding::ALL`].
    pub(crate) codings: Vec<Coding>,
    pub(crate) compression: Compression,
    /// Specifiers and logical paths.
    pub(crate) import_map: Vec<[String; 2]>,
    js_modules: bool,
    /// Seconds since 1970.
    pub(crate) last_modified: Option<u64>,
    /// Entry points, absolute.
    except: Vec<PathBuf>,
}

impl Settings {
    /// Nothing when there is no way to go on; why is among the problems.
    pub(crate) fn new(config: &Config, env: &Env, problems: &mut Problems) -> Option<Self> {
        let package = folder(env, "CARGO_MANIFEST_DIR", problems);
        let out = folder(env, "OUT_DIR", problems);
        let hashed = mode(config, env, problems);
        let prefix = config.url_prefix.as_deref().unwrap_or("/static/");
        let prefix = UrlPrefix::parse(prefix).map_err(|problem| problems.push(problem)).ok();
        let last_modified = source_date_epoch(env, problems);
        let profile = env.cargo("PROFILE").unwrap_or_default();
        let ignored: Vec<String> = DEFAULT_IGNORE
            .into_iter()
            .filter(|_| !config.no_default_ignore)
            .map(str::to_owned)
            .chain(config.ignore.iter().cloned())
            .collect();
        let ignore = Globs::new("ignore", &ignored, problems);
        let opaque = Globs::new("opaque", &config.opaque, problems);
        let header = |[glob, name, value]: &[String; 3]| Header::new(glob, name, value, problems);
        let headers = config.headers.iter().map(header).collect();
        let keep_name = Globs::new("keep_name", &config.keep_name, problems);
        let prehashed = Globs::new("prehashed", &config.prehashed, problems);
        let allow_missing = Globs::new("allow_missing", &config.allow_missing, problems);
        let (package, out, hashed, prefix) = (package?, out?, hashed?, prefix?);
        let roots = roots(config, &package);
        let entries = entries(config, &package);
        let except = entries.iter().map(|entry| package.join(&entry.source)).collect();
        let entries = with_good_outputs(entries, problems);
        Some(Self {
            folder: out.join("tailprint"),
            hashed,
            profile: profile.to_string_lossy().into_owned(),
            prefix,
            except,
            roots,
            entries,
            may_imply: !config.no_tailwind && config.tailwind.is_empty(),
            engine: config.engine,
            tailwind_binary: config.tailwind_binary.as_ref().map(|binary| package.join(binary)),
            tailwind_version: config.tailwind_version.clone(),
            supply: config.supply.clone(),
            ignored,
            ignore,
            opaque,
            keep_name,
            prehashed,
            allow_missing,
            headers,
            redirect_stale: config.redirect_stale,
            follow_symlinks: !config.ignore_symlinks,
            codings: codings(config),
            compression: config.compression,
            import_map: config.import_map.clone(),
            js_modules: !config.no_js_modules,
            last_modified,
            package,
        })
    }

    /// What would be used by convention if it were there.
    pub(crate) fn absent(&self) -> impl Iterator<Item = PathBuf> {
        let folder = self.package.join(DEFAULT_ROOT);
        // A new entry point is noticed as a new file of the folder.
        Some(folder).filter(|_| self.roots.is_empty()).into_iter()
    }

    pub(crate) fn root_folders(&self) -> impl Iterator<Item = PathBuf> {
        let folders = self.roots.iter().map(|root| self.package.join(&root.folder));
        // Cargo would run the script at every build for a folder that does not exist.
        folders.filter(|folder| folder.exists())
    }

    /// The entry point that there would be by convention, if `css/tailwind.css` is used although nothing makes it.
    pub(crate) fn implied_entry(&self, mut used: impl Iterator<Item = String>) -> Option<Entry> {
        let is_file = |root: &Root| {
            let below = match root.prefix.as_str() {
                "" => Some(DEFAULT_OUTPUT),
                prefix => DEFAULT_OUTPUT.strip_prefix(prefix).and_then(|it| it.strip_prefix('/')),
            };
            below.is_some_and(|below| self.package.join(&root.folder).join(below).exists())
        };
        let entry = Entry { source: DEFAULT_SOURCE.into(), output: DEFAULT_OUTPUT.into() };
        let is_missing =
            self.may_imply && self.entries.is_empty() && !self.roots.iter().any(is_file);
        (is_missing && used.any(|path| path == DEFAULT_OUTPUT)).then_some(entry)
    }

    pub(crate) fn discovery(&self) -> discover::Request<'_> {
        discover::Request {
            package: &self.package,
            roots: &self.roots,
            ignore: &self.ignore,
            follow_symlinks: self.follow_symlinks,
            except: &self.except,
        }
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading { opaque: &self.opaque, js_modules: self.js_modules }
    }

    /// Logical paths of entry points that lie in a root.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let mut hidden = Vec::new();
        for root in &self.roots {
            let folder = self.package.join(&root.folder);
            for entry in &self.except {
                let Ok(relative) = entry.strip_prefix(&folder) else { continue };
                let relative = relative.to_string_lossy().replace('\\', "/");
                hidden.push(match root.prefix.as_str() {
                    "" => relative,
                    prefix => format!("{prefix}/{relative}"),
                });
            }
        }
        hidden
    }
}

fn folder(env: &Env, name: &str, problems: &mut Problems) -> Option<PathBuf> {
    let folder = env.cargo(name).map(PathBuf::from);
    if folder.is_none() {
        let what = format!("the environment variable {name} is not set");
        problems.push(Problem::error(what).help("call this from build.rs, which Cargo runs"));
    }
    folder
}

/// Whether names are hashed.
fn mode(config: &Config, env: &Env, problems: &mut Problems) -> Option<bool> {
    let mode = match env.var("TAILPRINT_MODE") {
        None => config.mode,
        Some(value) => match value.to_str() {
            Some("hashed") => Mode::Hashed,
            Some("plain") => Mode::Plain,
            Some("auto") => Mode::Auto,
            _ => {
                let value = value.to_string_lossy();
                let what = format!("TAILPRINT_MODE is \"{value}\"");
                problems.push(Problem::error(what).help("set it to hashed, plain or auto"));
                return None;
            }
        },
    };
    Some(match mode {
        Mode::Hashed => true,
        Mode::Plain => false,
        // Custom profiles count as the one they inherit from.
        Mode::Auto => env.cargo("PROFILE").is_some_and(|profile| profile == "release"),
    })
}

fn codings(config: &Config) -> Vec<Coding> {
    let chosen = config.encodings.as_deref().unwrap_or(&[Encoding::Brotli, Encoding::Gzip]);
    let mut codings: Vec<Coding> = chosen.iter().copied().map(Coding::from).collect();
    codings.sort_unstable();
    codings.dedup();
    codings
}

impl From<Encoding> for Coding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Brotli => Self::Brotli,
            Encoding::Gzip => Self::Gzip,
            #[cfg(feature = "zstd")]
            Encoding::Zstd => Self::Zstd,
        }
    }
}

/// The time of the build that the reproducible-builds project defines, in seconds since 1970.
fn source_date_epoch(env: &Env, problems: &mut Problems) -> Option<u64> {
    let value = env.var("SOURCE_DATE_EPOCH")?;
    let seconds = value.to_str().and_then(|value| value.parse().ok());
    if seconds.is_none() {
        let value = value.to_string_lossy();
        let what = format!("SOURCE_DATE_EPOCH is \"{value}\"");
        problems.push(Problem::error(what).help("set it to whole seconds since 1970, or unset it"));
    }
    seconds
}

fn roots(config: &Config, package: &Path) -> Vec<Root> {
    if !config.roots.is_empty() {
        return config.roots.clone();
    }
    let root = Root { prefix: String::new(), folder: DEFAULT_ROOT.into() };
    Some(root).filter(|root| package.join(&root.folder).is_dir()).into_iter().collect()
}

fn entries(config: &Config, package: &Path) -> Vec<Entry> {
    if config.no_tailwind || !config.tailwind.is_empty() {
        return if config.no_tailwind { Vec::new() } else { config.tailwind.clone() };
    }
    let entry = Entry { source: DEFAULT_SOURCE.into(), output: DEFAULT_OUTPUT.into() };
    Some(entry).filter(|entry| package.join(&entry.source).is_file()).into_iter().collect()
}

/// The entry points whose outputs are paths of their own. About the others nothing else is to be said.
fn with_good_outputs(entries: Vec<Entry>, problems: &mut Problems) -> Vec<Entry> {
    let mut good: Vec<Entry> = Vec::new();
    for entry in entries {
        if !is_plain(&entry.output) {
            let what = format!("a Tailwind entry point has the output {:?}", entry.output);
            let help = "name a path below the URL prefix, such as \"css/app.css\"";
            problems.push(Problem::error(what).help(help));
        } else if good.iter().any(|other| other.output == entry.output) {
            let what = format!("two Tailwind entry points have the output \"{}\"", entry.output);
            problems.push(Problem::error(what).help("give each `Config::tailwind` its own"));
        } else {
            good.push(entry);
        }
    }
    good
}

/// Whether a logical path is spelt in the one way in which assets are looked up.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'))
}
