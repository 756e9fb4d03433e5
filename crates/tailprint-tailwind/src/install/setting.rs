//! Settings that repairs name, as the user's interface spells them.

/// The place in which the user configures the search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interface {
    /// The `Config` of `tailprint-build`.
    #[default]
    BuildScript,
    /// The options of `cargo tailprint vendor`.
    CommandLine,
    /// `cargo tailprint css`, which has no options about this.
    Css,
}

/// A setting with a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Setting<'a> {
    /// The version to use.
    Version(&'a str),
    /// The choice of a version, without one.
    AnyVersion,
    /// The choice of Tailwind's program instead of the engine.
    Program,
}

impl Interface {
    /// Returns the setting as the user writes it, in backticks; none if the interface has no such setting.
    pub(super) fn spelled(self, setting: Setting<'_>) -> Option<String> {
        match (self, setting) {
            (Self::BuildScript, Setting::Version(version)) => {
                Some(format!("`Config::tailwind_version({version:?})`"))
            }
            (Self::BuildScript, Setting::AnyVersion) => Some("`Config::tailwind_version`".into()),
            (Self::BuildScript, Setting::Program) => Some("`Config::engine(Engine::Cli)`".into()),
            (Self::CommandLine, Setting::Version(version)) => {
                Some(format!("`--version {version}`"))
            }
            (Self::CommandLine, Setting::AnyVersion) => Some("`--version`".into()),
            (Self::CommandLine, Setting::Program) | (Self::Css, _) => None,
        }
    }
}

/// Joins the repairs that there are: `this, or that`.
pub(super) fn any_of(repairs: impl IntoIterator<Item = Option<String>>) -> String {
    repairs.into_iter().flatten().collect::<Vec<_>>().join(", or ")
}
