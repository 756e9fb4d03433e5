//! The words of `pin` and `update`: what has changed, and its cost.

use std::collections::{BTreeMap, BTreeSet};

use tailprint_build::cli_support::script;
use tailprint_core::lock::Package;
use tailprint_tailwind::node::split_specifier;

use super::place;
use crate::packages::npm::entry::{is_script, relative};
use crate::set_up::init::edits::templates::Syntax;
use crate::support::terminal::thousands;

/// The outcome of a command.
pub(super) struct Outcome<'a> {
    /// The packages in the lock before it.
    pub(super) before: &'a [Package],
    pub(super) packages: &'a [Package],
    /// The files of the packages, by their folders.
    pub(super) folders: &'a BTreeMap<String, place::Files>,
    /// The packages that the user has named.
    pub(super) named: &'a BTreeSet<String>,
    /// The bytes that `--minify` has saved, by the folders of the packages.
    pub(super) saved: &'a BTreeMap<String, usize>,
    /// The syntax of the templates.
    pub(super) syntax: &'a Syntax,
}

impl Outcome<'_> {
    /// Returns the text: the packages that are new or others than before, those that the user has named, and the sum.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let (mut same, mut files, mut bytes, mut scripts) = (0, 0, 0, 0);
        for package in self.packages {
            let size = self.size(package);
            files += package.files.len();
            bytes += size;
            scripts += package.files.keys().filter(|path| is_script(path)).count();
            if self.is_shown(package) {
                text += &self.about(package, size);
            } else {
                same += 1;
            }
        }
        if same > 0 {
            let is = if same == 1 { "is as it was" } else { "are as they were" };
            text += &format!("{} {is}\n", counted(same, "package"));
        }
        text += &format!(
            "{}, {}, {} bytes, and {} at most to request; commit {} and tailprint.lock\n",
            counted(self.packages.len(), "package"),
            counted(files, "file"),
            thousands(bytes),
            counted(scripts, "script"),
            place::FOLDER
        );
        text
    }

    fn is_shown(&self, package: &Package) -> bool {
        let is_restored = self.before.iter().all(|before| self.named.contains(&before.name));
        let is_asked = self.named.contains(&package.name) && !package.asked.is_empty();
        (is_asked && !is_restored) || !self.before.contains(package)
    }

    fn size(&self, package: &Package) -> usize {
        let files = self.folders.get(&package.folder);
        files.into_iter().flat_map(BTreeMap::values).map(Vec::len).sum()
    }

    fn about(&self, package: &Package, size: usize) -> String {
        let mut text = format!(
            "{} {}: {}, {} bytes in {}/{}\n",
            package.name,
            package.version,
            counted(package.files.len(), "file"),
            thousands(size),
            place::FOLDER,
            package.folder
        );
        if let Some(saved) = self.saved.get(&package.folder) {
            text += &format!(
                "    minified: {} of {}, {} bytes less\n",
                thousands(package.minified.len()),
                counted(package.files.keys().filter(|path| is_script(path)).count(), "script"),
                thousands(*saved)
            );
        }
        for (specifier, file) in package.entries.iter().filter(|it| package.asked.contains(it.0)) {
            let requests = counted(self.requests(package, file), "request");
            text += &format!("    import \"{specifier}\"    ({requests})\n");
        }
        for script in package.scripts.iter().filter(|_| !package.asked.is_empty()) {
            text += &format!("    <script src=\"{}\"></script>\n", self.written(package, script));
        }
        for sheet in package.files.keys().filter(|file| is_asked_sheet(package, file)) {
            let url = self.written(package, sheet);
            text += &format!("    <link rel=\"stylesheet\" href=\"{url}\">\n");
        }
        text
    }

    /// The URL of a file as templates write it.
    fn written(&self, package: &Package, file: &str) -> String {
        self.syntax.url(&format!("{}/{}/{file}", tailprint_core::lock::MOUNT, package.folder))
    }

    /// Returns the number of modules that a browser loads for one, with all that it imports in any case.
    fn requests(&self, package: &Package, file: &str) -> usize {
        let mut seen = BTreeSet::from([(package.folder.clone(), file.to_owned())]);
        let mut open = vec![(package, file.to_owned())];
        while let Some((package, file)) = open.pop() {
            let bytes = self.folders.get(&package.folder).and_then(|files| files.get(&file));
            let text = String::from_utf8_lossy(bytes.map_or(&[][..], Vec::as_slice));
            for loaded in script(&text).imports.iter().filter(|loaded| !loaded.is_dynamic) {
                let Some((package, file)) = self.imported(package, &file, &loaded.url) else {
                    continue;
                };
                if seen.insert((package.folder.clone(), file.clone())) {
                    open.push((package, file));
                }
            }
        }
        seen.len()
    }

    /// Returns the module that a specifier in a file of a package means.
    fn imported<'a>(
        &'a self,
        package: &'a Package,
        from: &str,
        url: &str,
    ) -> Option<(&'a Package, String)> {
        if url.starts_with('.') {
            return Some((package, relative(from, url)?));
        }
        let (name, _) = split_specifier(url)?;
        let version = package.dependencies.get(name);
        let is_meant = |other: &&Package| {
            other.name == name && version.is_none_or(|version| *version == other.version)
        };
        let other =
            if name == package.name { package } else { self.packages.iter().find(is_meant)? };
        Some((other, other.entries.get(url)?.clone()))
    }
}

/// Returns true for a style sheet that the user has named, or that is all that a package has for its own name.
fn is_asked_sheet(package: &Package, file: &str) -> bool {
    let is_only = || {
        package.asked.contains(&package.name)
            && package.entries.is_empty()
            && package.scripts.is_empty()
    };
    file.ends_with(".css")
        && (package.asked.contains(&format!("{}/{file}", package.name)) || is_only())
}

/// `1 file`, `2 files`
pub(super) fn counted(number: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(number), if number == 1 { "" } else { "s" })
}
