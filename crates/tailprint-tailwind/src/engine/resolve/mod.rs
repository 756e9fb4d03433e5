//! Finds the file that `@import`, `@plugin`, `import` or `require` means.
//!
//! Style sheets are found as `@tailwindcss/node` finds them. Modules are found as [Node.js finds them][node],
//! but also without their extension, as jiti does, which the CLI falls back to.
//!
//! [node]: https://nodejs.org/api/esm.html#resolution-algorithm-specification

mod manifests;

use std::path::{Path, PathBuf};

use tailprint_core::io_error::reason;
use tailprint_core::path::normalize;

use super::error::Error;
use super::files::Files;
use crate::node::{Manifest, Target, fill_star, is_builtin, split_specifier};

pub(super) use manifests::Manifests;

/// The kind of a specifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A style sheet, by `@import` or `@reference`.
    Style,
    /// A module, by `@plugin` or `@config`.
    Plugin,
    /// A module, by `import`.
    Import,
    /// A module, by `require()`.
    Require,
}

impl Kind {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Style => &["css"],
            Self::Plugin | Self::Import | Self::Require => {
                &["js", "json", "node", "ts", "mjs", "cjs", "mts", "cts"]
            }
        }
    }

    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Style => &["style"],
            // `@tailwindcss/node` finds these; Node.js itself, which finds the others, knows more conditions.
            Self::Plugin => &["node", "import"],
            Self::Import => &["node", "node-addons", "module-sync", "import"],
            Self::Require => &["node", "node-addons", "module-sync", "require"],
        }
    }
}

/// Finds the files that specifiers mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver<'a> {
    files: &'a Files,
    manifests: &'a Manifests,
    kind: Kind,
}

/// The path of a file, or `None` if there is no such file.
type Found = Result<Option<PathBuf>, Error>;

impl<'a> Resolver<'a> {
    pub(super) fn new(files: &'a Files, manifests: &'a Manifests, kind: Kind) -> Self {
        Self { files, manifests, kind }
    }

    /// Finds the file that `specifier` means in a file of the folder `from`. The path is without links.
    pub(super) fn resolve(&self, specifier: &str, from: &Path) -> Found {
        if specifier.contains('\0') {
            return Ok(None);
        }
        let Some(path) = self.find(specifier, from)? else { return Ok(None) };
        let real = |error| Error::new(format!("cannot be read: {}", reason(&error))).in_file(&path);
        self.files.real(&path).map(Some).map_err(real)
    }

    fn find(&self, specifier: &str, from: &Path) -> Found {
        if let Some(path) = file_url(specifier) {
            return self.file_or_folder(&path, false);
        }
        let relative = matches!(specifier, "." | "..")
            || specifier.starts_with("./")
            || specifier.starts_with("../");
        if relative || Path::new(specifier).is_absolute() {
            let only_folder = specifier.ends_with('/') || specifier.ends_with('.');
            return self.file_or_folder(&normalize(&from.join(specifier)), only_folder);
        }
        if specifier.starts_with('#') {
            return self.internal(specifier, from);
        }
        self.package(specifier, from)
    }

