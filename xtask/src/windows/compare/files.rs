//! The files that commands are compared on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{Failure, root};

/// The sources of the reference app.
const FOLDERS: [&str; 2] = ["static", "templates"];

/// Files beside those of the reference app: line ends of Windows, and names that are not plain.
const KINDS: [(&str, &str); 8] = [
    ("Cargo.toml", "[package]\nname = \"app\"\n"),
    (
        "static/crlf/a.css",
        "@import \"b.css\";\r\n.a {\r\n  background: url('../img/logo.svg');\r\n}\r\n",
    ),
    (
        "static/crlf/b.css",
        ".b { background: url(\"../names/a%20b.svg\") }\r\n.c { background: url(none.png) }\r\n",
    ),
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
pub(super) fn write(folder: &Path, packages: &Path) -> Result<(), Failure> {
    write_all(folder, packages)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", folder.display())))
}

fn write_all(folder: &Path, packages: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for name in FOLDERS {
        copy_all(&root().join(name), &folder.join(name))?;
    }
    fs::copy(root().join("askama.toml"), folder.join("askama.toml"))?;
    let tailwind = "node_modules/tailwindcss";
    copy_all(&packages.join(tailwind), &folder.join(tailwind))?;
    for (path, content) in KINDS {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, content)?;
    }
    Ok(())
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

/// The files below a folder, by their paths, without npm's packages.
pub(super) fn tree(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let unreadable = |error| Failure::new(format!("cannot read {}: {error}", folder.display()));
    let mut files = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
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
