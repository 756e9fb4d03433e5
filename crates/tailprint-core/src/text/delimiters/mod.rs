//! Translation of template delimiters that askama refuses into stand-ins that it accepts.
//!
//! askama refuses closing delimiters that begin with an operator, `>>` among them: "closing delimiters may not start
//! with operators", `SyntaxBuilder::to_syntax` in `lib.rs` of `askama_parser` 0.16. A template with such delimiters is
//! translated before askama reads it. The stand-ins are control characters, which do not occur in templates, and have
//! the same length in bytes, so that every byte offset in a message of askama is true for the original as well. All of
//! this, and the derive of tailprint-macros, can go once askama accepts these delimiters.
//!
//! The delimiters are found as askama finds them: an opening delimiter in literal text always opens,
//! comments nest, and `{% raw %}` hides everything up to its end. An expression ends at the first closing
//! delimiter outside of literals, brackets and `::<generics>`, so that a `>>` that is a shift operator
//! needs parentheses around it.
//!
//! ```
//! use tailprint_core::delimiters::{Delimiters, Kind, Pair, Translation};
//!
//! let angle = Delimiters { expression: Pair::new("<<", ">>"), ..Delimiters::default() };
//! let translation = Translation::new(angle, &[Kind::Expression]);
//! assert_eq!(translation.translate("a << b >> c")?, "a \u{91} b \u{92} c");
//! # Ok::<(), tailprint_core::delimiters::Error>(())
//! ```

mod scan;
#[cfg(test)]
mod tests;

use std::fmt;

use scan::{Mark, Unclosed};

/// The kind of a pair of delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Block,
    /// `{# … #}`
    Comment,
}

impl Kind {
    /// All kinds, in the order in which delimiters are listed everywhere.
    pub const ALL: [Self; 3] = [Self::Expression, Self::Block, Self::Comment];
}

/// An opening and a closing delimiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The opening delimiter.
    pub start: String,
    /// The closing delimiter.
    pub end: String,
}

impl Pair {
    /// A pair of delimiters.
    #[must_use]
    pub fn new(start: &str, end: &str) -> Self {
        Self { start: start.to_owned(), end: end.to_owned() }
    }
}

/// The delimiters of a template syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delimiters {
    /// Delimiters of expressions. Defaults to `{{` and `}}`.
    pub expression: Pair,
    /// Delimiters of blocks. Defaults to `{%` and `%}`.
    pub block: Pair,
    /// Delimiters of comments. Defaults to `{#` and `#}`.
    pub comment: Pair,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self {
            expression: Pair::new("{{", "}}"),
            block: Pair::new("{%", "%}"),
            comment: Pair::new("{#", "#}"),
        }
    }
}

impl Delimiters {
    /// The delimiters of one kind.
    #[must_use]
    pub fn pair(&self, kind: Kind) -> &Pair {
        match kind {
            Kind::Expression => &self.expression,
            Kind::Block => &self.block,
            Kind::Comment => &self.comment,
        }
    }
}

/// The delimiters that a template is written with, and those that stand in for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    from: Delimiters,
    to: Delimiters,
}

impl Translation {
    /// A translation that replaces the delimiters of the kinds in `refused` by stand-ins of the same byte length.
    #[must_use]
    pub fn new(from: Delimiters, refused: &[Kind]) -> Self {
        Self::with(from, refused, stand_in)
    }

    /// The same translation to ASCII control characters, for [`diagnose`](Self::diagnose). A configuration of askama
    /// cannot name these: TOML does not allow them in a string without an escape, and askama reads no escapes.
    #[must_use]
    pub fn in_ascii(&self) -> Self {
        let refused: Vec<Kind> = self.refused().collect();
        Self::with(self.from.clone(), &refused, ascii_stand_in)
    }

    fn with(from: Delimiters, refused: &[Kind], stand_in: fn(Kind, &Pair) -> Pair) -> Self {
        let pair = |kind| {
            let original = from.pair(kind);
            if refused.contains(&kind) { stand_in(kind, original) } else { original.clone() }
        };
        let to = Delimiters {
            expression: pair(Kind::Expression),
            block: pair(Kind::Block),
            comment: pair(Kind::Comment),
        };
        Self { from, to }
    }

