//! What is exported: every asset under its published and its logical name, and the manifest.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tailprint_build::tool;

use crate::cli::Encoding;
use crate::package::Made;

/// Name of the manifest in the output folder.
pub(crate) const MANIFEST: &str = "staticfiles.json";

/// Everything that the output folder is to hold.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) assets: usize,
    /// The manifest is the last one.
    pub(crate) files: Vec<Exported>,
}

/// One content and the names it gets.
#[derive(Debug)]
pub(crate) struct Exported {
    /// Paths below the output folder: the published name, then the logical path where that is another one.
    pub(crate) names: Vec<String>,
    pub(crate) content: Content,
    /// Logical path, unless this is the manifest.
    pub(crate) asset: Option<String>,
}

/// Where the bytes of a file come from.
#[derive(Debug)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Export {
    /// Exports what became of a folder.
    pub(crate) fn of_folder(collected: tool::Collected) -> Result<Self, String> {
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

    /// Exports what the build of a package made.
    pub(crate) fn of_package(made: Made, encodings: &[Encoding]) -> Result<Self, String> {
        let tree = made.folder.join("static");
        let manifest = made.folder.join(MANIFEST);
        let manifest =
            std::fs::read(&manifest).map_err(|error| tool::cannot("be read", &manifest, &error))?;
        let assets = made.build.assets.into_iter();
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

    /// The precompressed forms that lie beside the published files.
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

    /// Adds precompressed forms, a list for every asset in their order.
    fn add(&mut self, siblings: Vec<Vec<(&'static str, Content)>>) {
        let taken: HashSet<&String> = self.files.iter().flat_map(|file| &file.names).collect();
        let mut added = Vec::new();
        for (file, siblings) in self.files.iter().zip(siblings) {
            for (extension, content) in siblings {
                let names = file.names.iter().map(|name| format!("{name}.{extension}"));
                // An asset of that name goes first.
                let names = names.filter(|name| !taken.contains(name)).collect();
                added.push(Exported { names, content, asset: file.asset.clone() });
            }
        }
        let manifest = self.files.pop();
        self.files.extend(added);
        self.files.extend(manifest);
    }

    /// How many precompressed files there are.
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

    /// Whether a file of the same size has this content.
    pub(crate) fn is_in(&self, file: &Path) -> io::Result<bool> {
        let old = std::fs::read(file)?;
        Ok(match self {
            Self::Bytes(bytes) => *bytes == old,
            Self::File(new) => std::fs::read(new)? == old,
        })
    }

    /// Writes a file that does not exist yet.
    pub(crate) fn write(&self, target: &Path) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => io::Write::write_all(&mut File::create_new(target)?, bytes),
            // Shares the blocks where the file system can.
            Self::File(file) => std::fs::copy(file, target).map(drop),
        }
    }
}
