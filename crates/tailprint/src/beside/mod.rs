//! Assets that are files beside the program: [`Folder`] is where they are, [`DiskError`] says what is wrong with them.

mod digest;
mod error;
mod search;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
use tailprint_core::table::{Coding, Variant};

use self::digest::Kind;
pub use self::error::DiskError;
pub(crate) use self::search::is_all_on_disk;
use crate::{Asset, Assets};

/// The folder with the assets on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Holds files under their published names.
    names: PathBuf,
    /// Holds those that are served at the root of the host.
    root: PathBuf,
    /// Holds modules under their logical paths.
    plain: PathBuf,
}

/// One stored form of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The asset under its published name.
    Coded(Coding),
    /// The module under the logical path of the asset.
    Plain,
}

impl Form {
    /// All forms that are stored of an asset.
    fn of(asset: Asset) -> impl Iterator<Item = (Self, Variant<'static>)> {
        let coded = Coding::ALL
            .into_iter()
            .filter_map(move |coding| Some((Self::Coded(coding), asset.variant(coding)?)));
        coded.chain(asset.plain().map(|variant| (Self::Plain, variant)))
    }
}

impl Folder {
    /// A folder that `cargo tailprint collect` has filled.
    fn collected(folder: PathBuf) -> Self {
        Self { root: folder.join("root"), plain: folder.clone(), names: folder }
    }

    /// The results of a build.
    fn built(folder: &Path) -> Self {
        let names = folder.join("static");
        Self { root: names.clone(), names, plain: folder.join("plain") }
    }

    fn exists(&self) -> bool {
        self.names.is_dir()
    }

    /// The file with a form of an asset.
    pub(crate) fn file(&self, asset: Asset, form: Form) -> PathBuf {
        let names = if asset.is_at_root() { &self.root } else { &self.names };
        match form {
            Form::Coded(Coding::Identity) => names.join(asset.name()),
            Form::Coded(coding) => names.join(format!("{}.{}", asset.name(), coding.extension())),
            Form::Plain => self.plain.join(asset.path()),
        }
    }

    /// Compares every file with the build, by size and digest.
    pub(crate) fn verify(&self, assets: &'static Assets) -> Result<(), DiskError> {
        result(assets, self, self.problems(assets, Check::Digests))
    }

    /// Describes the files that are missing, or of another size than they had in the build.
    fn problems(&self, assets: &'static Assets, check: Check) -> Vec<String> {
        let stored = assets
            .iter()
            .flat_map(|asset| Form::of(asset).map(move |(form, variant)| (asset, form, variant)));
        let on_disk = stored.filter(|(.., variant)| assets.is_on_disk(*variant));
        on_disk
            .filter_map(|(asset, form, variant)| {
                let file = self.file(asset, form);
                let problem = problem(&file, asset, form, variant, check)?;
                let folder = if form == Form::Plain { &self.plain } else { &self.names };
                let name = file.strip_prefix(folder).unwrap_or(&file);
                Some(format!("{}: {problem}", name.display()))
            })
            .collect()
    }
}

/// The extent of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Sizes,
    Digests,
}

/// The problem of a file; none if it is as it was in the build.
fn problem(
    file: &Path,
    asset: Asset,
    form: Form,
    variant: Variant<'_>,
    check: Check,
) -> Option<String> {
    let looked_at = || -> io::Result<Option<String>> {
        // Before it is opened, which Windows refuses for a folder.
        if !fs::metadata(file)?.is_file() {
            return Ok(Some("is no file".to_owned()));
        }
        // Opened, so that a file that may not be read is one of the problems.
        let metadata = fs::File::open(file)?.metadata()?;
        if metadata.len() != variant.len {
            let (has, had) = (metadata.len(), variant.len);
            return Ok(Some(format!("has {has} bytes instead of {had}")));
        }
        if check == Check::Sizes || Kind::of(asset, form, variant).is_that_of(file)? {
            return Ok(None);
        }
        Ok(Some("has other content than in the build".to_owned()))
    };
    looked_at().unwrap_or_else(|error| Some(reason(&error)))
}

/// The state of the assets on the disk, found once.
pub(crate) type Found = Result<Option<Folder>, DiskError>;

/// Finds the folder, and checks that everything is there in its size; none if nothing is on the disk.
pub(crate) fn find(assets: &'static Assets) -> Found {
    let Some((folder, problems)) = choose(assets)? else { return Ok(None) };
    result(assets, &folder, problems).map(|()| Some(folder))
}

/// Compares every file of the folder with the build, by size and digest.
pub(crate) fn verify(assets: &'static Assets) -> Result<(), DiskError> {
    is_all_on_disk()?;
    let Some((folder, _)) = choose(assets)? else { return Ok(()) };
    folder.verify(assets)
}

/// Chooses the first folder in which everything has its size, else the first that exists, and describes what differs in
/// it; none if nothing is on the disk.
fn choose(assets: &'static Assets) -> Result<Option<(Folder, Vec<String>)>, DiskError> {
    let is_any = |asset: Asset| Form::of(asset).any(|(_, variant)| assets.is_on_disk(variant));
    if !assets.iter().any(is_any) {
        return Ok(None);
    }
    let candidates = search::candidates(assets.settings())?;
    let mut first = None;
    for folder in candidates.iter().filter(|folder| folder.exists()) {
        let problems = folder.problems(assets, Check::Sizes);
        if problems.is_empty() {
            return Ok(Some((folder.clone(), problems)));
        }
        first.get_or_insert_with(|| (folder.clone(), problems));
    }
    let none = || DiskError::no_folder(&candidates).with_repair(assets.settings());
    first.map(Some).ok_or_else(none)
}

fn result(assets: &Assets, folder: &Folder, problems: Vec<String>) -> Result<(), DiskError> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(DiskError::incomplete(&folder.names, problems).with_repair(assets.settings()))
}

#[cfg(test)]
mod tests;
