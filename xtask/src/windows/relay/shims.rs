//! Files in the place of npm's links to programs: npm writes such files on Windows, and Wine 8 seems to remove the target of
//! a link instead of the link.

use std::fs;
use std::io;
use std::path::Path;

/// Replaces the links in each folder `.bin` of the packages that npm has installed in a folder.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    let packages = folder.join("node_modules");
    if !packages.is_dir() {
        return Ok(());
    }
    replace(&packages.join(".bin"))?;
    for entry in fs::read_dir(packages)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        write(&entry.path())?;
        if entry.file_name().to_string_lossy().starts_with('@') {
            for package in fs::read_dir(entry.path())? {
                write(&package?.path())?;
            }
        }
    }
    Ok(())
}

fn replace(bin: &Path) -> io::Result<()> {
    if !bin.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(bin)? {
        let link = entry?.path();
        let Ok(target) = fs::read_link(&link) else { continue };
        let target = target.display().to_string();
        fs::remove_file(&link)?;
        let shell = format!("#!/bin/sh\nexec node \"$(dirname \"$0\")/{target}\" \"$@\"\n");
        fs::write(&link, shell)?;
        let mut name = link.into_os_string();
        name.push(".cmd");
        fs::write(name, format!("@node \"%~dp0{}\" %*\r\n", target.replace('/', "\\")))?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
#[test]
fn a_link_to_a_program_becomes_the_files_that_npm_writes_on_windows() {
    let folder = std::env::temp_dir().join(format!("tailprint-shims-{}", std::process::id()));
    let bins = ["node_modules/.bin", "node_modules/@a/b/node_modules/.bin"];
    for bin in bins.map(|bin| folder.join(bin)) {
        fs::create_dir_all(&bin).unwrap();
        std::os::unix::fs::symlink("../c/d.js", bin.join("d")).unwrap();
    }
    write(&folder).unwrap();
    for bin in bins.map(|bin| folder.join(bin)) {
        assert!(fs::read_link(bin.join("d")).is_err());
        let command = fs::read_to_string(bin.join("d.cmd")).unwrap();
        assert_eq!(command, "@node \"%~dp0..\\c\\d.js\" %*\r\n");
    }
    fs::remove_dir_all(folder).unwrap();
}
