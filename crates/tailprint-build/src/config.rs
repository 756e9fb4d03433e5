//! What the user can choose: [`Config`], plain data.

use std::path::PathBuf;

/// Whether assets get their fingerprint into their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// [`Hashed`](Self::Hashed) in the release profile and those that inherit from it, otherwise
    /// [`Plain`](Self::Plain).
    #[default]
    Auto,
    /// `css/tailwind.4e3e58f1a4a4.css`, embedded in the binary, cacheable for ever.
    Hashed,
    /// `css/tailwind.css`, read from disk at every request. What hashed mode checks is checked all the same.
    Plain,
}

/// A content coding that assets are stored in beside their plain bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// `br`, which all browsers ask for over TLS.
    Brotli,
    /// `gzip`, which every client understands.
    Gzip,
    /// `zstd`. Needs the Cargo feature `zstd`.
    #[cfg(feature = "zstd")]
    Zstd,
}

/// How much time compression may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Levels by the size of the file: 4 MB a second on one core if the encoders are optimised.
    #[default]
    Balanced,
    /// The highest levels: for large files a tenth smaller with brotli, in ten times the time.
    Smallest,
}

/// What compiles Tailwind's style sheets. Both make the same bytes of the same version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// The builtin engine, if there is one. Tailwind's program is taken if the user names one
    /// ([`Config::tailwind_binary`], `$TAILWINDCSS`), for Tailwind 3, and where it is installed in the project and
    /// the style sheet had more than 1,300 classes in the build before, which it compiles sooner: 900 where build
    /// scripts are not optimised, 130 where QuickJS is not either.
    #[default]
    Auto,
    /// Tailwind's own compiler, run inside of the build script: no Node.js, no program. Needs the feature `builtin`,
    /// which is on by default.
    #[cfg(feature = "builtin")]
    Builtin,
    /// Tailwind's command line program; see [`Config::tailwind_binary`].
    Cli,
}

/// A folder that assets are collected from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Root {
    /// Logical path the folder is mounted under, without slashes around it; empty for none.
    pub(crate) prefix: String,
    /// Relative to the package, or absolute.
    pub(crate) folder: PathBuf,
}

/// A Tailwind entry point and the asset it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Relative to the package, or absolute.
    pub(crate) source: PathBuf,
    /// Logical path.
    pub(crate) output: String,
}

/// What a user says about having Tailwind fetched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supply {
    /// A version to take although it is not supported, and the digest of its files.
    #[cfg_attr(
        not(any(feature = "builtin", feature = "download")),
        allow(dead_code, reason = "only files need it")
    )]
    pub(crate) pin: Option<(String, String)>,
    /// Name and digest of standalone binaries.
    #[cfg_attr(not(feature = "download"), allow(dead_code, reason = "nothing is downloaded"))]
    pub(crate) binary_digests: Vec<(String, String)>,
    pub(crate) offline: bool,
}

/// Settings of a build, made in `build.rs`.
///
/// Without any, `static/` holds the assets, `static/css/source.css` becomes `css/tailwind.css` if it exists, and
/// everything is served below `/static/`. Relative paths are relative to the package (`CARGO_MANIFEST_DIR`).
///
/// ```no_run
/// // build.rs
/// tailprint_build::Config::new()
///     .root("static")
///     .root_at("vendor/htmx", "third_party/htmx/dist")
///     .ignore("*.psd")
///     .build();
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a configuration does nothing until `build` is called"]
pub struct Config {
    pub(crate) roots: Vec<Root>,
    pub(crate) ignore: Vec<String>,
    pub(crate) no_default_ignore: bool,
    pub(crate) ignore_symlinks: bool,
    pub(crate) opaque: Vec<String>,
    pub(crate) keep_name: Vec<String>,
    pub(crate) prehashed: Vec<String>,
    pub(crate) allow_missing: Vec<String>,
    pub(crate) url_prefix: Option<String>,
    pub(crate) headers: Vec<[String; 3]>,
    /// Specifiers and logical paths.
    pub(crate) import_map: Vec<[String; 2]>,
    pub(crate) redirect_stale: bool,
    pub(crate) mode: Mode,
    pub(crate) encodings: Option<Vec<Encoding>>,
    pub(crate) compression: Compression,
    pub(crate) no_tailwind: bool,
    pub(crate) tailwind: Vec<Entry>,
    pub(crate) engine: Engine,
    pub(crate) tailwind_binary: Option<PathBuf>,
    pub(crate) tailwind_version: Option<String>,
    pub(crate) supply: Supply,
    /// Whether JS modules are left alone although the feature `js_modules` is on.
    pub(crate) no_js_modules: bool,
}

impl Config {
    /// The conventions, nothing else.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a folder that assets are collected from.
    ///
    /// Of two files with the same logical path the one of the earlier root wins, and a warning names both.
    /// Defaults to `static`, which need not exist; a folder given here must.
    pub fn root(&mut self, folder: impl Into<PathBuf>) -> &mut Self {
        self.root_at("", folder)
    }