    /// The delimiters that templates are written with.
    #[must_use]
    pub fn original(&self) -> &Delimiters {
        &self.from
    }

    /// The delimiters of translated templates.
    #[must_use]
    pub fn translated(&self) -> &Delimiters {
        &self.to
    }

    /// The kinds of delimiters that are replaced.
    pub fn refused(&self) -> impl Iterator<Item = Kind> + '_ {
        Kind::ALL.into_iter().filter(|kind| self.replaces(*kind))
    }

    fn replaces(&self, kind: Kind) -> bool {
        self.from.pair(kind) != self.to.pair(kind)
    }

    /// The template with its delimiters replaced; every other byte stays.
    ///
    /// # Errors
    ///
    /// A delimiter that is opened and never closed, or a text that already contains a stand-in.
    pub fn translate(&self, source: &str) -> Result<String, Error> {
        self.reserved(source)?;
        match scan::scan(source, &self.from) {
            (_, Some(unclosed)) if self.replaces(unclosed.kind) => Err(self.unclosed(&unclosed)),
            // Errors about delimiters that are not replaced are left to askama.
            (marks, _) => Ok(self.replace(source, &marks)),
        }
    }

    /// Like [`translate`](Self::translate), but leaves it to askama to refuse a template whose
    /// delimiter is never closed, should that template ever be used.
    ///
    /// # Errors
    ///
    /// A text that already contains a stand-in.
    pub fn translate_unchecked(&self, source: &str) -> Result<String, Error> {
        self.reserved(source)?;
        let (mut marks, unclosed) = scan::scan(source, &self.from);
        if let Some(unclosed) = unclosed {
            marks.push(Mark { offset: unclosed.offset, kind: unclosed.kind, closes: false });
        }
        Ok(self.replace(source, &marks))
    }

    /// Like [`translate`](Self::translate), with only ASCII characters in literal text and comments.
    ///
    /// askama misplaces some errors behind characters of more than one byte, since it compares byte offsets with numbers
    /// of characters when it chooses the best message (`askama_parser` 0.16). The message about the ASCII text is at the
    /// right place. This method can go once askama counts in one unit.
    ///
    /// # Errors
    ///
    /// As for [`translate`](Self::translate).
    pub fn diagnose(&self, source: &str) -> Result<String, Error> {
        let translated = self.translate(source)?;
        let (marks, unclosed) = scan::scan(source, &self.from);
        let mut text = String::with_capacity(translated.len());
        let mut done = 0;
        let mut code = false;
        for mark in marks {
            let segment = translated.get(done..mark.offset).unwrap_or_default();
            push(&mut text, segment, code);
            let pair = self.to.pair(mark.kind);
            let delimiter = if mark.closes { &pair.end } else { &pair.start };
            text.push_str(delimiter);
            code = !mark.closes && mark.kind != Kind::Comment;
            done = mark.offset + delimiter.len();
        }
        push(&mut text, translated.get(done..).unwrap_or_default(), unclosed.is_some());
        Ok(text)
    }

    /// Writes the original delimiters into a message of askama about a translated template.
    #[must_use]
    pub fn restore(&self, message: &str) -> String {
        let mut message = message.to_owned();
        for kind in self.refused() {
            let (from, to) = (self.from.pair(kind), self.to.pair(kind));
            for (original, stand_in) in [(&from.start, &to.start), (&from.end, &to.end)] {
                message = message.replace(stand_in.as_str(), original);
                message = message.replace(&stand_in.escape_default().to_string(), original);
            }
        }
        message
    }

    fn replace(&self, source: &str, marks: &[Mark]) -> String {
        let mut translated = String::with_capacity(source.len());
        let mut done = 0;
        for mark in marks.iter().filter(|mark| self.replaces(mark.kind)) {
            let (from, to) = (self.from.pair(mark.kind), self.to.pair(mark.kind));
            let (from, to) =
                if mark.closes { (&from.end, &to.end) } else { (&from.start, &to.start) };
            translated.push_str(source.get(done..mark.offset).unwrap_or_default());
            translated.push_str(to);
            done = mark.offset + from.len();
        }
        translated.push_str(source.get(done..).unwrap_or_default());
        translated
    }

    /// Refuses text in which a stand-in would be taken for a delimiter.
    fn reserved(&self, source: &str) -> Result<(), Error> {
        let mut stand_ins = Vec::new();
        for kind in self.refused() {
            let (from, to) = (self.from.pair(kind), self.to.pair(kind));
            for (original, stand_in) in [(&from.start, &to.start), (&from.end, &to.end)] {
                stand_ins.extend(stand_in.chars().map(|character| (character, original)));
            }
        }
        stand_ins.dedup();
        let found = stand_ins
            .into_iter()
            .filter_map(|(character, original)| {
                Some((source.find(character)?, character, original))
            })
            .min();
        found.map_or(Ok(()), |(offset, character, original)| {
            Err(Error {
                offset,
                reason: Reason::Reserved { character, stands_for: original.clone() },
            })
        })
    }

    fn unclosed(&self, unclosed: &Unclosed) -> Error {
        let Pair { start, end } = self.from.pair(unclosed.kind).clone();
        let reason = Reason::Unclosed { start, end, reopened: unclosed.reopened };
        Error { offset: unclosed.offset, reason }
    }
}

