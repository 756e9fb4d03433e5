//! The releases of Lightning CSS that the supported versions of Tailwind come with.

use crate::provide::versions;

/// A release of Lightning CSS whose output is made.
///
/// Each version of Tailwind's CLI is pinned to one, and what they write differs in white space, in how
/// large numbers are written, and in a few properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// 1.30.2, of Tailwind 4.1.
    V1_30,
    /// 1.32.0, of Tailwind 4.2.
    V1_32,
    /// 1.33.0, of Tailwind 4.3.
    V1_33,
}

/// The first version of Tailwind for each release, the newest first.
const TABLE: [((u32, u32), Release); 3] =
    [((4, 3), Release::V1_33), ((4, 2), Release::V1_32), ((0, 0), Release::V1_30)];

impl Release {
    /// The release that a version of Tailwind comes with: that of the supported version which is nearest
    /// from below.
    #[must_use]
    pub fn of_tailwind(version: &str) -> Self {
        let version = versions::minor(version);
        let known =
            TABLE.iter().find(|(first, _)| version.is_some_and(|version| version >= *first));
        known.map_or(Self::V1_33, |(_, release)| *release)
    }
}

#[cfg(test)]
mod tests;
