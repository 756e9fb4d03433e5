//! An asset before it has a name.

use std::sync::{Arc, OnceLock};

use memchr::memmem;

use crate::error::{Lines, Problem};
use crate::naming::digests::Digest;
use crate::references::{Found, Reference};
use crate::sources::discover::SourceFile;
use crate::sources::large::Large;
use crate::tailwind::Origins;

/// An asset with its bytes and references.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Logical path.
    pub(crate) path: String,
    pub(crate) origin: Origin,
    /// Its bytes; empty for a large file.
    pub(crate) bytes: Vec<u8>,
    /// The file that holds the bytes, if they are not in memory. There are no references in it.
    pub(crate) large: Option<Large>,
    pub(crate) found: Found,
    /// True if a language module has found nothing in it.
    pub(crate) is_leaf: bool,
    /// The digest of the bytes, if it is remembered.
    pub(crate) digest: Option<Digest>,
    /// The kinds of imports that the bytes may have, once they have been looked for.
    pub(crate) may_import: OnceLock<MayImport>,
}

/// The kinds of imports that a script or a page may have, by a quick look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MayImport {
    /// Imports of packages.
    pub(crate) packages: bool,
    /// Imports that begin with `/`.
    pub(crate) root_absolute: bool,
}

/// The origin of the bytes of an asset.
#[derive(Debug)]
pub(crate) enum Origin {
    /// A file below a root.
    File(SourceFile),
    /// A style sheet that Tailwind compiled.
    Tailwind {
        /// The entry point as shown to the user.
        entry: String,
        /// The text of the entry point.
        source: Vec<u8>,
        at_root: bool,
        /// The files that it is made of, if it could be compiled.
        origins: Option<Arc<Origins>>,
    },
}

impl Asset {
    /// Returns the file that the user edits to change the asset.
    pub(crate) fn shown(&self) -> &str {
        match &self.origin {
            Origin::File(file) => &file.shown,
            Origin::Tailwind { entry, .. } => entry,
        }
    }

    /// Returns the logical path of the TypeScript source that the asset was made of.
    pub(crate) fn typescript(&self) -> Option<&str> {
        match &self.origin {
            Origin::File(file) => file.typescript.as_deref(),
            Origin::Tailwind { .. } => None,
        }
    }

    /// Returns true if the asset is served at the root of the host.
    pub(crate) fn is_at_root(&self) -> bool {
        match &self.origin {
            Origin::File(file) => file.at_root,
            Origin::Tailwind { at_root, .. } => *at_root,
        }
    }

    /// Returns the places of problems in the asset.
    pub(crate) fn places(&self) -> Places<'_> {
        let text = match &self.origin {
            Origin::File(_) => &self.bytes,
            Origin::Tailwind { source, .. } => source,
        };
        Places { asset: self, lines: Lines::new(text), written: 0 }
    }
}

/// The places of problems in many assets. To find those of an asset in their order takes one pass over its text.
#[derive(Debug)]
pub(crate) struct AllPlaces<'a> {
    assets: &'a [Asset],
    last: Option<(usize, Places<'a>)>,
}

impl<'a> AllPlaces<'a> {
    pub(crate) fn new(assets: &'a [Asset]) -> Self {
        Self { assets, last: None }
    }

    /// Returns the places in the asset with that index.
    pub(crate) fn of(&mut self, index: usize) -> &mut Places<'a> {
        let assets = self.assets;
        let last = self.last.take().filter(|(of, _)| *of == index);
        &mut self.last.insert(last.unwrap_or_else(|| (index, assets[index].places()))).1
    }
}

/// The places of problems in an asset. To find those of all its references in their order takes one pass over the text.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    asset: &'a Asset,
    lines: Lines<'a>,
    /// The place in Tailwind's input of the last URL that was looked for.
    written: usize,
}

impl Places<'_> {
    /// Sets the place of a problem with a reference.
    pub(crate) fn of_reference(&mut self, problem: Problem, reference: &Reference) -> Problem {
        let asset = self.asset;
        let Origin::Tailwind { entry, source, origins, .. } = &asset.origin else {
            return self.at(problem, reference.span.start);
        };
        // Tailwind copies URLs as they are written. So the URL is found in the entry point, unless it comes from a class
        // in a template.
        let written = asset.bytes.get(reference.span.clone()).unwrap_or_default();
        // Most come in the order of the input, so the search goes on where the last one was found.
        let behind = source.get(self.written..).unwrap_or_default();
        let found = memmem::find(behind, written).map(|offset| self.written + offset);
        match found.or_else(|| memmem::find(source, written)) {
            Some(offset) => {
                self.written = offset;
                let (line, column) = self.lines.position(offset);
                problem.at(entry, line, column)
            }
            None => origins
                .as_ref()
                .and_then(|origins| origins.place(&problem, reference, written))
                .unwrap_or_else(|| problem.in_file(entry)),
        }
    }

    /// Sets the place of a problem at a byte of the asset.
    pub(crate) fn at(&mut self, problem: Problem, offset: usize) -> Problem {
        match &self.asset.origin {
            Origin::File(file) => {
                let (line, column) = self.lines.position(offset);
                problem.at(&file.shown, line, column)
            }
            Origin::Tailwind { entry, .. } => problem.in_file(entry),
        }
    }
}
