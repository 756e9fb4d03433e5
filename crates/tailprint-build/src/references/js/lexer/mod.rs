//! The tokens of a script, in linear time and without a syntax tree.
//!
//! A slash begins a regular expression where an operand may stand, and divides elsewhere. That is known from the token
//! in front of it, apart from `)` and `}`: for these, the matching bracket tells if a statement or an operand ends
//! ([ECMAScript, section 12](https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar) leaves this to the parser).

use std::ops::Range;

/// A token. Ranges are byte offsets in the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name, a keyword, or a number.
    Word(&'a str),
    /// The content of a string, or of a template without `${}`.
    Text(Range<usize>),
    /// A part of a template with `${}`.
    Part,
    /// The pattern of a regular expression, without slashes and flags.
    Pattern(Range<usize>),
    /// Any other character.
    Sign(u8),
}

/// A token with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) start: usize,
    /// True outside of all brackets.
    pub(crate) is_top_level: bool,
}

/// An open bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Behind it, an operand may stand: `if (…)`, a block.
    Statement,
    /// It is an operand or a part of one.
    Operand,
    /// `${` in a template.
    Template,
}

/// An iterator over the tokens of a script.
#[derive(Debug)]
pub(crate) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    open: Vec<Open>,
    /// True if an operand may stand here, so that a slash begins a regular expression.
    wants_operand: bool,
    /// True if the last token was a keyword with a condition in parentheses, such as `if`.
    is_condition: bool,
    previous: Previous,
    /// The places in which a regular expression was looked for in vain. Each slash that may begin one looks for its end, and
    /// would take quadratic time where many do in vain.
    endless: Range<usize>,
}

/// The token in front of the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Previous {
    Sign(u8),
    /// A word behind which an object may stand, such as `return`.
    Operator,
    Other,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let start = if source.starts_with("#!") { line_end(source, 0) } else { 0 };
        Self {
            source,
            at: start,
            open: Vec::new(),
            wants_operand: true,
            is_condition: false,
            previous: Previous::Other,
            endless: 0..0,
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    /// Skips white space and comments.
    fn skip(&mut self) {
        let bytes = self.source.as_bytes();
        // The loops over bytes use indices: iterators are calls, which take most of the time in code that is not optimised.
        while self.at < bytes.len() {
            match bytes[self.at] {
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => self.at += 1,
                0x80.. | 0x0b => match self.blank(self.at) {
                    Some(length) => self.at += length,
                    None => return,
                },
                b'/' => match self.byte(1) {
                    Some(b'/') => self.at = line_end(self.source, self.at),
                    Some(b'*') => {
                        let rest = bytes.get(self.at + 2..).unwrap_or_default();
                        let end = memchr::memmem::find(rest, b"*/");
                        self.at = end.map_or(self.source.len(), |end| self.at + 2 + end + 2);
                    }
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// Returns the length of the white space at a place, if it is one that is not ASCII.
    fn blank(&self, at: usize) -> Option<usize> {
        let letter = self.source.get(at..)?.chars().next()?;
        is_blank(letter).then(|| letter.len_utf8())
    }

    fn word(&mut self) -> Token<'a> {
        let (bytes, start) = (self.source.as_bytes(), self.at);
        let mut end = start;
        while end < bytes.len() && IN_WORD[bytes[end] as usize] {
            // Most words are ASCII, and decoding takes several times as long in code that is not optimised.
            if bytes[end] >= 0x80 && self.blank(end).is_some() {
                break;
            }
            end += 1;
        }
        self.at = end;
        let word = &self.source[start..end];
        let is_property = self.previous == Previous::Sign(b'.');
        self.wants_operand = !is_property && is_operator(word);
        self.is_condition = !is_property && is_condition(word);
        let is_operator = self.wants_operand && !is_block(word);
        self.previous = if is_operator { Previous::Operator } else { Previous::Other };
        Token::Word(word)
    }

    /// Reads a string behind its opening quote. One without an end lasts to the end of the line.
    fn string(&mut self, quote: u8) -> Token<'a> {
        let (bytes, start) = (self.source.as_bytes(), self.at + 1);
        let mut at = start;
        while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        let end = at.min(bytes.len());
        self.at = self.source.len().min(end + 1);
        self.operand();
        Token::Text(start..end)
    }

    /// Reads a template from behind a backtick, or from behind the `}` of an expression in it.
    fn template(&mut self, is_start: bool) -> Token<'a> {
        let (bytes, start) = (self.source.as_bytes(), self.at + 1);
        self.at = start;
        while self.at < bytes.len() {
            match bytes[self.at] {
                b'\\' => self.at += 2,
                b'`' => break,
                b'$' if self.byte(1) == Some(b'{') => {
                    self.at += 2;
                    self.open.push(Open::Template);
                    (self.wants_operand, self.is_condition) = (true, false);
                    self.previous = Previous::Operator;
                    return Token::Part;
                }
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.source.len());
        self.at = self.source.len().min(end + 1);
        self.operand();
        if is_start { Token::Text(start..end) } else { Token::Part }
    }

    /// Reads a regular expression; none if it has no end in its line.
    fn pattern(&mut self) -> Option<Token<'a>> {
        let bytes = self.source.as_bytes();
        let start = self.at + 1;
        let was_read = self.endless.contains(&start);
        let (mut at, mut in_class) = (start, false);
        loop {
            match bytes.get(at) {
                None | Some(b'\n' | b'\r') => {
                    self.endless = start..at;
                    return None;
                }
                // From a bracket on, the text was read before, in a class or outside of one just as now, and has no end.
                Some(b'[' | b']') if was_read => return None,
                Some(b'\\') => at += 1,
                Some(b'[') => in_class = true,
                Some(b']') => in_class = false,
                Some(b'/') if !in_class => {
                    let flags =
                        bytes[at + 1..].iter().take_while(|byte| IN_WORD[**byte as usize]).count();
                    self.at = at + 1 + flags;
                    self.operand();
                    return Some(Token::Pattern(start..at));
                }
                Some(_) => {}
            }
            at += 1;
        }
    }

    fn operand(&mut self) {
        (self.wants_operand, self.is_condition) = (false, false);
        self.previous = Previous::Other;
    }

    fn sign(&mut self, sign: u8) -> Token<'a> {
        // Characters that are not ASCII are parts of words, so this is one byte.
        self.at += 1;
        match sign {
            b'(' => {
                self.open.push(if self.is_condition { Open::Statement } else { Open::Operand });
                self.wants_operand = true;
            }
            b'{' => {
                // A block follows `)`, `;`, `=>`, a name or another block; an object follows an operator.
                let is_object = match self.previous {
                    Previous::Sign(sign) => !matches!(sign, b';' | b'{' | b'}' | b'>' | b')'),
                    Previous::Operator => true,
                    Previous::Other => false,
                };
                self.open.push(if is_object { Open::Operand } else { Open::Statement });
                self.wants_operand = true;
            }
            b'[' => {
                self.open.push(Open::Operand);
                self.wants_operand = true;
            }
            b')' | b'}' | b']' => {
                self.wants_operand = self.open.pop() == Some(Open::Statement);
            }
            // `a++ / b` divides; `++/a/.b` is no program.
            b'+' | b'-' if self.previous == Previous::Sign(sign) => self.wants_operand = false,
            _ => self.wants_operand = true,
        }
        (self.is_condition, self.previous) = (false, Previous::Sign(sign));
        Token::Sign(sign)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Lexeme<'a>;

    fn next(&mut self) -> Option<Lexeme<'a>> {
        self.skip();
        let (start, is_top_level) = (self.at, self.open.is_empty());
        let token = match self.byte(0)? {
            byte if IN_WORD[byte as usize] => self.word(),
            quote @ (b'"' | b'\'') => self.string(quote),
            b'`' => self.template(true),
            b'}' if self.open.last() == Some(&Open::Template) => {
                self.open.pop();
                self.template(false)
            }
            b'/' if self.wants_operand => match self.pattern() {
                Some(token) => token,
                None => self.sign(b'/'),
            },
            sign => self.sign(sign),
        };
        Some(Lexeme { token, start, is_top_level })
    }
}

