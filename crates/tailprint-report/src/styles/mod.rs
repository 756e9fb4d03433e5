//! The rules of a style sheet that Tailwind compiled: by layer, by the file that brought them, by size.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::sheet::{self, Rule};

/// The number of the largest rules that are listed.
const LARGEST: usize = 25;

/// A compiled style sheet, and the places in which Tailwind found its classes.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// The logical path.
    pub output: String,
    /// The text.
    pub css: String,
    /// The places of each class.
    pub places: BTreeMap<String, Vec<Place>>,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the package where it is in it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// The rules of a compiled style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Styles {
    /// The logical path.
    pub output: String,
    /// The size in bytes before it was made short for a release.
    pub bytes: usize,
    /// The number of different classes.
    pub classes: usize,
    /// The rules by layer, in the order of the style sheet.
    pub layers: Vec<Layer>,
    /// The files with classes, the one that brings most first.
    pub files: Vec<Origin>,
    /// The largest rules.
    pub largest: Vec<Large>,
    /// The classes that are written in one place only.
    pub once: Vec<Once>,
}

/// The rules of a cascade layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The name; empty for rules outside of layers.
    pub name: String,
    /// The number of rules.
    pub rules: usize,
    /// Their size in bytes.
    pub bytes: usize,
}

/// A file that classes come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file.
    pub file: String,
    /// The number of classes in it that have rules.
    pub classes: usize,
    /// The number of those that no other file has.
    pub alone: usize,
    /// The size in bytes of the rules that are there because of this file alone.
    pub bytes: usize,
}

/// A large rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Large {
    /// The selector or at-rule.
    pub selector: String,
    /// The cascade layer.
    pub layer: String,
    /// The size in bytes.
    pub bytes: usize,
}

/// A class that is written in one place only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    /// The class.
    pub class: String,
    /// Its place.
    pub place: Place,
    /// The size in bytes of its rules.
    pub bytes: usize,
}

impl Styles {
    /// Examines a compiled style sheet.
    #[must_use]
    pub fn of(compiled: &Compiled) -> Self {
        let rules = sheet::rules(&compiled.css);
        let by_class = by_class(&rules);
        Self {
            output: compiled.output.clone(),
            bytes: compiled.css.len(),
            classes: by_class.len(),
            layers: layers(&rules),
            files: files(&rules, &compiled.places),
            largest: largest(&rules),
            once: once(&by_class, &compiled.places),
        }
    }
}

/// The size of the rules of each class.
fn by_class(rules: &[Rule<'_>]) -> BTreeMap<String, usize> {
    let mut sizes = BTreeMap::new();
    for rule in rules.iter().filter(|rule| !rule.prelude.starts_with('@')) {
        for class in sheet::classes_of(rule.prelude).into_iter().collect::<BTreeSet<_>>() {
            *sizes.entry(class).or_default() += rule.text.len();
        }
    }
    sizes
}

fn layers(rules: &[Rule<'_>]) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for rule in rules {
        let at = layers.iter().position(|layer| layer.name == rule.layer).unwrap_or_else(|| {
            layers.push(Layer { name: rule.layer.clone(), ..Layer::default() });
            layers.len() - 1
        });
        if let Some(layer) = layers.get_mut(at) {
            layer.rules += 1;
            layer.bytes += rule.text.len();
        }
    }
    layers
}

/// The files by the size of the rules that would go with them. A rule goes with a file if each class in its selector that
/// has places at all has them in this file alone.
fn files(rules: &[Rule<'_>], places: &BTreeMap<String, Vec<Place>>) -> Vec<Origin> {
    let files_of = |class: &String| -> BTreeSet<&str> {
        places.get(class).into_iter().flatten().map(|place| &*place.file).collect()
    };
    let mut origins: BTreeMap<&str, Origin> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for rule in rules.iter().filter(|rule| !rule.prelude.starts_with('@')) {
        let mut of_rule: BTreeSet<&str> = BTreeSet::new();
        for class in sheet::classes_of(rule.prelude) {
            let files = files_of(&class);
            of_rule.extend(files.iter().copied());
            if known.insert(class) {
                let alone = files.len() == 1;
                for file in files {
                    let origin = origins.entry(file).or_default();
                    origin.classes += 1;
                    origin.alone += usize::from(alone);
                }
            }
        }
        if let (Some(only), 1) = (of_rule.first(), of_rule.len()) {
            origins.entry(only).or_default().bytes += rule.text.len();
        }
    }
    let named = |(file, origin): (&str, Origin)| Origin { file: file.to_owned(), ..origin };
    let mut origins: Vec<Origin> = origins.into_iter().map(named).collect();
    origins.sort_by(|one, other| {
        (other.bytes, other.classes, &one.file).cmp(&(one.bytes, one.classes, &other.file))
    });
    origins
}

fn largest(rules: &[Rule<'_>]) -> Vec<Large> {
    let mut rules: Vec<&Rule<'_>> = rules.iter().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.text.len()));
    let large = |rule: &&Rule<'_>| Large {
        selector: rule.prelude.to_owned(),
        layer: rule.layer.clone(),
        bytes: rule.text.len(),
    };
    rules.iter().take(LARGEST).map(large).collect()
}

fn once(sizes: &BTreeMap<String, usize>, places: &BTreeMap<String, Vec<Place>>) -> Vec<Once> {
    let only = |(class, bytes): (&String, &usize)| match places.get(class).map(Vec::as_slice) {
        Some([place]) => Some(Once { class: class.clone(), place: place.clone(), bytes: *bytes }),
        _ => None,
    };
    let mut once: Vec<Once> = sizes.iter().filter_map(only).collect();
    once.sort_by(|one, other| (&one.place, &one.class).cmp(&(&other.place, &other.class)));
    once
}

#[cfg(test)]
mod tests;
