//! `cargo tailprint unpin`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tailprint_core::lock::{Lock, Package};

use super::graph::Key;
use super::{Plan, change, keys, lockfile, minify, place, registry, root};
use crate::cli::Unpin;
use crate::support::failure::Failure;
use crate::support::terminal::print;

/// Removes packages, and those that only they needed.
pub(crate) fn unpin(options: &Unpin) -> Result<(), Failure> {
    let root = root(&options.place)?;
    let lock = lockfile::read(&root)?;
    let mut packages = lock.packages.clone();
    for name in &options.packages {
        if !remove(&mut packages, name) {
            return Err(not_asked(&lock, name).into());
        }
    }
    let whole = options.packages.iter().all(|name| lock.packages.iter().any(|it| it.name == *name));
    let kept = needed(&packages);
    packages.retain(|package| kept.contains(&key(package)));
    if !whole && !packages.is_empty() {
        // A package of which less is asked has fewer files, which its tarball tells.
        let requests = lockfile::requests(&packages);
        let (kept, named) = (keys(&packages).collect(), options.packages.iter().cloned().collect());
        let plan = Plan { requests, kept, named, minify: minify::wanted(&lock) };
        change(&root, &lock, &plan, &registry(&root)?)?;
        return Ok(());
    }
    let mut folders = BTreeMap::new();
    for package in &packages {
        folders.insert(package.folder.clone(), present(&root, package)?);
    }
    place::place(&root, &lock.packages, &folders)?;
    lockfile::write(&root, &packages)?;
    let gone = keys(&lock.packages).filter(|key| !kept.contains(key));
    let gone: Vec<String> = gone.map(|(name, version)| format!("{name} {version}")).collect();
    print(&match &gone[..] {
        [] => "it stays, since other packages need it\n".to_owned(),
        gone => format!("removed {}\n", gone.join(", ")),
    });
    Ok(())
}

fn key(package: &Package) -> Key {
    (package.name.clone(), package.version.clone())
}

/// Takes back what the user has asked for: a package, or one specifier of it.
fn remove(packages: &mut [Package], name: &str) -> bool {
    let mut found = false;
    for package in packages {
        let before = package.asked.len();
        let is_package = package.name == name;
        package.asked.retain(|asked| !is_package && asked != name);
        found |= package.asked.len() < before;
        if package.asked.is_empty() {
            package.wanted = None;
        }
    }
    found
}

fn not_asked(lock: &Lock, name: &str) -> String {
    if lock.packages.iter().any(|package| package.name == name) {
        format!("{name} is there because others need it (`cargo tailprint why {name}` names them)")
    } else {
        format!("{name} is not pinned")
    }
}

/// Returns the packages that are asked for, and those that they need.
fn needed(packages: &[Package]) -> BTreeSet<Key> {
    let asked = packages.iter().filter(|package| !package.asked.is_empty()).map(key);
    let mut open: Vec<Key> = asked.collect();
    let mut needed = BTreeSet::new();
    while let Some(next) = open.pop() {
        let package = packages.iter().find(|package| key(package) == next);
        if needed.insert(next) {
            let more = package.into_iter().flat_map(|package| package.dependencies.clone());
            open.extend(more);
        }
    }
    needed
}

/// Reads the files of a package as they are.
fn present(root: &Path, package: &Package) -> Result<place::Files, String> {
    let folder = root.join(place::FOLDER).join(&package.folder);
    let read = |path: &String| {
        let file = folder.join(path);
        let bytes = fs::read(&file);
        let bytes = bytes
            .map_err(|error| tailprint_build::cli_support::cannot("be read", &file, &error))?;
        Ok((path.clone(), bytes))
    };
    package.files.keys().map(read).collect()
}
