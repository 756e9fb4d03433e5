//! The files of an export: every asset under its published and its logical name, and the manifest.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support;

use crate::cli::Encoding;
use crate::package::BuildResults;

/// Name of the manifest in the output folder.
pub(crate) const MANIFEST: &str = "staticfiles.json";

/// The files that the output folder is to hold.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) assets: usize,
    /// All files; the manifest is the last one.
    pub(crate) files: Vec<Exported>,
}

/// One content with the names that it is exported under.
#[derive(Debug)]
pub(crate) struct Exported {
    /// Paths below the output folder: the published name, then the logical path if that is different.
    pub(crate) names: Vec<String>,
    pub(crate) content: Content,
    /// The logical path of the asset; none for the manifest.
    pub(crate) asset: Option<String>,
}

/// The content of a file.
#[derive(Debug)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Export {
    /// The export of a folder that the pipeline has processed.
    pub(crate) fn of_folder(collected: cli_support::Collected) -> Result<Self, String> {
        let mut siblings = Vec::new();
        let files = collected.assets.into_iter().map(|asset| {
            let codings = asset.encoded.into_iter();
            let codings = codings.map(|(extension, bytes)| (extension, Content::Bytes(bytes)));
            siblings.push(codings.collect::<Vec<_>>());
            (asset.path, asset.name, Content::Bytes(asset.bytes))
        });
        let mut export = Self::new(files, collected.manifest)?;
        export.add(siblings);
        Ok(export)
    }

    /// The export of a package that was built.
    pub(crate) fn of_package(built: BuildResults, encodings: &[Encoding]) -> Result<Self, String> {
        let tree = built.folder.join("static");
        let manifest = built.folder.join(MANIFEST);
        let manifest = std::fs::read(&manifest)
            .map_err(|error| cli_support::cannot("be read", &manifest, &error))?;
        let assets = built.description.assets.into_iter();
        let files = assets.map(|asset| {
            let content = Content::File(tree.join(&asset.name));
            (asset.path, asset.name, content)
        });
        let mut export = Self::new(files, manifest)?;
        export.add(export.encoded(&tree, encodings));
        Ok(export)
    }

    fn new(
        files: impl Iterator<Item = (String, String, Content)>,
        manifest: Vec<u8>,
    ) -> Result<Self, String> {
        let exported = |(path, name, content): (String, String, Content)| {
            let mut names = vec![name];
            if names[0] != path {
                names.push(path.clone());
            }
            Exported { names, content, asset: Some(path) }
        };
        let mut files: Vec<Exported> = files.map(exported).collect();
        if files.iter().any(|file| file.names.iter().any(|name| name == MANIFEST)) {
            return Err(format!("an asset is named {MANIFEST}, like the manifest; rename it"));
        }
        let assets = files.len();
        let content = Content::Bytes(manifest);
        files.push(Exported { names: vec![MANIFEST.into()], content, asset: None });
        Ok(Self { assets, files })
    }

    /// The precompressed files beside the published ones.
    fn encoded(&self, tree: &Path, encodings: &[Encoding]) -> Vec<Vec<(&'static str, Content)>> {
        let published = self.files.iter().filter(|file| file.asset.is_some());
        let siblings = published.filter_map(|file| file.names.first()).map(|name| {
            let sibling = |encoding: &Encoding| {
                let extension = encoding.extension();
                let file = tree.join(format!("{name}.{extension}"));
                file.is_file().then_some((extension, Content::File(file)))
            };
            encodings.iter().filter_map(sibling).collect()
        });
        siblings.collect()
    }

    /// Adds precompressed files: a list for every asset, in the order of the assets.
    fn add(&mut self, siblings: Vec<Vec<(&'static str, Content)>>) {
        let taken: HashSet<&String> = self.files.iter().flat_map(|file| &file.names).collect();
        let mut added = Vec::new();
        for (file, siblings) in self.files.iter().zip(siblings) {
            for (extension, content) in siblings {
                let names = file.names.iter().map(|name| format!("{name}.{extension}"));
                // An asset of that name takes precedence.
                let names = names.filter(|name| !taken.contains(name)).collect();
                added.push(Exported { names, content, asset: file.asset.clone() });
            }
        }
        let manifest = self.files.pop();
        self.files.extend(added);
        self.files.extend(manifest);
    }

    /// The number of precompressed files.
    pub(crate) fn encodings(&self) -> usize {
        self.files.len() - self.assets - 1
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(|file| &file.names).map(String::as_str)
    }
}

impl Content {
    pub(crate) fn size(&self) -> io::Result<u64> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::File(file) => Ok(std::fs::metadata(file)?.len()),
        }
    }

    /// Returns true if the file has this content.
    pub(crate) fn is_in(&self, file: &Path) -> io::Result<bool> {
        let old = std::fs::read(file)?;
        Ok(match self {
            Self::Bytes(bytes) => *bytes == old,
            Self::File(new) => std::fs::read(new)? == old,
        })
    }

    /// Writes the content to a file that does not exist yet.
    pub(crate) fn write(&self, target: &Path) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => io::Write::write_all(&mut File::create_new(target)?, bytes),
            // `copy` shares the blocks on file systems that can, such as Btrfs and APFS.
            Self::File(file) => std::fs::copy(file, target).map(drop),
        }
    }
}
