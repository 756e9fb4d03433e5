//! Settings for the files that become assets, and for the references in them.

use std::path::PathBuf;

use super::{Config, Root};

impl Config {
    /// Adds a folder that assets are collected from. The folder must exist.
    ///
    /// Of two files with the same logical path the one of the earlier root is used, and a warning names both.
    /// Defaults to `static`, which need not exist. A call of this method or of [`root_at`](Self::root_at) replaces the
    /// default.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().root("static").root("target/generated");
    /// ```
    pub fn root(&mut self, folder: impl Into<PathBuf>) -> &mut Self {
        self.root_at("", folder)
    }

    /// Adds a folder whose files get logical paths below `prefix`. The folder must exist.
    ///
    /// Defaults to no such folder. Without a call of [`root`](Self::root), `static` is no longer a root.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// // `third_party/htmx/dist/htmx.min.js` is the asset `vendor/htmx.min.js`.
    /// Config::new().root("static").root_at("vendor", "third_party/htmx/dist");
    /// ```
    pub fn root_at(&mut self, prefix: impl Into<String>, folder: impl Into<PathBuf>) -> &mut Self {
        let prefix = prefix.into().trim_matches('/').to_owned();
        self.roots.push(Root { prefix, folder: folder.into(), at_root: false });
        self
    }

    /// Serves the files that match a [glob](Self#globs) at the root of the host, beside the URL prefix: the asset
    /// `favicon.ico` at `/favicon.ico`.
    ///
    /// They keep their names, browsers revalidate them on every use, and the references in them are rewritten. With a URL
    /// prefix on another host they stay on the host of the app. Defaults to nothing.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().at_root("favicon.ico").at_root("robots.txt").at_root("/.well-known/**");
    /// ```
    pub fn at_root(&mut self, glob: impl Into<String>) -> &mut Self {
        self.at_root.push(glob.into());
        self
    }

    /// Adds a folder whose files are all served at the root of the host, as those of [`at_root`](Self::at_root) are. The
    /// folder must exist.
    ///
    /// A file with the same path as another asset is an error. Defaults to no such folder.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// // `public/sw.js` is the asset `sw.js`, served at `/sw.js`.
    /// Config::new().root_files("public");
    /// ```
    pub fn root_files(&mut self, folder: impl Into<PathBuf>) -> &mut Self {
        self.root_files.push(folder.into());
        self
    }

    /// Leaves out files and folders that match a [glob](Self#globs).
    ///
    /// Defaults to nothing but the [default](Self::default_ignore) names.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().ignore("*.psd").ignore("drafts");
    /// ```
    pub fn ignore(&mut self, glob: impl Into<String>) -> &mut Self {
        self.ignore.push(glob.into());
        self
    }

    /// Publishes files and folders that match a [glob](Self#globs) although they are ignored.
    ///
    /// A glob that names a folder, such as `.vite`, publishes the folder without the ignored files in it. A glob that ends
    /// with `**`, such as `.vite/**`, publishes these files as well. A `**` alone leads into no ignored folder. Defaults to
    /// `.well-known`, unless it is given to [`ignore`](Self::ignore).
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().ignore("*.psd").include("press/logo.psd").include(".vite/manifest.json");
    /// ```
    pub fn include(&mut self, glob: impl Into<String>) -> &mut Self {
        self.include.push(glob.into());
        self
    }

    /// Leaves out dotfiles, backups of editors and folders of CVS: `.*`, `*~` and `CVS`.
    ///
    /// Defaults to `true`. The folder `.well-known` is published in any case.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().default_ignore(false).ignore(".git");
    /// ```
    pub fn default_ignore(&mut self, yes: bool) -> &mut Self {
        self.no_default_ignore = !yes;
        self
    }

