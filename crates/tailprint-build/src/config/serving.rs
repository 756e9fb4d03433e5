//! Settings for names, URLs, headers and content codings.

use super::{CacheControl, Compression, Config, Encoding, Mode, Storage};

impl Config {
    /// Sets the mode of the build. The environment variable `TAILPRINT_MODE` wins over it.
    ///
    /// Defaults to [`Mode::Auto`].
    ///
    /// ```
    /// # use tailprint_build::{Config, Mode};
    /// Config::new().mode(Mode::Plain);
    /// ```
    pub fn mode(&mut self, mode: Mode) -> &mut Self {
        self.mode = mode;
        self
    }

    /// Sets the URL below which the assets are served: a path or, for a CDN, an origin with a path.
    ///
    /// Defaults to `/static/`. A package that has a library and no program brings its assets to an app with assets of its
    /// own, so there it defaults to `/static-NAME/` with the name of the package.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().url_prefix("https://cdn.example.com/static/");
    /// ```
    pub fn url_prefix(&mut self, prefix: impl Into<String>) -> &mut Self {
        self.url_prefix = Some(prefix.into());
        self
    }

    /// Adds a response header to the assets that match a [glob](Self#globs).
    ///
    /// A later header replaces an earlier one of the same name; an empty value removes it. Headers that follow from the
    /// asset (`ETag`, `Vary` and others) cannot be set; [`content_type`](Self::content_type) and
    /// [`cache_control`](Self::cache_control) set two of them. Defaults to `Access-Control-Allow-Origin: *` for fonts.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new()
    ///     .header("*.svg", "Content-Security-Policy", "script-src 'none'")
    ///     .header("*", "Cross-Origin-Resource-Policy", "same-site");
    /// ```
    pub fn header(
        &mut self,
        glob: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> &mut Self {
        self.headers.push([glob.into(), name.into(), value.into()]);
        self
    }

    /// Sets the `Content-Type` of the assets that match a [glob](Self#globs). A later call wins over an earlier one.
    ///
    /// Defaults to the type of the extension, and for files below `.well-known` and `apple-app-site-association` to that of
    /// the standard.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().content_type("*.geojsonl", "application/geo+json-seq");
    /// ```
    pub fn content_type(
        &mut self,
        glob: impl Into<String>,
        media_type: impl Into<String>,
    ) -> &mut Self {
        self.content_types.push([glob.into(), media_type.into()]);
        self
    }

    /// Sets the `Cache-Control` of the assets that match a [glob](Self#globs). A later call wins over an earlier one.
    ///
    /// A name without a hash may stand for other bytes after the next release. So a value that lets browsers keep it for
    /// more than a day is an error for a file at the root and for one of [`keep_name`](Self::keep_name). It has no effect on
    /// the logical name of a hashed asset. Debug builds send `no-cache` in any case. Defaults to
    /// `public, max-age=31536000, immutable` for hashed names, and to `no-cache` for all others.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new()
    ///     .cache_control("press/**", "public, max-age=600")
    ///     .cache_control("*.map", "no-store");
    /// ```
    pub fn cache_control(
        &mut self,
        glob: impl Into<String>,
        value: impl Into<String>,
    ) -> &mut Self {
        let (glob, value) = (glob.into(), value.into());
        self.cache_controls.push(CacheControl { glob, value, is_forced: false });
        self
    }

    /// Sets the `Cache-Control` of the assets that match a [glob](Self#globs), also if browsers keep a name without a hash
    /// for more than a day. After a release, they then show the old bytes until that time is over.
    ///
    /// Defaults to no such assets.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().force_cache_control("favicon.ico", "public, max-age=604800");
    /// ```
    pub fn force_cache_control(
        &mut self,
        glob: impl Into<String>,
        value: impl Into<String>,
    ) -> &mut Self {
        let (glob, value) = (glob.into(), value.into());
        self.cache_controls.push(CacheControl { glob, value, is_forced: true });
        self
    }

    /// Adds `no-transform` to the `Cache-Control` of the assets that match a [glob](Self#globs), so that neither a proxy
    /// nor a layer changes their bytes.
    ///
    /// It stops a CDN from compressing, too. Defaults to nothing.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().no_transform("*.png");
    /// ```
    pub fn no_transform(&mut self, glob: impl Into<String>) -> &mut Self {
        self.no_transform.push(glob.into());
        self
    }

    /// Redirects requests for hashed names of earlier builds to the current URL of the asset, so that a page that is
    /// still open gets the new content.
    ///
    /// The answer is `302 Found` with `Cache-Control: no-store`, in place of `404 Not Found`. Defaults to `false`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().redirect_stale(true);
    /// ```
    pub fn redirect_stale(&mut self, yes: bool) -> &mut Self {
        self.redirect_stale = yes;
        self
    }

    /// Sets the content codings that compressible assets are stored in. A coding is stored if it saves at least 5 %. Hashed
    /// mode only.
    ///
    /// Defaults to [`Encoding::Brotli`] and [`Encoding::Gzip`].
    ///
    /// ```
    /// # use tailprint_build::{Config, Encoding};
    /// // No codings: a proxy compresses.
    /// Config::new().encodings(&[]);
    /// ```
    pub fn encodings(&mut self, encodings: &[Encoding]) -> &mut Self {
        self.encodings = Some(encodings.to_vec());
        self
    }

    /// Sets the effort of compression. Compressed files are kept between builds, so only new and edited files take that
    /// time.
    ///
    /// Defaults to [`Compression::Balanced`].
    ///
    /// ```
    /// # use tailprint_build::{Compression, Config};
    /// Config::new().compression(Compression::Smallest);
    /// ```
    pub fn compression(&mut self, compression: Compression) -> &mut Self {
        self.compression = compression;
        self
    }

    /// Ships files that match a [glob](Self#globs) beside the program instead of in it.
    ///
    /// They are listed, hashed, rewritten and served like all others, and read from the disk while they are sent. Videos
    /// and other files without references are not held in memory by the build either. At its start the app looks for
    /// them in `TAILPRINT_ASSETS_DIR`, else in the folder `PACKAGE-assets` beside the program, which
    /// `cargo tailprint collect` fills, else in the results of the build. Defaults to nothing. Hashed mode only: a debug
    /// build reads all files from the disk.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().on_disk("video/**").on_disk("*.zip");
    /// ```
    pub fn on_disk(&mut self, glob: impl Into<String>) -> &mut Self {
        self.on_disk.push(glob.into());
        self
    }

    /// Sets the place of the contents of all assets: in the program, or beside it. [`on_disk`](Self::on_disk) does the same
    /// for single files. Hashed mode only.
    ///
    /// Defaults to [`Storage::Embedded`]. Whoever starts the app can choose the disk as well, with the environment
    /// variable `TAILPRINT_STORAGE=disk`.
    ///
    /// ```
    /// # use tailprint_build::{Config, Storage};
    /// Config::new().storage(Storage::Disk);
    /// ```
    pub fn storage(&mut self, storage: Storage) -> &mut Self {
        self.storage = storage;
        self
    }

    /// Warns when the embedded assets have more bytes than this together. The warning names the largest. In hashed mode,
    /// their compressed forms count as well.
    ///
    /// Defaults to no warning. More than 2 GiB are an error in any case, since a program cannot hold them.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().warn_above(20_000_000);
    /// ```
    pub fn warn_above(&mut self, bytes: u64) -> &mut Self {
        self.warn_above = Some(bytes);
        self
    }
}