    /// Finds the file of `name`, `name/file` or `@scope/name/file`.
    fn package(&self, specifier: &str, from: &Path) -> Found {
        let Some((name, rest)) = split_specifier(specifier) else { return Ok(None) };
        if name == "tailwindcss" {
            if let Some(folder) = self.other_tailwind(from)? {
                return self.in_folder(&folder, rest);
            }
            // The search for Tailwind verifies its CommonJS files; the ES module twin may be missing.
            let kind = if self.kind == Kind::Style { Kind::Style } else { Kind::Require };
            return Self { kind, ..*self }.in_folder(&self.files.package().folder, rest);
        }
        if let Some((folder, manifest)) = self.manifests.nearest(self.files, from)?
            && manifest.name.as_deref() == Some(name)
            && manifest.exports.is_some()
        {
            return self.exported(&folder, &manifest, rest);
        }
        for above in from.ancestors() {
            if above.file_name().is_some_and(|name| name == "node_modules") {
                continue;
            }
            let folder = above.join("node_modules").join(name);
            if let Some(path) = self.in_folder(&folder, rest)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Finds the Tailwind that npm has installed for one package alone, since it needs another version: often 3.
    fn other_tailwind(&self, from: &Path) -> Result<Option<PathBuf>, Error> {
        let is_modules = |folder: &Path| folder.ends_with("node_modules");
        let installed = from.ancestors().filter(|above| above.ancestors().any(is_modules));
        for above in installed.filter(|above| !is_modules(above)) {
            let folder = above.join("node_modules/tailwindcss");
            if let Some(manifest) = self.manifests.read(self.files, &folder)? {
                let is_other = manifest.version.as_ref() != Some(&self.files.package().version);
                return Ok(is_other.then_some(folder));
            }
        }
        Ok(None)
    }

    /// Finds the file of a package in `folder`; `rest` is empty or begins with `/`.
    fn in_folder(&self, folder: &Path, rest: &str) -> Found {
        match self.manifests.read(self.files, folder)? {
            Some(manifest) if manifest.exports.is_some() => self.exported(folder, &manifest, rest),
            _ if rest.is_empty() => self.file_or_folder(folder, false),
            _ => self.file_or_folder(&normalize(&folder.join(&rest[1..])), rest.ends_with('/')),
        }
    }

    fn exported(&self, folder: &Path, manifest: &Manifest, rest: &str) -> Found {
        let path = format!(".{rest}");
        let entry = manifest.exports.as_ref().and_then(|exports| exports.entry(&path));
        // Only `imports` may name a package, for Node.js as well: `exports` that do could lead in circles.
        let chosen = entry.and_then(|(target, star)| self.chosen(target, star));
        let found = match chosen.filter(|target| target.starts_with("./")) {
            Some(target) => self.target(folder, &target)?,
            None => None,
        };
        if found.is_some() {
            return Ok(found);
        }
        let name = manifest.name.as_deref().unwrap_or("the package");
        let what = if rest.is_empty() { String::new() } else { format!(" \".{rest}\"") };
        let what = match self.kind {
            Kind::Style => format!("{name} exports no style sheet{what}"),
            Kind::Plugin | Kind::Import | Kind::Require => {
                format!("{name} exports no module{what}")
            }
        };
        Err(Error::new(what).in_file(folder.join("package.json")))
    }

    fn chosen(&self, target: &Target, star: &str) -> Option<String> {
        let conditions = self.kind.conditions();
        let paths = target.paths(&|condition| conditions.contains(&condition));
        paths.first().map(|target| fill_star(target, star))
    }

    /// Finds the file of `#name` by the `imports` of the nearest `package.json`.
    fn internal(&self, specifier: &str, from: &Path) -> Found {
        match self.imports(specifier, from)? {
            Some((folder, target)) => self.target(&folder, &target),
            None => Ok(None),
        }
    }

    /// Returns the module of Node.js that `#name` means in a file of the folder `from`: `node:path`.
    pub(super) fn of_node(&self, specifier: &str, from: &Path) -> Result<Option<String>, Error> {
        if !specifier.starts_with('#') {
            return Ok(None);
        }
        Ok(self.imports(specifier, from)?.map(|(_, target)| target).filter(|it| is_builtin(it)))
    }

    /// Returns the value of `#name` in the `imports` of the nearest `package.json`, and the folder of that file.
    fn imports(&self, specifier: &str, from: &Path) -> Result<Option<(PathBuf, String)>, Error> {
        let Some((folder, manifest)) = self.manifests.nearest(self.files, from)? else {
            return Ok(None);
        };
        let entry = manifest.imports.as_ref().and_then(|imports| imports.entry(specifier));
        let chosen = entry.and_then(|(target, star)| self.chosen(target, star));
        Ok(chosen.map(|target| (folder, target)))
    }

    /// Finds the file of a value of `exports` or `imports`. Node.js demands that it is below the package's folder.
    fn target(&self, folder: &Path, target: &str) -> Found {
        let Some(below) = target.strip_prefix("./") else {
            let packaged = !target.starts_with("../") && !target.starts_with('/');
            return if packaged { self.package(target, folder) } else { Ok(None) };
        };
        let leaves = |part: &str| matches!(part, "." | ".." | "node_modules");
        if below.split(['/', '\\']).any(leaves) {
            return Ok(None);
        }
        Ok(self.file(&folder.join(below)))
    }

    fn file_or_folder(&self, path: &Path, only_folder: bool) -> Found {
        if !only_folder && let Some(file) = self.file(path) {
            return Ok(Some(file));
        }
        if let Some(manifest) = self.manifests.read(self.files, path)? {
            let style = self.kind == Kind::Style;
            let main = if style { &manifest.style } else { &manifest.main };
            if let Some(main) = main.as_ref().filter(|main| !main.is_empty()) {
                let main = normalize(&path.join(main));
                if let Some(file) = self.file(&main).or_else(|| self.index(&main)) {
                    return Ok(Some(file));
                }
            }
        }
        Ok(self.index(path))
    }

    fn index(&self, folder: &Path) -> Option<PathBuf> {
        self.with_extension(&folder.join("index"))
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        if self.files.is_file(path) {
            return Some(path.to_owned());
        }
        self.with_extension(path)
    }

    fn with_extension(&self, path: &Path) -> Option<PathBuf> {
        let paths = self.kind.extensions().iter().map(|extension| {
            let mut path = path.as_os_str().to_owned();
            path.push(".");
            path.push(extension);
            PathBuf::from(path)
        });
        paths.into_iter().find(|path| self.files.is_file(path))
    }
}

/// Returns the path of a `file:` URL.
fn file_url(specifier: &str) -> Option<PathBuf> {
    let path = specifier.strip_prefix("file://")?;
    // `file:///C:/app`
    let path = if cfg!(windows) { path.trim_start_matches('/') } else { path };
    let bytes = decode_percent(path);
    String::from_utf8(bytes).ok().map(PathBuf::from).filter(|path| path.is_absolute())
}

fn decode_percent(text: &str) -> Vec<u8> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => {
                bytes.push(b'%');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests;
