//! Edits of `Cargo.toml` that keep comments and layout.

use std::path::{Path, PathBuf};

use tailprint_core::path::canonical;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

/// The source of the crates of tailprint.
#[derive(Clone, Debug)]
pub(crate) enum CrateSource {
    /// crates.io, in this version.
    Version(String),
    /// A checkout of the repository.
    Checkout(PathBuf),
}

impl CrateSource {
    /// The version of this program on crates.io, unless a checkout is given.
    pub(crate) fn new(checkout: Option<&Path>) -> Result<Self, String> {
        let Some(checkout) = checkout else {
            let version = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")];
            return Ok(Self::Version(version.join(".")));
        };
        let shown = checkout.display();
        let checkout =
            canonical(checkout).map_err(|_| format!("--path {shown}: no such folder"))?;
        if !checkout.join("crates/tailprint/Cargo.toml").is_file() {
            return Err(format!(
                "--path {shown}: this is no checkout of tailprint (it has no crates/tailprint)"
            ));
        }
        Ok(Self::Checkout(checkout))
    }

    /// `{ version = "0.1" }` or `{ path = "…" }`
    pub(crate) fn entry(&self, name: &str) -> InlineTable {
        let mut table = InlineTable::new();
        match self {
            Self::Version(version) => table.insert("version", version.into()),
            Self::Checkout(folder) => {
                let folder = folder.join("crates").join(name);
                table.insert("path", folder.to_string_lossy().replace('\\', "/").into())
            }
        };
        table
    }
}

/// A dependency that the package needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// `dependencies` or `build-dependencies`
    pub(crate) table: &'a str,
    pub(crate) name: &'a str,
    pub(crate) features: &'a [&'a str],
}

pub(crate) fn parse(text: &str, shown: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        format!("{shown}: not understood: {}", error.message())
    })
}

/// Returns true if the package should inherit the dependency from its workspace: the workspace has it, or the package
/// inherits others.
pub(crate) fn inherits(root: &DocumentMut, package: &DocumentMut, name: &str) -> bool {
    let Some(shared) = workspace_dependencies(root) else { return false };
    let is_inherited = |item: &Item| {
        item.as_table_like().and_then(|it| it.get("workspace")).and_then(Item::as_bool)
            == Some(true)
    };
    let mut tables = ["dependencies", "build-dependencies"]
        .into_iter()
        .filter_map(|table| package.get(table)?.as_table_like());
    shared.contains_key(name)
        || tables.any(|table| table.iter().any(|(_, item)| is_inherited(item)))
}

fn workspace_dependencies(root: &DocumentMut) -> Option<&dyn TableLike> {
    root.get("workspace")?.get("dependencies")?.as_table_like()
}

/// Adds a dependency to `[workspace.dependencies]`.
pub(crate) fn share(root: &mut DocumentMut, name: &str, source: &CrateSource) {
    let shared = root.get_mut("workspace").and_then(|it| it.get_mut("dependencies"));
    if let Some(table) = shared.and_then(Item::as_table_like_mut)
        && !table.contains_key(name)
    {
        insert(table, name, short(source.entry(name)));
    }
}

/// Adds a dependency to the package, or missing features to a dependency that it has.
pub(crate) fn depend(package: &mut DocumentMut, wanted: Wanted<'_>, source: Option<&CrateSource>) {
    // A new table stands behind `[dependencies]`.
    let place = package.get("dependencies").and_then(Item::as_table).and_then(Table::position);
    let item = package.entry(wanted.table).or_insert_with(|| {
        let mut table = Table::new();
        table.set_position(place);
        Item::Table(table)
    });
    let Some(table) = item.as_table_like_mut() else { return };
    if let Some(present) = table.get_mut(wanted.name) {
        add_features(present, wanted.features);
        return;
    }
    let mut entry = match source {
        Some(source) => source.entry(wanted.name),
        None => InlineTable::from_iter([("workspace", true)]),
    };
    if !wanted.features.is_empty() {
        entry.insert("features", Value::Array(wanted.features.iter().copied().collect()));
    }
    insert(table, wanted.name, short(entry));
}

