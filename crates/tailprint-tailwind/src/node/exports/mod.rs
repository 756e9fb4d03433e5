//! `exports` and `imports` of `package.json`: <https://nodejs.org/api/packages.html#subpath-exports>

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of `exports` or `imports`.
///
/// It keeps the order of its keys, which decides, and which `serde_json::Value` loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A path in the package, `./dist/index.js`, or the name of another package.
    Path(String),
    /// Values to be tried in turn.
    Choice(Vec<Self>),
    /// Values by paths in the package, or by conditions.
    Keyed(Vec<(String, Self)>),
    /// `null`, or a value without a meaning here.
    Nothing,
}

impl Target {
    /// Finds the value for a path of the package, `.` or `./css/base.css`, and the text that its `*` stands
    /// for.
    ///
    /// ```
    /// use tailprint_tailwind::node::{Manifest, fill_star};
    ///
    /// let manifest = Manifest::parse(br#"{ "exports": { "./*.css": "./dist/*.css" } }"#)?;
    /// let exports = manifest.exports.unwrap();
    /// let (target, star) = exports.entry("./base.css").unwrap();
    /// let files = target.paths(&|condition| condition == "style");
    /// assert_eq!(fill_star(files[0], star), "./dist/base.css");
    /// # Ok::<(), tailprint_tailwind::node::ManifestError>(())
    /// ```
    #[must_use]
    pub fn entry<'a>(&'a self, path: &'a str) -> Option<(&'a Self, &'a str)> {
        let Some(entries) = self.entries() else {
            // One value is short for `{ ".": value }`.
            return (path == ".").then_some((self, ""));
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
        let best = patterns.max_by_key(|(specificity, ..)| *specificity)?;
        Some((best.1, best.2))
    }

    /// The values by paths; `None` if this is one value for the package itself.
    #[must_use]
    pub fn entries(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Keyed(entries) if entries.iter().any(|(key, _)| key.starts_with(['.', '#'])) => {
                Some(entries)
            }
            _ => None,
        }
    }

    /// The paths under the conditions that hold, the one that Node.js takes first.
    ///
    /// `default` always holds. Behind a condition that holds and has `null`, nothing counts.
    #[must_use]
    pub fn paths(&self, holds: &dyn Fn(&str) -> bool) -> Vec<&str> {
        let mut paths = Vec::new();
        self.add_paths(holds, &mut paths);
        paths
    }

    /// Adds paths. Returns true if no later value counts.
    fn add_paths<'a>(&'a self, holds: &dyn Fn(&str) -> bool, paths: &mut Vec<&'a str>) -> bool {
        match self {
            Self::Path(path) => {
                paths.push(path);
                false
            }
            Self::Choice(targets) => {
                for target in targets {
                    target.add_paths(holds, paths);
                }
                false
            }
            Self::Keyed(targets) => targets
                .iter()
                .filter(|(condition, _)| condition == "default" || holds(condition))
                .any(|(_, target)| target.add_paths(holds, paths)),
            Self::Nothing => true,
        }
    }
}

/// Puts the text that `*` stands for into a path of `exports`; a folder, `./dist/`, is short for `./dist/*`.
#[must_use]
pub fn fill_star(path: &str, star: &str) -> String {
    match path.strip_suffix('/') {
        Some(folder) => format!("{folder}/{star}"),
        None => path.replace('*', star),
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

#[cfg(test)]
mod tests;
