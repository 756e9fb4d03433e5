//! Templates cut into text and code, by the delimiters of their engine.
//!
//! This is exact for what engines like Jinja share: strings, comments, raw blocks, white space control. It knows no
//! statements, so that a template that uses one which askama does not know is read nevertheless.

mod code;
pub(super) mod uses;

#[cfg(test)]
mod tests;

use std::ops::Range;

use memchr::memmem;
use tailprint_core::delimiters::{Delimiters, Kind, Pair};

use super::engines::Engine;
pub(super) use code::{Token, tokens};

/// A way to write templates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax<'a> {
    pub(super) engine: Engine,
    /// The delimiters; Handlebars and Liquid have their own.
    pub(super) delimiters: &'a Delimiters,
}

impl Syntax<'_> {
    pub(super) fn has_escapes(self) -> bool {
        !matches!(self.engine, Engine::Tera1 | Engine::Liquid)
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text.
    Text(Range<usize>),
    /// Literal text in which delimiters mean nothing.
    Raw(Range<usize>),
    /// An expression or a block: all of it, and the code between the delimiters and the white space control.
    Code { kind: Kind, whole: Range<usize>, inside: Range<usize> },
    /// A comment.
    Comment(Range<usize>),
}

/// An opening delimiter that is never closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    pub(super) offset: usize,
    pub(super) delimiter: String,
}

/// Cuts a template into its parts, up to the first delimiter that is never closed.
pub(super) fn parts(source: &str, syntax: Syntax<'_>) -> (Vec<Part>, Option<Unclosed>) {
    let mut cutter = Cutter { source, syntax, parts: Vec::new(), text: 0 };
    let unclosed = match syntax.engine {
        Engine::Handlebars => cutter.handlebars(),
        _ => cutter.jinja(),
    };
    let end = unclosed.as_ref().map_or(source.len(), |unclosed| unclosed.offset);
    cutter.push_text(end);
    (cutter.parts, unclosed)
}

/// The characters that trim white space beside a delimiter.
const WHITESPACE_CONTROL: [char; 3] = ['-', '+', '~'];

struct Cutter<'a> {
    source: &'a str,
    syntax: Syntax<'a>,
    parts: Vec<Part>,
    /// The start of the text that is no part yet.
    text: usize,
}

