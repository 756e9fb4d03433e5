//! The files that the build script left for the derive.

use std::fs;
use std::path::{Path, PathBuf};

use tailprint_core::derive_file::{self, DeriveFile, Syntax};

/// The output of the build script.
#[derive(Debug)]
pub(crate) struct Context {
    dir: PathBuf,
    file: DeriveFile,
}

const REPAIR: &str = "add tailprint-build to [build-dependencies], and a build.rs with \
                      `fn main() { tailprint_build::build() }`";

impl Context {
    /// Reads the files of `tailprint_build` below `out_dir`. The error is a text for the user, with the repair.
    pub(crate) fn read(out_dir: Option<&Path>) -> Result<Self, String> {
        let Some(out_dir) = out_dir else {
            return Err(format!("this package has no build script ({REPAIR})"));
        };
        let dir = out_dir.join("tailprint");
        let text = fs::read_to_string(dir.join(derive_file::FILE))
            .map_err(|_| format!("the build script does not run tailprint_build ({REPAIR})"))?;
        let file = DeriveFile::parse(&text).ok_or(
            "tailprint and tailprint-build differ in their versions (use the same version of both)",
        )?;
        Ok(Self { dir, file })
    }

    pub(crate) fn syntax(&self, name: Option<&str>) -> Option<&Syntax> {
        self.file.syntax(name)
    }

    /// The configuration that askama shall read for a syntax.
    pub(crate) fn config(&self, name: Option<&str>) -> Option<String> {
        // An error about a syntax that does not exist is left to askama.
        let syntax = self.syntax(name).or_else(|| self.syntax(None))?;
        self.dir.join(&syntax.config).to_str().map(str::to_owned)
    }

    /// All syntaxes that are translated.
    pub(crate) fn translated(&self) -> impl Iterator<Item = &Syntax> {
        self.file.syntaxes.iter().filter(|syntax| syntax.translation.is_some())
    }

    pub(crate) fn folder(&self, copy: &str) -> PathBuf {
        self.dir.join(copy)
    }
}