    /// Adds a folder whose files get logical paths below `prefix`: with `root_at("vendor", "dist")`, the file
    /// `dist/a.js` is the asset `vendor/a.js`.
    pub fn root_at(&mut self, prefix: impl Into<String>, folder: impl Into<PathBuf>) -> &mut Self {
        let prefix = prefix.into().trim_matches('/').to_owned();
        self.roots.push(Root { prefix, folder: folder.into() });
        self
    }

    /// Leaves out what matches a glob.
    ///
    /// A glob without `/` is compared with the name of every file and folder (`*.psd`, `drafts`), one with `/`
    /// with the whole logical path (`img/**/*.xcf`). Case counts.
    pub fn ignore(&mut self, glob: impl Into<String>) -> &mut Self {
        self.ignore.push(glob.into());
        self
    }

    /// Whether dotfiles, editor backups and version control folders are left out: `.*`, `*~` and `CVS`.
    /// Defaults to `true`.
    pub fn default_ignore(&mut self, yes: bool) -> &mut Self {
        self.no_default_ignore = !yes;
        self
    }

    /// Whether symbolic links that stay inside their root are followed; those that lead out of it are an error.
    /// With `false` every symbolic link is left out. Defaults to `true`.
    pub fn follow_symlinks(&mut self, yes: bool) -> &mut Self {
        self.ignore_symlinks = !yes;
        self
    }

    /// Takes what matches a glob as it is: references in it are neither checked nor rewritten. Defaults to nothing;
    /// references are read in `.css`, `.js`, `.mjs`, `.svg`, `.html`, `.xhtml`, `.map`, `.webmanifest` and
    /// `manifest.json`. Globs are as for [`ignore`](Self::ignore).
    pub fn opaque(&mut self, glob: impl Into<String>) -> &mut Self {
        self.opaque.push(glob.into());
        self
    }

    /// Publishes what matches a glob under its own name, to be revalidated at every use: service workers,
    /// `robots.txt`. References in such files are rewritten. Globs are as for [`ignore`](Self::ignore).
    pub fn keep_name(&mut self, glob: impl Into<String>) -> &mut Self {
        self.keep_name.push(glob.into());
        self
    }

    /// Says that what matches a glob already carries a content hash in its name, given by a bundler: it keeps
    /// name and bytes and is cacheable for ever. Globs are as for [`ignore`](Self::ignore).
    pub fn prehashed(&mut self, glob: impl Into<String>) -> &mut Self {
        self.prehashed.push(glob.into());
        self
    }

    /// Turns references to a missing asset into warnings when the glob matches the path of the missing asset or
    /// of the asset that refers to it. Globs are as for [`ignore`](Self::ignore).
    pub fn allow_missing(&mut self, glob: impl Into<String>) -> &mut Self {
        self.allow_missing.push(glob.into());
        self
    }

    /// Where the assets are served: a path (`/static/`) or, for a CDN, a whole origin with a path
    /// (`https://cdn.example.com/static/`). Defaults to `/static/`.
    pub fn url_prefix(&mut self, prefix: impl Into<String>) -> &mut Self {
        self.url_prefix = Some(prefix.into());
        self
    }

