//! `problems.json`: what a run found, for `cargo tailprint check`.
//!
//! It is written whether the run succeeds or fails, so that a tool need not take Cargo's messages apart, and every
//! time, so that its age tells whether the run is the latest one.

use std::path::Path;

use serde::Serialize;

use crate::env::Env;
use crate::error::Problem;
use crate::fs;
use crate::manifest::json;
use crate::tool::Finding;

#[derive(Serialize)]
struct ProblemsJson {
    /// Of this format.
    version: u32,
    /// What the files of the problems are relative to.
    package: String,
    problems: Vec<Finding>,
}

/// Writes the problems; when that fails, Cargo shows them all the same.
pub(crate) fn write(folder: Option<&Path>, env: &Env, problems: &[Problem]) {
    let (Some(folder), Some(package)) = (folder, env.cargo("CARGO_MANIFEST_DIR")) else { return };
    let content = json(&ProblemsJson {
        version: 1,
        package: package.to_string_lossy().into_owned(),
        problems: problems.iter().map(Finding::from).collect(),
    });
    let _ = fs::write(&folder.join("problems.json"), &content);
}