/// The reason why a template cannot be translated.
///
/// `Display` describes the error, [`repair`](Self::repair) its repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    offset: usize,
    reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Unclosed { start: String, end: String, reopened: bool },
    Reserved { character: char, stands_for: String },
}

impl Error {
    /// The offset of the error in the template, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The repair, as an imperative.
    #[must_use]
    pub fn repair(&self) -> String {
        match &self.reason {
            Reason::Unclosed { start, end, reopened: true } => {
                format!(
                    "close it with \"{end}\"; a \"{start}\" that is an operator needs parentheses around it"
                )
            }
            Reason::Unclosed { end, .. } => format!("close it with \"{end}\""),
            Reason::Reserved { .. } => {
                "remove it; text converted from Windows-1252 often has it for a quotation mark"
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Unclosed { start, .. } => write!(f, "unclosed \"{start}\""),
            Reason::Reserved { character, stands_for } => {
                let code = u32::from(*character);
                write!(
                    f,
                    "character U+{code:04X} stands for \"{stands_for}\" and cannot be used in a template"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// Adds a part of a template. In a part that is no code, `x` replaces every byte that is not ASCII.
fn push(text: &mut String, part: &str, code: bool) {
    if code || part.is_ascii() {
        text.push_str(part);
    } else {
        text.extend(part.bytes().map(|byte| if byte.is_ascii() { char::from(byte) } else { 'x' }));
    }
}

/// Delimiters of the same byte lengths, made of ASCII control characters.
fn ascii_stand_in(kind: Kind, original: &Pair) -> Pair {
    let (open, close) = match kind {
        Kind::Expression => ("\u{1}", "\u{2}"),
        Kind::Block => ("\u{3}", "\u{4}"),
        Kind::Comment => ("\u{5}", "\u{6}"),
    };
    Pair { start: open.repeat(original.start.len()), end: close.repeat(original.end.len()) }
}

/// Delimiters of the same byte lengths, made of C1 control characters: TOML allows them, HTML text does not contain
/// them, and these are no white space, which askama refuses in delimiters (U+0085 would be). They have two bytes; a
/// noncharacter of three bytes makes up for an odd length.
fn stand_in(kind: Kind, original: &Pair) -> Pair {
    let ((open, odd_open), (close, odd_close)) = match kind {
        Kind::Expression => (('\u{91}', '\u{fdd1}'), ('\u{92}', '\u{fdd2}')),
        Kind::Block => (('\u{93}', '\u{fdd3}'), ('\u{94}', '\u{fdd4}')),
        Kind::Comment => (('\u{95}', '\u{fdd5}'), ('\u{96}', '\u{fdd6}')),
    };
    let of_length = |length: usize, even: char, odd: char| {
        let mut text = String::with_capacity(length);
        if length % 2 == 1 {
            text.push(odd);
        }
        while text.len() + 1 < length {
            text.push(even);
        }
        text
    };
    Pair {
        start: of_length(original.start.len(), open, odd_open),
        end: of_length(original.end.len(), close, odd_close),
    }
}
