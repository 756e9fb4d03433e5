//! What the build script left for the derive.

use std::fs;
use std::path::{Path, PathBuf};

use tailprint_core::handover::{self, Handover, Syntax};

/// The output of the build script.
#[derive(Debug)]
pub(crate) struct Context {
    dir: PathBuf,
    handover: Handover,
}

const REPAIR: &str = "add tailprint-build to [build-dependencies], and a build.rs with \
                      `fn main() { tailprint_build::build() }`";

impl Context {
    /// Reads what `tailprint_build` wrote below `out_dir`; otherwise says what the user can do.
    pub(crate) fn read(out_dir: Option<&Path>) -> Result<Self, String> {
        let Some(out_dir) = out_dir else {
            return Err(format!("this package has no build script ({REPAIR})"));
        };
        let dir = out_dir.join("tailprint");
        let text = fs::read_to_string(dir.join(handover::FILE))
            .map_err(|_| format!("the build script does not run tailprint_build ({REPAIR})"))?;
        let handover = Handover::parse(&text).ok_or(
            "tailprint and tailprint-build differ in their versions (use the same version of both)",
        )?;
        Ok(Self { dir, handover })
    }

    pub(crate) fn syntax(&self, name: Option<&str>) -> Option<&Syntax> {
        self.handover.syntax(name)
    }

    /// The configuration that askama shall read for a syntax.
    pub(crate) fn config(&self, name: Option<&str>) -> Option<String> {
        // askama knows what to say about a syntax that does not exist.
        let syntax = self.syntax(name).or_else(|| self.syntax(None))?;
        self.dir.join(&syntax.config).to_str().map(str::to_owned)
    }

    /// All syntaxes that are translated.
    pub(crate) fn translated(&self) -> impl Iterator<Item = &Syntax> {
        self.handover.syntaxes.iter().filter(|syntax| syntax.translation.is_some())
    }

    pub(crate) fn folder(&self, copy: &str) -> PathBuf {
        self.dir.join(copy)
    }
}
