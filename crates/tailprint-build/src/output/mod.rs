//! The results of a build.
//!
//! [`out_dir`] writes them, the other modules make their contents.

pub(crate) mod build_json;
pub(crate) mod codegen;
pub(crate) mod embedded;
pub(crate) mod groups;
pub(crate) mod import_map;
pub(crate) mod manifest;
pub(crate) mod out_dir;
pub(crate) mod problems_json;

use std::path::PathBuf;

use self::codegen::Generated;
use crate::error::Problem;
use crate::naming::published::Published;

/// The results of a build, before they are written.
#[derive(Debug)]
pub(crate) struct Output {
    /// `OUT_DIR/tailprint`.
    pub(crate) folder: PathBuf,
    pub(crate) hashed: bool,
    /// The settings on which references depend.
    pub(crate) reading: String,
    /// Sorted by path.
    pub(crate) published: Vec<Published>,
    /// Logical paths and contents of the style sheets that Tailwind compiled.
    pub(crate) tailwind: Vec<(String, Vec<u8>)>,
    /// Logical paths and contents of the scripts of TypeScript sources, in a debug build.
    pub(crate) typescript: Vec<(String, Vec<u8>)>,
    /// Paths below the folder and contents of translated templates and their configuration.
    pub(crate) templates: Vec<(String, Vec<u8>)>,
    pub(crate) generated: Generated,
    /// The content codings of this build, for the next one.
    pub(crate) cache: Vec<u8>,
    pub(crate) manifest: Vec<u8>,
    pub(crate) build_json: Vec<u8>,
    pub(crate) warnings: Vec<Problem>,
    /// Lines that `cargo build -vv` shows.
    pub(crate) notes: Vec<String>,
}