    /// Adds a response header to the assets that a glob matches: `Cross-Origin-Resource-Policy`, a
    /// `Content-Security-Policy` for SVG. A later one replaces an earlier one of the same name; an empty value
    /// removes it. Headers that follow from the asset (`Content-Type`, `Cache-Control`, `ETag` …) cannot be set.
    /// Globs are as for [`ignore`](Self::ignore). Defaults to `Access-Control-Allow-Origin: *` for fonts.
    pub fn header(
        &mut self,
        glob: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> &mut Self {
        self.headers.push([glob.into(), name.into(), value.into()]);
        self
    }

    /// Whether a hashed name that an earlier build gave to an asset is answered with a redirect (302, not to be
    /// stored) to the current URL instead of 404. Pages of the earlier build then get the new content.
    /// Defaults to `false`.
    pub fn redirect_stale(&mut self, yes: bool) -> &mut Self {
        self.redirect_stale = yes;
        self
    }

    /// Whether names are hashed. The environment variable `TAILPRINT_MODE` (`hashed`, `plain` or `auto`) wins over
    /// it. Defaults to [`Mode::Auto`].
    pub fn mode(&mut self, mode: Mode) -> &mut Self {
        self.mode = mode;
        self
    }

    /// Adds an entry to the import map, in both modes: modules then say `import "lit"` and get the asset with the
    /// logical path `vendor/lit/index.js`.
    ///
    /// A specifier that ends with `/` stands for the modules of a folder: with `import_map("lit/", "vendor/lit/")`,
    /// `import "lit/decorators.js"` gets `vendor/lit/decorators.js`. An asset that does not exist is an error.
    pub fn import_map(
        &mut self,
        specifier: impl Into<String>,
        path: impl Into<String>,
    ) -> &mut Self {
        self.import_map.push([specifier.into(), path.into()]);
        self
    }

    /// The codings that assets of compressible types are stored in, each where it saves at least 5 %; hashed mode
    /// only. Defaults to [`Encoding::Brotli`] and [`Encoding::Gzip`].
    pub fn encodings(&mut self, encodings: &[Encoding]) -> &mut Self {
        self.encodings = Some(encodings.to_vec());
        self
    }

    /// How much time compression may take. A coding is kept until the file changes, so only the first build and an
    /// edited file take that time. Defaults to [`Compression::Balanced`].
    pub fn compression(&mut self, compression: Compression) -> &mut Self {
        self.compression = compression;
        self
    }

    /// Adds a Tailwind entry point: the style sheet `source` is compiled to the asset `output`, and is no asset
    /// itself.
    ///
    /// Defaults to `static/css/source.css`, if that file exists, for `css/tailwind.css`; a file given here must
    /// exist.
    pub fn tailwind(&mut self, source: impl Into<PathBuf>, output: impl Into<String>) -> &mut Self {
        let output = output.into().trim_start_matches('/').to_owned();
        self.tailwind.push(Entry { source: source.into(), output });
        self
    }

    /// Does not run Tailwind, even if `static/css/source.css` exists.
    pub fn no_tailwind(&mut self) -> &mut Self {
        self.no_tailwind = true;
        self
    }

    /// What compiles Tailwind's style sheets. Defaults to [`Engine::Auto`].
    pub fn engine(&mut self, engine: Engine) -> &mut Self {
        self.engine = engine;
        self
    }

    /// The Tailwind program to use: an absolute path or one relative to the package.
    ///
    /// Defaults to the first that is found of
    ///
    /// 1. the environment variable `TAILWINDCSS`, a path,
    /// 2. `node_modules/.bin/tailwindcss` of the package or a folder above it,
    /// 3. `tailwindcss` on the `PATH`; a version other than [`tailwind_version`](Self::tailwind_version) is used
    ///    with a warning,
    /// 4. an install of that version by `npm`, kept in the user's cache directory and shared by all packages. The
    ///    environment variable `TAILPRINT_CACHE_DIR` names another directory,
    /// 5. with the feature `download`, the standalone binary from Tailwind's releases on GitHub, kept there as well;
    ///    see [`tailwind_binary_digest`](Self::tailwind_binary_digest). It comes before `npm` if the package has a
    ///    `tailwind.lock` or configures a digest. `TAILPRINT_TAILWIND_RELEASES` names a mirror of
    ///    `https://github.com/tailwindlabs/tailwindcss/releases/download`.
    ///
    /// Nothing is installed or downloaded while `CARGO_NET_OFFLINE` or `TAILPRINT_OFFLINE` is `true`.
    ///
    /// `build.json` and the output of `cargo build -vv` name what was used.
    pub fn tailwind_binary(&mut self, program: impl Into<PathBuf>) -> &mut Self {
        self.tailwind_binary = Some(program.into());
        self
    }

    /// The exact version that is installed when no Tailwind is found; versions 3 work too. Defaults to `4.3.5`.
    pub fn tailwind_version(&mut self, version: impl Into<String>) -> &mut Self {
        self.tailwind_version = Some(version.into());
        self
    }

    /// Takes a version of Tailwind that tailprint does not support, if all of its files together have this digest.
    ///
    /// The error that refuses such a version shows the digest of what is there: set it after a review of the files.
    pub fn tailwind_digest(
        &mut self,
        version: impl Into<String>,
        sha256: impl Into<String>,
    ) -> &mut Self {
        self.supply.pin = Some((version.into(), sha256.into()));
        self
    }

    /// The digest that the standalone binary `name` must have, such as `tailwindcss-linux-x64`; call it once for
    /// each system that the package is built on.
    ///
    /// Defaults to what `tailwind.lock` in the package says. Where there is no such file, the first download trusts
    /// the `sha256sums.txt` of the release and writes it: the one file outside `OUT_DIR` and the user's cache that
    /// a build may write. Commit it.
    pub fn tailwind_binary_digest(
        &mut self,
        name: impl Into<String>,
        sha256: impl Into<String>,
    ) -> &mut Self {
        self.supply.binary_digests.push((name.into(), sha256.into()));
        self
    }

    /// Whether Tailwind may not be fetched, neither by npm nor otherwise.
    ///
    /// Defaults to `false`, unless `CARGO_NET_OFFLINE` or `TAILPRINT_OFFLINE` is `true`.
    pub fn tailwind_offline(&mut self, offline: bool) -> &mut Self {
        self.supply.offline = offline;
        self
    }
}
