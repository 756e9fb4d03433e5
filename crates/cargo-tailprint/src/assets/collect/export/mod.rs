//! The files of an export: every asset under its published and its logical name, and the manifest.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use tailprint_build::cli_support;

use crate::cli::Encoding;
use crate::package::BuildResults;
use crate::support::terminal::note;

/// Name of the manifest in the output folder.
pub(crate) const MANIFEST: &str = "staticfiles.json";

/// Name of the import map in the output folder: logical to hashed URLs of JS modules.
const IMPORT_MAP: &str = "importmap.json";

/// The folder in the output folder for files at the root of the host.
const AT_ROOT: &str = "root/";

/// The files that the output folder is to hold.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) assets: usize,
    /// All files: the published assets, then others; the manifest is the last one.
    pub(crate) files: Vec<Exported>,
    /// The number of precompressed files.
    encodings: usize,
}

/// A published asset with its names.
#[derive(Debug)]
struct Named {
    path: String,
    name: String,
    /// True for a file at the root of the host.
    at_root: bool,
    content: Content,
    /// The content under the logical path, if it is another one.
    plain: Option<Content>,
}

/// One content with the names that it is exported under.
#[derive(Debug)]
pub(crate) struct Exported {
    /// Paths below the output folder: the published name, then the logical path if that is different.
    pub(crate) names: Vec<String>,
    pub(crate) content: Content,
    /// The logical path of the asset; none for the manifest.
    pub(crate) asset: Option<String>,
    /// True for a file at the root of the host, whose name never changes.
    pub(crate) at_root: bool,
}

impl Exported {
    /// A file that is no asset.
    fn own(name: &str, content: Vec<u8>) -> Self {
        Self {
            names: vec![name.to_owned()],
            content: Content::Bytes(content),
            asset: None,
            at_root: false,
        }
    }
}

/// The content of a file.
#[derive(Clone, Debug)]
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
            let plain = asset.plain.map(Content::Bytes);
            Named {
                path: asset.path,
                name: asset.name,
                at_root: asset.at_root,
                content: asset.file.map_or(Content::Bytes(asset.bytes), Content::File),
                plain,
            }
        });
        let mut export = Self::new(files, collected.manifest, collected.import_map)?;
        export.add(siblings);
        Ok(export)
    }

    /// The export of a package that was built.
    pub(crate) fn of_package(built: BuildResults, encodings: &[Encoding]) -> Result<Self, String> {
        let (tree, plain) = (built.folder.join("static"), built.folder.join("plain"));
        let read = |name: &str| {
            let file = built.folder.join(name);
            std::fs::read(&file).map_err(|error| cli_support::cannot("be read", &file, &error))
        };
        let (manifest, import_map) = (read(MANIFEST)?, read(IMPORT_MAP)?);
        let mut siblings = Vec::new();
        let assets = built.description.assets.into_iter();
        let files = assets.map(|asset| {
            let sibling = |encoding: &Encoding| {
                let extension = encoding.extension();
                let file = tree.join(format!("{}.{extension}", asset.name));
                file.is_file().then_some((extension, Content::File(file)))
            };
            siblings.push(encodings.iter().filter_map(sibling).collect());
            let content = Content::File(tree.join(&asset.name));
            let plain = Some(plain.join(&asset.path)).filter(|file| file.is_file());
            Named {
                path: asset.path,
                name: asset.name,
                at_root: asset.at_root,
                content,
                plain: plain.map(Content::File),
            }
        });
        let mut export = Self::new(files, manifest, import_map)?;
        export.add(siblings);
        Ok(export)
    }

    fn new(
        assets: impl Iterator<Item = Named>,
        manifest: Vec<u8>,
        import_map: Vec<u8>,
    ) -> Result<Self, String> {
        let mut files = Vec::new();
        let mut plain = Vec::new();
        let mut at_root_names = HashSet::new();
        for Named { path, name, at_root, content, plain: other } in assets {
            let mut names = vec![if at_root { format!("{AT_ROOT}{name}") } else { name }];
            if at_root {
                at_root_names.insert(names[0].clone());
            } else if let Some(content) = other {
                plain.push(Exported {
                    names: vec![path.clone()],
                    content,
                    asset: Some(path.clone()),
                    at_root,
                });
            } else if names[0] != path {
                names.push(path.clone());
            }
            files.push(Exported { names, content, asset: Some(path), at_root });
        }
        let assets = files.len();
        files.extend(plain);
        let is_taken =
            |wanted: &str| files.iter().flat_map(|file| &file.names).any(|it| it == wanted);
        let below_prefix = files.iter().filter(|file| !file.at_root);
        if let Some(name) =
            below_prefix.flat_map(|file| &file.names).find(|name| at_root_names.contains(*name))
        {
            return Err(format!(
                "an asset is named {name}, where a file for the root of the host goes; rename it"
            ));
        }
        if is_taken(MANIFEST) {
            return Err(format!("an asset is named {MANIFEST}, like the manifest; rename it"));
        }
        if is_taken(IMPORT_MAP) {
            note(&format!("an asset is named {IMPORT_MAP}, so the import map is not exported"));
        } else {
            files.push(Exported::own(IMPORT_MAP, import_map));
        }
        files.push(Exported::own(MANIFEST, manifest));
        Ok(Self { assets, files, encodings: 0 })
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
                let (asset, at_root) = (file.asset.clone(), file.at_root);
                added.push(Exported { names, content, asset, at_root });
            }
        }
        self.encodings += added.len();
        let manifest = self.files.pop();
        self.files.extend(added);
        self.files.extend(manifest);
    }

    /// Adds files of an earlier export that this one does not have.
    pub(crate) fn merge(&mut self, earlier: Vec<(String, PathBuf)>) {
        let taken: HashSet<String> = self.names().map(str::to_owned).collect();
        let manifest = self.files.pop();
        let new = earlier.into_iter().filter(|(name, _)| !taken.contains(name));
        self.files.extend(new.map(|(name, file)| Exported {
            names: vec![name],
            content: Content::File(file),
            asset: None,
            at_root: false,
        }));
        self.files.extend(manifest);
    }

    /// The number of precompressed files.
    pub(crate) fn encodings(&self) -> usize {
        self.encodings
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
        let old = BufReader::new(File::open(file)?);
        match self {
            Self::Bytes(bytes) => is_equal(&**bytes, old),
            Self::File(new) => is_equal(BufReader::new(File::open(new)?), old),
        }
    }

    /// Writes the content to a file that does not exist yet.
    pub(crate) fn write(&self, target: &Path) -> io::Result<()> {
        let length = match self {
            Self::Bytes(bytes) => {
                io::Write::write_all(&mut File::create_new(target)?, bytes)?;
                bytes.len() as u64
            }
            // `copy` shares the blocks on file systems that can, such as Btrfs and APFS.
            Self::File(file) => std::fs::copy(file, target)?,
        };
        // NFS tells that a disk is full when the file is closed, and Rust does not pass that on. To wait for each file, as
        // `whole_file::write_through` does, would take minutes for thousands of them.
        if std::fs::metadata(target)?.len() == length {
            Ok(())
        } else {
            Err(io::ErrorKind::StorageFull.into())
        }
    }
}

/// Compares two contents without holding them in memory.
fn is_equal(mut one: impl BufRead, mut other: impl BufRead) -> io::Result<bool> {
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let len = left.len().min(right.len());
        if len == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left[..len] != right[..len] {
            return Ok(false);
        }
        one.consume(len);
        other.consume(len);
    }
}

#[cfg(test)]
mod tests;
