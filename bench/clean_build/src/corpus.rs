//! The assets: what five npm packages ship for browsers, pinned.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

const PACKAGES: [&str; 5] = [
    "@fortawesome/fontawesome-free@7.3.1",
    "bootstrap-icons@1.13.2",
    "katex@0.19.1",
    "leaflet@1.9.4",
    "lit@3.3.3",
];

/// The rest are sources and metadata.
const FOLDERS: [&str; 10] = [
    "@fortawesome/fontawesome-free/css",
    "@fortawesome/fontawesome-free/js",
    "@fortawesome/fontawesome-free/sprites",
    "@fortawesome/fontawesome-free/svgs",
    "@fortawesome/fontawesome-free/webfonts",
    "bootstrap-icons/font",
    "bootstrap-icons/icons",
    "katex/dist",
    "leaflet/dist",
    "lit",
];

/// A style sheet that no other file names.
const EDITED: &str = "katex/dist/katex.css";

#[derive(Debug)]
pub struct Corpus {
    pub folder: PathBuf,
    files: usize,
    bytes: u64,
}

impl Corpus {
    pub fn description(&self) -> String {
        format!("{} files, {:.1} MB", self.files, self.bytes as f64 / 1e6)
    }
}

/// Installs the packages, once.
pub fn provide(bench: &Path) -> Result<Corpus> {
    let npm = bench.join("corpus");
    let folder = npm.join("static");
    if !folder.exists() {
        fs::create_dir_all(&npm)?;
        fs::write(npm.join("package.json"), "{}")?;
        let options = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
        let installed =
            Command::new("npm").args(options).args(PACKAGES).current_dir(&npm).status()?;
        if !installed.success() {
            return Err("npm cannot install the corpus".into());
        }
        for part in FOLDERS {
            copy(&npm.join("node_modules").join(part), &npm.join("partial").join(part))?;
        }
        fs::rename(npm.join("partial"), &folder)?;
    }
    let mut corpus = Corpus { folder: folder.clone(), files: 0, bytes: 0 };
    count(&folder, &mut corpus)?;
    Ok(corpus)
}

/// One asset, so that the dependencies can be built.
pub fn almost_none(assets: &Path) -> Result<()> {
    remove(assets)?;
    fs::create_dir_all(assets)?;
    Ok(fs::write(assets.join("a.txt"), "a")?)
}

/// The whole corpus: a copy, since one file is edited.
pub fn link(corpus: &Path, assets: &Path) -> Result<()> {
    remove(assets)?;
    copy(corpus, assets)
}

pub fn edit(assets: &Path) -> Result<()> {
    let file = assets.join(EDITED);
    let mut content = fs::read(&file)?;
    content.extend_from_slice(b"\n/* edited */\n");
    Ok(fs::write(file, content)?)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() { Ok(fs::remove_dir_all(folder)?) } else { Ok(()) }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn count(folder: &Path, corpus: &mut Corpus) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            count(&entry.path(), corpus)?;
        } else {
            corpus.files += 1;
            corpus.bytes += entry.metadata()?.len();
        }
    }
    Ok(())
}
