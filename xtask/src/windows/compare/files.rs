//! The files that commands are compared on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{Failure, root};

/// The content of a folder before the commands run.
#[derive(Debug)]
pub(super) enum Source {
    /// The reference app, with Tailwind and unusual files.
    App,
    /// An app that the tests of `init` have, in one file.
    Corpus(PathBuf),
    Empty,
}

/// The sources of the reference app.
const FOLDERS: [&str; 2] = ["static", "templates"];

/// Files beside those of the reference app: line ends of Windows, and names that are not plain.
const KINDS: [(&str, &str); 9] = [
    ("Cargo.toml", "[package]\nname = \"app\"\n[workspace]\n"),
    ("src/main.rs", "fn main() {}\r\n"),
    (
        "static/crlf/a.css",
        "@import \"b.css\";\r\n.a {\r\n  background: url('../img/logo.svg');\r\n}\r\n",
    ),
    ("static/crlf/b.css", ".b { background: url(\"../names/a%20b.svg\") }\r\n"),
    (
        "static/crlf/a.js",
        "import { b } from './b.js';\r\nb();\r\n//# sourceMappingURL=a.js.map\r\n",
    ),
    ("static/crlf/b.js", "export const b = () => {};\r\n"),
    (
        "static/crlf/page.html",
        "<link rel=\"stylesheet\" href=\"a.css\">\r\n<img src=\"../names/\u{65e5}\u{672c}.svg\">\r\n",
    ),
    ("static/names/a b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("static/names/\u{65e5}\u{672c}.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

/// Writes the files into a folder, which is emptied before.
pub(super) fn write(source: &Source, folder: &Path, packages: &Path) -> Result<(), Failure> {
    write_all(source, folder, packages)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", folder.display())))
}

fn write_all(source: &Source, folder: &Path, packages: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    match source {
        Source::App => write_app(folder, packages),
        Source::Corpus(file) => write_corpus(&fs::read_to_string(file)?, folder),
        Source::Empty => Ok(()),
    }
}

fn write_app(folder: &Path, packages: &Path) -> io::Result<()> {
    for name in FOLDERS {
        copy_all(&root().join(name), &folder.join(name))?;
    }
    fs::copy(root().join("askama.toml"), folder.join("askama.toml"))?;
    let tailwind = "node_modules/tailwindcss";
    copy_all(&packages.join(tailwind), &folder.join(tailwind))?;
    KINDS.iter().try_for_each(|(path, content)| write_file(&folder.join(path), content))
}

/// Writes the files of an app: a line `-- PATH --` begins each.
fn write_corpus(text: &str, folder: &Path) -> io::Result<()> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name, String::new())),
            (None, Some((_, content))) => content.push_str(line),
            // Before the first file stands what the test expects.
            (None, None) => {}
        }
    }
    for (path, content) in &files {
        write_file(&folder.join(path), content)?;
    }
    // Otherwise Cargo takes the app for a member of this repository's workspace.
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    if text.contains("[workspace]") {
        Ok(())
    } else {
        fs::write(&manifest, text + "\n[workspace]\n")
    }
}

pub(super) fn write_file(file: &Path, content: &str) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::write(file, content)
}

/// Copies a folder with everything in it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    copy_all(from, to).map_err(|error| {
        Failure::new(format!("cannot copy {} to {}: {error}", from.display(), to.display()))
    })
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The files below a folder, by their paths, without npm's packages, and without the links by which Cargo watches files
/// that are not there.
pub(super) fn tree(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", folder.display()));
    let mut files = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                folders.extend(Some(path).filter(|path| !path.ends_with("node_modules")));
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                files.insert(name, fs::read(&path).map_err(unreadable)?);
            }
        }
    }
    Ok(files)
}
