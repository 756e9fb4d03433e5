//! The parts of a glob.

use std::iter::Peekable;
use std::path::is_separator;
use std::str::Chars;

/// A set of bytes.
pub(super) type Set = [bool; 256];

/// A part of a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// One byte of a character that stands for itself.
    Byte(u8),
    /// `?`
    Any,
    /// `*`
    Star,
    /// `**/` at the beginning: no folder, or some.
    Folders,
    /// `/**` at the end: everything below.
    Below,
    /// `/**/`: a slash, or folders between two.
    Between,
    /// `[…]`
    Class(Box<Set>),
    /// `{…,…}`
    Either(Vec<Vec<Self>>),
}

/// The differences between the places of globs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    /// True if a backslash takes the meaning of the next character away. Else it is a separator.
    pub(super) escapes: bool,
    /// True if a `[` that nothing closes stands for itself, and all later ones with it. Else it is an error.
    pub(super) open_class: bool,
}

/// The most braces in each other. Chosen: it bounds the stack, since what reads and drops the parts calls itself.
const DEEPEST: usize = 250;

/// Returns the parts of a glob, or nothing if it is malformed.
pub(super) fn tokens(glob: &str, dialect: Dialect) -> Option<Vec<Token>> {
    let chars = glob.chars().peekable();
    let mut parser =
        Parser { chars, before: None, last: None, dialect, open: Vec::new(), is_unclosed: false };
    parser.open.push(Group { done: Vec::new(), now: Vec::new() });
    while let Some(character) = parser.next() {
        parser.part(character)?;
    }
    match (parser.open.pop(), parser.open.is_empty()) {
        (Some(group), true) => Some(group.now),
        _ => None,
    }
}

/// The inside of a pair of braces, or of the whole glob.
#[derive(Debug)]
struct Group {
    /// The alternatives before the last comma.
    done: Vec<Vec<Token>>,
    now: Vec<Token>,
}

struct Parser<'a> {
    chars: Peekable<Chars<'a>>,
    /// The character before the last one.
    before: Option<char>,
    last: Option<char>,
    dialect: Dialect,
    /// The groups that are open here. The first one is the whole glob.
    open: Vec<Group>,
    /// True behind a `[` that nothing closes. No later one is closed either, so none is read again to the end.
    is_unclosed: bool,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        self.before = self.last;
        self.last = self.chars.next();
        self.last
    }

    fn part(&mut self, character: char) -> Option<()> {
        match character {
            '?' => self.push(Token::Any),
            '*' => self.stars(),
            '[' if !self.is_unclosed => self.class(),
            '{' if self.open.len() > DEEPEST => None,
            '{' => {
                self.open.push(Group { done: Vec::new(), now: Vec::new() });
                Some(())
            }
            '}' => {
                let Group { mut done, now } = self.open.pop()?;
                done.push(now);
                self.push(Token::Either(done))
            }
            ',' if self.open.len() > 1 => {
                let group = self.open.last_mut()?;
                group.done.push(std::mem::take(&mut group.now));
                Some(())
            }
            '\\' if self.dialect.escapes => {
                let escaped = self.next()?;
                self.literal(escaped)
            }
            '\\' if is_separator('\\') => self.literal('/'),
            other => self.literal(other),
        }
    }

    fn push(&mut self, token: Token) -> Option<()> {
        self.open.last_mut()?.now.push(token);
        Some(())
    }

    fn literal(&mut self, character: char) -> Option<()> {
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).bytes();
        self.open.last_mut()?.now.extend(bytes.map(Token::Byte));
        Some(())
    }

    /// Reads one star or two. Two are folders if they stand alone between separators, else they are like one.
    fn stars(&mut self) -> Option<()> {
        let before = self.before;
        if self.chars.next_if_eq(&'*').is_none() {
            return self.push(Token::Star);
        }
        (self.before, self.last) = (self.last, Some('*'));
        let is_inside = self.open.len() > 1;
        let is_first = self.open.last()?.now.is_empty();
        let next = self.chars.peek().copied();
        if is_first {
            if next.is_some_and(|next| !is_separator(next)) {
                return self.push(Token::Star);
            }
            self.next();
            return self.push(Token::Folders);
        }
        let is_alone =
            before.is_some_and(is_separator) || is_inside && matches!(before, Some(',' | '{'));
        let is_last = next.is_none() || is_inside && matches!(next, Some(',' | '}'));
        if !is_alone || !is_last && !next.is_some_and(is_separator) {
            return self.push(Token::Star);
        }
        if !is_last {
            self.next();
        }
        // The separator in front of the stars is a part of what they mean.
        let token = match self.open.last_mut()?.now.pop()? {
            before @ (Token::Folders | Token::Below) => before,
            _ if is_last => Token::Below,
            _ => Token::Between,
        };
        self.push(token)
    }

    fn class(&mut self) -> Option<()> {
        let rest = self.chars.clone();
        match class(&mut self.chars) {
            Read::Whole(set) => {
                (self.before, self.last) = (None, Some(']'));
                self.push(Token::Class(Box::new(set)))
            }
            Read::Open if self.dialect.open_class => {
                self.chars = rest;
                self.is_unclosed = true;
                self.push(Token::Byte(b'['))
            }
            Read::Open | Read::Backwards => None,
        }
    }
}

/// The end of reading a class.
#[expect(clippy::large_enum_variant, reason = "taken apart where it is returned")]
enum Read {
    Whole(Set),
    /// Nothing closes it.
    Open,
    /// A range ends before it begins.
    Backwards,
}

/// Reads a class behind its `[`.
fn class(chars: &mut Peekable<Chars<'_>>) -> Read {
    let is_negated = chars.next_if(|next| matches!(next, '!' | '^')).is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut in_range = false;
    loop {
        let Some(character) = chars.next() else { return Read::Open };
        match (character, ranges.last_mut()) {
            (']', Some(_)) => break,
            ('-', Some(_)) if !in_range => in_range = true,
            (end, Some(range)) if in_range => {
                range.1 = end;
                if range.1 < range.0 {
                    return Read::Backwards;
                }
                in_range = false;
            }
            (one, _) => ranges.push((one, one)),
        }
    }
    if in_range {
        ranges.push(('-', '-'));
    }
    let mut set = [false; 256];
    ranges.iter().for_each(|range| add(&mut set, *range));
    Read::Whole(if is_negated { set.map(|is_in| !is_in) } else { set })
}

/// Adds the bytes of a range. A class is about bytes: of a character with several, each is in it by itself.
fn add(set: &mut Set, (from, to): (char, char)) {
    let (mut first, mut second) = ([0; 4], [0; 4]);
    let first = from.encode_utf8(&mut first).as_bytes();
    let second = to.encode_utf8(&mut second).as_bytes();
    let range = match (first, second) {
        _ if from == to => None,
        ([.., start], [end, ..]) => Some(*start..=*end),
        _ => None,
    };
    for byte in first.iter().chain(second).copied().chain(range.into_iter().flatten()) {
        if let Some(is_in) = set.get_mut(usize::from(byte)) {
            *is_in = true;
        }
    }
}
