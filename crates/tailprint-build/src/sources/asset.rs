//! An asset before it has a name.

use memchr::memmem;

use crate::error::Problem;
use crate::references::{Found, Reference};
use crate::sources::discover::SourceFile;

/// An asset with its bytes and references.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Logical path.
    pub(crate) path: String,
    pub(crate) origin: Origin,
    pub(crate) bytes: Vec<u8>,
    pub(crate) found: Found,
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

    /// Sets the place of a problem with a reference.
    pub(crate) fn place(&self, problem: Problem, reference: &Reference) -> Problem {
        let Origin::Tailwind { entry, source, .. } = &self.origin else {
            return self.place_at(problem, reference.span.start);
        };
        // Tailwind copies URLs as they are written. So the URL is found in the entry point, unless it comes from a class
        // in a template.
        let written = self.bytes.get(reference.span.clone()).unwrap_or_default();
        match memmem::find(source, written) {
            Some(offset) => problem.at_byte(entry, source, offset),
            None => problem.in_file(entry),
        }
    }

    /// Sets the place of a problem at a byte of the asset.
    pub(crate) fn place_at(&self, problem: Problem, offset: usize) -> Problem {
        match &self.origin {
            Origin::File(file) => problem.at_byte(&file.shown, &self.bytes, offset),
            Origin::Tailwind { entry, .. } => problem.in_file(entry),
        }
    }
}
