//! `package.json`, as far as finding files needs it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::engine::error::Error;
use crate::engine::files::Files;

/// What a `package.json` says about its files.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(in crate::engine) struct Manifest {
    #[serde(deserialize_with = "text")]
    pub(super) name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) main: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) style: Option<String>,
    #[serde(rename = "type", deserialize_with = "text")]
    format: Option<String>,
    pub(super) exports: Option<Target>,
    pub(super) imports: Option<Target>,
}

/// A field that is a text; any other value is as good as none.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Target::deserialize(deserializer).map(|value| match value {
        Target::Path(text) => Some(text),
        _ => None,
    })
}

/// The manifests that were looked for, so that each is read once.
#[derive(Debug, Default)]
pub(in crate::engine) struct Manifests(RefCell<HashMap<PathBuf, Option<Rc<Manifest>>>>);

impl Manifests {
    /// The manifest in `folder`, if there is one.
    pub(super) fn read(&self, files: &Files, folder: &Path) -> Result<Option<Rc<Manifest>>, Error> {
        if let Some(known) = self.0.borrow().get(folder) {
            return Ok(known.clone());
        }
        let path = folder.join("package.json");
        let manifest = match files.text_if_any(&path)? {
            Some(text) => Some(Rc::new(parse(&text, &path)?)),
            None => None,
        };
        self.0.borrow_mut().insert(folder.to_owned(), manifest.clone());
        Ok(manifest)
    }

    /// The manifest that a file in `folder` belongs to, and where it is.
    pub(super) fn nearest(
        &self,
        files: &Files,
        folder: &Path,
    ) -> Result<Option<(PathBuf, Rc<Manifest>)>, Error> {
        for folder in folder.ancestors() {
            if folder.file_name().is_some_and(|name| name == "node_modules") {
                break;
            }
            if let Some(manifest) = self.read(files, folder)? {
                return Ok(Some((folder.to_owned(), manifest)));
            }
        }
        Ok(None)
    }

    /// Whether `.js` files in `folder` are ES modules; `None` if their manifest does not say.
    pub(in crate::engine) fn is_module(
        &self,
        files: &Files,
        folder: &Path,
    ) -> Result<Option<bool>, Error> {
        let nearest = self.nearest(files, folder)?;
        Ok(match nearest.as_ref().and_then(|(_, manifest)| manifest.format.as_deref()) {
            Some("module") => Some(true),
            Some("commonjs") => Some(false),
            _ => None,
        })
    }
}

fn parse(text: &str, path: &Path) -> Result<Manifest, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Error::new(format!("is not valid JSON: {what}")).at(path, error.line(), error.column())
    })
}

/// A value of `exports` or `imports`. The order of its keys matters, so that it is no `serde_json::Value`.
#[derive(Debug)]
pub(in crate::engine) enum Target {
    Path(String),
    Choice(Vec<Self>),
    Keyed(Vec<(String, Self)>),
    /// `null` and whatever else has no meaning here.
    Nothing,
}

impl Target {
    /// The value for a path of the package, and what its `*` stands for.
    pub(super) fn entry<'a>(&'a self, path: &'a str) -> Option<(&'a Self, &'a str)> {
        let entries = match self {
            Self::Keyed(entries) if entries.iter().any(|(key, _)| key.starts_with(['.', '#'])) => {
                entries
            }
            // One value is short for `{ ".": value }`.
            other => return (path == ".").then_some((other, "")),
        };
        let exact = entries.iter().find(|(key, _)| key == path && !key.contains('*'));
        if let Some((_, target)) = exact {
            return Some((target, ""));
        }
        let patterns = entries.iter().filter_map(|(key, target)| {
            // A folder is an older way to say `folder/*`.
            let folder = key.ends_with('/').then_some((key.as_str(), ""));
            let (before, after) = key.split_once('*').or(folder)?;
            let star = path.strip_prefix(before)?.strip_suffix(after)?;
            (!star.is_empty()).then_some(((before.len(), key.len()), target, star))
        });
        let best = patterns.max_by_key(|(specific, ..)| *specific)?;
        Some((best.1, best.2))
    }

    /// The path under the first condition that holds.
    pub(super) fn choose(&self, conditions: &[&str]) -> Option<&str> {
        match self {
            Self::Path(path) => Some(path),
            Self::Choice(targets) => targets.iter().find_map(|target| target.choose(conditions)),
            Self::Keyed(targets) => targets
                .iter()
                .filter(|(key, _)| key == "default" || conditions.contains(&key.as_str()))
                .find_map(|(_, target)| target.choose(conditions)),
            Self::Nothing => None,
        }
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Target, E> {
        Ok(Target::Path(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Target, A::Error> {
        let mut targets = Vec::new();
        while let Some(target) = values.next_element()? {
            targets.push(target);
        }
        Ok(Target::Choice(targets))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Target, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Target::Keyed(entries))
    }

    fn visit_unit<E>(self) -> Result<Target, E> {
        Ok(Target::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Target, E> {
        Ok(Target::Nothing)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Target, E> {
        Ok(Target::Nothing)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Target, E> {
        Ok(Target::Nothing)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Target, E> {
        Ok(Target::Nothing)
    }
}
