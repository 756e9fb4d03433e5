//! Settings by the names that their users know.

/// A setting that a [`Problem`](super::Problem) is about.
///
/// The same setting is a method of `Config` in a build script and an option of `cargo tailprint collect --from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Setting {
    Root,
    Before,
    RootAt,
    RootFiles,
    AtRoot,
    Ignore,
    Include,
    FollowSymlinks,
    Opaque,
    KeepName,
    Prehashed,
    AllowMissing,
    AllowUnchecked,
    AllowUnhashed,
    UrlPrefix,
    Header,
    ContentType,
    CacheControl,
    ForceCacheControl,
    NoTransform,
    Tailwind,
    TailwindCrate,
    ImportMap,
    OnDisk,
    Storage,
    WarnAbove,
    Typescript,
}

/// The place in which the user has written the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// Methods of `Config`.
    BuildScript,
    /// Options of `cargo tailprint collect --from`.
    CommandLine,
}

impl Setting {
    /// Returns the name without backticks; none if the interface has no such setting.
    fn name(self, interface: Interface) -> Option<&'static str> {
        let (method, option) = match self {
            Self::Root => ("Config::root", Some("--from")),
            Self::Before => ("Config::before", None),
            Self::RootAt => ("Config::root_at", None),
            Self::RootFiles => ("Config::root_files", None),
            Self::AtRoot => ("Config::at_root", Some("--at-root")),
            Self::Ignore => ("Config::ignore", Some("--ignore")),
            Self::Include => ("Config::include", Some("--include")),
            Self::FollowSymlinks => ("Config::follow_symlinks", Some("--follow-symlinks")),
            Self::Opaque => ("Config::opaque", Some("--opaque")),
            Self::KeepName => ("Config::keep_name", Some("--keep-name")),
            Self::Prehashed => ("Config::prehashed", Some("--prehashed")),
            Self::AllowMissing => ("Config::allow_missing", Some("--allow-missing")),
            Self::AllowUnchecked => ("Config::allow_unchecked", None),
            Self::AllowUnhashed => ("Config::allow_unhashed", None),
            Self::UrlPrefix => ("Config::url_prefix", Some("--url-prefix")),
            Self::Header => ("Config::header", None),
            Self::ContentType => ("Config::content_type", None),
            Self::CacheControl => ("Config::cache_control", None),
            Self::ForceCacheControl => ("Config::force_cache_control", None),
            Self::NoTransform => ("Config::no_transform", None),
            Self::Tailwind => ("Config::tailwind", None),
            Self::TailwindCrate => ("Config::tailwind_crate", None),
            Self::ImportMap => ("Config::import_map", Some("--import-map")),
            Self::OnDisk => ("Config::on_disk", None),
            Self::Storage => ("Config::storage", None),
            Self::Typescript => ("Config::typescript", None),
            Self::WarnAbove => ("Config::warn_above", None),
        };
        match interface {
            Interface::BuildScript => Some(method),
            Interface::CommandLine => option,
        }
    }

    /// Returns the setting as it is named in a sentence: `` `Config::ignore` ``.
    pub(crate) fn shown(self, interface: Interface) -> Option<String> {
        self.name(interface).map(|name| format!("`{name}`"))
    }

    /// Returns the setting with a value, as it is written: `` `Config::ignore("*.psd")` ``.
    pub(crate) fn with(self, value: &str, interface: Interface) -> Option<String> {
        let value = match self {
            // Some have two arguments, which the caller puts between quotes.
            Self::FollowSymlinks | Self::RootAt | Self::Tailwind => value.to_owned(),
            _ => format!("\"{value}\""),
        };
        let name = self.name(interface)?;
        Some(match interface {
            Interface::BuildScript => format!("`{name}({value})`"),
            Interface::CommandLine => format!("`{name} {value}`"),
        })
    }
}
