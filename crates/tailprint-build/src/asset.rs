//! An asset on its way through the stages.

use memchr::memmem;

use crate::discover::SourceFile;
use crate::error::Problem;
use crate::references::{Found, Reference};

/// An asset with its bytes and what it refers to.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Logical path.
    pub(crate) path: String,
    pub(crate) origin: Origin,
    pub(crate) bytes: Vec<u8>,
    pub(crate) found: Found,
}

/// Where the bytes of an asset come from.
#[derive(Debug)]
pub(crate) enum Origin {
    /// A file below a root.
    File(SourceFile),
    /// Tailwind's output; the entry point as shown to the user, and its text.
    Tailwind {
        /// As shown to the user.
        entry: String,
        source: Vec<u8>,
    },
}

impl Asset {
    /// The file that the user edits to change the asset.
    pub(crate) fn shown(&self) -> &str {
        match &self.origin {
            Origin::File(file) => &file.shown,
            Origin::Tailwind { entry, .. } => entry,
        }
    }

    /// Says at which place of which file a problem with a reference is.
    pub(crate) fn place(&self, problem: Problem, reference: &Reference) -> Problem {
        let Origin::Tailwind { entry, source, .. } = &self.origin else {
            return self.place_at(problem, reference.span.start);
        };
        // Tailwind copies URLs as they are written, so that they can be found again in its input, unless a
        // class in a template made them.
        let written = self.bytes.get(reference.span.clone()).unwrap_or_default();
        match memmem::find(source, written) {
            Some(offset) => problem.at_byte(entry, source, offset),
            None => problem.in_file(entry),
        }
    }

    /// Says at which byte of the asset a problem is.
    pub(crate) fn place_at(&self, problem: Problem, offset: usize) -> Problem {
        match &self.origin {
            Origin::File(file) => problem.at_byte(&file.shown, &self.bytes, offset),
            Origin::Tailwind { entry, .. } => problem.in_file(entry),
        }
    }
}
