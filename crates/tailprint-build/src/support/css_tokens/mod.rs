//! The tokens of a style sheet in one flat sequence (CSS Syntax Level 3, section 4).
//!
//! `cssparser` reads the same tokens, and the tests compare the two. It is no dependency, since it brings `syn` 2 and two
//! procedural macros, which each first build without Lightning CSS would compile for it alone. Values of numbers, and the
//! two kinds of hashes, are not told apart here.

mod escape;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use escape::Escape;

/// A token. Text is without escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    WhiteSpace,
    /// The text between `/*` and `*/`.
    Comment(&'a str),
    Ident(Cow<'a, str>),
    /// The name behind `@`.
    AtKeyword(Cow<'a, str>),
    Hash,
    QuotedString(Cow<'a, str>),
    /// A string that its line ends.
    BadString,
    UnquotedUrl(Cow<'a, str>),
    /// The raw text of a malformed `url(`.
    BadUrl(&'a str),
    /// The name before `(`.
    Function(Cow<'a, str>),
    /// A number, with its unit or `%`.
    Number,
    Delim(char),
    /// `~=`, `|=`, `^=`, `$=` and `*=`
    Match,
    Colon,
    Semicolon,
    Comma,
    /// `<!--`
    Cdo,
    /// `-->`
    Cdc,
    OpenParenthesis,
    OpenSquare,
    OpenCurly,
    CloseParenthesis,
    CloseSquare,
    CloseCurly,
}

/// An iterator over tokens with their byte ranges, the contents of blocks and functions included.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    source: &'a str,
    position: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        // A byte order mark would become part of the first identifier.
        let position = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { source, position }
    }

    /// Continues at `position`, which must be a boundary of tokens.
    pub(crate) const fn seek(&mut self, position: usize) {
        self.position = position;
    }

    /// Returns the position of the next token.
    pub(crate) const fn position(&self) -> usize {
        self.position
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.position + ahead).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.source.as_bytes().get(self.position..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> &'a str {
        self.source.get(start..self.position).unwrap_or_default()
    }

    fn token(&mut self, first: u8) -> Token<'a> {
        match first {
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' => {
                self.skip_while(is_white_space);
                Token::WhiteSpace
            }
            b'"' | b'\'' => self.string(first),
            b'/' if self.byte(1) == Some(b'*') => self.comment(),
            b'<' if self.rest().starts_with(b"<!--") => self.sign(4, Token::Cdo),
            b'-' if self.rest().starts_with(b"-->") => self.sign(3, Token::Cdc),
            b'~' | b'|' | b'^' | b'$' | b'*' if self.byte(1) == Some(b'=') => {
                self.sign(2, Token::Match)
            }
            b'@' if self.starts_name(1) => {
                self.position += 1;
                Token::AtKeyword(self.name())
            }
            b'#' if self.starts_name(1) || self.byte(1).is_some_and(is_name) => {
                self.position += 1;
                self.name();
                Token::Hash
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' if self.starts_number() => self.number(),
            _ if self.starts_name(0) => self.name_or_function(),
            _ => self.punctuation(first),
        }
    }

    fn punctuation(&mut self, first: u8) -> Token<'a> {
        let token = match first {
            b':' => Token::Colon,
            b';' => Token::Semicolon,
            b',' => Token::Comma,
            b'(' => Token::OpenParenthesis,
            b'[' => Token::OpenSquare,
            b'{' => Token::OpenCurly,
            b')' => Token::CloseParenthesis,
            b']' => Token::CloseSquare,
            b'}' => Token::CloseCurly,
            // What is not ASCII begins a name.
            other => Token::Delim(char::from(other)),
        };
        self.sign(1, token)
    }

    const fn sign(&mut self, length: usize, token: Token<'a>) -> Token<'a> {
        self.position += length;
        token
    }

    fn skip_while(&mut self, is_part: impl Fn(u8) -> bool) {
        while self.byte(0).is_some_and(&is_part) {
            self.position += 1;
        }
    }

    fn comment(&mut self) -> Token<'a> {
        let text = self.source.get(self.position + 2..).unwrap_or_default();
        let (text, length) = match memchr::memmem::find(text.as_bytes(), b"*/") {
            Some(end) => (text.get(..end).unwrap_or_default(), end + 2),
            None => (text, text.len()),
        };
        self.sign(2 + length, Token::Comment(text))
    }

    fn string(&mut self, quote: u8) -> Token<'a> {
        self.position += 1;
        let start = self.position;
        loop {
            match self.byte(0) {
                None => return Token::QuotedString(unescaped(self.since(start))),
                Some(byte) if byte == quote => {
                    let text = unescaped(self.since(start));
                    return self.sign(1, Token::QuotedString(text));
                }
                Some(b'\n' | b'\r' | b'\x0C') => return Token::BadString,
                Some(b'\\') if self.byte(1).is_none() => {
                    let text = unescaped(self.since(start));
                    return self.sign(1, Token::QuotedString(text));
                }
                Some(b'\\') => self.skip_escape(),
                Some(_) => self.position += 1,
            }
        }
    }

    /// Skips an escape, or a backslash and the end of its line.
    fn skip_escape(&mut self) {
        let rest = self.source.get(self.position + 1..).and_then(Escape::read);
        self.position += 1 + rest.map_or(0, |escape| escape.length);
    }

    /// Returns true if an identifier begins `ahead` bytes after the position (section 4.3.9).
    fn starts_name(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            Some(b'-') => match self.byte(ahead + 1) {
                Some(b'-') => true,
                Some(b'\\') => self.is_escape(ahead + 1),
                other => other.is_some_and(is_name_start),
            },
            Some(b'\\') => self.is_escape(ahead),
            other => other.is_some_and(is_name_start),
        }
    }

    /// Returns true if the backslash `ahead` begins an escape (section 4.3.8). At the end of the source it does.
    fn is_escape(&self, ahead: usize) -> bool {
        !matches!(self.byte(ahead + 1), Some(b'\n' | b'\r' | b'\x0C'))
    }

    fn starts_number(&self) -> bool {
        let sign = usize::from(matches!(self.byte(0), Some(b'+' | b'-')));
        let point = usize::from(self.byte(sign) == Some(b'.'));
        self.byte(sign + point).is_some_and(|byte| byte.is_ascii_digit())
    }

    fn number(&mut self) -> Token<'a> {
        let is_digit = |byte: u8| byte.is_ascii_digit();
        if matches!(self.byte(0), Some(b'+' | b'-')) {
            self.position += 1;
        }
        self.skip_while(is_digit);
        if self.byte(0) == Some(b'.') && self.byte(1).is_some_and(is_digit) {
            self.position += 1;
            self.skip_while(is_digit);
        }
        if matches!(self.byte(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
            if self.byte(1 + sign).is_some_and(is_digit) {
                self.position += 1 + sign;
                self.skip_while(is_digit);
            }
        }
        if self.byte(0) == Some(b'%') {
            self.position += 1;
        } else if self.starts_name(0) {
            self.name();
        }
        Token::Number
    }

    fn name(&mut self) -> Cow<'a, str> {
        let start = self.position;
        loop {
            match self.byte(0) {
                Some(b'\\') if self.is_escape(0) => self.skip_escape(),
                Some(byte) if is_name(byte) => self.position += 1,
                _ => break,
            }
        }
        unescaped(self.since(start))
    }

    fn name_or_function(&mut self) -> Token<'a> {
        let name = self.name();
        if self.byte(0) != Some(b'(') {
            return Token::Ident(name);
        }
        self.position += 1;
        if !name.eq_ignore_ascii_case("url") {
            return Token::Function(name);
        }
        let spaces = self.rest().iter().take_while(|byte| is_white_space(**byte)).count();
        if matches!(self.byte(spaces), Some(b'"' | b'\'')) {
            return Token::Function(name);
        }
        self.position += spaces;
        self.url()
    }

    /// Reads the URL behind `url(` (section 4.3.6).
    fn url(&mut self) -> Token<'a> {
        let start = self.position;
        loop {
            match self.byte(0) {
                None => return Token::UnquotedUrl(unescaped(self.since(start))),
                Some(b')') => {
                    let url = unescaped(self.since(start));
                    return self.sign(1, Token::UnquotedUrl(url));
                }
                Some(byte) if is_white_space(byte) => {
                    let url = self.since(start);
                    self.skip_while(is_white_space);
                    return match self.byte(0) {
                        None => Token::UnquotedUrl(unescaped(url)),
                        Some(b')') => self.sign(1, Token::UnquotedUrl(unescaped(url))),
                        Some(_) => self.bad_url(start),
                    };
                }
                Some(b'"' | b'\'' | b'(' | 0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F) => {
                    return self.bad_url(start);
                }
                Some(b'\\') if !self.is_escape(0) => return self.bad_url(start),
                Some(b'\\') => self.skip_escape(),
                Some(_) => self.position += 1,
            }
        }
    }

    /// Skips to the `)` of a malformed URL (section 4.3.14).
    fn bad_url(&mut self, start: usize) -> Token<'a> {
        loop {
            match self.byte(0) {
                None => return Token::BadUrl(self.since(start)),
                Some(b')') => {
                    let content = self.since(start);
                    return self.sign(1, Token::BadUrl(content));
                }
                Some(b'\\') if matches!(self.byte(1), Some(b')' | b'\\')) => self.position += 2,
                Some(_) => self.position += 1,
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.position;
        let token = self.token(self.byte(0)?);
        Some((token, start..self.position))
    }
}

/// Returns true for white space of CSS.
pub(crate) const fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

const fn is_name_start(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'\0') || !byte.is_ascii()
}

const fn is_name(byte: u8) -> bool {
    is_name_start(byte) || matches!(byte, b'0'..=b'9' | b'-')
}

/// Returns text without escapes. A backslash before the end of a line is dropped with it.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\\', b'\0', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => match Escape::read(rest.as_str()) {
                Some(escape) => {
                    text.extend(escape.letter);
                    rest = rest.as_str().get(escape.length..).unwrap_or_default().chars();
                }
                None => text.push(char::REPLACEMENT_CHARACTER),
            },
            '\0' => text.push(char::REPLACEMENT_CHARACTER),
            _ => text.push(letter),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests;
