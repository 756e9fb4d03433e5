//! The globs of the configuration, compiled.

use tailprint_core::glob::{GlobError, GlobSet};
use tailprint_core::selection::Selection;
use tailprint_core::typescript::DEFAULT_GLOB;

use super::on_disk::OnDisk;
use crate::config::Config;
use crate::error::{Problem, Problems, Setting};

/// The globs of all settings that have no value but a glob. Each is described at its setter in [`Config`].
#[derive(Debug)]
pub(crate) struct Globs {
    /// The globs of `Config::ignore` and `Config::include`, with the default ones.
    pub(crate) selection: Selection,
    pub(crate) opaque: GlobSet,
    pub(crate) keep_name: GlobSet,
    pub(crate) at_root: GlobSet,
    pub(crate) prehashed: GlobSet,
    pub(crate) allow_missing: GlobSet,
    pub(crate) allow_unchecked: GlobSet,
    pub(crate) allow_unhashed: GlobSet,
    pub(crate) on_disk: OnDisk,
    /// TypeScript sources.
    pub(crate) typescript: GlobSet,
}

impl Globs {
    /// Compiles the globs of a configuration. `ignored` and `included` are those of `Config::ignore` and
    /// `Config::include`, and the default ones.
    pub(super) fn new(
        config: &Config,
        ignored: &[String],
        included: &[String],
        problems: &mut Problems,
    ) -> Self {
        let selection = selection(ignored, included, problems);
        let mut compile = |setting, globs: &[String]| compile(setting, globs, problems);
        Self {
            selection,
            opaque: compile(Setting::Opaque, &config.opaque),
            keep_name: compile(Setting::KeepName, &config.keep_name),
            at_root: compile(Setting::AtRoot, &config.at_root),
            prehashed: compile(Setting::Prehashed, &config.prehashed),
            allow_missing: compile(Setting::AllowMissing, &config.allow_missing),
            allow_unchecked: compile(Setting::AllowUnchecked, &config.allow_unchecked),
            allow_unhashed: compile(Setting::AllowUnhashed, &config.allow_unhashed),
            typescript: compile(Setting::Typescript, &typescript(config)),
            on_disk: OnDisk {
                globs: compile(Setting::OnDisk, &config.on_disk),
                rest: config.storage,
            },
        }
    }
}

/// Returns the globs of TypeScript sources; none without the feature.
pub(super) fn typescript(config: &Config) -> Vec<String> {
    match &config.typescript {
        _ if !cfg!(feature = "typescript") => Vec::new(),
        Some(globs) => globs.clone(),
        None => vec![DEFAULT_GLOB.to_owned()],
    }
}

/// Compiles the globs of a setting. A malformed one is reported and left out.
pub(super) fn compile<S: AsRef<str>>(
    setting: Setting,
    globs: impl IntoIterator<Item = S>,
    problems: &mut Problems,
) -> GlobSet {
    let mut set = GlobSet::default();
    for glob in globs {
        if let Err(error) = set.push(glob.as_ref()) {
            problems.push(malformed(setting, &error));
        }
    }
    set
}

fn selection(ignored: &[String], included: &[String], problems: &mut Problems) -> Selection {
    let mut selection = Selection::default();
    let ignored = ignored.iter().map(|glob| (Setting::Ignore, glob));
    for (setting, glob) in ignored.chain(included.iter().map(|glob| (Setting::Include, glob))) {
        let added = match setting {
            Setting::Include => selection.include(glob),
            _ => selection.ignore(glob),
        };
        problems.extend(added.err().map(|error| malformed(setting, &error)));
    }
    selection
}

fn malformed(setting: Setting, error: &GlobError) -> Problem {
    let message = format!("malformed glob \"{}\" at character {}", error.glob, error.position);
    Problem::error(message).about(setting).help(error.message)
}

#[cfg(test)]
mod tests;
