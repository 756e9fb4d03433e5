//! Decoded text of an asset, with the place of every byte.

use std::borrow::Cow;
use std::ops::Range;

use crate::references::reference::{Found, Kind, Reference};

/// A string literal or attribute value, its escapes decoded.
///
/// It may hold another language: a `style` attribute, an embedded document. References in [`text`] are then found by the
/// module of that language, and [`lift`] translates their places into those of the asset.
///
/// [`text`]: Decoded::text
/// [`lift`]: Decoded::lift
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::references) struct Decoded<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    /// The offset in the asset of each byte, if the text has escapes.
    offsets: Option<Vec<usize>>,
}

impl<'a> Decoded<'a> {
    /// Takes text without escapes.
    pub(in crate::references) fn verbatim(source: &'a str, span: Range<usize>) -> Option<Self> {
        let text = Cow::Borrowed(source.get(span.clone())?);
        Some(Self { text, span, offsets: None })
    }

    pub(in crate::references) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the offset in the asset of byte `index` of the text; for the length of the text, that of its end.
    pub(in crate::references) fn offset(&self, index: usize) -> usize {
        match &self.offsets {
            None => self.span.end.min(self.span.start + index),
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.span.end),
        }
    }

    /// Returns the whole text as a reference; see [`Decoded::part`].
    pub(in crate::references) fn reference(&self, kind: Kind) -> Option<Reference> {
        self.part(kind, 0..self.text.len())
    }

    /// Returns a part of the text without white space around it as a reference; none if it names no file.
    pub(in crate::references) fn part(&self, kind: Kind, range: Range<usize>) -> Option<Reference> {
        let untrimmed = self.text.get(range.clone())?;
        let url = untrimmed.trim_matches(is_blank);
        let start = range.start + untrimmed.len() - untrimmed.trim_start_matches(is_blank).len();
        names_a_file(url).then(|| self.exactly(kind, url, start))
    }

    fn exactly(&self, kind: Kind, url: &str, start: usize) -> Reference {
        let end = start + url.len();
        let span = self.offset(start)..self.offset(end);
        let offsets = self.offsets.as_ref().and_then(|offsets| offsets.get(start..end));
        Reference { kind, url: url.to_owned(), span, offsets: offsets.map(Box::from) }
    }

    /// Translates places in the text into those of the asset.
    pub(in crate::references) fn lift(&self, found: Found) -> Found {
        let references =
            found.references.into_iter().filter(|reference| names_a_file(&reference.url));
        let references = references.map(|reference| self.lift_one(reference));
        let problems = found.problems.into_iter().map(|(at, problem)| (self.offset(at), problem));
        let custom = found.custom.map(|custom| Box::new(custom.moved(|at| self.offset(at))));
        Found {
            references: references.collect(),
            problems: problems.collect(),
            custom,
            page: None,
            base: None,
        }
    }

    fn lift_one(&self, inner: Reference) -> Reference {
        let span = self.offset(inner.span.start)..self.offset(inner.span.end);
        let verbatim = self.offsets.is_none() && inner.offsets.is_none();
        let offsets = (!verbatim)
            .then(|| (0..inner.url.len()).map(|index| self.offset(inner.offset(index))).collect());
        Reference { span, offsets, ..inner }
    }
}

impl Found {
    /// Adds the references and problems of a part of the asset.
    pub(in crate::references) fn append(&mut self, part: Self) {
        self.references.extend(part.references);
        self.problems.extend(part.problems);
        if let Some(custom) = part.custom {
            self.custom_mut().append(*custom);
        }
    }
}

impl Reference {
    /// Puts text in front of the URL that is not in the asset. Its bytes have the place at which the URL begins.
    pub(in crate::references) fn prefixed(mut self, prefix: &str) -> Self {
        let own = (0..self.url.len()).map(|index| self.offset(index));
        let offsets = std::iter::repeat_n(self.span.start, prefix.len()).chain(own).collect();
        self.url.insert_str(0, prefix);
        self.offsets = Some(offsets);
        self
    }
}

/// A builder of [`Decoded`] text.
#[derive(Debug, Default)]
pub(in crate::references) struct Decoder {
    text: String,
    offsets: Vec<usize>,
}

impl Decoder {
    /// Adds text without escapes that begins at `at`.
    pub(in crate::references) fn verbatim(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.extend(at..at + text.len());
    }

    /// Adds the value of an escape that begins at `at`.
    pub(in crate::references) fn escaped(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.resize(self.text.len(), at);
    }

    /// Adds the character of an escape that begins at `at`.
    pub(in crate::references) fn character(&mut self, character: char, at: usize) {
        self.escaped(character.encode_utf8(&mut [0; 4]), at);
    }

    /// Returns the text. It occupies `span` in the asset.
    pub(in crate::references) fn finish(self, span: Range<usize>) -> Decoded<'static> {
        Decoded { text: Cow::Owned(self.text), span, offsets: Some(self.offsets) }
    }
}

/// Returns true for characters that the URL standard strips from both ends of a URL.
fn is_blank(character: char) -> bool {
    character <= ' '
}

/// Returns true if the URL may name another asset. Data URLs are left out early, since they are long.
fn names_a_file(url: &str) -> bool {
    let is_data = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    !url.is_empty() && !url.starts_with('#') && !is_data
}

/// Returns the offset of `part`, a slice of `whole`, in it.
pub(in crate::references) fn offset_in(whole: &str, part: &str) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (offset + part.len() <= whole.len()).then_some(offset)
}

#[cfg(test)]
mod tests;