    /// Follows symbolic links that stay inside of their root. A link that leads out of it is an error.
    ///
    /// With `false` all symbolic links are left out. Defaults to `true`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().follow_symlinks(false);
    /// ```
    pub fn follow_symlinks(&mut self, yes: bool) -> &mut Self {
        self.ignore_symlinks = !yes;
        self
    }

    /// Neither checks nor rewrites the references in files that match a [glob](Self#globs).
    ///
    /// Defaults to nothing: references are read in `.css`, `.js`, `.mjs`, `.svg`, `.html`, `.htm`, `.xhtml`, `.map`,
    /// `.webmanifest` and `manifest.json`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// // HTML fragments with placeholders in their URLs.
    /// Config::new().opaque("partials/*.html");
    /// ```
    pub fn opaque(&mut self, glob: impl Into<String>) -> &mut Self {
        self.opaque.push(glob.into());
        self
    }

    /// Publishes files that match a [glob](Self#globs) under their own names. Browsers revalidate them on every use.
    ///
    /// References in these files are rewritten. Defaults to nothing.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().keep_name("sw.js").keep_name("robots.txt");
    /// ```
    pub fn keep_name(&mut self, glob: impl Into<String>) -> &mut Self {
        self.keep_name.push(glob.into());
        self
    }

    /// Publishes files that match a [glob](Self#globs) under the names that they have, because a bundler has already
    /// put a hash of their content into them.
    ///
    /// Browsers may cache them for ever, so their bytes are not changed either. Defaults to nothing.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().root_at("app", "frontend/dist").prehashed("app/assets/*");
    /// ```
    pub fn prehashed(&mut self, glob: impl Into<String>) -> &mut Self {
        self.prehashed.push(glob.into());
        self
    }

    /// Makes references to a missing asset warnings. The [glob](Self#globs) matches the path of the missing asset, or
    /// that of the asset with the reference.
    ///
    /// Defaults to nothing: a reference to a missing asset is an error, apart from source maps.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().allow_missing("vendor/**/*.css");
    /// ```
    pub fn allow_missing(&mut self, glob: impl Into<String>) -> &mut Self {
        self.allow_missing.push(glob.into());
        self
    }

    /// Reads another attribute of HTML as the URL of a file that the page loads, for scripts that load images late.
    ///
    /// If the name of the attribute ends with `srcset`, it holds image candidates.
    ///
    /// Defaults to no attributes but those that HTML defines.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().html_attribute("data-src").html_attribute("data-srcset");
    /// ```
    pub fn html_attribute(&mut self, name: impl Into<String>) -> &mut Self {
        self.html_attributes.push(name.into());
        self
    }

    /// Makes scripts of TypeScript sources that match a [glob](Self#globs): `app.ts` becomes the asset `app.js`.
    ///
    /// The types are erased, and not checked. Syntax that is more than types is an error. Files of other names than
    /// `.ts`, `.mts` and `.tsx` stay as they are, and so do declarations, `.d.ts`. Needs the Cargo feature `typescript`.
    /// Defaults to `js/**`.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().typescript("scripts/**").typescript("worker.ts");
    /// ```
    #[cfg(feature = "typescript")]
    pub fn typescript(&mut self, glob: impl Into<String>) -> &mut Self {
        self.typescript.get_or_insert_default().push(glob.into());
        self
    }

    /// Adds an entry to the import map: modules that import `specifier` get the asset with the logical path `path`.
    ///
    /// A specifier and a path that both end with `/` stand for all modules of a folder. An asset that does not exist is
    /// an error. Defaults to no entries but those of the JS modules among the assets, by their URLs.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new()
    ///     // import "lit";
    ///     .import_map("lit", "vendor/lit/index.js")
    ///     // import "lit/decorators.js";
    ///     .import_map("lit/", "vendor/lit/");
    /// ```
    pub fn import_map(
        &mut self,
        specifier: impl Into<String>,
        path: impl Into<String>,
    ) -> &mut Self {
        self.import_map.push([specifier.into(), path.into()]);
        self
    }
}
