//! Text as its language reads it, with the place of every byte in the asset.

use std::borrow::Cow;
use std::ops::Range;

use super::{Found, Kind, Reference};

/// A string literal or attribute value, its escapes decoded.
///
/// What another language says in it (a `style` attribute, an embedded document) is found in [`text`],
/// and [`lift`] carries the finds over to the asset.
///
/// [`text`]: Decoded::text
/// [`lift`]: Decoded::lift
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    /// The offset in the asset of each byte of a text that is not spelled as it reads.
    offsets: Option<Vec<usize>>,
}

impl<'a> Decoded<'a> {
    /// Text that is spelled as it reads.
    pub(super) fn verbatim(source: &'a str, span: Range<usize>) -> Option<Self> {
        let text = Cow::Borrowed(source.get(span.clone())?);
        Some(Self { text, span, offsets: None })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where byte `index` of the text begins in the asset; the text's length gives its end.
    pub(super) fn offset(&self, index: usize) -> usize {
        match &self.offsets {
            None => self.span.end.min(self.span.start + index),
            Some(offsets) => offsets.get(index).copied().unwrap_or(self.span.end),
        }
    }

    /// The whole text as a reference; see [`Decoded::part`].
    pub(super) fn reference(&self, kind: Kind) -> Option<Reference> {
        self.part(kind, 0..self.text.len())
    }

    /// A part of the text, white space around it stripped, as a reference; none where it names no file.
    pub(super) fn part(&self, kind: Kind, range: Range<usize>) -> Option<Reference> {
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

    /// Carries what was found in the text over to the asset.
    pub(super) fn lift(&self, found: Found) -> Found {
        let references =
            found.references.into_iter().filter(|reference| names_a_file(&reference.url));
        let references = references.map(|reference| self.lift_one(reference));
        let problems = found.problems.into_iter().map(|(at, problem)| (self.offset(at), problem));
        Found { references: references.collect(), problems: problems.collect() }
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
    /// Adds what was found in a part of the asset.
    pub(super) fn append(&mut self, part: Self) {
        self.references.extend(part.references);
        self.problems.extend(part.problems);
    }
}

impl Reference {
    /// Puts text in front of the URL that the asset does not say; it stands where the URL begins.
    pub(super) fn prefixed(mut self, prefix: &str) -> Self {
        let own = (0..self.url.len()).map(|index| self.offset(index));
        let offsets = std::iter::repeat_n(self.span.start, prefix.len()).chain(own).collect();
        self.url.insert_str(0, prefix);
        self.offsets = Some(offsets);
        self
    }
}

/// Assembles a [`Decoded`] text piece by piece.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    text: String,
    offsets: Vec<usize>,
}

impl Decoder {
    /// Adds text that is spelled as it reads and begins at `at`.
    pub(super) fn verbatim(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.extend(at..at + text.len());
    }

    /// Adds what an escape that begins at `at` stands for.
    pub(super) fn escaped(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.resize(self.text.len(), at);
    }

    /// Adds the character that an escape beginning at `at` stands for.
    pub(super) fn character(&mut self, character: char, at: usize) {
        self.escaped(character.encode_utf8(&mut [0; 4]), at);
    }

    /// The text, which occupies `span` in the asset.
    pub(super) fn finish(self, span: Range<usize>) -> Decoded<'static> {
        Decoded { text: Cow::Owned(self.text), span, offsets: Some(self.offsets) }
    }
}

/// What the URL parser strips from both ends of a URL.
fn is_blank(character: char) -> bool {
    character <= ' '
}

/// Whether the URL could name another asset; data URLs are left out here because they are long.
fn names_a_file(url: &str) -> bool {
    let is_data = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    !url.is_empty() && !url.starts_with('#') && !is_data
}

/// Where `part`, a slice of `whole`, begins in it.
pub(super) fn offset_in(whole: &str, part: &str) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (offset + part.len() <= whole.len()).then_some(offset)
}

#[cfg(test)]
mod tests;
