//! The entries `[[package]]` of `tailprint.lock`.

use std::collections::BTreeMap;
use std::path::Path;

use tailprint_core::lock::{FILE, Lock, Package};
use toml_edit::{Array, ArrayOfTables, Item, Table, value};

use crate::packages::npm::spec::Request;
use crate::support::lock;

/// Reads the lock of a package; an empty one if there is none.
pub(crate) fn read(root: &Path) -> Result<Lock, String> {
    Lock::read(&root.join(FILE), FILE)
        .map(Option::unwrap_or_default)
        .map_err(|error| error.to_string())
}

/// Returns what the user has asked for.
pub(crate) fn requests(packages: &[Package]) -> Vec<Request> {
    let of = |package: &Package| {
        let asked = package.asked.clone();
        let (name, wanted) = (package.name.clone(), package.wanted.clone());
        asked.into_iter().filter_map(move |specifier| {
            let path = specifier.strip_prefix(name.as_str())?.to_owned();
            Some(Request { name: name.clone(), wanted: wanted.clone(), path })
        })
    };
    packages.iter().flat_map(of).collect()
}

/// Replaces the entries of packages, and leaves everything else in the file.
pub(crate) fn write(root: &Path, packages: &[Package]) -> Result<(), String> {
    lock::edit(&root.join(FILE), "", |text| edited(text, packages)).map(|_| ())
}

/// Returns the text of a lock with other packages.
pub(crate) fn edited(text: &str, packages: &[Package]) -> Result<String, String> {
    let mut document = lock::document(text)?;
    document.remove("package");
    if !packages.is_empty() {
        let mut tables = ArrayOfTables::new();
        for package in packages {
            tables.push(table(package));
        }
        document.insert("package", Item::ArrayOfTables(tables));
    }
    Ok(document.to_string())
}

fn table(package: &Package) -> Table {
    let mut table = Table::new();
    table.insert("name", value(&package.name));
    table.insert("version", value(&package.version));
    table.insert("integrity", value(&package.integrity));
    if let Some(license) = &package.license {
        table.insert("license", value(license));
    }
    table.insert("folder", value(&package.folder));
    if let Some(wanted) = &package.wanted {
        table.insert("wanted", value(wanted));
    }
    for (key, texts) in [
        ("asked", &package.asked),
        ("scripts", &package.scripts),
        ("notices", &package.notices),
        ("patched", &package.patched),
    ] {
        if !texts.is_empty() {
            table.insert(key, value(texts.iter().collect::<Array>()));
        }
    }
    if package.minify {
        table.insert("minify", value(true));
    }
    for (key, entries) in [
        ("minified", &package.minified),
        ("entries", &package.entries),
        ("dependencies", &package.dependencies),
        ("files", &package.files),
    ] {
        if !entries.is_empty() {
            table.insert(key, Item::Table(texts(entries)));
        }
    }
    table
}

fn texts(entries: &BTreeMap<String, String>) -> Table {
    entries.iter().map(|(key, text)| (key, value(text))).fold(
        Table::new(),
        |mut table, (key, item)| {
            table.insert(key, item);
            table
        },
    )
}
