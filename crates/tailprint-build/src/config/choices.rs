//! The values of settings that are a choice.

/// The mode of a build: names of assets with or without a content hash.
///
/// ```
/// use tailprint_build::{Config, Mode};
///
/// // Hashed names in debug builds as well.
/// Config::new().mode(Mode::Hashed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum Mode {
    /// [`Hashed`](Self::Hashed) in the profile `release` and profiles that inherit from it, otherwise
    /// [`Plain`](Self::Plain).
    #[default]
    Auto,
    /// `css/tailwind.4e3e58f1a4a4.css`, embedded in the binary. Browsers may cache it for ever.
    Hashed,
    /// `css/tailwind.css`, read from disk on every request. The build checks everything that it checks in hashed mode.
    Plain,
}

/// A content coding that assets are stored in, besides their plain bytes.
///
/// ```
/// use tailprint_build::{Config, Encoding};
///
/// Config::new().encodings(&[Encoding::Gzip]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum Encoding {
    /// `br`, which all browsers accept over TLS. Needs the Cargo feature `compression`, which is on by default.
    #[cfg(feature = "compression")]
    Brotli,
    /// `gzip`, which every client accepts. Needs the Cargo feature `compression`, which is on by default.
    #[cfg(feature = "compression")]
    Gzip,
    /// `zstd`. Needs the Cargo feature `zstd`.
    #[cfg(feature = "zstd")]
    Zstd,
}

/// The place of the contents of assets in hashed mode.
///
/// ```
/// use tailprint_build::{Config, Storage};
///
/// // A container with the assets on a volume.
/// Config::new().storage(Storage::Disk);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum Storage {
    /// In the program.
    #[default]
    Embedded,
    /// In a folder beside the program, which `cargo tailprint collect` fills.
    Disk,
}

/// The effort of compression.
///
/// ```
/// use tailprint_build::{Compression, Config};
///
/// Config::new().compression(Compression::Smallest);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum Compression {
    /// Levels by the size of the file. A clean build of 5,416 files, 19.9 MB in all, takes 12 seconds of CPU time with
    /// optimised encoders and 18 without.
    #[default]
    Balanced,
    /// The highest levels. With brotli, large files become a tenth smaller, in ten times the time.
    Smallest,
}

/// An engine that compiles Tailwind's style sheets.
///
/// With the same version of Tailwind, both engines make style sheets of the same meaning. With the default version they
/// make the same bytes.
///
/// ```
/// use tailprint_build::{Config, Engine};
///
/// // Plugins that need Node.js.
/// Config::new().engine(Engine::Cli);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(any(hands_over, test), derive(serde::Serialize))]
#[cfg_attr(feature = "tool_answer", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum Engine {
    /// The builtin engine, if the feature `builtin` is on, with three exceptions. Tailwind's program is used if it is named
    /// ([`Config::tailwind_binary`](crate::Config::tailwind_binary), `TAILWINDCSS`), if the version is Tailwind 3 or 4.0, or
    /// if it is in `node_modules` and the builtin engine cannot run a plugin, a configuration or the version.
    #[default]
    Auto,
    /// Tailwind's own compiler, run in the build script: no Node.js, no program. Needs the feature `builtin`, which is
    /// on by default.
    #[cfg(feature = "builtin")]
    Builtin,
    /// Tailwind's command line program; see [`Config::tailwind_binary`](crate::Config::tailwind_binary).
    Cli,
}
