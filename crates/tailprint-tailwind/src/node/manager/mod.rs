//! The program that installs the packages of a project, so that advice names the one that the project uses.

use std::path::Path;

/// A package manager.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manager {
    /// npm, also where nothing tells.
    #[default]
    Npm,
    /// pnpm
    Pnpm,
    /// Yarn
    Yarn,
    /// Bun
    Bun,
}

/// The lock files of the package managers.
const LOCKS: [(&str, Manager); 6] = [
    ("package-lock.json", Manager::Npm),
    ("npm-shrinkwrap.json", Manager::Npm),
    ("pnpm-lock.yaml", Manager::Pnpm),
    ("yarn.lock", Manager::Yarn),
    ("bun.lock", Manager::Bun),
    ("bun.lockb", Manager::Bun),
];

/// The file of Yarn's Plug'n'Play, which unpacks no packages.
const PLUG_AND_PLAY: &str = ".pnp.cjs";

impl Manager {
    /// Finds the package manager of a folder by the nearest lock file in it or above it.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let locked = |above: &Path| {
            let mut locks = LOCKS.iter().filter(|(name, _)| above.join(name).is_file());
            locks.next().map(|(_, manager)| *manager)
        };
        folder.ancestors().find_map(locked).unwrap_or_default()
    }

    /// Returns the command that installs what `package.json` names: `npm install`.
    #[must_use]
    pub fn install(self) -> &'static str {
        match self {
            Self::Npm => "npm install",
            Self::Pnpm => "pnpm install",
            Self::Yarn => "yarn install",
            Self::Bun => "bun install",
        }
    }

    /// Returns the command that adds a package: `npm install`.
    #[must_use]
    pub fn add(self) -> &'static str {
        match self {
            Self::Npm => "npm install",
            Self::Pnpm => "pnpm add",
            Self::Yarn => "yarn add",
            Self::Bun => "bun add",
        }
    }

    /// Returns the command that adds a package for development: `npm install --save-dev`.
    #[must_use]
    pub fn add_dev(self) -> &'static str {
        match self {
            Self::Npm => "npm install --save-dev",
            Self::Pnpm => "pnpm add --save-dev",
            Self::Yarn => "yarn add --dev",
            Self::Bun => "bun add --dev",
        }
    }
}

/// Returns true where Yarn's Plug'n'Play keeps packages in archives, so that there is no `node_modules`.
#[must_use]
pub fn is_plug_and_play(folder: &Path) -> bool {
    folder.ancestors().any(|above| above.join(PLUG_AND_PLAY).is_file())
}

#[cfg(test)]
mod tests;
