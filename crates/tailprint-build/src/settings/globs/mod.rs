//! The globs of the configuration, compiled.

use tailprint_core::glob::GlobSet;

use crate::config::Config;
use crate::error::{Problem, Problems, Setting};

/// The globs of all settings that have no value but a glob. Each is described at its setter in [`Config`].
#[derive(Debug)]
pub(crate) struct Globs {
    pub(crate) ignore: GlobSet,
    pub(crate) opaque: GlobSet,
    pub(crate) keep_name: GlobSet,
    pub(crate) prehashed: GlobSet,
    pub(crate) allow_missing: GlobSet,
}

impl Globs {
    /// Compiles the globs of a configuration. `ignored` are those of `Config::ignore` and the default ones.
    pub(super) fn new(config: &Config, ignored: &[String], problems: &mut Problems) -> Self {
        let mut compile = |setting, globs: &[String]| compile(setting, globs, problems);
        Self {
            ignore: compile(Setting::Ignore, ignored),
            opaque: compile(Setting::Opaque, &config.opaque),
            keep_name: compile(Setting::KeepName, &config.keep_name),
            prehashed: compile(Setting::Prehashed, &config.prehashed),
            allow_missing: compile(Setting::AllowMissing, &config.allow_missing),
        }
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
            let message =
                format!("malformed glob \"{}\" at character {}", error.glob, error.position);
            problems.push(Problem::error(message).about(setting).help(error.message));
        }
    }
    set
}

#[cfg(test)]
mod tests;
