//! Finds the file that `@import`, `@plugin`, `import` or `require` means.
//!
//! Style sheets are looked up as Tailwind's CLI does, modules as [Node.js does][node], with the leniency
//! about extensions that the CLI's loader adds.
//!
//! [node]: https://nodejs.org/api/esm.html#resolution-algorithm-specification

mod builtin;
mod manifest;
#[cfg(test)]
mod tests;

use std::path::{Component, Path, PathBuf};

use super::error::Error;
use super::files::Files;
use manifest::{Manifest, Target};

pub(super) use builtin::{is_builtin, replaced};
pub(super) use manifest::Manifests;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A style sheet, by `@import` or `@reference`.
    Style,
    /// A module, by `import`, `@plugin` or `@config`.
    Import,
    /// A module, by `require()`.
    Require,
}

impl Kind {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Style => &["css"],
            Self::Import | Self::Require => {
                &["js", "json", "node", "ts", "mjs", "cjs", "mts", "cts"]
            }
        }
    }

    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Style => &["style"],
            Self::Import => &["node", "import"],
            Self::Require => &["node", "require"],
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

/// A file, or `None` if there is none by that name.
type Found = Result<Option<PathBuf>, Error>;

impl<'a> Resolver<'a> {
    pub(super) fn new(files: &'a Files, manifests: &'a Manifests, kind: Kind) -> Self {
        Self { files, manifests, kind }
    }

    /// The file that `specifier` means in a file of the folder `from`; its path has no links.
    pub(super) fn resolve(&self, specifier: &str, from: &Path) -> Found {
        if specifier.contains('\0') {
            return Ok(None);
        }
        let Some(path) = self.find(specifier, from)? else { return Ok(None) };
        let real = |error| Error::new(format!("cannot be read: {error}")).in_file(&path);
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
            return self.file_or_folder(&normal(&from.join(specifier)), only_folder);
        }
        if specifier.starts_with('#') {
            return self.internal(specifier, from);
        }
        self.package(specifier, from)
    }

    /// `name`, `name/file`, `@scope/name/file`
    fn package(&self, specifier: &str, from: &Path) -> Found {
        let Some((name, rest)) = package_name(specifier) else { return Ok(None) };
        let own = self.files.package();
        if name == "tailwindcss" {
            // Its CommonJS files are complete, and the only ones that a package has for certain.
            let kind = if self.kind == Kind::Import { Kind::Require } else { self.kind };
            return Self { kind, ..*self }.in_folder(&own.folder, rest);
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

    /// `rest` is empty or begins with `/`.
    fn in_folder(&self, folder: &Path, rest: &str) -> Found {
        match self.manifests.read(self.files, folder)? {
            Some(manifest) if manifest.exports.is_some() => self.exported(folder, &manifest, rest),
            _ if rest.is_empty() => self.file_or_folder(folder, false),
            _ => self.file_or_folder(&normal(&folder.join(&rest[1..])), rest.ends_with('/')),
        }
    }

    fn exported(&self, folder: &Path, manifest: &Manifest, rest: &str) -> Found {
        let path = format!(".{rest}");
        let entry = manifest.exports.as_ref().and_then(|exports| exports.entry(&path));
        let found = match entry.and_then(|(target, star)| Some((self.chosen(target)?, star))) {
            Some((target, star)) => self.target(folder, target, star)?,
            None => None,
        };
        if found.is_some() {
            return Ok(found);
        }
        let name = manifest.name.as_deref().unwrap_or("the package");
        let what = if rest.is_empty() { String::new() } else { format!(" \".{rest}\"") };
        let what = match self.kind {
            Kind::Style => format!("{name} exports no style sheet{what}"),
            Kind::Import | Kind::Require => format!("{name} exports no module{what}"),
        };
        Err(Error::new(what).in_file(folder.join("package.json")))
    }

    fn chosen<'t>(&self, target: &'t Target) -> Option<&'t str> {
        target.choose(self.kind.conditions())
    }

    /// `#name`, which the nearest `package.json` explains.
    fn internal(&self, specifier: &str, from: &Path) -> Found {
        let Some((folder, manifest)) = self.manifests.nearest(self.files, from)? else {
            return Ok(None);
        };
        let entry = manifest.imports.as_ref().and_then(|imports| imports.entry(specifier));
        let Some((target, star)) = entry else { return Ok(None) };
        match self.chosen(target) {
            Some(target) => self.target(&folder, target, star),
            None => Ok(None),
        }
    }

    /// A value of `exports` or `imports`. Below the package's folder it must stay, as Node.js demands.
    fn target(&self, folder: &Path, target: &str, star: &str) -> Found {
        let target = match target.strip_suffix('/') {
            Some(folder) => format!("{folder}/{star}"),
            None => target.replace('*', star),
        };
        let Some(below) = target.strip_prefix("./") else {
            let packaged = !target.starts_with("../") && !target.starts_with('/');
            return if packaged { self.package(&target, folder) } else { Ok(None) };
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
                let main = normal(&path.join(main));
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

/// The name of a package, and the rest, which is empty or begins with `/`.
fn package_name(specifier: &str) -> Option<(&str, &str)> {
    let scope = if specifier.starts_with('@') { specifier.find('/')? + 1 } else { 0 };
    let end = specifier[scope..].find('/').map_or(specifier.len(), |slash| scope + slash);
    let (name, rest) = specifier.split_at(end);
    let legal = end > scope && !name.starts_with('.') && !name.contains(['\\', '%', ':']);
    legal.then_some((name, rest))
}

/// The path of a `file:` URL.
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

/// The path without `.` and `..`, which are taken literally: links are followed afterwards.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
