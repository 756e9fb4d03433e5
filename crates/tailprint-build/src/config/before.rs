//! Programs that make assets before the build collects them: [`Before`].

use std::path::PathBuf;

use super::Config;

/// A program that makes assets: sass, esbuild or a generator of your own.
///
/// ```
/// use tailprint_build::{Before, Config};
///
/// Config::new().before(
///     Before::new("sass")
///         .args(["--no-source-map", "scss/site.scss", "$OUT/css/site.css"])
///         .input("scss"),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[must_use = "a program runs only if it is given to `Config::before`"]
pub struct Before {
    pub(crate) program: String,
    pub(crate) args: Vec<String>,
    /// Relative to the package or absolute.
    pub(crate) inputs: Vec<PathBuf>,
}

impl Before {
    /// Names the program: one in `PATH`, or a path relative to the package, with a slash in it.
    ///
    /// ```
    /// # use tailprint_build::Before;
    /// let esbuild = Before::new("node_modules/.bin/esbuild");
    /// ```
    pub fn new(program: impl Into<String>) -> Self {
        Self { program: program.into(), args: Vec::new(), inputs: Vec::new() }
    }

    /// Adds arguments. `$OUT` in an argument stands for the folder of the program's results.
    ///
    /// Defaults to no arguments.
    ///
    /// ```
    /// # use tailprint_build::Before;
    /// // `app.js` in `$OUT` is the asset `js/app.js`.
    /// Before::new("esbuild").args(["ts/app.ts", "--bundle", "--outfile=$OUT/js/app.js"]);
    /// ```
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds a file or a folder that the program reads: Cargo runs the build script again when it changes. It must exist.
    ///
    /// Defaults to nothing but what the build itself reads.
    ///
    /// ```
    /// # use tailprint_build::Before;
    /// Before::new("sass").args(["scss:$OUT/css"]).input("scss");
    /// ```
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(path.into());
        self
    }
}

impl Config {
    /// Runs a program before the assets are collected. What it writes to the folder `$OUT` becomes assets.
    ///
    /// `$OUT` is an empty folder in `OUT_DIR`. It is a [root](Self::root) behind all others, and the environment variable
    /// `OUT` names it as well. The program runs in the folder of the package, whenever the build script runs, and its
    /// failure is an error with all that it printed. Programs run in the order of the calls. Defaults to no program.
    ///
    /// ```
    /// # use tailprint_build::{Before, Config};
    /// Config::new().before(Before::new("sass").args(["scss:$OUT/css"]).input("scss"));
    /// ```
    pub fn before(&mut self, program: Before) -> &mut Self {
        self.before.push(program);
        self
    }
}