/// The shortest form of a dependency: `"0.1"`, `name.workspace = true` or `{ … }`.
fn short(entry: InlineTable) -> Item {
    if entry.len() == 1 {
        if let Some(version) = entry.get("version") {
            return Item::Value(version.clone());
        }
        if entry.contains_key("workspace") {
            let mut table = Table::from_iter([("workspace", value(true))]);
            table.set_dotted(true);
            return Item::Table(table);
        }
    }
    Item::Value(Value::InlineTable(entry))
}

/// Inserts a dependency in order if the others are sorted, else at the end.
fn insert(table: &mut dyn TableLike, name: &str, item: Item) {
    let is_sorted = table.iter().map(|(name, _)| name).is_sorted();
    table.insert(name, item);
    if is_sorted {
        table.sort_values();
    }
}

fn add_features(present: &mut Item, features: &[&str]) {
    let lacking = |has: &Array| -> Vec<String> {
        let has: Vec<&str> = has.iter().filter_map(Value::as_str).collect();
        features.iter().filter(|it| !has.contains(it)).map(|&it| it.to_owned()).collect()
    };
    if features.is_empty() {
        return;
    }
    if let Some(version) = present.as_str().map(str::to_owned) {
        let mut table = InlineTable::from_iter([("version", version)]);
        table.insert("features", Value::Array(features.iter().copied().collect()));
        *present = Item::Value(Value::InlineTable(table));
        return;
    }
    if let Some(table) = present.as_inline_table_mut().filter(|it| !it.contains_key("features")) {
        // The space in front of the brace belongs to the last value.
        for (_, value) in table.iter_mut() {
            value.decor_mut().set_suffix("");
        }
        let list = Value::Array(features.iter().copied().collect());
        table.insert("features", list.decorated(" ", " "));
        return;
    }
    let Some(table) = present.as_table_like_mut() else { return };
    let list = table.entry("features").or_insert_with(|| value(Array::new()));
    if let Some(list) = list.as_array_mut() {
        list.extend(lacking(list));
    }
}

/// Adds an item to each feature that enables an optional dependency.
pub(crate) fn enable(package: &mut DocumentMut, dependency: &str, item: &str) {
    let names = [dependency.to_owned(), format!("dep:{dependency}")];
    let features = package.get_mut("features").and_then(Item::as_table_like_mut);
    for (_, feature) in features.into_iter().flat_map(|it| it.iter_mut()) {
        let Some(list) = feature.as_array_mut() else { continue };
        let has = |wanted: &str| list.iter().any(|it| it.as_str() == Some(wanted));
        if names.iter().any(|name| has(name)) && !has(item) {
            push(list, item);
        }
    }
}

/// Adds an item in the layout of the list: on a line of its own if the others are.
fn push(list: &mut Array, item: &str) {
    let mut value = Value::from(item);
    let decor = list.iter().last().map(|last| last.decor().clone()).filter(|_| list.len() > 1);
    if let Some(decor) = decor {
        *value.decor_mut() = decor;
    }
    list.push_formatted(value);
}

/// Makes a dependency optional.
pub(crate) fn make_optional(package: &mut DocumentMut, name: &str) {
    let table = package.get_mut("dependencies").and_then(Item::as_table_like_mut);
    let Some(present) = table.and_then(|table| table.get_mut(name)) else { return };
    if let Some(version) = present.as_str().map(str::to_owned) {
        let table = InlineTable::from_iter([("version", Value::from(version))]);
        *present = Item::Value(Value::InlineTable(table));
    }
    if let Some(table) = present.as_table_like_mut() {
        table.insert("optional", value(true));
    }
}

/// Removes a dependency that no feature names. Returns true if it was there.
pub(crate) fn release(package: &mut DocumentMut, name: &str) -> bool {
    let features = package.get("features").map(ToString::to_string).unwrap_or_default();
    let table = package.get_mut("dependencies").and_then(Item::as_table_like_mut);
    !features.contains(name) && table.is_some_and(|table| table.remove(name).is_some())
}

/// Returns true if this profile optimises build scripts.
pub(crate) fn optimises_build_scripts(root: &DocumentMut, profile: &str) -> bool {
    let table = root.get("profile").and_then(|it| it.get(profile)?.get("build-override"));
    table.and_then(|it| it.get("opt-level")).is_some_and(|level| level.as_integer() != Some(0))
}

#[cfg(test)]
mod tests;
