//! Setters for the check of templates.

use std::path::PathBuf;

use super::Config;

impl Config {
    /// Adds a folder of templates: the paths of assets in them are checked, too.
    ///
    /// Defaults to the folders in which askama looks for templates, `templates/` unless `askama.toml` names others.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().templates("views");
    /// ```
    pub fn templates(&mut self, folder: impl Into<PathBuf>) -> &mut Self {
        self.templates.push(folder.into());
        self
    }

    /// Accepts that the build cannot check a path in a template, since it is known at run time only. The
    /// [glob](Self#globs) matches the path of the template, relative to the package.
    ///
    /// Defaults to nothing: each such path is a warning.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().allow_unchecked("templates/icons/**");
    /// ```
    pub fn allow_unchecked(&mut self, glob: impl Into<String>) -> &mut Self {
        self.allow_unchecked.push(glob.into());
        self
    }

    /// Accepts that a template writes the URL of an asset out: `href="/static/css/site.css"`. Such a URL has no hash, so
    /// browsers revalidate it each time. The [glob](Self#globs) matches the path of the template, relative to the package.
    ///
    /// Defaults to nothing: each such URL is a warning, which says how the engine writes it instead.
    ///
    /// ```
    /// # use tailprint_build::Config;
    /// Config::new().allow_unhashed("templates/emails/**");
    /// ```
    pub fn allow_unhashed(&mut self, glob: impl Into<String>) -> &mut Self {
        self.allow_unhashed.push(glob.into());
        self
    }
}
