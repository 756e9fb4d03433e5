//! The inputs: a beginning, a piece that is repeated up to the size, and an end.

mod data;
mod pages;
mod styles;
mod tailwind;
mod templates;

use crate::door::Door;

/// Stands for the number of the piece.
const NUMBER: char = '§';

/// An input that grows.
pub(crate) struct Shape {
    /// The parser that it is for.
    pub(crate) parser: &'static str,
    pub(crate) name: &'static str,
    pub(crate) door: Door,
    /// The path of the file.
    pub(crate) file: &'static str,
    before: &'static str,
    piece: &'static str,
    after: &'static str,
    /// Files that do not grow.
    pub(crate) beside: &'static [(&'static str, &'static str)],
    /// Makes a header of an archive of each piece instead.
    archive: bool,
}

impl Shape {
    const fn new(parser: &'static str, door: Door, file: &'static str) -> Self {
        let (name, before, piece, after) = ("", "", "", "");
        Self { parser, name, door, file, before, piece, after, beside: &[], archive: false }
    }

    /// The shape with another name and another text.
    const fn of(self, name: &'static str, [before, piece, after]: [&'static str; 3]) -> Self {
        Self { name, before, piece, after, ..self }
    }

    const fn beside(self, beside: &'static [(&'static str, &'static str)]) -> Self {
        Self { beside, ..self }
    }

    /// Returns an input of about this size; without a piece if it is 0.
    pub(crate) fn input(&self, size: usize) -> Vec<u8> {
        let mut input = self.before.as_bytes().to_vec();
        let mut number = 0_usize;
        while size > 0 && input.len() < size {
            let piece = self.piece.replace(NUMBER, &number.to_string());
            if self.archive {
                data::entry(&piece, &mut input);
            } else {
                input.extend_from_slice(piece.as_bytes());
            }
            number += 1;
        }
        input.extend_from_slice(self.after.as_bytes());
        input
    }
}

/// All shapes, parser by parser.
pub(crate) fn all() -> Vec<Shape> {
    [styles::all(), pages::all(), data::all(), templates::all(), tailwind::all()]
        .into_iter()
        .flatten()
        .collect()
}