/// Returns true for a word behind which an operand stands.
fn is_operator(word: &str) -> bool {
    // As bytes, the names are compared letter by letter, without a call for each name.
    matches!(
        word.as_bytes(),
        b"await"
            | b"case"
            | b"delete"
            | b"do"
            | b"else"
            | b"extends"
            | b"finally"
            | b"in"
            | b"instanceof"
            | b"new"
            | b"of"
            | b"return"
            | b"throw"
            | b"try"
            | b"typeof"
            | b"void"
            | b"yield"
    )
}

/// Returns true for an [operator](is_operator) behind which `{` begins a block.
fn is_block(word: &str) -> bool {
    matches!(word.as_bytes(), b"do" | b"else" | b"extends" | b"finally" | b"try")
}

/// Returns true for a word with a condition in parentheses, behind which a statement stands.
fn is_condition(word: &str) -> bool {
    matches!(word.as_bytes(), b"for" | b"if" | b"while" | b"with")
}

/// Returns true for the white space of JavaScript that is not ASCII, and a vertical tab. A byte order mark is white space.
fn is_blank(letter: char) -> bool {
    letter == '\u{feff}' || (letter != '\u{85}' && letter.is_whitespace())
}

/// True for the bytes of words.
static IN_WORD: [bool; 256] = {
    let mut in_word = [false; 256];
    let mut byte = 0;
    while byte < in_word.len() {
        let is_letter = (byte as u8).is_ascii_alphanumeric();
        in_word[byte] = is_letter || matches!(byte as u8, b'_' | b'$' | b'#' | b'\\' | 0x80..);
        byte += 1;
    }
    in_word
};

/// Returns the end of the line at `from`.
fn line_end(source: &str, from: usize) -> usize {
    let rest = source.as_bytes().get(from..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).map_or(source.len(), |length| from + length)
}

#[cfg(test)]
mod tests;
