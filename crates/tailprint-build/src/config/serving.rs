//! Settings for names, URLs, headers and content codings.

use super::{Compression, Config, Encoding, Mode};

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
    /// Defaults to `/static/`.
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
    /// asset (`Content-Type`, `Cache-Control`, `ETag` and others) cannot be set. Defaults to
    /// `Access-Control-Allow-Origin: *` for fonts.
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

    /// Sets the content codings that compressible assets are stored in, each if it saves at least 5 %. Hashed mode
    /// only.
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

    /// Sets the effort of compression. Content codings are kept between builds, so only the first build and edited
    /// files take that time.
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
}
