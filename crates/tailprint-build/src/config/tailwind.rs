//! Settings for Tailwind: entry points, engine, and the places that it may come from.

use std::path::PathBuf;

use super::{Config, Engine};

/// A Tailwind entry point and the asset that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
pub(crate) struct Entry {
    /// The style sheet, relative to the package or absolute.
    pub(crate) source: PathBuf,
    /// The logical path of the asset.
    pub(crate) output: String,
}

/// Settings for fetching Tailwind.
#[derive(Clone, Debug, Default)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
pub(crate) struct Supply {
    /// A version, and the digest that its files must have.
    pub(crate) pin: Option<(String, String)>,
    /// Names and digests of standalone binaries.
    #[cfg_attr(not(feature = "download"), allow(dead_code, reason = "nothing is downloaded"))]
    pub(crate) binary_digests: Vec<(String, String)>,
    pub(crate) offline: bool,
}

impl Config {
    /// Adds a Tailwind entry point: the style sheet `source` is compiled to the asset `output`. The file `source` must
    /// exist. It is not published itself.
    ///
    /// Defaults to `static/css/source.css`, if that file exists, for `css/tailwind.css`. A call replaces the default.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new()
    ///     .tailwind("styles/app.css", "css/app.css")
    ///     .tailwind("styles/admin.css", "css/admin.css");
    /// ```
    pub fn tailwind(&mut self, source: impl Into<PathBuf>, output: impl Into<String>) -> &mut Self {
        let output = output.into().trim_start_matches('/').to_owned();
        self.tailwind.push(Entry { source: source.into(), output });
        self
    }

    /// Does not run Tailwind, even if `static/css/source.css` exists.
    ///
    /// Defaults to running it for every entry point.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().no_tailwind();
    /// ```
    pub fn no_tailwind(&mut self) -> &mut Self {
        self.no_tailwind = true;
        self
    }

    /// Searches the sources and templates of a dependency for classes: of a path, a workspace, a registry or a git
    /// dependency. Its style sheets can be imported by its name, as `@import "ui-kit/theme.css"`.
    ///
    /// The crate is found by `cargo metadata --locked --offline`. Defaults to no crate but the package itself.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().tailwind_crate("ui-kit");
    /// ```
    pub fn tailwind_crate(&mut self, name: impl Into<String>) -> &mut Self {
        self.tailwind_crates.push(name.into());
        self
    }

    /// Makes assets of the files that imported npm packages refer to, such as the fonts of `@fontsource/inter`. Their
    /// logical paths begin with `vendor/npm/`.
    ///
    /// Defaults to `true`. With `false`, such a URL is an error until the files are published, by
    /// [`root_at`](Self::root_at) for example.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().npm_assets(false);
    /// ```
    pub fn npm_assets(&mut self, takes: bool) -> &mut Self {
        self.no_npm_assets = !takes;
        self
    }

    /// Sets the engine that compiles Tailwind's style sheets.
    ///
    /// Defaults to [`Engine::Auto`].
    ///
    /// ```
    /// # use tailprint_build::{Config, Engine};
    /// Config::new().engine(Engine::Cli);
    /// ```
    pub fn engine(&mut self, engine: Engine) -> &mut Self {
        self.engine = engine;
        self
    }

    /// Sets the Tailwind program to use: an absolute path or one relative to the package.
    ///
    /// Defaults to the first of these:
    ///
    /// 1. the path in the environment variable `TAILWINDCSS`,
    /// 2. `node_modules/.bin/tailwindcss` in the package or a folder above it,
    /// 3. `tailwindcss` on `PATH`, with a warning if it has another version than
    ///    [`tailwind_version`](Self::tailwind_version),
    /// 4. an install of that version by npm, in the user's cache directory,
    /// 5. the standalone binary from Tailwind's releases on GitHub, in the same directory. Needs the feature
    ///    `download`. It comes before npm if `tailprint.lock` has a digest of one or the package configures a
    ///    [digest](Self::tailwind_binary_digest).
    ///
    /// Nothing is fetched [offline](Self::tailwind_offline). `docs/reference/environment.md` in the repository describes
    /// the variables that name the cache directory and mirrors. `build.json` and the output of `cargo build -vv` name
    /// the program that was used.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().tailwind_binary("tools/tailwindcss");
    /// ```
    pub fn tailwind_binary(&mut self, program: impl Into<PathBuf>) -> &mut Self {
        self.tailwind_binary = Some(program.into());
        self
    }

    /// Sets the exact version of Tailwind. If it is not installed, the build fetches it. Tailwind 3 works as well, with
    /// its program.
    ///
    /// Defaults to the version that is vendored, else to the one in `node_modules`, else to the one that `tailprint.lock`
    /// pins, else to `4.3.5`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().tailwind_version("4.1.18");
    /// ```
    pub fn tailwind_version(&mut self, version: impl Into<String>) -> &mut Self {
        self.tailwind_version = Some(version.into());
        self
    }

    /// Pins the files of a version of Tailwind by the digest of all of them together, wherever they come from.
    ///
    /// The error that refuses other files shows their digest. Review them before you set it. Defaults to no digest: files
    /// in the project are used as they are, and files that are fetched are those of the release.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// # let digest = "1f0d6e0d3fcd6e1b2f3a55f1b6c57c1c0d9ed1a29b9b7f1d2c4e4a0b8a7f6c5d";
    /// Config::new().tailwind_version("4.2.0").tailwind_digest("4.2.0", digest);
    /// ```
    pub fn tailwind_digest(
        &mut self,
        version: impl Into<String>,
        sha256: impl Into<String>,
    ) -> &mut Self {
        self.supply.pin = Some((version.into(), sha256.into()));
        self
    }

    /// Sets the digest of the standalone binary `name`, such as `tailwindcss-linux-x64`. Call it once for each system
    /// that the package is built on.
    ///
    /// Defaults to the digests in `tailprint.lock`. Without them, the first download trusts the `sha256sums.txt` of the
    /// release, and adds its digests to `tailprint.lock`. Commit that file. A build writes no other file into the package.
    /// With `CI` in the environment, the build fails instead of writing it.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// # let digest = "1f0d6e0d3fcd6e1b2f3a55f1b6c57c1c0d9ed1a29b9b7f1d2c4e4a0b8a7f6c5d";
    /// Config::new().tailwind_binary_digest("tailwindcss-linux-x64", digest);
    /// ```
    pub fn tailwind_binary_digest(
        &mut self,
        name: impl Into<String>,
        sha256: impl Into<String>,
    ) -> &mut Self {
        self.supply.binary_digests.push((name.into(), sha256.into()));
        self
    }

    /// Fetches nothing for Tailwind, neither by npm nor in another way.
    ///
    /// The environment variables `TAILPRINT_OFFLINE` and `CARGO_NET_OFFLINE` do the same for one build.
    /// `docs/reference/environment.md` in the repository lists the values that count. Defaults to `false`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().tailwind_offline(true);
    /// ```
    pub fn tailwind_offline(&mut self, offline: bool) -> &mut Self {
        self.supply.offline = offline;
        self
    }
}
