//! Settings by the names that their users know.

/// A setting that a [`Problem`](super::Problem) is about.
///
/// The same setting is a method of `Config` in a build script and an option of `cargo tailprint collect --from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Setting {
    Root,
    RootAt,
    Ignore,
    Opaque,
    KeepName,
    Prehashed,
    AllowMissing,
    UrlPrefix,
    Header,
    Tailwind,
}

/// The place in which the user has written the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interface {
    BuildScript,
    CommandLine,
}

impl Setting {
    /// Returns the name in backticks; none if the interface has no such setting.
    pub(super) fn name(self, interface: Interface) -> Option<&'static str> {
        let (method, option) = match self {
            Self::Root => ("`Config::root`", Some("`--from`")),
            Self::RootAt => ("`Config::root_at`", None),
            Self::Ignore => ("`Config::ignore`", Some("`--ignore`")),
            Self::Opaque => ("`Config::opaque`", Some("`--opaque`")),
            Self::KeepName => ("`Config::keep_name`", Some("`--keep-name`")),
            Self::Prehashed => ("`Config::prehashed`", Some("`--prehashed`")),
            Self::AllowMissing => ("`Config::allow_missing`", Some("`--allow-missing`")),
            Self::UrlPrefix => ("`Config::url_prefix`", Some("`--url-prefix`")),
            Self::Header => ("`Config::header`", None),
            Self::Tailwind => ("`Config::tailwind`", None),
        };
        match interface {
            Interface::BuildScript => Some(method),
            Interface::CommandLine => option,
        }
    }
}