impl<'a> Cutter<'a> {
    fn rest(&self, from: usize) -> &'a str {
        self.source.get(from..).unwrap_or_default()
    }

    fn find(&self, needle: &str, from: usize) -> Option<usize> {
        // `str::find` takes ten times as long in code that is not optimised.
        Some(from + memmem::find(self.rest(from).as_bytes(), needle.as_bytes())?)
    }

    fn push_text(&mut self, end: usize) {
        if self.text < end {
            self.parts.push(Part::Text(self.text..end));
        }
        self.text = end;
    }

    fn push(&mut self, start: usize, end: usize, part: Part) -> usize {
        self.push_text(start);
        self.parts.push(part);
        self.text = end;
        end
    }

    fn unclosed(offset: usize, delimiter: &str) -> Unclosed {
        Unclosed { offset, delimiter: delimiter.to_owned() }
    }

    fn jinja(&mut self) -> Option<Unclosed> {
        let delimiters = self.syntax.delimiters;
        let mut at = 0;
        let mut next = Kind::ALL.map(|kind| (kind, self.find(&delimiters.pair(kind).start, 0)));
        loop {
            for (kind, offset) in &mut next {
                if offset.is_some_and(|offset| offset < at) {
                    *offset = self.find(&delimiters.pair(*kind).start, at);
                }
            }
            let first = next.iter().filter_map(|(kind, offset)| Some(((*offset)?, *kind)));
            // The longer of two delimiters that begin at one place.
            let (offset, kind) = first.min_by_key(|(offset, kind)| {
                (*offset, std::cmp::Reverse(delimiters.pair(*kind).start.len()))
            })?;
            let end = match kind {
                Kind::Comment => self.comment(offset),
                Kind::Expression => self.code(kind, offset),
                Kind::Block => self.block(offset),
            };
            match end {
                Ok(end) => at = end,
                Err(unclosed) => return Some(unclosed),
            }
        }
    }

    /// Reads a comment. Those of askama nest.
    fn comment(&mut self, offset: usize) -> Result<usize, Unclosed> {
        let Pair { start, end } = self.syntax.delimiters.pair(Kind::Comment);
        let mut depth = 1_usize;
        let mut at = offset + start.len();
        while depth > 0 {
            let close = self.find(end, at).ok_or_else(|| Self::unclosed(offset, start))?;
            let nested = self.find(start, at).filter(|nested| *nested < close);
            match nested.filter(|_| self.syntax.engine.is_askama()) {
                Some(nested) => (depth, at) = (depth + 1, nested + start.len()),
                None => (depth, at) = (depth - 1, close + end.len()),
            }
        }
        Ok(self.push(offset, at, Part::Comment(offset..at)))
    }

    fn code(&mut self, kind: Kind, offset: usize) -> Result<usize, Unclosed> {
        let Pair { start, end } = self.syntax.delimiters.pair(kind);
        let from = offset + start.len();
        let close = code::end(self.source, from, end, self.syntax.has_escapes())
            .ok_or_else(|| Self::unclosed(offset, start))?;
        let end = close + end.len();
        let inside = self.inside(from..close);
        Ok(self.push(offset, end, Part::Code { kind, whole: offset..end, inside }))
    }

    /// Code without white space control and white space.
    fn inside(&self, code: Range<usize>) -> Range<usize> {
        let text = self.source.get(code.clone()).unwrap_or_default();
        let trimmed = text.strip_prefix(WHITESPACE_CONTROL).unwrap_or(text);
        let start = code.start + text.len() - trimmed.len();
        let trimmed = trimmed.strip_suffix(WHITESPACE_CONTROL).unwrap_or(trimmed);
        start..start + trimmed.len()
    }

    /// Reads a block, and all of a block whose content is text.
    fn block(&mut self, offset: usize) -> Result<usize, Unclosed> {
        let pair = self.syntax.delimiters.pair(Kind::Block);
        let inside = self.rest(offset + pair.start.len());
        let inside = inside.strip_prefix(WHITESPACE_CONTROL).unwrap_or(inside);
        let name = inside.trim_start();
        let name = name.split(|it: char| !it.is_alphanumeric() && it != '_').next().unwrap_or("");
        let ends = match name {
            "raw" => "endraw",
            "verbatim" => "endverbatim",
            "comment" if self.syntax.engine == Engine::Liquid => "endcomment",
            _ => return self.code(Kind::Block, offset),
        };
        let content = self.code(Kind::Block, offset)?;
        let mut at = content;
        loop {
            let open = self.find(&pair.start, at);
            let open =
                open.ok_or_else(|| Self::unclosed(offset, &format!("{} {name}", pair.start)))?;
            at = open + pair.start.len();
            let rest = self.rest(at);
            let tag = rest.strip_prefix(WHITESPACE_CONTROL).unwrap_or(rest).trim_start();
            let Some(behind) = tag.strip_prefix(ends) else { continue };
            let behind = behind.trim_start();
            let behind = behind.strip_prefix(WHITESPACE_CONTROL).unwrap_or(behind);
            if let Some(behind) = behind.strip_prefix(&*pair.end) {
                let end = self.source.len() - behind.len();
                let hidden = content..open;
                let is_comment = ends == "endcomment";
                let hidden = if is_comment { Part::Comment(hidden) } else { Part::Raw(hidden) };
                self.push(content, open, hidden);
                let inside = open + pair.start.len()..end - pair.end.len();
                let part = Part::Code { kind: Kind::Block, whole: open..end, inside };
                return Ok(self.push(open, end, part));
            }
        }
    }

    fn handlebars(&mut self) -> Option<Unclosed> {
        let mut at = 0;
        while let Some(offset) = self.find("{{", at) {
            let before = self.source.get(..offset).unwrap_or_default();
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            // `\{{` is text, `\\{{` a backslash and code.
            let end = if backslashes == 1 { Ok(offset + 2) } else { self.mustache(offset) };
            match end {
                Ok(end) => at = end,
                Err(unclosed) => return Some(unclosed),
            }
        }
        None
    }

    fn mustache(&mut self, offset: usize) -> Result<usize, Unclosed> {
        let rest = self.rest(offset);
        for (start, end) in [("{{!--", "--}}"), ("{{~!--", "--"), ("{{!", "}}"), ("{{~!", "}}")] {
            if rest.starts_with(start) {
                let close = self.find(end, offset).ok_or_else(|| Self::unclosed(offset, start))?;
                let end = close + end.len();
                return Ok(self.push(offset, end, Part::Comment(offset..end)));
            }
        }
        if rest.starts_with("{{{{") {
            let close = self.find("{{{{/", offset + 4);
            let close = close.and_then(|close| self.find("}}}}", close));
            let end = close.ok_or_else(|| Self::unclosed(offset, "{{{{"))? + 4;
            return Ok(self.push(offset, end, Part::Raw(offset..end)));
        }
        let (start, end) = if rest.starts_with("{{{") { ("{{{", "}}}") } else { ("{{", "}}") };
        let from = offset + start.len();
        let close =
            code::end(self.source, from, end, true).ok_or_else(|| Self::unclosed(offset, start))?;
        let end = close + end.len();
        let inside = self.inside(from..close);
        let part = Part::Code { kind: Kind::Expression, whole: offset..end, inside };
        Ok(self.push(offset, end, part))
    }
}
